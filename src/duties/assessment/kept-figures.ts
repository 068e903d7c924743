import { performanceFigures } from './performance-figures.ts'

export interface KeptFigure {
  readonly code: string
  /** A count, or ten-thousandths; null: there is nothing to divide by. */
  readonly value: number | null
}

/** Rounded down: 94.999 % never reads as the 95 % that is asked. */
function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.floor((part * 10_000) / whole)
}

/** Every figure of the list in its order, from what the database counted; what has no row is zero. */
export function keptFigures(
  counts: Readonly<Record<string, number>>,
  whose: 'UNIT' | 'PERSON',
): KeptFigure[] {
  const sum = (codes: readonly string[]): number =>
    codes.reduce((total, code) => total + (counts[code] ?? 0), 0)
  return [...performanceFigures]
    .filter(([, { isPersonal }]) => whose === 'UNIT' || isPersonal)
    .map(([code, figure]) => ({
      code,
      value: figure.unit === 'count' ? (counts[code] ?? 0) : shareOf(sum(figure.parts), sum(figure.of)),
    }))
}

export function figureText({ code, value }: KeptFigure): string {
  if (value === null) return '—'
  return performanceFigures.get(code)?.unit === 'rate' ? `${(value / 100).toFixed(2)}%` : String(value)
}

export function targetText(code: string): string {
  const figure = performanceFigures.get(code)
  if (figure?.unit !== 'rate' || figure.target === null) return ''
  return `${figure.target / 100}%`
}

/** Null where no target was set, or nothing was to be done. */
export function isReached({ code, value }: KeptFigure): boolean | null {
  const figure = performanceFigures.get(code)
  if (figure?.unit !== 'rate' || figure.target === null || value === null) return null
  return value >= figure.target
}
