import { describe, expect, test } from 'vitest'
import { commands } from '#cli/commands.ts'
import { runProgram } from './program.ts'

describe('help', () => {
  test('of the program lists every command, in the language of the locale or of --lang', async () => {
    const [english, chinese, asked] = await Promise.all([
      runProgram(['--help']),
      runProgram(['--help'], { variables: { LANG: 'zh_CN.UTF-8' } }),
      runProgram(['--lang', 'zh', '--help']),
    ])
    expect([english.status, chinese.status, asked.status]).toEqual([0, 0, 0])
    for (const { name, summary } of commands) {
      expect(english.printed).toMatch(new RegExp(`^  ${name} +`, 'm'))
      expect(english.printed).toContain(summary.en)
      expect(chinese.printed).toContain(summary.zh)
    }
    expect(chinese.printed).not.toMatch(/Usage|Options/)
    expect(asked.printed).toBe(chinese.printed)
  })

  test.for(commands)('of $name has its options and an example in both languages', async (command) => {
    for (const language of ['zh', 'en'] as const) {
      const { status, printed, told } = await runProgram([
        ...command.name.split(' '),
        '--help',
        '--lang',
        language,
      ])
      expect(status).toBe(0)
      expect(told).toBe('')
      expect(printed).toContain(command.summary[language])
      expect(printed).toContain(`fangxian ${command.name}`)
      for (const option of Object.keys(command.options))
        expect(printed).toMatch(new RegExp(`^  --${option}\\b`, 'm'))
      expect(command.examples.length).toBeGreaterThan(0)
      for (const { line, text } of command.examples) {
        expect(printed).toContain(line)
        expect(printed).toContain(text[language])
      }
    }
  })

  test('says the version', async () => {
    expect(await runProgram(['--version'])).toMatchObject({
      status: 0,
      printed: expect.stringMatching(/^fangxian \d+\.\d+\.\d+\n$/),
    })
  })
})

describe('wrong usage', () => {
  const cases: readonly (readonly [readonly string[], string])[] = [
    [['scren', 'x'], 'There is no command "scren"; fangxian --help lists the commands.'],
    [
      ['rules'],
      'Name the whole command: fangxian rules list, fangxian rules show, fangxian rules explain, fangxian rules docs.',
    ],
    [['--frobnicate'], 'There is no option --frobnicate; see fangxian --help.'],
    [['--lang', 'fr'], 'The option --lang must be zh or en.'],
    [['screen'], 'DELIVERY… is missing; see fangxian screen --help.'],
    [['screen', 'x', '--frob'], 'There is no option --frob; fangxian screen --help lists the options.'],
    [['screen', 'x', '--out'], 'The option --out needs a value; see fangxian screen --help.'],
    [['screen', 'x', '--json=yes'], 'The option --json takes no value; see fangxian screen --help.'],
    [
      ['screen', 'x', '--as-of', '2024-02-30'],
      'The option --as-of must be a date YYYY-MM-DD, not "2024-02-30".',
    ],
    [['screen', 'x', '--rule', 'DTH-99'], 'There is no rule DTH-99; fangxian rules list shows all of them.'],
    [['screen', 'x', '--set', 'DTH-01'], 'The option --set is written CODE.parameter=value, not "DTH-01".'],
    [
      ['screen', 'x', '--set', 'DTH-01.patience=3'],
      'There is no parameter DTH-01.patience; fangxian rules show CODE lists the parameters of a rule.',
    ],
    [
      ['screen', 'x', '--set', 'DTH-01.grace_months=few'],
      'Parameter DTH-01.grace_months cannot be "few": it must be a whole number of at least 0.',
    ],
    [['screen', 'x', '--split', 'town'], 'The option --split can only be region, not "town".'],
    [
      ['screen', 'x', '--threads', '0'],
      'The option --threads must be a whole number from 1 to 1024, not "0".',
    ],
    [['screen', 'x', '--out='], 'The option --out has an empty value.'],
    [['rules', 'list', 'x'], '"x" is one operand too many; see fangxian rules list --help.'],
    [['standard', 'salary'], 'The standard has no table "salary"; fangxian standard lists all of them.'],
    [['simulate', '--months', '3'], 'The option --persons is missing.'],
  ]

  test.for(cases)('%j is answered with one sentence and exit status 2', async ([args, sentence]) => {
    expect(await runProgram(args)).toEqual({ status: 2, signal: null, printed: '', told: `${sentence}\n` })
  })

  test('is answered in Chinese to who asks for it', async () => {
    const { told } = await runProgram(['scren', '--lang=zh'])
    expect(told).toBe('没有命令“scren”；可用的命令见 fangxian --help。\n')
  })

  test('no command at all shows the help and counts as wrong usage', async () => {
    expect(await runProgram([])).toMatchObject({
      status: 2,
      printed: '',
      told: (await runProgram(['--help'])).printed,
    })
  })
})

describe('what needs no data', () => {
  test('rules list and rules show tell what is checked, why, and how', async () => {
    const list = await runProgram(['rules', 'list', '--lang', 'zh'])
    expect(list.printed).toMatch(/^DTH-01 +一级 +死亡后继续发放待遇$/m)
    const show = await runProgram(['rules', 'show', 'R-DTH-01', '--lang', 'zh'])
    expect(show.status).toBe(0)
    expect(show.printed).toContain('DTH-01.grace_months  0')
    expect(show.printed).toMatch(/^with paid_late as \($/m)
    expect(show.printed).toMatch(/依据\n {2}\d{3} .+\n {4}“.+”\n/)
  })

  test('standard prints the tables, a table, and both for machines', async () => {
    const [list, one, json] = await Promise.all([
      runProgram(['standard']),
      runProgram(['standard', '待遇发放明细']),
      runProgram(['standard', '--json']),
    ])
    expect(list.printed.match(/^ {2}\w/gm)).toHaveLength(38)
    expect(one.printed).toMatch(/^ {2}payment_id +id +.*key required$/m)
    const { standard_version, tables } = JSON.parse(json.printed)
    expect(standard_version).toBe(1)
    expect(tables).toHaveLength(38)
  })
})
