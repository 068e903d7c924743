import type { Bilingual } from '#base/bilingual.ts'
import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { cellDay, cellFen, cellText } from '#platform/xlsx/xlsx-cells.ts'
import { openXlsx } from '#platform/xlsx/xlsx-reader.ts'
import type { XlsxCell, XlsxRow } from '#platform/xlsx/xlsx-types.ts'
import type { AnswerInput } from '../answering/task-data.ts'
import { type AnswerCode, answerCodes } from '../forms/answer.ts'
import { findQuestion } from '../forms/questions.ts'
import { type SelfCheckHeader, selfCheckHeaders } from './self-check-table.ts'

/** One sentence about one cell: where it is and what to write instead. */
export interface CellFault {
  readonly line: number
  /** As a spreadsheet names it: `D7`. */
  readonly cell: string
  readonly text: Bilingual
}

export interface SelfCheckReading {
  readonly answers: readonly AnswerInput[]
  readonly faults: readonly CellFault[]
}

const textMax = 1000
const countMax = 100_000_000
const fenMax = 10n ** 14n
/** The hidden column is not needed to read a table, but to know whose it is. */
const needed = [
  'question',
  'answer',
  'count',
  'amount_yuan',
  'evidence',
  'rectify_by',
  'explanation',
] as const
const filledIn = ['answer', 'count', 'amount_yuan', 'evidence', 'rectify_by', 'explanation'] as const
type Columns = Readonly<Record<(typeof needed)[number], number>> & { readonly task?: number }
type Header = keyof typeof selfCheckHeaders

function findColumns({ cells }: XlsxRow): Columns | null {
  const titles = cells.map(cellText)
  const found = (Object.entries(selfCheckHeaders) as [Header, string][]).flatMap(([name, title]) => {
    const index = titles.indexOf(title)
    return index < 0 ? [] : [[name, index] as const]
  })
  const columns: Partial<Record<Header, number>> = Object.fromEntries(found)
  return needed.every((name) => columns[name] !== undefined) ? (columns as Columns) : null
}

const answerOfTitle: ReadonlyMap<string, AnswerCode> = new Map(
  (Object.keys(answerCodes) as AnswerCode[]).flatMap((code) => [
    [answerCodes[code].zh, code] as const,
    [answerCodes[code].en, code] as const,
  ]),
)

/** A row being read; every bad cell is said, not only the first. */
interface ReadRow {
  readonly row: XlsxRow
  readonly columns: Columns
  readonly faults: CellFault[]
}

function cellOf({ row, columns }: ReadRow, name: SelfCheckHeader): XlsxCell | undefined {
  const column = columns[name as keyof Columns]
  return column === undefined ? undefined : row.cells[column]
}

const textOf = (read: ReadRow, name: SelfCheckHeader): string => cellText(cellOf(read, name))

function fault({ row, columns, faults }: ReadRow, name: SelfCheckHeader, said: Bilingual): null {
  const cell = `${String.fromCharCode(65 + columns[name as keyof Columns]!)}${row.line}`
  const title = selfCheckHeaders[name]
  faults.push({
    ...{ line: row.line, cell },
    text: { zh: `${cell} ${title}${said.zh}`, en: `${cell} (${title}) ${said.en}` },
  })
  return null
}

function limitedOf(read: ReadRow, name: 'evidence' | 'explanation'): string | null {
  const text = textOf(read, name)
  if (text.length > textMax) {
    fault(read, name, {
      zh: `超过 ${textMax} 字，请缩短。`,
      en: `has more than ${textMax} characters; shorten it.`,
    })
  }
  return text === '' ? null : text
}

function answerOf(read: ReadRow): AnswerCode | null {
  const text = textOf(read, 'answer')
  const found = answerOfTitle.get(text)
  if (found !== undefined) return found
  return fault(
    read,
    'answer',
    text === ''
      ? {
          zh: '未填，而同一行填了其他内容；请填“是”“部分”或“否”。',
          en: 'is empty though the row is filled in; write 是, 部分 or 否.',
        }
      : { zh: `“${text}”无效，请填“是”“部分”或“否”。`, en: `is “${text}”; write 是, 部分 or 否.` },
  )
}

/** Nothing said is none. */
function countOf(read: ReadRow): number {
  const text = textOf(read, 'count').replace(/[,，]/g, '')
  if (text === '') return 0
  if (/^\d{1,9}$/.test(text) && Number(text) <= countMax) return Number(text)
  fault(read, 'count', {
    zh: `“${text}”不是数量，请填不小于 0 的整数。`,
    en: `is “${text}”; write a whole number, 0 or more.`,
  })
  return 0
}

function yuanOf(read: ReadRow): string {
  const fen = cellFen(cellOf(read, 'amount_yuan'))
  if (fen === '') return formatYuan(0n)
  if (fen !== null && fen < fenMax) return formatYuan(fen)
  const text = textOf(read, 'amount_yuan')
  fault(read, 'amount_yuan', {
    zh: `“${text}”不是金额，请以元为单位填写数字，最多两位小数。`,
    en: `is “${text}”; write yuan with at most two decimals.`,
  })
  return formatYuan(0n)
}

function dayOf(read: ReadRow): string | null {
  const day = cellDay(cellOf(read, 'rectify_by'))
  if (day === '') return null
  if (day !== null) return day
  const text = textOf(read, 'rectify_by')
  return fault(read, 'rectify_by', {
    zh: `“${text}”不是日期，请写成 2026-03-15 的形式。`,
    en: `is “${text}”; write a day as 2026-03-15.`,
  })
}

/** Null for a row that nobody filled in, or that is no question's. */
function readRow(read: ReadRow, seen: Set<string>): AnswerInput | null {
  const question = textOf(read, 'question')
  if (filledIn.every((name) => textOf(read, name) === '')) return null
  if (findQuestion(question) === undefined) {
    return fault(read, 'question', {
      zh: `“${question}”不是排查清单的题号，请勿改动该列。`,
      en: `is “${question}”, no question of the form; leave that column as it was.`,
    })
  }
  if (seen.has(question)) {
    return fault(read, 'question', {
      zh: `“${question}”重复，请只保留一行。`,
      en: `is “${question}” a second time; keep one row.`,
    })
  }
  seen.add(question)
  const answer = answerOf(read)
  const rest = {
    count: countOf(read),
    amount_yuan: yuanOf(read),
    evidence: limitedOf(read, 'evidence'),
    rectify_by: dayOf(read),
    explanation: limitedOf(read, 'explanation'),
  }
  return answer === null ? null : { question, answer, ...rest }
}

function strange(zh: string, en: string): Refusal {
  return new Refusal('invalid_input', { zh, en })
}

function refuseOthers(read: ReadRow, taskId: string): void {
  const task = textOf(read, 'task')
  if (task === '' || task === taskId) return
  throw strange(
    '这份自查表属于另一单位或另一次排查，没有导入；请用本任务下载的自查表填报。',
    'this table is of another unit or another campaign and was not imported; fill in the one of this task.',
  )
}

/** Answers and bad cells of a filled-in table. Nothing is to be imported while there is a fault. */
export async function readSelfCheck(file: string, taskId: string): Promise<SelfCheckReading> {
  const workbook = await openXlsx(file)
  try {
    const read: AnswerInput[] = []
    const faults: CellFault[] = []
    const seen = new Set<string>()
    let columns: Columns | null = null
    for (const sheet of workbook.sheets) {
      for await (const rows of sheet.rows()) {
        for (const row of rows) {
          if (columns === null) {
            columns = findColumns(row)
            continue
          }
          const reading = { row, columns, faults }
          refuseOthers(reading, taskId)
          const answer = readRow(reading, seen)
          if (answer !== null) read.push(answer)
        }
      }
      if (columns !== null) return { answers: read, faults }
    }
    throw strange(
      `没有找到自查表的表头（${needed.map((name) => selfCheckHeaders[name]).join('、')}）；请用系统下载的自查表填报。`,
      'the headers of the self-check were not found; fill in the table that the system gives out.',
    )
  } finally {
    await workbook.close()
  }
}
