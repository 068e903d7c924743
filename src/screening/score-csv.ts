import { byteOrderMark } from '#base/csv.ts'
import { fenOfYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { type Level, type SubjectKind, subjectKinds } from './finding.ts'

/** What score compares: a row of findings.csv or of labels.csv, without the rest. */
export interface ScoredFinding {
  readonly ruleCode: string
  readonly subjectKind: SubjectKind
  readonly subjectId: string
  readonly level: Level
  readonly amountFen: bigint
}

export interface ScoredLabel extends ScoredFinding {
  readonly scenario: string
  readonly isFraud: boolean
}

export interface CsvText {
  /** For the sentence, if it cannot be read. */
  readonly file: string
  readonly text: string
}

function unreadable(file: string, zh: string, en: string): Refusal {
  return new Refusal('unreadable_input', {
    zh: `${file}：${zh}。请给出本系统生成的 findings.csv 和 labels.csv。`,
    en: `${file}: ${en}. Give the findings.csv and labels.csv that this program wrote.`,
  })
}

/** RFC 4180: records of cells; quotes doubled within quotes, line ends of either kind, blank lines skipped. */
export function* parseCsv({ file, text }: CsvText): Generator<string[]> {
  let at = text.startsWith(byteOrderMark) ? 1 : 0
  let cells: string[] = []
  while (at < text.length) {
    let cell: string
    if (text[at] === '"') {
      const quoted = readQuoted(text, at)
      if (quoted === null) throw unreadable(file, '引号没有闭合', 'a quote is not closed')
      ;[cell, at] = quoted
    } else {
      const end = endOfCell(text, at)
      cell = text.slice(at, end)
      at = end
    }
    cells.push(cell)
    if (text[at] === ',') {
      at += 1
      if (at < text.length) continue
      cells.push('')
    }
    if (text[at] === '\r') at += 1
    if (text[at] === '\n') at += 1
    if (cells.length > 1 || cells[0] !== '') yield cells
    cells = []
  }
}

function readQuoted(text: string, start: number): [cell: string, end: number] | null {
  let cell = ''
  let at = start + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return null
    cell += text.slice(at, quote)
    if (text[quote + 1] !== '"') return [cell, quote + 1]
    cell += '"'
    at = quote + 2
  }
}

function endOfCell(text: string, start: number): number {
  let at = start
  while (at < text.length && text[at] !== ',' && text[at] !== '\r' && text[at] !== '\n') at += 1
  return at
}

/** The cells of these columns, by name; of those that may be missing, empty text. */
function* recordsOf(
  input: CsvText,
  required: readonly string[],
  optional: readonly string[] = [],
): Generator<Record<string, string>> {
  const columns = [...required, ...optional]
  let places: number[] | null = null
  for (const cells of parseCsv(input)) {
    if (places === null) {
      places = columns.map((column) => cells.indexOf(column))
      const missing = required.filter((_, index) => places![index] === -1)
      if (missing.length === 0) continue
      const names = missing.join(', ')
      throw unreadable(input.file, `缺少列 ${names}`, `it lacks the columns ${names}`)
    }
    yield Object.fromEntries(columns.map((column, index) => [column, cells[places![index]!] ?? '']))
  }
  if (places === null) throw unreadable(input.file, '文件是空的', 'the file is empty')
}

const commonColumns = ['rule_code', 'subject_kind', 'subject_id', 'level', 'amount']

function scoredOf(file: string, record: Record<string, string>): ScoredFinding {
  const subjectKind = subjectKinds.find((kind) => kind === record.subject_kind)
  const level = ([1, 2, 3] as const).find((each) => String(each) === record.level)
  const amountFen = fenOfYuan(record.amount!)
  if (subjectKind === undefined || level === undefined || amountFen === null) {
    const where = `${record.rule_code} ${record.subject_id}`
    throw unreadable(
      file,
      `${where} 的主体类别、等级或金额无效`,
      `${where} has no valid kind, level or amount`,
    )
  }
  return { ruleCode: record.rule_code!, subjectKind, subjectId: record.subject_id!, level, amountFen }
}

/** A finding with what says since when it could have been seen (score-seen.ts). */
export interface DatedFinding extends ScoredFinding {
  readonly periodFrom: string
  /** JSON: the rows that count and those of context, with the columns that the rule shows. */
  readonly evidence: string
}

/** A label with the performance of a script it belongs to; empty for single frauds and look-alikes. */
export interface CaseLabel extends ScoredLabel {
  readonly caseId: string
  /** YYYY-MM */
  readonly began: string
}

export function readFindings(input: CsvText): DatedFinding[] {
  return [...recordsOf(input, commonColumns, ['period_from', 'evidence'])].map((record) => ({
    ...scoredOf(input.file, record),
    periodFrom: record.period_from!,
    evidence: record.evidence!,
  }))
}

export function readLabels(input: CsvText): CaseLabel[] {
  const columns = [...commonColumns, 'scenario', 'is_fraud']
  return [...recordsOf(input, columns, ['case_id', 'began'])].map((record) => ({
    ...scoredOf(input.file, record),
    scenario: record.scenario!,
    isFraud: record.is_fraud === 'true',
    caseId: record.case_id!,
    began: record.began!,
  }))
}
