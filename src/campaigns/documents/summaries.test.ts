import { describe, expect, test } from 'vitest'
import type { OutputCell, OutputSheet } from '#platform/xlsx/xlsx-types.ts'
import { type BasicSummaryRow, basicSummarySheet } from './basic-summary.ts'
import { problemSummarySheet } from './problem-summary.ts'

const head = { agency: '示例市人力资源和社会保障局', on: '2026-07-25' }
const rowsOf = (sheet: OutputSheet): OutputCell[][] =>
  [...(sheet.rows as Iterable<readonly OutputCell[]>)].map((row) => [...row])
const headersOf = ({ columns }: OutputSheet): string => columns.map(({ header }) => header).join(' | ')

const county: BasicSummaryRow = {
  ...{ region: '示例一县', scheme: '城乡居民基本养老保险', recipients: 41_200, monthlyFen: 824_000_000n },
  ...{ staff: 36, accounts: 40, startedOn: '2026-06-01', finishedOn: '2026-07-08', sampled: 300 },
  ...{ leads: 12, verified: 11, confirmed: 4, amountFen: 5_120_00n, rectified: 3, open: 1 },
}

describe('the summary tables', () => {
  test('have exactly the columns of the forms (7.3)', () => {
    expect(headersOf(basicSummarySheet(head, []))).toBe(
      '地区 | 险种 | 领取人数 | 月发放额 | 经办人数 | 账号数 | 自查起止 | 抽查业务数 | 疑点数 | 核实数 | 属实数 | 金额 | 已整改 | 未整改',
    )
    expect(headersOf(problemSummarySheet(head, []))).toBe(
      '序号 | 地区单位 | 排查内容 | 问题描述 | 涉及人数 | 涉及金额 | 性质 | 原因 | 责任人 | 整改措施 | 完成时限 | 完成情况 | 是否涉案 | 是否报要情',
    )
  })

  test('a unit’s basics stand in their columns, summed below', () => {
    const silent = { ...county, region: '示例二县', recipients: null, monthlyFen: null, finishedOn: null }
    const sheet = basicSummarySheet(head, [county, silent])
    const [first, second, total] = rowsOf(sheet)
    expect(first).toEqual([
      ...['示例一县', '城乡居民基本养老保险', 41_200, 824_000_000n, 36, 40, '2026-06-01 至 2026-07-08'],
      ...[300, 12, 11, 4, 5_120_00n, 3, 1],
    ])
    expect(second![6]).toBe('2026-06-01 至 （未完成）')
    expect(total).toEqual([
      '合计',
      null,
      41_200,
      824_000_000n,
      72,
      80,
      null,
      600,
      24,
      22,
      8,
      10_240_00n,
      6,
      2,
    ])
    expect(sheet.toneOf?.(total!)).toBe('strong')
    expect(sheet.toneOf?.(first!)).toBe('plain')
  })

  test('what nobody said is not summed to zero, and nothing has no line of sums', () => {
    const silent = { ...county, recipients: null }
    expect(rowsOf(basicSummarySheet(head, [silent])).at(-1)![2]).toBeNull()
    expect(rowsOf(basicSummarySheet(head, []))).toEqual([])
  })

  test('problems are numbered, with what the form asks about case and major event', () => {
    const problem = {
      ...{ unit: '示例一县', category: '养老金发放异常', description: '共用账号', people: 12 },
      ...{ amountFen: 1_00n, nature: '管理不规范', cause: '未核对', responsible: '张三' },
      ...{ measures: '限期整改：逐户核实', dueOn: '2026-08-01', done: '整改中' },
    }
    const rows = rowsOf(
      problemSummarySheet(head, [
        { ...problem, isCase: true, isMajorEvent: false },
        { ...problem, isCase: false, isMajorEvent: true },
      ]),
    )
    expect(rows.map((row) => [row[0], row[12], row[13]])).toEqual([
      [1, '是', '否'],
      [2, '否', '是'],
    ])
    expect(rows[0]!.slice(1, 12)).toEqual(Object.values(problem))
  })
})
