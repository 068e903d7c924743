import { dayLessMonths, formatDay, parseDay } from '#base/calendar-math.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts } from '#records/define-record.ts'
import { lookBackMonths } from '../inspection-codes.ts'
import type { InspectionData, Item } from '../inspection-data.ts'

/** The next day by which something has to be put right; null: nothing is open. */
export function dueOfItems(items: readonly Item[]): { readonly day: number } | null {
  const days = items.filter(({ verified }) => verified === null).map(({ due_on }) => parseDay(due_on)!)
  return days.length === 0 ? null : { day: Math.min(...days) }
}

/** R-WF-13: the look-back is over twelve months after the close. */
export function lookBackDay(closedOn: string): string {
  return formatDay(dayLessMonths(parseDay(closedOn)!, -lookBackMonths))
}

export function closedUntilLookBack(data: InspectionData, { at }: Pick<ActFacts, 'at'>) {
  const closed_on = formatDay(shanghaiDay(at))
  return {
    status: 'CLOSED' as const,
    data: { ...data, closed_on },
    due: { day: parseDay(lookBackDay(closed_on))! },
  }
}
