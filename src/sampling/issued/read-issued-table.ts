import { formatYuan } from '#base/money.ts'
import { cellFen, cellText } from '#platform/xlsx/xlsx-cells.ts'
import { openXlsx } from '#platform/xlsx/xlsx-reader.ts'
import type { XlsxRow } from '#platform/xlsx/xlsx-types.ts'
import { invalid } from '#records/form-fields.ts'
import { writeBackResults } from '../codes.ts'
import type { WriteBackInput } from './issued-findings.ts'
import { issuedHeaders } from './issued-table.ts'

type Result = WriteBackInput['results'][number]
type Columns = Readonly<Record<keyof typeof issuedHeaders, number>>

export interface IssuedReading {
  /** The set that the rows name. */
  readonly recordId: string
  /** Of the rows that were filled in. */
  readonly results: readonly Result[]
}

const noteMax = 1_000

function findColumns({ cells }: XlsxRow): Columns | null {
  const titles = cells.map(cellText)
  const found = Object.entries(issuedHeaders).map(([name, title]) => [name, titles.indexOf(title)] as const)
  return found.every(([, index]) => index >= 0) ? (Object.fromEntries(found) as Columns) : null
}

const resultOfTitle: ReadonlyMap<string, Result['result']> = new Map(
  (Object.keys(writeBackResults) as Result['result'][]).flatMap((code) => [
    [writeBackResults[code].zh, code] as const,
    [writeBackResults[code].en, code] as const,
  ]),
)

/** Null: nobody filled the row in. */
function readRow({ line, cells }: XlsxRow, columns: Columns): Result | null {
  const text = (name: keyof Columns): string => cellText(cells[columns[name]])
  if (text('result') === '' && text('confirmed') === '' && text('note') === '') return null
  const result = resultOfTitle.get(text('result'))
  if (result === undefined) {
    const choices = Object.values(writeBackResults)
    throw invalid(
      `第 ${line} 行“${issuedHeaders.result}”为“${text('result')}”；请填${choices.map(({ zh }) => zh).join('、')}之一。`,
      `line ${line} has the result "${text('result')}"; write one of ${choices.map(({ zh }) => zh).join(', ')}.`,
    )
  }
  const fen = cellFen(cells[columns.confirmed])
  if (fen === null || (typeof fen === 'bigint' && fen < 0n)) {
    throw invalid(
      `第 ${line} 行“${issuedHeaders.confirmed}”为“${text('confirmed')}”，不是金额；请以元为单位填写数字。`,
      `line ${line} has the amount "${text('confirmed')}"; write yuan with at most two decimals.`,
    )
  }
  const note = text('note')
  if (note === '' || note.length > noteMax) {
    throw invalid(
      `第 ${line} 行“${issuedHeaders.note}”未填或超过 ${noteMax} 字；请写明核实情况。`,
      `line ${line} has no note, or one of more than ${noteMax} characters; say what was found.`,
    )
  }
  const confirmed = fen === '' ? {} : { confirmed: formatYuan(fen) }
  return { finding_id: text('finding'), result, note, ...confirmed }
}

/** What a unit filled in. Refuses with the first line that is amiss. */
export async function readIssuedTable(file: string): Promise<IssuedReading> {
  const workbook = await openXlsx(file)
  try {
    const results: Result[] = []
    const sets = new Set<string>()
    for (const sheet of workbook.sheets) {
      let columns: Columns | null = null
      for await (const rows of sheet.rows()) {
        for (const row of rows) {
          if (columns === null) {
            columns = findColumns(row)
            continue
          }
          const result = readRow(row, columns)
          if (result === null) continue
          results.push(result)
          sets.add(cellText(row.cells[columns.set]))
        }
      }
      if (columns !== null) return { recordId: onlyOf(sets), results }
    }
    throw invalid(
      '没有找到疑点核实反馈表的表头；请用数据包中的表填报。',
      'the headers of the table of issued findings were not found; fill in the table of the package.',
    )
  } finally {
    await workbook.close()
  }
}

function onlyOf(sets: ReadonlySet<string>): string {
  const [recordId, ...others] = sets
  if (recordId !== undefined && others.length === 0) return recordId
  throw recordId === undefined
    ? invalid('反馈表一行也没有填；请填写后再导出。', 'no line of the table is filled in; fill it in first.')
    : invalid(
        '反馈表的行属于不同的下发；请每次下发用各自的表填报。',
        'the lines of the table belong to different sets; fill in one table for each.',
      )
}
