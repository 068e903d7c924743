import { type Day, dayOf, formatDay, isWeekday, parseDay } from '#base/calendar-math.ts'
import { refused } from '../functions/fields.ts'
import type { MatterEffect, SystemChange } from '../order-matter.ts'

export interface CalendarRow {
  readonly day: Day
  readonly isWorking: boolean
  readonly workingNumber: number
}

export interface AskedCalendar {
  readonly year: number
  /** `YYYY-MM-DD`, days off and worked that differ from Monday to Friday. */
  readonly off: readonly string[]
  readonly worked: readonly string[]
}

export function firstOfYear(year: number): Day {
  return dayOf(year, 1, 1)
}

/**
 * The year's days into the register's calendar (platform.md 17). A notice may move days of the December before; numbers
 * of working days go on from there without a break.
 * @param known rows from the December before on, and the last one before that
 */
export function calendarChanges(
  { year, off, worked }: AskedCalendar,
  known: readonly CalendarRow[],
): MatterEffect {
  const offDays = new Set(off.map((each) => parseDay(each)!))
  const workedDays = new Set(worked.map((each) => parseDay(each)!))
  const [decemberFirst, first, last] = [dayOf(year - 1, 12, 1), firstOfYear(year), dayOf(year, 12, 31)]
  const strange = [...offDays, ...workedDays].find((day) => day < decemberFirst || day > last)
  if (strange !== undefined) {
    return refused(
      `${formatDay(strange)} 不在 ${year} 年或上年 12 月，请核对。`,
      `${formatDay(strange)} is neither in ${year} nor in the December before; check it.`,
    )
  }
  const both = [...offDays].find((day) => workedDays.has(day))
  if (both !== undefined) {
    return refused(
      `${formatDay(both)} 同时列为放假日和上班日，请更正。`,
      `${formatDay(both)} is listed as off and as worked; correct it.`,
    )
  }
  if (known.some(({ day }) => day >= first)) {
    return refused(
      `${year} 年或以后年度的工作日历已登记；需要更改已公布年度的，请联系系统管理员更新程序自带的日历。`,
      `the calendar of ${year} or a later year is there; a change of an announced year comes with an update of the program.`,
    )
  }
  return numbered({ from: decemberFirst, first, last }, { offDays, workedDays, known })
}

function numbered(
  { from, first, last }: { readonly from: Day; readonly first: Day; readonly last: Day },
  given: {
    readonly offDays: ReadonlySet<Day>
    readonly workedDays: ReadonlySet<Day>
    readonly known: readonly CalendarRow[]
  },
): SystemChange[] {
  const { offDays, workedDays, known } = given
  const rows = new Map(known.map((row) => [row.day, row]))
  const changes: SystemChange[] = []
  let workingNumber = known.findLast(({ day }) => day < from)?.workingNumber ?? 0
  for (let day = from; day <= last; day += 1) {
    const old = rows.get(day)
    // A December that was never announced stays unknown.
    if (day < first && old === undefined) continue
    const usual = old?.isWorking ?? isWeekday(day)
    const isWorking = workedDays.has(day) || (usual && !offDays.has(day))
    if (isWorking) workingNumber += 1
    if (old?.isWorking === isWorking && old.workingNumber === workingNumber) continue
    changes.push(calendarChange({ day, isWorking, workingNumber }, old))
  }
  return changes
}

function calendarChange(row: CalendarRow, old: CalendarRow | undefined): SystemChange {
  const common = { scope: 'system', table: 'register.calendar', isShown: false } as const
  const values = { is_working: row.isWorking, working_number: row.workingNumber }
  if (old === undefined) return { ...common, operation: 'insert', values: { day: row.day, ...values } }
  const expected = { is_working: old.isWorking, working_number: old.workingNumber }
  return { ...common, operation: 'update', key: { day: row.day }, values, expected }
}
