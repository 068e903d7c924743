import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { invalid } from '#records/form-fields.ts'
import type { Conclusion, FindingResult, FindingRow, FindingSnapshot } from '../case-data.ts'
import type { Verdict } from '../case-status.ts'

/**
 * What the auditor says of a finding: its rows that count as lost, and how much of each. A row is named by its key, or
 * by its digest: a page that shows keys masked has only that.
 */
export interface AskedResult {
  readonly finding_id: string
  readonly verdict: Verdict
  readonly rows: readonly { readonly table: string; readonly key: string; readonly lostFen: bigint | null }[]
  readonly note: string
}

type Loss = Pick<Conclusion, 'verdict' | 'results' | 'loss_fen' | 'loss_by_month'>

const idOf = (row: { readonly table: string; readonly key: string }): string =>
  JSON.stringify([row.table, row.key])

/**
 * The loss is added up from rows that exist, month by month, never from an average: each row is counted with at most
 * its amount, and once in a case even where several findings name it.
 */
export function judgeLoss(
  findings: readonly FindingSnapshot[],
  asked: readonly AskedResult[],
): Loss | Refusal {
  const missing = findings.find(({ finding_id }) => !asked.some((each) => each.finding_id === finding_id))
  if (missing !== undefined) {
    return invalid(
      `疑点 ${missing.finding_id} 没有结论；每条疑点都要有结论。`,
      `finding ${missing.finding_id} has no verdict; every finding needs one.`,
    )
  }
  const counted = new Set<string>()
  const results: FindingResult[] = []
  for (const each of asked) {
    const result = judgeFinding(findings, each, counted)
    if (result instanceof Refusal) return result
    results.push(result)
  }
  if (new Set(asked.map(({ finding_id }) => finding_id)).size !== asked.length) {
    return invalid('同一疑点写了两次结论。', 'one finding has two verdicts.')
  }
  const rows = results.flatMap((each) => each.rows)
  return {
    results,
    verdict: verdictOf(results.map(({ verdict }) => verdict)),
    loss_fen: rows.reduce((sum, { lost_fen }) => sum + lost_fen, 0n),
    loss_by_month: byMonth(rows),
  }
}

function judgeFinding(
  findings: readonly FindingSnapshot[],
  asked: AskedResult,
  counted: Set<string>,
): FindingResult | Refusal {
  const finding = findings.find(({ finding_id }) => finding_id === asked.finding_id)
  if (finding === undefined) {
    return invalid(
      `疑点 ${asked.finding_id} 不在本案中。`,
      `finding ${asked.finding_id} is not in this case.`,
    )
  }
  const isAdverse = asked.verdict === 'TRUE' || asked.verdict === 'PARTIAL'
  if (!isAdverse && asked.rows.length > 0) {
    return invalid(
      `疑点 ${asked.finding_id} 不属实或无法核实，不能计损失。`,
      `finding ${asked.finding_id} was not found true, so no loss is counted.`,
    )
  }
  const rows: FindingResult['rows'] = []
  for (const each of asked.rows) {
    const row = finding.rows.find(
      ({ table, key, digest }) => table === each.table && (key === each.key || digest === each.key),
    )
    const refusal = refusalOfRow(row, each, { counted, note: asked.note })
    if (refusal !== null) return refusal
    counted.add(idOf(row!))
    const { table, key, month, amount_fen } = row!
    rows.push({ table, key, month, lost_fen: each.lostFen ?? amount_fen })
  }
  return { finding_id: asked.finding_id, verdict: asked.verdict, rows, note: asked.note }
}

function refusalOfRow(
  row: FindingRow | undefined,
  asked: AskedResult['rows'][number],
  { counted, note }: { readonly counted: ReadonlySet<string>; readonly note: string },
): Refusal | null {
  const name = `${asked.table} ${asked.key}`
  if (row === undefined) {
    return invalid(`证据行 ${name} 不在该疑点中。`, `row ${name} is not one of the finding's.`)
  }
  if (counted.has(idOf(row))) {
    return invalid(`证据行 ${name} 重复计算损失。`, `row ${name} is counted twice.`)
  }
  const lost = asked.lostFen ?? row.amount_fen
  if (lost < 0n || lost > row.amount_fen) {
    return invalid(
      `证据行 ${name} 的损失不能超过该行金额 ${formatYuan(row.amount_fen)} 元。`,
      `the loss on row ${name} cannot exceed its ${formatYuan(row.amount_fen)} yuan.`,
    )
  }
  if (lost !== row.amount_fen && note.trim() === '') {
    return invalid(
      `证据行 ${name} 只计部分损失，请在说明中写明理由。`,
      `only part of row ${name} is counted; say why in the note.`,
    )
  }
  return null
}

/** Of a case: what all say, else partly true as soon as one is. */
export function verdictOf(of: readonly Verdict[]): Verdict {
  const first = of[0]
  if (first !== undefined && of.every((each) => each === first)) return first
  if (of.some((each) => each === 'TRUE' || each === 'PARTIAL')) return 'PARTIAL'
  return 'UNVERIFIABLE'
}

function byMonth(
  rows: readonly { readonly month: number; readonly lost_fen: bigint }[],
): Loss['loss_by_month'] {
  const sums = new Map<number, bigint>()
  for (const { month, lost_fen } of rows) sums.set(month, (sums.get(month) ?? 0n) + lost_fen)
  return [...sums].sort(([a], [b]) => a - b).map(([month, fen]) => ({ month, fen }))
}
