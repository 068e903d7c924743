import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import type { OutputCell, OutputColumn } from '#platform/xlsx/xlsx-types.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { conclusions, digestEvidence, type Review, readReviewed, reviewState } from './reviewed.ts'
import { deathRow, paymentRow } from './test-screening.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'reviewed-'))
afterAll(() => rmSync(folder, { recursive: true }))

const id = '0123456789abcdef'
const headers = ['疑点编号', '核查结论', '核查人', '核查日期', '追回金额', '证据摘要']

async function workbookOf(rows: readonly (readonly OutputCell[])[], titles = headers): Promise<string> {
  const file = path.join(folder, '核查.xlsx')
  const columns = titles.map((header): OutputColumn => ({ header, width: 10, kind: 'text' }))
  await writeXlsx(file, [{ name: '疑点清单', heading: ['标题', '说明'], columns, rows }])
  return file
}

function csvOf(text: string | Buffer): string {
  const file = path.join(folder, '核查.csv')
  writeFileSync(file, text)
  return file
}

const reviewsOf = async (file: string): Promise<Review[]> => [...(await readReviewed([file])).values()]

describe('a filled-in report', () => {
  test('gives the conclusions by finding, rows that nobody filled in left out', async () => {
    const file = await workbookOf([
      [id, '属实', ' 李四 ', '2024年3月5日', 123_450n, 'd1'],
      ['fedcba9876543210', null, null, null, null, 'd2'],
      ['0000000000000001', '无法核实', null, 45_366, '¥1,000', 'd3'],
    ])
    expect(await reviewsOf(file)).toEqual([
      {
        findingId: id,
        conclusion: '属实',
        reviewer: '李四',
        reviewedOn: '2024-03-05',
        recoveredFen: 123_450n,
        evidenceDigest: 'd1',
      },
      {
        findingId: '0000000000000001',
        conclusion: '无法核实',
        reviewer: '',
        reviewedOn: '2024-03-15',
        recoveredFen: 100_000n,
        evidenceDigest: 'd3',
      },
    ])
  })

  test.for([
    ['2024-3-5', '2024-03-05'],
    ['2024/03/05', '2024-03-05'],
    ['20240305', '2024-03-05'],
    ['2024.3.5', '2024-03-05'],
    ['2024-03-05 10:20:30', '2024-03-05'],
  ])('may say the date as %s', async ([written, expected]) => {
    const [review] = await reviewsOf(await workbookOf([[id, '属实', null, written!]]))
    expect(review!.reviewedOn).toBe(expected)
  })

  test('counts the later of two rows on one finding, over all files', async () => {
    const first = await workbookOf([[id, '属实']])
    const second = csvOf(`finding_id,核查结论\n${id},不属实\n`)
    expect((await readReviewed([first, second])).get(id)!.conclusion).toBe('不属实')
    expect((await readReviewed([second, first])).get(id)!.conclusion).toBe('属实')
  })

  test('may be in English or have a unit in its headers', async () => {
    const titles = ['疑点编号 Finding', '核查结论 Conclusion', '追回金额（元）']
    const [review] = await reviewsOf(await workbookOf([[id, '部分属实', '12.5']], titles))
    expect(review).toMatchObject({ conclusion: '部分属实', recoveredFen: 1_250n })
  })

  test('may be a CSV in UTF-8 or GB18030, quoted, with line feeds in cells', async () => {
    const rows = `﻿"finding_id",说明,核查结论,核查人\r\n${id},"两行\n""引号""，",不属实,王五\r\n`
    expect(await reviewsOf(csvOf(rows))).toMatchObject([
      { conclusion: '不属实', reviewer: '王五', evidenceDigest: '' },
    ])
    // 不属实 in GB18030.
    const bytes = Buffer.concat([
      Buffer.from('finding_id,'),
      Buffer.from('bacbb2e9bde1c2db', 'hex'),
      Buffer.from(`\n${id},`),
      Buffer.from('b2bbcaf4cab5', 'hex'),
    ])
    expect(await reviewsOf(csvOf(bytes))).toMatchObject([{ findingId: id, conclusion: '不属实' }])
  })
})

describe('refused in one sentence that names sheet and row:', () => {
  test.for([
    ['another conclusion', [id, '存疑'], '核查结论为“存疑”'],
    ['no conclusion beside a name', [id, null, '李四'], '核查结论为空'],
    ['no date', [id, '属实', null, '昨天'], '核查日期“昨天”'],
    ['a day that is none', [id, '属实', null, '2024-02-30'], '核查日期“2024-02-30”'],
    ['no amount', [id, '属实', null, null, '全部'], '追回金额“全部”'],
    ['a negative amount', [id, '属实', null, null, '-1'], '追回金额“-1”'],
    ['no id', ['1.23E+15', '属实'], '疑点编号“1.23E+15”'],
  ] as const)('%s', async ([, row, expected]) => {
    const file = await workbookOf([[id, '属实'], row])
    const error = await readReviewed([file]).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Refusal)
    expect((error as Refusal).text.zh).toContain(`核查.xlsx 工作表“疑点清单”第 5 行：${expected}`)
  })

  test('a file without the two columns, and a quote that is not closed', async () => {
    const none = await workbookOf([[id, '属实']], ['编号', '结论'])
    await expect(readReviewed([none])).rejects.toThrow(/has no header/)
    await expect(readReviewed([csvOf(`finding_id,核查结论\n${id},"属实\n`)])).rejects.toThrow(
      /row 2: a quote/,
    )
  })
})

describe('what becomes of a finding', () => {
  const review = (conclusion: Review['conclusion'], evidenceDigest: string): Review => ({
    findingId: id,
    conclusion,
    reviewer: '',
    reviewedOn: '',
    recoveredFen: null,
    evidenceDigest,
  })

  test('only a finding that is untrue, on the same evidence, is cleared', () => {
    expect(reviewState(undefined, 'd')).toBe('open')
    expect(reviewState(review('不属实', 'd'), 'd')).toBe('cleared')
    expect(reviewState(review('不属实', 'other'), 'd')).toBe('changed')
    expect(reviewState(review('不属实', ''), 'd')).toBe('changed')
    for (const conclusion of conclusions.filter((each) => each !== '不属实')) {
      expect(reviewState(review(conclusion, 'd'), 'd')).toBe('concluded')
    }
  })

  test('the digest of its evidence depends on rule, table, key and values of the rows that count, not on their parts', () => {
    const digest = (
      rule: string,
      ...parts: Parameters<ReturnType<typeof digestEvidence>['add']>[0][]
    ): string => {
      const digesting = digestEvidence(rule)
      for (const rows of parts) digesting.add(rows)
      return digesting.value()
    }
    const [one, two] = [paymentRow('M1'), paymentRow('M2')]
    const base = digest('DTH-01', [one, two])
    expect(base).toMatch(/^[0-9a-f]{16}$/)
    expect(digest('DTH-01', [one], [two, deathRow])).toBe(base)
    const changed = paymentRow('M2', { values: { ...two.values, amount: '1.00' } })
    const others = [
      digest('DTH-03', [one, two]),
      digest('DTH-01', [one]),
      digest('DTH-01', [one, changed]),
      digest('DTH-01', [one, { ...two, table: 'payment_return' }]),
      digest('DTH-01', [one, paymentRow('M3')]),
    ]
    expect(new Set([base, ...others]).size).toBe(6)
  })
})
