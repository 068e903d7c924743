import { appendFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { newFolder, runProgram, writeFiles } from './program.ts'
import { smallDelivery } from './small-delivery.ts'

/** P2 died, too, and P1 was paid less after death. */
const laterDelivery: Readonly<Record<string, string>> = {
  ...smallDelivery,
  '待遇发放明细.csv': smallDelivery['待遇发放明细.csv']!.replace(/^L1,.*\n/m, ''),
  'death.csv': `${smallDelivery['death.csv']}\n990101194001010029,李四,2024-01-05,HEALTH,2024-01-10`,
}

async function twoRuns() {
  const folder = await newFolder()
  await writeFiles(path.join(folder, 'first'), smallDelivery)
  await writeFiles(path.join(folder, 'later'), laterDelivery)
  const call = (...args: string[]) => runProgram(args, { cwd: folder })
  expect((await call('screen', 'first', '--out', 'a')).status).toBe(0)
  expect((await call('screen', 'later', '--out', 'b')).status).toBe(0)
  const read = (file: string) => readFile(path.join(folder, file), 'utf8')
  return { folder, call, read }
}

const rulesOf = (json: string) =>
  new Map(
    JSON.parse(json).rules.map((rule: { code: string; causes: { kind: string; text_en: string }[] }) => [
      rule.code,
      rule,
    ]),
  ) as Map<string, { causes: { kind: string; text_en: string }[] }>

describe('comparing two runs', () => {
  test('names new, gone and changed findings, and the tables that differ', async () => {
    const { folder, call, read } = await twoRuns()
    const there = await call('diff', 'a', 'b', '--out', 'there')
    expect(there).toMatchObject({ status: 0, told: '' })
    expect(there.printed).toMatch(/^DTH-01 +Benefit paid after death +1 +0 +1 +0 +3,001\.00 +3,500\.50$/m)
    expect(there.printed).toContain(
      'DTH-01: 1 new, 0 gone, 1 changed; possible reasons: data (payment, death).',
    )
    expect(there.printed).toContain('1 findings are new, 0 gone, 1 changed and 0 the same.')
    expect((await readdir(path.join(folder, 'there'))).sort()).toEqual([
      'changed.csv',
      'diff.json',
      'gone.csv',
      'new.csv',
    ])
    expect(await read('there/new.csv')).toMatch(
      /^\uFEFFfinding_id,.*\r\n[0-9a-f]{16},DTH-01,死亡后继续发放待遇,person,P2,李\*,1,2024-02,2024-02,2000\.00,1,.*,乙镇\r\n$/,
    )
    expect(await read('there/changed.csv')).toMatch(
      /\r\n[0-9a-f]{16},DTH-01,死亡后继续发放待遇,person,P1,张\*,1,1,3001\.00,1500\.50,-1500\.50,2,1,true,.*,甲镇\r\n$/,
    )
    expect((await read('there/gone.csv')).split('\r\n')).toHaveLength(2)
    for (const file of await readdir(path.join(folder, 'there'))) {
      expect((await stat(path.join(folder, 'there', file))).mode & 0o777, file).toBe(0o600)
    }
    const back = await call('diff', 'b', 'a', '--out', 'back')
    expect(back.printed).toMatch(/^DTH-01 +Benefit paid after death +0 +1 +1 +0 +3,500\.50 +3,001\.00$/m)
    // What is new one way is gone the other way.
    expect(await read('back/gone.csv')).toBe(await read('there/new.csv'))
  })

  test('in Chinese, and as JSON that is the file', async () => {
    const { call, read } = await twoRuns()
    const chinese = await call('diff', 'a', 'b', '--lang', 'zh')
    expect(chinese.printed).toContain(
      'DTH-01 新增 1、消失 0、变化 1，可能的原因：数据（待遇发放明细、死亡信息）。',
    )
    const json = await call('diff', 'a', 'b', '--json', '--out', 'out')
    expect(json.printed).toBe(await read('out/diff.json'))
    expect(JSON.parse(json.printed)).toMatchObject({
      before: { run: 'a', as_of: '2024-02-29', findings: 1 },
      after: { run: 'b', findings: 2 },
      changed_tables: ['payment', 'death'],
      total: { new: 1, gone: 0, changed: 1, same: 0, amount_before: '3001.00', amount_after: '3500.50' },
    })
  })

  test('two runs of the same are the same', async () => {
    const { call } = await twoRuns()
    expect((await call('screen', 'a', '--out', 'again')).status).toBe(0)
    const { status, printed } = await call('diff', 'a', 'again')
    expect(status).toBe(0)
    expect(printed).toContain('Both runs have the same findings (1).')
  })

  test('a parameter, the day of the run, and a rule that was not asked are reasons', async () => {
    const { call } = await twoRuns()
    await call('screen', 'a', '--out', 'set', '--set', 'DTH-01.grace_months=1', '--as-of', '2024-03-31')
    const changed = rulesOf((await call('diff', 'a', 'set', '--json')).printed).get('DTH-01')!
    expect(changed).toMatchObject({ changed: 1, amount_after: '1500.50' })
    expect(changed.causes.map(({ text_en }) => text_en)).toEqual([
      'parameter grace_months 0 → 1',
      'as of 2024-02-29 → 2024-03-31',
    ])
    await call('screen', 'a', '--out', 'one', '--rule', 'DUP-01')
    const gone = await call('diff', 'a', 'one')
    expect(gone.printed).toMatch(/^Rules that did not run afterwards: DTH-01\.$/m)
  })

  test('a table that was not delivered is the reason why nothing is found', async () => {
    const { folder, call } = await twoRuns()
    await rm(path.join(folder, 'first', 'death.csv'))
    await call('screen', 'first', '--out', 'c')
    const { causes } = rulesOf((await call('diff', 'a', 'c', '--json')).printed).get('DTH-01')!
    expect(causes.map(({ kind }) => kind)).toEqual(['status', 'data'])
    expect(causes[0]!.text_en).toMatch(/^status HIT → NOT_EVALUATED \(not delivered: /)
  })
})

describe('what is no finished run', () => {
  test('is refused in one sentence, with status 2', async () => {
    const { folder, call } = await twoRuns()
    const refused = async (...args: string[]): Promise<string> => {
      const { status, printed, told } = await call('diff', ...args, '--out', 'out')
      expect({ status, printed }).toEqual({ status: 2, printed: '' })
      expect(told.trimEnd().split('\n')).toHaveLength(1)
      expect(await readdir(folder)).not.toContain('out')
      return told
    }
    expect(await refused('a')).toContain('RUN_A RUN_B is missing')
    expect(await refused('a', 'nowhere')).toContain(
      'nowhere is not the folder of a finished run (no run.json)',
    )
    expect(await refused('a', 'first')).toContain('first is not the folder of a finished run (no run.json)')
    const lines = path.join(folder, 'b', 'findings.jsonl')
    const text = await readFile(lines, 'utf8')
    await writeFile(lines, text.slice(0, text.indexOf('\n') + 1))
    expect(await refused('a', 'b')).toContain('run.json counts 2 findings of DTH-01, findings.jsonl has 1')
    await appendFile(lines, '{"finding_id":')
    expect(await refused('a', 'b')).toMatch(/^Line 2 of .*findings\.jsonl is no finding/)
    await rm(lines)
    expect(await refused('a', 'b')).toContain('(no findings.jsonl)')
    await writeFile(path.join(folder, 'b', 'run.json'), '{"as_of": 1}')
    expect(await refused('b', 'a')).toContain('in run.json is invalid')
    await writeFile(path.join(folder, 'b', 'run.json'), '{')
    expect(await refused('b', 'a')).toContain('run.json is no JSON')
  })
})
