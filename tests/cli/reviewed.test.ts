import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openXlsx } from '#platform/xlsx/xlsx-reader.ts'
import { newFolder, runProgram, writeFiles } from './program.ts'
import { paidTwice } from './small-delivery.ts'

interface HandedOut {
  readonly findingId: string
  readonly evidenceDigest: string
}

/** What the list of a handed-out workbook says of each rule's finding. */
async function handedOutBy(file: string): Promise<Map<string, HandedOut>> {
  const workbook = await openXlsx(file)
  const found = new Map<string, HandedOut>()
  try {
    for (const sheet of workbook.sheets.filter(({ name }) => name === '疑点清单')) {
      for await (const rows of sheet.rows()) {
        for (const { cells } of rows) {
          const texts = cells.map((cell) => (cell?.kind === 'text' ? cell.text : ''))
          const code = texts.find((text) => /^[A-Z]{3}-\d\d$/.test(text))
          const [findingId, evidenceDigest] = texts.filter((text) => /^[0-9a-f]{16}$/.test(text))
          if (code !== undefined && findingId !== undefined && evidenceDigest !== undefined)
            found.set(code, { findingId, evidenceDigest })
        }
      }
    }
  } finally {
    await workbook.close()
  }
  return found
}

const chosen = ['--rule', 'DTH-01', '--rule', 'DUP-08']

/** A first run, whose workbook was handed out, and a way to answer about its findings. */
async function handedOut() {
  const folder = await newFolder()
  await writeFiles(path.join(folder, 'delivery'), paidTwice)
  const screen = (...args: string[]) =>
    runProgram(['screen', 'delivery', ...chosen, ...args], { cwd: folder })
  expect((await screen('--split', 'region', '--out', 'first')).status).toBe(0)
  const findings = await handedOutBy(path.join(folder, 'first', 'report-甲镇.xlsx'))
  expect([...findings.keys()].sort()).toEqual(['DTH-01', 'DUP-08'])
  const answer = (conclusions: Readonly<Record<string, string>>) => {
    const lines = Object.entries(conclusions).map(([code, conclusion]) => {
      const { findingId, evidenceDigest } = findings.get(code)!
      return `${findingId},${conclusion},${evidenceDigest}`
    })
    return writeFile(path.join(folder, 'back.csv'), `finding_id,核查结论,证据摘要\n${lines.join('\n')}\n`)
  }
  const subjects = async (): Promise<string[]> => {
    expect((await screen('--reviewed', 'back.csv', '--out', 'next')).status).toBe(0)
    const text = await readFile(path.join(folder, 'next', 'subjects.csv'), 'utf8')
    return text.trimEnd().split('\r\n').slice(1)
  }
  const run = async () => JSON.parse(await readFile(path.join(folder, 'next', 'run.json'), 'utf8'))
  return { folder, answer, subjects, run }
}

describe('the risk view after a review', () => {
  test('leaves out what was found untrue, and counts what was found true in full', async () => {
    const { answer, subjects, run } = await handedOut()
    await answer({ 'DTH-01': '不属实', 'DUP-08': '属实' })
    expect(await subjects()).toEqual(['person,P1,张*,0.6000,1500.50,1,DUP-08,1,甲镇'])
    expect((await run()).reviewed).toEqual({ cleared: 1, confirmed: 1 })
    expect((await run()).totals.findings).toBe(2)
  })

  test('stays as it was for what is partly true or could not be found out', async () => {
    const { answer, subjects, run } = await handedOut()
    await answer({ 'DTH-01': '部分属实', 'DUP-08': '无法核实' })
    expect(await subjects()).toEqual(['person,P1,张*,0.5100,4501.50,2,DTH-01 DUP-08,1,甲镇'])
    expect((await run()).reviewed).toEqual({ cleared: 0, confirmed: 0 })
  })

  test('has what was found untrue again when the evidence is another', async () => {
    const { folder, answer, subjects } = await handedOut()
    await answer({ 'DTH-01': '不属实' })
    const payments = paidTwice['待遇发放明细.csv']!.replace('"1,500.50"', '1600')
    await writeFiles(path.join(folder, 'delivery'), { '待遇发放明细.csv': payments })
    expect((await subjects())[0]).toContain('DTH-01')
  })

  test('has no word of reviews without one', async () => {
    const { folder } = await handedOut()
    const first = JSON.parse(await readFile(path.join(folder, 'first', 'run.json'), 'utf8'))
    expect(first).not.toHaveProperty('reviewed')
    expect(first).not.toHaveProperty('base')
  })
})
