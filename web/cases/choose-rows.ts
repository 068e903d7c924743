import type { Finding, FindingRow } from './read-case.ts'

/** What an auditor says of a finding while the conclusion is being written. Pure: rows are chosen, never typed. */

export type Verdict = 'TRUE' | 'PARTIAL' | 'FALSE' | 'UNVERIFIABLE'

export interface ChosenResult {
  readonly finding_id: string
  readonly verdict: Verdict | null
  /** Digests of the rows that count as lost. */
  readonly rows: readonly string[]
  /** Of rows that count in part: digest → yuan as typed. */
  readonly parts: Readonly<Record<string, string>>
  readonly note: string
}

export const isAdverse = (verdict: Verdict | null): boolean => verdict === 'TRUE' || verdict === 'PARTIAL'

export function emptyResult({ finding_id }: Finding): ChosenResult {
  return { finding_id, verdict: null, rows: [], parts: {}, note: '' }
}

/** True: all of its rows that no finding before it counts; partly true: none until they are chosen. */
export function withVerdict(
  result: ChosenResult,
  verdict: Verdict,
  { finding, taken }: { readonly finding: Finding; readonly taken: ReadonlySet<string> },
): ChosenResult {
  const free = finding.rows.filter((row) => row.amount_fen !== '0' && !taken.has(rowId(row)))
  const rows = verdict === 'TRUE' ? free.map(({ digest }) => digest) : isAdverse(verdict) ? result.rows : []
  return { ...result, verdict, rows, parts: isAdverse(verdict) ? result.parts : {} }
}

/** The same row of the data, in whatever finding: it is lost once. */
export const rowId = ({ table, key }: FindingRow): string => `${table} ${key}`

/** Rows that other findings of the case count. */
export function takenBy(
  findings: readonly Finding[],
  results: readonly ChosenResult[],
  except: string,
): ReadonlySet<string> {
  return new Set(
    results
      .filter(({ finding_id }) => finding_id !== except)
      .flatMap(({ finding_id, rows }) => {
        const finding = findings.find((each) => each.finding_id === finding_id)
        return (finding?.rows ?? []).filter(({ digest }) => rows.includes(digest)).map(rowId)
      }),
  )
}

/** `12` and `12.5` are typed. Null: no amount. */
export function fenOfTyped(yuan: string): bigint | null {
  const [, whole, rest = ''] = /^(\d{1,12})(?:\.(\d{0,2}))?$/.exec(yuan.replaceAll(',', '').trim()) ?? []
  return whole === undefined ? null : BigInt(whole) * 100n + BigInt(rest.padEnd(2, '0'))
}

function lostFen(row: FindingRow, { parts }: ChosenResult): bigint {
  const part = parts[row.digest]
  const all = BigInt(row.amount_fen)
  if (part === undefined || part.trim() === '') return all
  const fen = fenOfTyped(part)
  return fen === null || fen > all ? all : fen
}

/** A part that is no amount, or more than the row has. */
export function isWrongPart(row: FindingRow, part: string | undefined): boolean {
  if (part === undefined || part.trim() === '') return false
  const fen = fenOfTyped(part)
  return fen === null || fen > BigInt(row.amount_fen)
}

export interface MonthLoss {
  readonly month: number
  readonly fen: bigint
  readonly rows: number
}

/** Month by month from the rows that are chosen, as the server will add them up. */
export function lossByMonth(
  findings: readonly Finding[],
  results: readonly ChosenResult[],
): readonly MonthLoss[] {
  const months = new Map<number, MonthLoss>()
  for (const result of results) {
    const finding = findings.find(({ finding_id }) => finding_id === result.finding_id)
    for (const row of finding?.rows ?? []) {
      if (!result.rows.includes(row.digest)) continue
      const { month } = row
      const before = months.get(month) ?? { month, fen: 0n, rows: 0 }
      months.set(month, { month, fen: before.fen + lostFen(row, result), rows: before.rows + 1 })
    }
  }
  return [...months.values()].sort((a, b) => a.month - b.month)
}

/** The part of the act's input that stands beside the fields of its form. */
export function resultsInput(findings: readonly Finding[], results: readonly ChosenResult[]): unknown[] {
  return results.map((result) => {
    const finding = findings.find(({ finding_id }) => finding_id === result.finding_id)
    const rows = (finding?.rows ?? [])
      .filter(({ digest }) => result.rows.includes(digest))
      .map((row) => {
        const fen = lostFen(row, result)
        const isWhole = fen === BigInt(row.amount_fen)
        const digits = fen.toString().padStart(3, '0')
        const lost = isWhole ? null : `${digits.slice(0, -2)}.${digits.slice(-2)}`
        return { table: row.table, key: row.digest, lost }
      })
    const { finding_id, verdict, note } = result
    return { finding_id, verdict, rows, note: note.trim() }
  })
}
