import type { Bilingual } from '#base/bilingual.ts'
import type { Capabilities } from '#web/api/queries.ts'
import { calendarTitle } from '#web/calendar/title.ts'
import { dutiesTitle } from '#web/duties/title.ts'
import { samplingTitle } from '#web/sampling/title.ts'
import { shellTexts } from './texts.ts'

export interface MenuEntry {
  readonly path: string
  readonly title: Bilingual
  readonly isFor: (may: Capabilities) => boolean
}

/** What a page shows is hidden from whoever could see nothing there; the server refuses all the same. */
export const menu: readonly MenuEntry[] = [
  { path: '/', title: shellTexts.workbench, isFor: () => true },
  { path: '/overview', title: shellTexts.overview, isFor: ({ readings }) => readings.includes('READ') },
  { path: '/findings', title: shellTexts.findings, isFor: ({ readings }) => readings.includes('READ') },
  { path: '/cases', title: shellTexts.cases, isFor: ({ readings }) => readings.includes('READ_CASE') },
  {
    path: '/recoveries',
    title: shellTexts.recoveries,
    isFor: ({ readings }) => readings.includes('READ_CASE'),
  },
  { path: '/campaigns', title: shellTexts.campaigns, isFor: ({ readings }) => readings.includes('READ') },
  { path: '/risk-ledger', title: shellTexts.riskLedger, isFor: ({ readings }) => readings.includes('READ') },
  {
    path: '/sampling',
    title: samplingTitle,
    isFor: ({ readings }) => readings.includes('READ_SAMPLE'),
  },
  { path: '/reports', title: shellTexts.reports, isFor: ({ readings }) => readings.includes('READ') },
  {
    path: '/inspections',
    title: shellTexts.inspections,
    isFor: ({ readings }) => readings.includes('READ_INSPECTION'),
  },
  { path: '/duties', title: dutiesTitle, isFor: ({ readings }) => readings.includes('READ') },
  { path: '/calendar', title: calendarTitle, isFor: ({ readings }) => readings.includes('READ') },
  {
    path: '/profiles',
    title: shellTexts.profiles,
    isFor: ({ readings }) => readings.includes('READ') || readings.includes('READ_AUTHORITY'),
  },
  {
    path: '/handling',
    title: shellTexts.handling,
    isFor: ({ steps }) => steps.some((each) => each.is_opening),
  },
  { path: '/review', title: shellTexts.review, isFor: ({ steps }) => steps.some((each) => !each.is_opening) },
  {
    path: '/records',
    title: shellTexts.records,
    isFor: ({ readings }) => readings.includes('READ') || readings.includes('READ_AUTHORITY'),
  },
  {
    path: '/authority',
    title: shellTexts.authority,
    isFor: ({ readings }) => readings.includes('READ_AUTHORITY'),
  },
  { path: '/rules', title: shellTexts.rules, isFor: ({ readings }) => readings.includes('READ') },
  {
    path: '/deliveries',
    title: shellTexts.data,
    isFor: ({ readings }) => readings.includes('DELIVER_DATA'),
  },
  { path: '/runs', title: shellTexts.runs, isFor: ({ readings }) => readings.includes('RUN_SCREENING') },
  { path: '/trail', title: shellTexts.trail, isFor: ({ readings }) => readings.includes('READ_TRAIL') },
]
