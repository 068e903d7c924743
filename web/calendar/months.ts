/** Months of the calendar as text, YYYY-MM; days YYYY-MM-DD. Whole days have no zone. */

const utc = (year: number, month: number, day: number): Date => new Date(Date.UTC(year, month, day))
const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

export function partsOf(month: string): { readonly year: number; readonly month: number } {
  const [year, number] = month.split('-')
  return { year: Number(year), month: Number(number) }
}

export function monthFrom(month: string, steps: number): string {
  const { year, month: number } = partsOf(month)
  return dayOf(utc(year, number - 1 + steps, 1)).slice(0, 7)
}

export function firstAndLast(month: string): { readonly from: string; readonly to: string } {
  const { year, month: number } = partsOf(month)
  return { from: dayOf(utc(year, number - 1, 1)), to: dayOf(utc(year, number, 0)) }
}

/** Of a month that an address gives: whatever it says that is none is null. */
export function monthOf(text: string | undefined): string | null {
  return text !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : null
}

/** 0 for Monday. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
}
