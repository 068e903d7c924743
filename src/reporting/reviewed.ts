import { createHash, type Hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'
import { cellDay, cellFen, cellText } from '#platform/xlsx/xlsx-cells.ts'
import { openXlsx } from '#platform/xlsx/xlsx-reader.ts'
import type { XlsxCell } from '#platform/xlsx/xlsx-types.ts'
import type { EvidenceRow } from '#screening/finding.ts'
import { readCsvRows } from './reviewed-csv.ts'

/** What a verifier may conclude; the drop-down of the handed-out report has these. */
export const conclusions = ['属实', '部分属实', '不属实', '无法核实'] as const
export type Conclusion = (typeof conclusions)[number]

/** The headers by which a filled-in report is read back. */
export const reviewHeaders = {
  findingId: '疑点编号',
  conclusion: '核查结论',
  reviewer: '核查人',
  reviewedOn: '核查日期',
  recovered: '追回金额',
  evidenceDigest: '证据摘要',
} as const

export interface Review {
  readonly findingId: string
  readonly conclusion: Conclusion
  readonly reviewer: string
  /** YYYY-MM-DD, or empty. */
  readonly reviewedOn: string
  readonly recoveredFen: bigint | null
  /** What the evidence was when the report was handed out; empty where the file does not say. */
  readonly evidenceDigest: string
}

/** By finding_id. */
export type ReviewedFindings = ReadonlyMap<string, Review>

export interface EvidenceDigest {
  add(rows: readonly EvidenceRow[]): void
  value(): string
}

/**
 * A short digest of the rows that count, as they come from a FindingReader (whose order is always the same): 16 hex
 * digits of SHA-256. Rows of context may change without making a conclusion doubtful.
 */
export function digestEvidence(ruleCode: string): EvidenceDigest {
  const hash: Hash = createHash('sha256').update(ruleCode)
  return {
    add: (rows) => {
      for (const row of rows) {
        if (!row.isContext)
          hash.update(`\n${JSON.stringify([row.table, row.key, Object.entries(row.values)])}`)
      }
    },
    value: () => hash.digest('hex').slice(0, 16),
  }
}

/**
 * `cleared`: found untrue, and nothing has changed since: listed apart. `changed`: found untrue, but there is other
 * evidence now (or the file does not tell which it was): back in the list with a remark. `concluded`: any other
 * conclusion; the finding stays in the list with it.
 */
export type ReviewState = 'open' | 'cleared' | 'changed' | 'concluded'

export function reviewState(review: Review | undefined, evidenceDigest: string): ReviewState {
  if (review === undefined) return 'open'
  if (review.conclusion !== '不属实') return 'concluded'
  return review.evidenceDigest === evidenceDigest ? 'cleared' : 'changed'
}

type Cell = XlsxCell | undefined
type Header = keyof typeof reviewHeaders
type Columns = Readonly<Partial<Record<Header, number>>>

/** Where a row stands, for sentences: file, sheet (none in a CSV) and line. */
interface Place {
  readonly file: string
  readonly sheet: string | null
  readonly line: number
}

function refuse({ file, sheet, line }: Place, zh: string, en: string): never {
  const name = path.basename(file)
  throw new Refusal('unreadable_input', {
    zh: `核查表 ${name}${sheet === null ? '' : ` 工作表“${sheet}”`}第 ${line} 行：${zh}`,
    en: `The review ${name}${sheet === null ? '' : `, sheet “${sheet}”`}, row ${line}: ${en}`,
  })
}

function readConclusion(text: string, place: Place): Conclusion {
  const found = conclusions.find((each) => each === text)
  if (found !== undefined) return found
  const shown = text === '' ? '空' : `“${text}”`
  return refuse(
    place,
    `${reviewHeaders.conclusion}为${shown}，应为 ${conclusions.join('、')} 之一。`,
    `the conclusion is ${text === '' ? 'empty' : `“${text}”`}; it must be one of ${conclusions.join(', ')}.`,
  )
}

function readDate(cell: Cell, place: Place): string {
  const day = cellDay(cell)
  if (day !== null) return day
  return refuse(
    place,
    `${reviewHeaders.reviewedOn}“${cellText(cell)}”不是日期，请写成 2024-03-15 的形式。`,
    `the date “${cellText(cell)}” is none; write it as 2024-03-15.`,
  )
}

function readAmount(cell: Cell, place: Place): bigint | null {
  const fen = cellFen(cell)
  if (fen === '') return null
  if (fen !== null) return fen
  return refuse(
    place,
    `${reviewHeaders.recovered}“${cellText(cell)}”不是金额，请以元为单位填写数字，最多两位小数。`,
    `the amount recovered “${cellText(cell)}” is none; write yuan with at most two decimals.`,
  )
}

/** English names too, so that findings.csv with one more column will do. Headers may go on in another language. */
const otherNames: Readonly<Partial<Record<Header, string>>> = { findingId: 'finding_id' }

function findColumns(cells: readonly Cell[]): Columns | null {
  const titles = cells.map((cell) => cellText(cell).replace(/^\uFEFF/, ''))
  const columns: Partial<Record<Header, number>> = {}
  for (const [name, title] of Object.entries(reviewHeaders) as [Header, string][]) {
    const index = titles.findIndex((each) => each === otherNames[name] || each.split(/[\s（(]/)[0] === title)
    if (index >= 0) columns[name] = index
  }
  return columns.findingId !== undefined && columns.conclusion !== undefined ? columns : null
}

/** Null for a row that nobody filled in. */
function readReview(cells: readonly Cell[], columns: Columns, place: Place): Review | null {
  const cell = (name: Header): Cell => {
    const column = columns[name]
    return column === undefined ? undefined : cells[column]
  }
  const filled = (['conclusion', 'reviewer', 'reviewedOn', 'recovered'] as const).some(
    (name) => cellText(cell(name)) !== '',
  )
  if (!filled) return null
  const findingId = cellText(cell('findingId'))
  if (!/^[0-9a-f]{16}$/.test(findingId)) {
    return refuse(
      place,
      `${reviewHeaders.findingId}“${findingId}”无效，应为 16 位十六进制字符，请勿改动该列。`,
      `the finding's id “${findingId}” is not 16 hexadecimal digits; leave that column as it was.`,
    )
  }
  return {
    findingId,
    conclusion: readConclusion(cellText(cell('conclusion')), place),
    reviewer: cellText(cell('reviewer')),
    reviewedOn: readDate(cell('reviewedOn'), place),
    recoveredFen: readAmount(cell('recovered'), place),
    evidenceDigest: cellText(cell('evidenceDigest')),
  }
}

interface SourceRow extends Place {
  readonly cells: readonly Cell[]
}

async function* workbookRows(file: string): AsyncGenerator<SourceRow> {
  const workbook = await openXlsx(file)
  try {
    for (const sheet of workbook.sheets) {
      for await (const rows of sheet.rows()) {
        for (const { line, cells } of rows) yield { file, sheet: sheet.name, line, cells }
      }
    }
  } finally {
    await workbook.close()
  }
}

async function* csvRows(file: string): AsyncGenerator<SourceRow> {
  for (const { line, cells } of readCsvRows(file, await readFile(file))) {
    yield { file, sheet: null, line, cells: cells.map((text): XlsxCell => ({ kind: 'text', text })) }
  }
}

async function readFileInto(file: string, reviews: Map<string, Review>): Promise<void> {
  const rows = /\.csv$/i.test(file) ? csvRows(file) : workbookRows(file)
  let sheet: string | null | undefined
  let columns: Columns | null = null
  let hasHeader = false
  for await (const row of rows) {
    if (row.sheet !== sheet) columns = null
    sheet = row.sheet
    if (columns === null) {
      columns = findColumns(row.cells)
      hasHeader ||= columns !== null
      continue
    }
    const review = readReview(row.cells, columns, row)
    if (review !== null) reviews.set(review.findingId, review)
  }
  if (hasHeader) return
  const name = path.basename(file)
  throw new Refusal('unreadable_input', {
    zh: `核查表 ${name} 中没有同时含“${reviewHeaders.findingId}”和“${reviewHeaders.conclusion}”两列的表头；请使用 --split region 下发的报告。`,
    en: `The review ${name} has no header with both “${reviewHeaders.findingId}” and “${reviewHeaders.conclusion}”; use the reports that --split region hands out.`,
  })
}

/**
 * Reads filled-in reports (.xlsx, or .csv with finding_id and 核查结论) back. Rows that nobody filled in are skipped;
 * where two rows speak of one finding, the later counts: files in the order given, rows in the order of the file.
 */
export async function readReviewed(files: readonly string[]): Promise<ReviewedFindings> {
  const reviews = new Map<string, Review>()
  for (const file of files) {
    await readFileInto(file, reviews)
  }
  return reviews
}
