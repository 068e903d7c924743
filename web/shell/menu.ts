import type { Bilingual } from '#base/bilingual.ts'
import type { Capabilities } from '#web/api/queries.ts'
import { calendarTitle } from '#web/calendar/title.ts'
import { dutiesTitle } from '#web/duties/title.ts'
import { samplingTitle } from '#web/sampling/title.ts'
import { shellTexts as texts } from './texts.ts'

export interface MenuEntry {
  readonly path: string
  readonly title: Bilingual
  readonly isFor: (may: Capabilities) => boolean
}

export interface MenuGroup {
  /** Null for what stands above all groups. */
  readonly title: Bilingual | null
  readonly entries: readonly MenuEntry[]
}

const reading =
  (...codes: readonly string[]) =>
  ({ readings }: Capabilities): boolean =>
    codes.some((code) => readings.includes(code))
const read = reading('READ')
const entry = (path: string, title: Bilingual, isFor: MenuEntry['isFor']): MenuEntry => ({
  path,
  title,
  isFor,
})

/** What a page shows is hidden from whoever could see nothing there; the server refuses all the same. */
export const menuGroups: readonly MenuGroup[] = [
  {
    title: null,
    entries: [
      entry('/', texts.workbench, () => true),
      entry('/overview', texts.overview, read),
      entry('/calendar', calendarTitle, read),
    ],
  },
  {
    title: texts.verification,
    entries: [
      entry('/findings', texts.findings, read),
      entry('/cases', texts.cases, reading('READ_CASE')),
      entry('/recoveries', texts.recoveries, reading('READ_CASE')),
      entry('/profiles', texts.profiles, reading('READ', 'READ_AUTHORITY')),
    ],
  },
  {
    title: texts.supervision,
    entries: [
      entry('/risk-ledger', texts.riskLedger, read),
      entry('/campaigns', texts.campaigns, read),
      entry('/sampling', samplingTitle, reading('READ_SAMPLE')),
      entry('/inspections', texts.inspections, reading('READ_INSPECTION')),
      entry('/reports', texts.reports, read),
      entry('/duties', dutiesTitle, read),
    ],
  },
  {
    title: texts.business,
    entries: [
      entry('/handling', texts.handling, ({ steps }) => steps.some((each) => each.is_opening)),
      entry('/review', texts.review, ({ steps }) => steps.some((each) => !each.is_opening)),
      entry('/records', texts.records, reading('READ', 'READ_AUTHORITY')),
    ],
  },
  {
    title: texts.system,
    entries: [
      entry('/rules', texts.rules, read),
      entry('/deliveries', texts.data, reading('DELIVER_DATA')),
      entry('/runs', texts.runs, reading('RUN_SCREENING')),
      entry('/authority', texts.authority, reading('READ_AUTHORITY')),
      entry('/trail', texts.trail, reading('READ_TRAIL')),
    ],
  },
]

/** All entries in the order of the groups: for search and the tour. */
export const menu: readonly MenuEntry[] = menuGroups.flatMap(({ entries }) => entries)
