import type { Month, Second } from '#base/calendar-math.ts'
import { claimsOf } from '#simulator/claims/claims.ts'
import type { County } from '#simulator/county.ts'
import type { Line, LineKind } from '#simulator/lives/life.ts'
import { linesOf } from '#simulator/lives/lines.ts'
import { livesOf } from '#simulator/people/people.ts'
import type { PensionScheme } from '#simulator/people/person.ts'
import { monthText } from '#simulator/texts.ts'
import { atTime, dayInMonth, isWorkingDay, lastWorkingDay } from '#simulator/working-time.ts'

/** Payment batches: one a month, scheme and kind; what they say is exactly what their lines add up to. */
export type BatchKind = 'MONTHLY' | 'BACK_PAY' | 'ONE_OFF' | 'RESEND'

export interface Batch {
  readonly batchId: string
  readonly scheme: PensionScheme | '210' | '410' | '510'
  readonly payMonth: Month
  readonly kind: BatchKind
  lineCount: number
  total: bigint
  /** What the bank sent back of it. */
  returned: bigint
}

const kindOfLine: Readonly<Record<LineKind, BatchKind>> = {
  REGULAR: 'MONTHLY',
  ADJUSTMENT: 'MONTHLY',
  BACK_PAY: 'BACK_PAY',
  ONE_OFF: 'ONE_OFF',
  RESEND: 'RESEND',
}

export function batchKindOf(kind: LineKind): BatchKind {
  return kindOfLine[kind]
}

const letters: Readonly<Record<BatchKind, string>> = {
  MONTHLY: 'A',
  BACK_PAY: 'B',
  ONE_OFF: 'C',
  RESEND: 'D',
}

const ids = new Map<number, string>()

/** Asked for every line: the number is a key without making text. */
export function batchIdOf(scheme: string, payMonth: Month, kind: BatchKind): string {
  const key = (payMonth * 1000 + Number(scheme)) * 128 + letters[kind].charCodeAt(0)
  let id = ids.get(key)
  if (id === undefined) {
    id = `ZF${scheme}${monthText(payMonth).replace('-', '')}${letters[kind]}`
    ids.set(key, id)
  }
  return id
}

/** Before the middle of the month; the smaller batches after it. */
export function sentAtOf(batch: Pick<Batch, 'payMonth' | 'kind'>): Second {
  const planned = dayInMonth(
    batch.payMonth,
    { MONTHLY: 14, BACK_PAY: 18, ONE_OFF: 20, RESEND: 22 }[batch.kind],
  )
  const day = isWorkingDay(planned) ? planned : lastWorkingDay(planned)
  return atTime(day, 10 * 3600 + 900)
}

type Counted = Pick<Line, 'kind' | 'status' | 'payMonth' | 'amount'> & Pick<Batch, 'scheme'>

function addLine(batches: Map<string, Batch>, line: Counted): void {
  if (line.status === 'CANCELLED') return
  const kind = batchKindOf(line.kind)
  const { scheme } = line
  const batchId = batchIdOf(scheme, line.payMonth, kind)
  let batch = batches.get(batchId)
  if (batch === undefined) {
    batch = { batchId, scheme, payMonth: line.payMonth, kind, lineCount: 0, total: 0n, returned: 0n }
    batches.set(batchId, batch)
  }
  batch.lineCount += 1
  batch.total += line.amount
  if (line.status === 'RETURNED') batch.returned += line.amount
}

/** All batches with their true counts and totals, by id: one pass over every line of the county. */
export function batchesOf(county: County): readonly Batch[] {
  const batches = new Map<string, Batch>()
  for (const life of livesOf(county)) {
    for (const line of linesOf(life)) addLine(batches, { ...line, scheme: line.pension.scheme })
  }
  for (const { scheme, payments } of claimsOf(county)) {
    for (const payment of payments) addLine(batches, { ...payment, scheme, status: 'PAID' })
  }
  return [...batches.values()].sort(
    (one, other) => one.payMonth - other.payMonth || (one.batchId < other.batchId ? -1 : 1),
  )
}

/** What a batch says of itself: the truth, or, where it was tampered with, something else. */
export interface DeclaredBatch extends Batch {
  /** Of AMT-14; null: nothing to say. */
  readonly scenario: string | null
  readonly isFraud: boolean
  /** Of the totals. */
  readonly difference: bigint
  readonly file: BatchFile
}

/** How the file went to the bank (FIN-27). */
export interface BatchFile {
  readonly way: 'direct' | 'by_hand' | 'changed' | 'without_hash'
  readonly scenario: string | null
  /** Of the script that changed it. */
  readonly performance?: number
}

const tamperings = [
  { scenario: 'batch_total_above_lines', count: 0, amount: 5_000_000n },
  { scenario: 'batch_with_lines_missing', count: 3, amount: 1_234_567n },
  { scenario: 'batch_count_only', count: 1, amount: 0n },
  { scenario: 'batch_total_below_lines', count: 0, amount: -1n },
] as const

const direct: BatchFile = { way: 'direct', scenario: null }

const files: readonly BatchFile[] = [
  { way: 'by_hand', scenario: 'payment_file_by_hand' },
  { way: 'changed', scenario: 'payment_file_changed' },
]
const unhashed: BatchFile = { way: 'without_hash', scenario: 'payment_file_without_hash' }

function honest(batch: Batch): DeclaredBatch {
  return { ...batch, scenario: null, isFraud: false, difference: 0n, file: direct }
}

/** The places of `many` out of `length`, evenly spread from `share` of the first stretch on. */
function spread(length: number, many: number, share: number): Map<number, number> {
  const places = new Map<number, number>()
  for (let n = 0; n < many; n += 1) places.set(Math.floor(((n + share) * length) / many), n)
  return places
}

/** In a clean county every batch tells the truth; else about one in fifty, at least three, does not. */
export function declaredBatches(
  batches: readonly Batch[],
  played: { readonly isClean: boolean; readonly changed: ReadonlyMap<string, number> },
): readonly DeclaredBatch[] {
  if (played.isClean || batches.length === 0) return batches.map(honest)
  const many = Math.min(batches.length, Math.max(3, Math.floor(batches.length / 50)))
  const [tampered, sent, bare] = [0.5, 0.2, 0.8].map((share) => spread(batches.length, many, share))
  const declared = batches.map((batch, place): DeclaredBatch => {
    const [n, fileNumber] = [tampered!.get(place), sent!.get(place)]
    const performance = played.changed.get(batch.batchId)
    const file: BatchFile =
      performance !== undefined
        ? { way: 'changed', scenario: 'S-11', performance }
        : fileNumber !== undefined
          ? files[fileNumber % files.length]!
          : bare!.has(place)
            ? unhashed
            : direct
    if (n === undefined) return { ...honest(batch), file }
    const { scenario, count, amount } = tamperings[n % tamperings.length]!
    return {
      ...batch,
      lineCount: batch.lineCount + count,
      total: batch.total + amount,
      scenario,
      isFraud: true,
      difference: amount < 0n ? -amount : amount,
      file,
    }
  })
  return [...declared, ...elsewhere(batches)]
}

/** Injury benefits are paid too, but their lines are in another system. */
function elsewhere(batches: readonly Batch[]): DeclaredBatch[] {
  const months = [...new Set(batches.map((batch) => batch.payMonth))]
  return months.map((payMonth) => ({
    batchId: batchIdOf('410', payMonth, 'MONTHLY'),
    scheme: '410',
    payMonth,
    kind: 'MONTHLY',
    lineCount: 120 + (payMonth % 40),
    total: 18_000_000n + BigInt(payMonth % 97) * 10_000n,
    returned: 0n,
    scenario: 'batch_with_lines_elsewhere',
    isFraud: false,
    difference: 0n,
    file: direct,
  }))
}
