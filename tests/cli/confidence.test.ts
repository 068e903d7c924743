import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { newFolder, runProgram, writeFiles } from './program.ts'
import { paidTwice } from './small-delivery.ts'

const chosen = ['--rule', 'DTH-01', '--rule', 'DUP-08', '--rule', 'DUP-01']

async function prepared(files: Readonly<Record<string, string>>) {
  const folder = await newFolder()
  await writeFiles(path.join(folder, 'delivery'), paidTwice)
  await writeFiles(folder, files)
  const screen = (...args: string[]) =>
    runProgram(['screen', 'delivery', ...chosen, ...args], { cwd: folder })
  const read = (file: string) => readFile(path.join(folder, file), 'utf8')
  return { folder, screen, read }
}

const confidencesOf = (runJson: string): Record<string, string> =>
  Object.fromEntries(
    JSON.parse(runJson).rules.map((rule: { code: string; confidence: string }) => [
      rule.code,
      rule.confidence,
    ]),
  )

const subjectsOf = async (text: Promise<string>): Promise<string[]> =>
  (await text).trimEnd().split('\r\n').slice(1)

describe('the measured confidence of rules', () => {
  test.for([
    ['measured.yaml', '# of 2025\nDTH-01: 0.82\nR-dup-08: 1\n'],
    ['measured.json', '{"DTH-01": 0.820, "DUP-08": 1}'],
    ['measured.csv', '\uFEFFrule_code,confidence\r\nDTH-01,0.82\r\nDUP-08, 1.0\r\n'],
    ['bare.CSV', 'DTH-01,0.82\nDUP-08,1\n'],
  ] as const)(
    'may be given as %s: it changes the score, nothing else, and run.json says it',
    async ([name, text]) => {
      const { screen, read } = await prepared({ [name]: text })
      expect((await screen('--out', 'usual')).status).toBe(0)
      expect((await screen('--out', 'measured', '--confidence', name)).status).toBe(0)
      // 1 − (1 − 0.60 × 0.5)² and 1 − (1 − 0.60 × 0.82)(1 − 0.60)
      expect(await subjectsOf(read('usual/subjects.csv'))).toEqual([
        'person,P1,张*,0.5100,4501.50,2,DTH-01 DUP-08,1,甲镇',
      ])
      expect(await subjectsOf(read('measured/subjects.csv'))).toEqual([
        'person,P1,张*,0.7968,4501.50,2,DTH-01 DUP-08,1,甲镇',
      ])
      expect(await read('measured/findings.csv')).toBe(await read('usual/findings.csv'))
      expect(confidencesOf(await read('usual/run.json'))).toMatchObject({ 'DTH-01': '0.5', 'DUP-08': '0.5' })
      expect(confidencesOf(await read('measured/run.json'))).toMatchObject({
        'DTH-01': '0.82',
        'DUP-08': '1',
        'DUP-01': '0.5',
      })
    },
  )

  test.for([
    [
      'above.yaml',
      'DTH-01: 1.2',
      'gives rule DTH-01 the precision "1.2", which must be a decimal from 0 to 1',
    ],
    ['long.yaml', 'DTH-01: 0.1234567', 'precision "0.1234567", which must be'],
    ['word.csv', 'DTH-01,high', 'precision "high", which must be'],
    ['unknown.yaml', 'DTH-99: 0.5', 'There is no rule DTH-99'],
    ['twice.csv', 'DTH-01,0.5\nR-DTH-01,0.6', 'names the rule DTH-01 twice'],
    ['wide.csv', 'DTH-01,0.5,yes', 'must hold lines "CODE,precision", at least one'],
    ['header.csv', 'code,confidence', 'must hold lines "CODE,precision", at least one'],
    ['list.yaml', '- DTH-01', 'must hold lines "CODE: precision", at least one'],
    ['broken.yaml', 'DTH-01: [', 'is neither YAML nor JSON'],
    ['table.txt', 'DTH-01: 0.5', 'must be .yaml, .json or .csv'],
  ] as const)('is refused in one sentence where it is wrong: %s', async ([name, text, expected]) => {
    const { screen } = await prepared({ [name]: text })
    const { status, printed, told } = await screen('--confidence', name)
    expect({ status, printed }).toEqual({ status: 2, printed: '' })
    expect(told.trimEnd().split('\n')).toHaveLength(1)
    expect(told).toContain(expected)
  })

  test('is refused where its file is not there', async () => {
    const { screen } = await prepared({})
    expect((await screen('--confidence', 'gone.yaml')).told).toMatch(/gone\.yaml cannot be read \(ENOENT\)/)
  })
})
