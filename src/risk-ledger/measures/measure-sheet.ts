import { Refusal } from '#base/refusal.ts'
import { cellText } from '#platform/xlsx/xlsx-cells.ts'
import type { OutputSheet, XlsxRow } from '#platform/xlsx/xlsx-types.ts'
import type { Measure, MeasureList } from './measure-data.ts'

/** The sheet by which the official text comes in: area, number, text, evidence, owner (domain 7.1). */
export const measureColumns = ['方面', '序号', '措施', '佐证材料', '责任部门'] as const

const widths = [18, 8, 60, 30, 18]

export function measureSheet({ items }: Pick<MeasureList, 'items'>): OutputSheet {
  return {
    name: '48项措施',
    columns: measureColumns.map((header, index) => ({
      ...{ header, width: widths[index]!, isInput: true },
      kind: index === 1 ? 'integer' : 'wrapped',
    })),
    rows: items.map(({ area, no, text, evidence, owner }) => [area, no, text, evidence, owner]),
  }
}

/**
 * Areas are numbered as they first appear; an area that is merged over its rows, as in the printed table, stands for the
 * rows below it.
 *
 * @param rows of the sheet, its header line among them
 */
export function readMeasures(rows: readonly XlsxRow[]): Measure[] {
  const header = rows.findIndex(({ cells }) =>
    measureColumns.every((name) => cells.some((cell) => cellText(cell) === name)),
  )
  if (header === -1) throw noHeader()
  const columns = measureColumns.map((name) =>
    rows[header]!.cells.findIndex((cell) => cellText(cell) === name),
  )
  const areas: string[] = []
  const items: Measure[] = []
  for (const { line, cells } of rows.slice(header + 1)) {
    const [area, no, text, evidence, owner] = columns.map((index) => cellText(cells[index]))
    if ([area, no, text, evidence, owner].every((each) => each === '')) continue
    if (area !== '' && !areas.includes(area!)) areas.push(area!)
    const shown = area === '' ? areas.at(-1) : area
    if (shown === undefined) throw fault(line, '方面')
    if (!/^\d{1,2}$/.test(no!) || Number(no) < 1) throw fault(line, '序号')
    if (text === '') throw fault(line, '措施')
    items.push({
      ...{ area_no: areas.indexOf(shown) + 1, area: shown, no: Number(no) },
      ...{ text: text!, evidence: evidence!, owner: owner! },
    })
  }
  return items
}

const noHeader = (): Refusal =>
  new Refusal('invalid_input', {
    zh: `第一张表没有表头“${measureColumns.join('、')}”；请按模板填写。`,
    en: `the first sheet has no header with ${measureColumns.join(', ')}; fill in the template.`,
  })

const fault = (line: number, column: string): Refusal =>
  new Refusal('invalid_input', {
    zh: `第 ${line} 行的“${column}”没有填写或不正确；请改正后重新上传。`,
    en: `line ${line}: "${column}" is empty or not understood; correct it and upload again.`,
  })
