import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openXlsx } from '#platform/xlsx/xlsx-reader.ts'
import { runProgram } from './program.ts'

/** A simulated portfolio, measured by the whole program. */
let folder = ''
let printed = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fangxian-invest-'))
  const simulated = await runProgram(['simulate', '--portfolio', '--out', 'portfolio'], { cwd: folder })
  expect(simulated).toMatchObject({ status: 0, told: '' })
  const run = await runProgram(['invest', 'portfolio', '--out', 'exposure', '--backtest', '100'], {
    cwd: folder,
  })
  expect(run.status, run.told).toBe(0)
  printed = run.printed
}, 180_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

const file = (name: string): string => path.join(folder, 'exposure', name)

describe('fangxian invest', () => {
  test('writes the report, the workbook, the data and the findings', async () => {
    expect((await readdir(path.join(folder, 'exposure'))).sort()).toEqual([
      'exposure.html',
      'exposure.json',
      'exposure.xlsx',
      'findings.csv',
      'findings.jsonl',
    ])
    expect(printed).toContain('INV-03 [1]')
  })

  test('finds too much equity and one issuer, and says what is met', async () => {
    const json = JSON.parse(await readFile(file('exposure.json'), 'utf8'))
    const status = Object.fromEntries(
      json.rules.map((rule: { code: string; status: string }) => [rule.code, rule.status]),
    )
    expect(status).toMatchObject({ 'INV-03': 'HIT', 'INV-04': 'HIT', 'INV-07': 'HIT', 'INV-09': 'PASS' })
    expect(Object.keys(status)).toEqual([
      'INV-01',
      'INV-02',
      'INV-03',
      'INV-04',
      'INV-05',
      'INV-07',
      'INV-09',
      'INV-11',
    ])
    expect(json.garch.has_converged).toBe(true)
    expect(JSON.stringify(json).match(/"[a-z_]+[A-Z][A-Za-z]*":/g)).toBeNull()
    expect(json.garch.residual_tests.ljung_box_squares.degrees).toBe(10)
    expect(json.frontier.points.length).toBe(40)
    expect(json.backtests.methods).toHaveLength(3)
    const weights = json.positions.map((each: { weight: number }) => each.weight)
    expect(weights.reduce((sum: number, each: number) => sum + each, 0)).toBeCloseTo(1, 12)
  })

  test('findings have the columns of screening and agree with the lines of findings.jsonl', async () => {
    const csv = await readFile(file('findings.csv'), 'utf8')
    expect(
      csv.startsWith(
        '\uFEFFfinding_id,rule_code,rule_title,level,subject_kind,subject_id,person_name_masked,',
      ),
    ).toBe(true)
    const lines = (await readFile(file('findings.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(csv.trimEnd().split('\r\n')).toHaveLength(lines.length + 1)
    expect(lines.every((each) => /^[0-9a-f]{16}$/.test(each.finding_id))).toBe(true)
  })

  test('the page needs no script and no network, and the workbook opens', async () => {
    const html = await readFile(file('exposure.html'), 'utf8')
    expect(html).not.toMatch(/<script|https?:\/\/|NaN|undefined|Infinity/)
    expect(html.match(/<svg/g)!.length).toBeGreaterThanOrEqual(6)
    const workbook = await openXlsx(file('exposure.xlsx'))
    try {
      expect(workbook.sheets.map(({ name }) => name)).toEqual(['总览', '疑点', '持仓', '收益与回撤'])
    } finally {
      await workbook.close()
    }
  })
})

describe('fangxian invest, again', () => {
  test('the same files give the same figures', async () => {
    const again = await runProgram(['invest', 'portfolio', '--out', 'again', '--backtest', '100'], {
      cwd: folder,
    })
    expect(again.status).toBe(0)
    for (const name of ['exposure.json', 'exposure.html', 'exposure.xlsx', 'findings.csv']) {
      expect(await readFile(path.join(folder, 'again', name))).toEqual(await readFile(file(name)))
    }
  })

  test('limits of a file take the place of the law', async () => {
    const policy = JSON.parse(
      await readFile(path.join(import.meta.dirname, '../../policy/investment.json'), 'utf8'),
    )
    policy[0].limits.find((each: { code: string }) => each.code === 'EQUITY').max = 0.4
    await writeFile(path.join(folder, 'limits.json'), JSON.stringify(policy))
    await writeFile(path.join(folder, 'broken.json'), '[{}]')
    const args = ['invest', 'portfolio', '--out', 'own', '--backtest', '100', '--limits']
    expect((await runProgram([...args, 'limits.json'], { cwd: folder })).status).toBe(0)
    const { limits } = JSON.parse(await readFile(path.join(folder, 'own', 'exposure.json'), 'utf8'))
    expect(limits.map((each: { status: string }) => each.status)).toEqual(limits.map(() => 'met'))
    const refused = await runProgram([...args, 'broken.json'], { cwd: folder })
    expect(refused.status).toBe(2)
    expect(refused.told).toContain('cannot be used (it has another form)')
  })
})

const wrong: [string[], string][] = [
  [['invest'], 'DIR is missing; see fangxian invest --help.'],
  [['invest', 'nowhere-at-all', '--horizon', '5'], 'The option --horizon can only be 1 or 10, not "5".'],
  [
    ['invest', 'x', '--confidence', '99'],
    'The option --confidence must be a decimal from 0.5 to 0.999, not "99".',
  ],
  [['simulate', '--portfolio'], 'The option --out is missing.'],
  [
    ['simulate', '--portfolio', '--clean', '--out', 'x'],
    'The option --clean cannot be used with --portfolio.',
  ],
]

test.for(wrong)('%j is answered with one sentence', async ([args, sentence]) => {
  expect(await runProgram(args)).toMatchObject({ status: 2, printed: '', told: `${sentence}\n` })
})

test('a portfolio is not simulated over another', async () => {
  const again = await runProgram(['simulate', '--portfolio', '--out', 'portfolio'], { cwd: folder })
  expect(again.status).toBe(2)
  expect(again.told).toContain('holding.csv is there already')
})
