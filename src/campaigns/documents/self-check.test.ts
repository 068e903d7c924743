import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import type { OutputCell, OutputSheet } from '#platform/xlsx/xlsx-types.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import type { AnswerInput } from '../answering/task-data.ts'
import { questions } from '../forms/questions.ts'
import { readSelfCheck } from './read-self-check.ts'
import { selfCheckHeaders, selfCheckTable } from './self-check-table.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const head = {
  taskId: 'task-1',
  campaign: '2026年社保基金管理风险排查',
  agency: '示例一县居民养老保险中心',
  dueOn: '2026-07-10',
}

let files = 0
async function written(sheet: OutputSheet): Promise<string> {
  files += 1
  const file = path.join(folder, `${files}.xlsx`)
  await writeXlsx(file, [sheet])
  return file
}

/** The table as somebody filled it in: by question, the cells from 是否存在 on. */
async function filledIn(cells: Readonly<Record<string, readonly OutputCell[]>>): Promise<string> {
  const sheet = selfCheckTable(head, [])
  const rows = [...(sheet.rows as Iterable<readonly OutputCell[]>)].map((row) => {
    const typed = cells[String(row[0])]
    return typed === undefined ? row : [...row.slice(0, 3), ...typed, ...row.slice(3 + typed.length)]
  })
  return written({ ...sheet, rows })
}

const given: readonly AnswerInput[] = [
  {
    ...{ question: '1.6', answer: 'YES', count: 12, amount_yuan: '1234.50' },
    ...{ evidence: '共用账号清单', rectify_by: '2026-08-01', explanation: null },
  },
  {
    ...{ question: '10.5', answer: 'NO', count: 0, amount_yuan: '0.00' },
    ...{ evidence: null, rectify_by: null, explanation: '疑点已核实为夫妻共用' },
  },
]

describe('the table of a self-check', () => {
  test('has a row for each of the fifty questions and the columns of the form', () => {
    const { columns, rows } = selfCheckTable(head, [])
    expect([...(rows as Iterable<readonly OutputCell[]>)].map(([number]) => number)).toEqual(
      questions.map(({ number }) => number),
    )
    expect(columns.map(({ header }) => header)).toEqual(Object.values(selfCheckHeaders))
  })

  test('gives back what was written into it', async () => {
    const file = await written(selfCheckTable(head, given))
    expect(await readSelfCheck(file, 'task-1')).toEqual({ answers: given, faults: [] })
  })

  test('takes what people type: separators, dates of Excel, half of the questions', async () => {
    const file = await filledIn({
      '2.2': ['部分', '1,200', '￥3,000元', '清单', 46235, ''],
      '4.4': ['否'],
    })
    const { answers, faults } = await readSelfCheck(file, 'task-1')
    expect(faults).toEqual([])
    expect(answers.map(({ question, answer }) => [question, answer])).toEqual([
      ['2.2', 'PARTIAL'],
      ['4.4', 'NO'],
    ])
    expect(answers[0]).toMatchObject({ count: 1200, amount_yuan: '3000.00', rectify_by: '2026-08-01' })
  })

  test('says one sentence for each bad cell, with its place', async () => {
    const file = await filledIn({
      '1.1': ['有', '十', '-5', 'x'.repeat(1001), '八月', ''],
      '1.2': [null, 3],
      '1.3': ['是', 3],
    })
    const { answers, faults } = await readSelfCheck(file, 'task-1')
    expect(answers.map(({ question }) => question)).toEqual(['1.3'])
    expect(faults.map(({ cell }) => cell)).toEqual(['D4', 'E4', 'F4', 'G4', 'H4', 'D5'])
    expect(faults[0]!.text.zh).toBe('D4 是否存在“有”无效，请填“是”“部分”或“否”。')
    expect(faults.every(({ text }) => text.zh.endsWith('。') && text.en.endsWith('.'))).toBe(true)
  })

  test('says a strange and a repeated question', async () => {
    const sheet = selfCheckTable(head, given)
    const rows = [...(sheet.rows as Iterable<readonly OutputCell[]>)]
    const row = rows.find(([number]) => number === '1.6')!
    const file = await written({ ...sheet, rows: [row, row, ['11.1', ...row.slice(1)]] })
    const { answers, faults } = await readSelfCheck(file, 'task-1')
    expect(answers).toHaveLength(1)
    expect(faults.map(({ cell, text }) => [cell, text.en])).toEqual([
      ['A5', 'A5 (序号) is “1.6” a second time; keep one row.'],
      ['A6', 'A6 (序号) is “11.1”, no question of the form; leave that column as it was.'],
    ])
  })

  test('of another unit is refused whole, as is a table without its headers', async () => {
    const file = await written(selfCheckTable(head, given))
    await expect(readSelfCheck(file, 'task-2')).rejects.toThrow(Refusal)
    await expect(readSelfCheck(file, 'task-2')).rejects.toThrow(/of another unit/)
    const other = await written({
      name: '别的表',
      columns: [{ header: '序号', width: 5, kind: 'text' }],
      rows: [['1.1']],
    })
    await expect(readSelfCheck(other, 'task-1')).rejects.toThrow(/headers/)
  })
})
