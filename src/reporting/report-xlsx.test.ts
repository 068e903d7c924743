import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openXlsx } from '#platform/xlsx/xlsx-reader.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { type ReportXlsxOptions, writeReportXlsx } from './report-xlsx.ts'
import { writeRegionReports } from './report-xlsx-regions.ts'
import { readReviewed } from './reviewed.ts'
import {
  deathRow,
  findingIdOf,
  paymentRow,
  personFinding,
  readerOf,
  type SampleFinding,
  sampleFindings,
  summaryOf,
} from './test-screening.ts'
import { subjectReaderOf } from './test-subjects.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'report-xlsx-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Sheet → lines → cells, as a reader sees them: numbers in their raw form. */
type Book = Record<string, string[][]>

async function readBook(file: string): Promise<Book> {
  const workbook = await openXlsx(file)
  const book: Book = {}
  for (const sheet of workbook.sheets) {
    const lines: string[][] = []
    for await (const rows of sheet.rows()) {
      for (const { line, cells } of rows) {
        lines[line] = [...cells].map((cell) => {
          if (cell === undefined) return ''
          return cell.kind === 'number' ? cell.raw : cell.kind === 'bool' ? String(cell.value) : cell.text
        })
      }
    }
    book[sheet.name] = Array.from(lines, (line) => line ?? [])
  }
  await workbook.close()
  return book
}

async function report(
  samples: readonly SampleFinding[],
  change: Partial<ReportXlsxOptions> = {},
): Promise<Book> {
  const file = path.join(folder, 'report.xlsx')
  const summary = summaryOf(samples)
  await writeReportXlsx({ file, summary, findings: readerOf(samples), language: 'zh', ...change })
  expect(readdirSync(folder)).toEqual(['report.xlsx'])
  return readBook(file)
}

/** The rows below the header that begins with that title, as objects. */
function rowsOf(lines: readonly string[][], firstTitle: string): Record<string, string>[] {
  const start = lines.findIndex((line) => line[0]?.startsWith(firstTitle) === true)
  expect(start).toBeGreaterThan(0)
  const header = lines[start]!
  return lines
    .slice(start + 1)
    .filter((line) => line.length > 1)
    .map((line) => Object.fromEntries(header.map((title, index) => [title, line[index] ?? ''])))
}

describe('the sheet of subjects', () => {
  test('lists them with money as a number, and says how many are left out', async () => {
    const subjects = subjectReaderOf(
      ['P1', 'P2', 'P3'].map((subjectId) => ({
        subjectKind: 'person' as const,
        subjectId,
        personName: '张*',
        scoreTenThousandths: 8_265,
        amountFen: 123_456n,
        findings: 3,
        ruleCodes: ['DTH-01', 'DTH-02'],
        highestLevel: 1 as const,
        region: '990101',
      })),
    )
    const lines = (await report(sampleFindings(), { subjects, rowsMax: 2 })).风险画像!
    const rows = rowsOf(lines, '对象类别')
    expect(rows.map((row) => row.对象编号)).toEqual(['P1', 'P2'])
    expect(rows[0]).toMatchObject({
      风险分: '0.8265',
      '涉及金额（元）': '1234.56',
      疑点数: '3',
      最高等级: '一级',
    })
    expect(lines.at(-1)![0]).toContain('另有 1 个对象未列出，全部内容见 subjects.csv')
  })
})

describe('report.xlsx', () => {
  test('has the sheets of the standard, one for each rule that has findings', async () => {
    const book = await report(sampleFindings())
    expect(Object.keys(book)).toEqual([
      '概览',
      '疑点清单',
      'ACC-01',
      'DTH-01',
      'SYS-03',
      '数据质量',
      '未评估规则',
    ])
  })

  test('lists every finding, with the rows in which its evidence stands', async () => {
    const book = await report(sampleFindings())
    const list = rowsOf(book.疑点清单!, '疑点编号')
    expect(
      list.map((row) => [row.规则编号, row.对象编号, row['涉及金额（元）'], row.等级, row.证据位置]),
    ).toEqual([
      ['DTH-01', 'P1', '3469.12', '一级', '“DTH-01”表第 6–9 行'],
      ['DTH-01', 'P2', '1234.56', '一级', '“DTH-01”表第 10–11 行'],
      ['SYS-03', 'S7', '0.00', '一级', '“SYS-03”表第 6 行'],
      ['ACC-01', '6217000000000099999', '600.00', '二级', '“ACC-01”表第 6–7 行'],
    ])
    expect(book['DTH-01']![9]!.slice(0, 2)).toEqual([list[0]!.疑点编号, 'P1'])
    expect(book['DTH-01']![10]!.slice(0, 2)).toEqual([list[1]!.疑点编号, 'P2'])
  })

  test('shows evidence in words: titles of codes, numbers, 是 and 否, masked names, rows of context marked', async () => {
    const book = await report(sampleFindings())
    const rows = rowsOf(book['DTH-01']!, '疑点编号')
    expect(rows[0]).toMatchObject({
      对象编号: 'P1',
      证据性质: '计入',
      数据表: '待遇发放明细',
      数据主键: 'M1',
      '计入金额（元）': '1234.56',
      险种: '城乡居民基本养老',
      发放年月: '2024-03',
      金额: '1234.56',
      银行账号: '6217000000000012345',
      户名: '张**',
      来源: '',
    })
    expect(rows[3]).toMatchObject({
      证据性质: '背景',
      数据表: '死亡信息',
      '计入金额（元）': '',
      险种: '',
      来源: '公安',
      死亡日期: '2024-01-05',
      已撤销: '否',
    })
    expect(rowsOf(book['SYS-03']!, '疑点编号')[0]).toMatchObject({ 操作时间: '2024-02-03 22:15:00' })
  })

  test('names people in clear only where it is told to', async () => {
    const masked = JSON.stringify(await report(sampleFindings()))
    expect(masked).not.toContain('张三丰')
    rmSync(path.join(folder, 'report.xlsx'))
    const clear = await report(sampleFindings(), { isUnmasked: true })
    expect(rowsOf(clear['DTH-01']!, '疑点编号')[0]!.户名).toBe('张三丰')
    expect(clear.概览![2]![0]).toContain('未脱敏')
  })
})

describe('its other sheets', () => {
  test('begin with what has to be dealt with, then totals, rules, tables and files', async () => {
    const { 概览: page } = await report(sampleFindings())
    const first = page!.map((line) => line[0] ?? '')
    expect(first.indexOf('须先处理的问题：1')).toBeLessThan(first.indexOf('总体情况'))
    expect(page![first.indexOf('合计')]!.filter((cell) => cell !== '')).toEqual(['合计', '3', '4', '5303.68'])
    const line = page![first.indexOf('DTH-01')]!.filter((cell) => cell !== '')
    expect(line).toEqual(['DTH-01', '死亡后继续发放待遇', '一级', '有疑点', '2', '4703.68'])
    expect(page![first.indexOf('PRS-01')]!.join()).toContain('缺少必需的表')
    expect(page![first.indexOf('待遇发放明细（payment）')]!.join()).toContain('2023-07、2023-08')
    const file = page![first.indexOf('待遇发放明细.csv')]!.filter((cell) => cell !== '')
    expect(file.slice(2)).toEqual(['12345', '12300', '40', '5'])
  })

  test('say what was not evaluated and why, and what is wrong with the data', async () => {
    const book = await report(sampleFindings())
    expect(rowsOf(book.未评估规则!, '规则编号').map((row) => [row.规则编号, row.状态])).toEqual([
      ['PRS-01', '未评估'],
      ['AMT-14', '运行失败'],
    ])
    expect(rowsOf(book.数据质量!, '数据表')[0]).toMatchObject({ 列: '公民身份号码', 行数: '17' })
  })

  test('list so many rows each, and say how many are left out and where they are; totals cover all', async () => {
    const rows = Array.from({ length: 7 }, (_, index) => paymentRow(`M${index}`))
    const samples = [
      personFinding('P1', '', rows),
      personFinding('P2', '', rows),
      personFinding('P3', '', rows),
    ]
    const book = await report(samples, { rowsMax: 2 })
    expect(book.疑点清单!.at(-1)![0]).toBe(
      '本表另有 1 条疑点未列出，全部内容见 findings.csv；概览中的合计包含全部疑点。',
    )
    expect(book['DTH-01']!.at(-1)![0]).toContain('另有 19 行证据未列出，全部内容见 findings.jsonl')
    const list = rowsOf(book.疑点清单!, '疑点编号')
    expect(list.map((row) => row.证据位置)).toEqual([
      '“DTH-01”表第 6–7 行；其余 5 行见 findings.jsonl',
      '其余 7 行见 findings.jsonl',
    ])
    expect(book.疑点清单![1]![0]).toContain('3 条')
  })

  test('have the standard’s names and titles in English too', async () => {
    const book = await report(sampleFindings(), { language: 'en' })
    expect(Object.keys(book)).toContain('疑点清单')
    expect(rowsOf(book.疑点清单!, '疑点编号')[0]).toMatchObject({ '等级 Level': 'Level 1' })
    expect(book.未评估规则!.flat()).toContain('A table it needs is missing: imprisonment.')
  })

  test('say so where there is no finding at all', async () => {
    const book = await report([])
    expect(Object.keys(book)).toEqual(['概览', '疑点清单', '数据质量', '未评估规则'])
    expect(book.疑点清单![1]![0]).toContain('0 条')
  })

  test('are not left behind by a report that was stopped', async () => {
    const file = path.join(folder, 'report.xlsx')
    const signal = AbortSignal.abort()
    const written = writeReportXlsx({
      file,
      summary: summaryOf([]),
      findings: readerOf(sampleFindings()),
      language: 'zh',
      signal,
    })
    await expect(written).rejects.toThrow(/abort/i)
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('reports of regions', () => {
  async function handOut(samples: readonly SampleFinding[]): Promise<string[]> {
    const reports = await writeRegionReports({
      directory: folder,
      summary: summaryOf(samples),
      findings: readerOf(samples),
      language: 'zh',
    })
    return reports.map(({ file }) => path.join(folder, file))
  }

  test('hold the findings of their region each, those without one under 未知地区', async () => {
    await handOut(sampleFindings())
    expect(readdirSync(folder).sort()).toEqual([
      'report-990101.xlsx',
      'report-990102.xlsx',
      'report-未知地区.xlsx',
    ])
    const book = await readBook(path.join(folder, 'report-990102.xlsx'))
    expect(rowsOf(book.疑点清单!, '疑点编号').map((row) => row.对象编号)).toEqual(['P2', 'S7'])
    expect(book.概览!.flat().join(' ')).toContain('统筹区：990102')
    const totals = book.概览!.find((line) => line[0] === '合计')!
    expect(totals.filter((cell) => cell !== '')).toEqual(['合计', '2', '2', '1234.56'])
    expect(Object.keys(book)).not.toContain('数据质量')
  })

  test('have file names that every system takes, no two alike', async () => {
    const names = ['a/b', 'a:b', '../x', '市.', 'A/B']
    await handOut(names.map((region, index) => personFinding(`P${index}`, region, [paymentRow('M')])))
    expect(readdirSync(folder).sort()).toEqual(
      [
        'report-__x.xlsx',
        'report-A_B.xlsx',
        'report-a_b-2.xlsx',
        'report-a_b-3.xlsx',
        'report-市_.xlsx',
      ].sort(),
    )
  })

  /** What somebody does in a spreadsheet: the same sheet with the empty columns filled in. */
  async function fillIn(file: string, conclusion: (id: string) => string): Promise<string> {
    const lines = (await readBook(file)).疑点清单!
    const header = lines[3]!
    const column = header.indexOf('核查结论')
    expect(column).toBeGreaterThan(0)
    const rows = lines.slice(4).map((line) => {
      const filled = [...line]
      filled[column] = conclusion(line[0]!)
      filled[column + 1] = '李四'
      return Array.from(filled, (cell) => cell ?? null)
    })
    const target = path.join(folder, '已填.xlsx')
    const columns = header.map((title) => ({ header: title, width: 10, kind: 'text' as const }))
    await writeXlsx(target, [{ name: '疑点清单', heading: ['a', 'b'], columns, rows }])
    return target
  }

  test('come back filled in: what was cleared is listed apart while its evidence is the same', async () => {
    const rows = [paymentRow('M1'), paymentRow('M2'), paymentRow('M3'), deathRow]
    const samples = ['P1', 'P2', 'P3'].map((id) => personFinding(id, '990101', rows))
    const [p1, p2, p3] = ['P1', 'P2', 'P3'].map((id) => findingIdOf('DTH-01', 'person', id))
    const [handedOut] = await handOut(samples)
    const filled = await fillIn(handedOut!, (id) => (id === p3 ? '属实' : '不属实'))
    const reviewed = await readReviewed([filled])
    expect([...reviewed.keys()]).toEqual([p1, p2, p3])
    for (const file of readdirSync(folder)) rmSync(path.join(folder, file))

    const later = [samples[0]!, personFinding('P2', '990101', [...rows, paymentRow('M4')]), samples[2]!]
    const book = await report(later, { reviewed })
    expect(rowsOf(book.已核销!, '疑点编号').map((row) => [row.对象编号, row.核查情况])).toEqual([
      ['P1', '不属实（李四）'],
    ])
    expect(
      rowsOf(book.疑点清单!, '疑点编号').map((row) => [row.对象编号, row.核查情况, row.证据位置]),
    ).toEqual([
      ['P2', '不属实（李四）；核查后证据有变化，请复核', '“DTH-01”表第 6–10 行'],
      ['P3', '属实（李四）', '“DTH-01”表第 11–14 行'],
    ])
    expect(rowsOf(book['DTH-01']!, '疑点编号').map((row) => row.对象编号)).not.toContain('P1')
    const cleared = book.概览!.find((line) => line[0]?.startsWith('已核销'))!
    expect(cleared.filter((cell) => cell !== '').slice(1)).toEqual(['1', '3703.68'])
  })
})
