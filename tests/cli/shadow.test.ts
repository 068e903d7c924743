import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from '#rules/catalogue.ts'
import { newFolder, runProgram, writeFiles } from './program.ts'
import { smallDelivery } from './small-delivery.ts'

const live = rules.find(({ code }) => code === 'DTH-01')!

async function prepared(files: Readonly<Record<string, string>>) {
  const folder = await newFolder()
  await writeFiles(path.join(folder, 'delivery'), smallDelivery)
  await writeFiles(folder, files)
  const screen = (...args: string[]) => runProgram(['screen', 'delivery', ...args], { cwd: folder })
  const read = (file: string) => readFile(path.join(folder, file), 'utf8')
  return { folder, screen, read }
}

const withoutTimes = (text: string): unknown => {
  const { shadow, started_at, finished_at, rules: ran, ...rest } = JSON.parse(text)
  return { ...rest, rules: ran.map((rule: Record<string, unknown>) => ({ ...rule, seconds: 0 })) }
}

const header =
  '\uFEFFrule_code,file,difference,finding_id,subject_kind,subject_id,level_live,level_shadow,amount_live,amount_shadow,evidence_count_live,evidence_count_shadow\r\n'

describe('a shadow', () => {
  test('with other parameters is compared, and touches nothing of the run', async () => {
    const { folder, screen, read } = await prepared({
      'one.yaml': 'grace_months: 1\n',
      'many.json': '{"grace_months": 12}',
    })
    expect((await screen('--out', 'plain')).status).toBe(0)
    const { status, printed } = await screen(
      ...['--out', 'out', '--shadow', 'dth-01=one.yaml', '--shadow', 'DTH-01=many.json'],
    )
    expect(status).toBe(0)
    expect(printed).toMatch(/^DTH-01 +one\.yaml +HIT +1 +1,500\.50 +0 +0 +1 +0$/m)
    // A row of payment was rejected: no finding is no PASS.
    expect(printed).toMatch(/^DTH-01 +many\.json +NOT_EVALUATED +0 +0\.00 +1 +0 +0 +0$/m)
    expect(await read('out/shadow.csv')).toMatch(
      new RegExp(
        `^${header}DTH-01,one\\.yaml,amount,[0-9a-f]{16},person,P1,1,1,3001\\.00,1500\\.50,2,1\r\n` +
          'DTH-01,many\\.json,only_live,[0-9a-f]{16},person,P1,1,,3001\\.00,,2,\r\n$',
      ),
    )
    for (const file of ['findings.csv', 'findings.jsonl', 'subjects.csv', 'rejects.csv']) {
      expect(await read(`out/${file}`), file).toBe(await read(`plain/${file}`))
    }
    const [plain, shadowed] = [await read('plain/run.json'), await read('out/run.json')]
    expect(withoutTimes(shadowed)).toEqual(withoutTimes(plain))
    expect(JSON.parse(plain)).not.toHaveProperty('shadow')
    expect(JSON.parse(shadowed).shadow).toMatchObject([
      {
        code: 'DTH-01',
        file: 'one.yaml',
        kind: 'parameters',
        status: 'HIT',
        reason: null,
        findings: 1,
        amount: '1500.50',
        parameters: { grace_months: '1' },
        only_live: 0,
        only_shadow: 0,
        different: 1,
        same: 0,
      },
      { file: 'many.json', status: 'NOT_EVALUATED', only_live: 1, parameters: { grace_months: '12' } },
    ])
    expect(await readdir(path.join(folder, 'plain'))).not.toContain('shadow.csv')
    // A run without shadows takes an earlier one's file away.
    expect((await screen('--out', 'out')).status).toBe(0)
    expect(await readdir(path.join(folder, 'out'))).not.toContain('shadow.csv')
  })

  test('with other SQL is compared too, under the parameters of the run', async () => {
    const { screen, read } = await prepared({
      'same.sql': `${live.sql};\n`,
      'all.sql': live.sql.replace(/^\s*with /, 'with everybody as (select person_id from payment),\n'),
    })
    const { status } = await screen('--out', 'out', '--shadow', 'DTH-01=same.sql')
    expect(status).toBe(0)
    expect(await read('out/shadow.csv')).toBe(header)
    expect(JSON.parse(await read('out/run.json')).shadow).toMatchObject([
      { kind: 'sql', findings: 1, same: 1, different: 0, amount: '3001.00' },
    ])
  })

  test('that finds more shows what only it has', async () => {
    const facts = Object.keys(live.facts).map((name) => `, null as fact_${name}`)
    const { screen, read } = await prepared({
      'all.sql': `select person_id as subject_id, amount_fen, pay_month as period_from, pay_month as period_to,
        'payment' as evidence_table, payment_id as evidence_key ${facts.join('')} from payment`,
    })
    expect((await screen('--out', 'out', '--shadow', 'DTH-01=all.sql')).status).toBe(0)
    expect(await read('out/shadow.csv')).toMatch(/only_shadow,[0-9a-f]{16},person,P2,,1,,2000\.00,,1\r\n$/)
  })
})

describe('a shadow without a result', () => {
  test.for([
    ['fails', 'select nothing from payment', /Binder Error/],
    ['lacks columns', 'select person_id as subject_id from payment', /lacks the columns amount_fen/],
  ] as const)('that %s is FAILED, and the run is complete', async ([, sql, reason]) => {
    const { screen, read } = await prepared({ 'bad.sql': sql })
    const { status, printed } = await screen('--out', 'out', '--shadow', 'DTH-01=bad.sql')
    expect(status).toBe(0)
    expect(printed).toMatch(/^DTH-01 +bad\.sql +FAILED$/m)
    const [shadow] = JSON.parse(await read('out/run.json')).shadow
    expect(shadow).toMatchObject({ status: 'FAILED', findings: 0, only_live: 0 })
    expect(shadow.reason_en).toMatch(reason)
    expect(await read('out/shadow.csv')).toBe(header)
    expect(await read('out/findings.csv')).toContain('DTH-01')
  })

  test('of a rule without its data is not evaluated either', async () => {
    const { screen, read } = await prepared({ 'same.sql': rules.find(({ code }) => code === 'PRS-01')!.sql })
    expect((await screen('--out', 'out', '--shadow', 'PRS-01=same.sql')).status).toBe(0)
    expect(JSON.parse(await read('out/run.json')).shadow[0].status).toBe('NOT_EVALUATED')
  })
})

test('a shadow that cannot be compared is refused before anything is read', async () => {
  const { folder, screen } = await prepared({
    'ok.yaml': 'grace_months: 1\n',
    'none.yaml': 'grace: 1\n',
    'bad.yaml': 'grace_months: many\n',
    'list.yaml': '- 1\n',
    'broken.json': '{"a": ',
    'two.sql': 'select 1; drop table finding',
    'ok.ts': 'export const sql = 1',
  })
  await writeFiles(path.join(folder, 'other'), { 'ok.yaml': 'grace_months: 2\n' })
  await writeFile(path.join(folder, 'empty.yaml'), '')
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['DTH-01'], /is written CODE=FILE, not "DTH-01"/],
    [['XXX-99=ok.yaml'], /There is no rule XXX-99/],
    [['DTH-01=gone.yaml'], /gone\.yaml cannot be read \(ENOENT\)/],
    [['DTH-01=none.yaml'], /There is no parameter DTH-01\.grace;/],
    [['DTH-01=bad.yaml'], /Parameter DTH-01\.grace_months cannot be "many"/],
    [['DTH-01=list.yaml'], /must hold lines "parameter: value"/],
    [['DTH-01=empty.yaml'], /must hold lines "parameter: value"/],
    [['DTH-01=broken.json'], /is neither YAML nor JSON/],
    [['DTH-01=two.sql'], /one select statement and no other/],
    [['DTH-01=ok.ts'], /must be \.yaml or \.json \(parameters\) or \.sql/],
    [['DTH-01=ok.yaml', 'DTH-01=other/ok.yaml'], /Two shadows of the rule DTH-01/],
  ]
  for (const [shadows, sentence] of cases) {
    const { status, told, printed } = await screen(
      ...['--out', 'out', ...shadows.flatMap((each) => ['--shadow', each])],
    )
    expect({ status, printed }, shadows.join(' ')).toEqual({ status: 2, printed: '' })
    expect(told).toMatch(sentence)
    expect(told.trimEnd().split('\n')).toHaveLength(1)
  }
  const unasked = await screen('--rule', 'DUP-01', '--shadow', 'DTH-01=ok.yaml')
  expect(unasked).toMatchObject({ status: 2 })
  expect(unasked.told).toContain('The rule DTH-01 does not run')
  expect(await readdir(folder)).not.toContain('out')
})
