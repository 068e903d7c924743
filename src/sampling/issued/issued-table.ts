import { formatYuan } from '#base/money.ts'
import type { OutputCell, OutputSheet } from '#platform/xlsx/xlsx-types.ts'
import { writeBackResults } from '../codes.ts'
import type { IssuedData } from './issued-data.ts'
import type { WriteBackInput } from './issued-findings.ts'

/**
 * A set of issued findings as a table that a unit without the system fills in and that is read back (疑点下发与反馈).
 * Headers are the names by which it is read; the set and its findings stand hidden in every row.
 */
export const issuedHeaders = {
  place: '序号',
  rule: '规则',
  level: '等级',
  explanation: '疑点情况',
  amount: '涉及金额（元）',
  result: '核实结果',
  confirmed: '属实金额（元）',
  note: '核实情况',
  finding: '疑点编号',
  set: '下发编号',
} as const

export interface IssuedHead extends Pick<IssuedData, 'title' | 'request' | 'due_on'> {
  readonly recordId: string
  readonly unit: string
}

export interface IssuedLine {
  readonly finding_id: string
  readonly rule_code: string
  readonly level: number
  /** As it may be shown outside. */
  readonly explanation: string
  readonly amount_fen: bigint
  /** What was filled in; absent: nothing yet. */
  readonly said?: WriteBackInput['results'][number]
}

function saidCells({ said }: IssuedLine): readonly OutputCell[] {
  if (said === undefined) return [null, null, null]
  return [writeBackResults[said.result].zh, said.confirmed ?? null, said.note]
}

export function issuedTable(head: IssuedHead, lines: readonly IssuedLine[]): OutputSheet {
  const input = { isInput: true } as const
  const choices = Object.values(writeBackResults).map(({ zh }) => zh)
  const { place, rule, level, explanation, amount, result, confirmed, note, finding, set } = issuedHeaders
  return {
    name: '下发疑点',
    heading: [
      `${head.title}（疑点核实反馈表）`,
      `填报单位（盖章）：${head.unit}　　反馈期限：${head.due_on}　　核实要求：${head.request}`,
    ],
    columns: [
      { header: place, width: 6, kind: 'integer' },
      { header: rule, width: 10, kind: 'text' },
      { header: level, width: 6, kind: 'integer' },
      { header: explanation, width: 60, kind: 'wrapped' },
      { header: amount, width: 16, kind: 'text' },
      { header: result, width: 14, kind: 'text', choices, ...input },
      // As text: what the unit typed is read as it stands, and no program rounds it.
      { header: confirmed, width: 16, kind: 'text', ...input },
      { header: note, width: 40, kind: 'wrapped', ...input },
      { header: finding, width: 10, kind: 'text', isHidden: true },
      { header: set, width: 10, kind: 'text', isHidden: true },
    ],
    rows: lines.map((each, index) => [
      ...[index + 1, each.rule_code, each.level, each.explanation, formatYuan(each.amount_fen)],
      ...saidCells(each),
      ...[each.finding_id, head.recordId],
    ]),
    frozenColumns: 2,
  }
}
