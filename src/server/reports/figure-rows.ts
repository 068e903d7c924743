import { formatDay, parseDay } from '#base/calendar-math.ts'
import { rules } from '#rules/catalogue.ts'

/** Which list shows the rows that a figure counts, where a list has all of its filters; null where none has. */

export const rowLists = ['findings', 'major-events', 'leading-groups'] as const
export interface FigureRows {
  /** `GET /api/<list>` */
  readonly list: (typeof rowLists)[number]
  readonly filters: Readonly<Record<string, string>>
}

export interface FigurePlace {
  readonly region: string
  /** The first day, and the first day after the period: YYYY-MM-DD. */
  readonly from: string
  readonly until: string
}

const family = (prefix: string): string =>
  rules
    .map(({ code }) => code)
    .filter((code) => code.startsWith(prefix))
    .join(',')

/** Beside region and months, of the figures on new findings. */
const findingFilters: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  findings_new: {},
  findings_fen: {},
  findings_first: { level: '1' },
  findings_second: { level: '2' },
  findings_third: { level: '3' },
  findings_finance: { rule: family('FIN-') },
  findings_system: { rule: family('SYS-') },
  findings_conflicts: { rule: 'SYS-02,SYS-07' },
  findings_off_hours: { rule: 'SYS-03' },
  findings_leavers: { rule: 'SYS-06' },
  findings_certification: { rule: family('CER-') },
  findings_cards: { rule: family('CRD-') },
}

const eventFilters: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...{ events_found: {}, events_fen: {}, events_loss_fen: {}, events_recovered_fen: {} },
  events_late: { is_late: 'true' },
}

export function rowsOfFigure(code: string, { region, from, until }: FigurePlace): FigureRows | null {
  const lastDay = formatDay(parseDay(until)! - 1)
  const scheme = /^findings_scheme_(\d{3})$/.exec(code)?.[1]
  const filters = scheme === undefined ? findingFilters[code] : { scheme }
  if (filters !== undefined) {
    const months = { first_month_from: from.slice(0, 7), first_month_to: lastDay.slice(0, 7) }
    return { list: 'findings', filters: { region, snoozed: 'any', ...months, ...filters } }
  }
  const ofEvents = eventFilters[code]
  if (ofEvents !== undefined) {
    return { list: 'major-events', filters: { region, found_from: from, found_to: lastDay, ...ofEvents } }
  }
  if (code !== 'leading_groups') return null
  return { list: 'leading-groups', filters: { region, status: 'IN_OFFICE' } }
}
