import { describe, expect, it } from 'vitest'
import { day, month, second } from '../dates.ts'
import { encodeText } from '../deliveries/encode.ts'
import { type LoadedDelivery, loadDelivery } from './load.ts'

/** The loader's own situations, computed by hand from the standard's README. */

function file(name: string, text: string) {
  return { name, bytes: encodeText(text, 'utf-8') }
}

function load(...files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): LoadedDelivery {
  const result = loadDelivery(files)
  if (result.kind !== 'loaded') throw new Error(`stopped at ${result.file}:${result.line}`)
  return result
}

/** One transaction with the given amount, as loaded in fen, or the reason of its reject. */
function amount(cell: string): bigint | string {
  const text = `fund_account_id;sequence;occurred_at;direction;amount;balance_after\nF;1;2024-01-01;收;${cell};0\n`
  const result = load(file('bank_transaction.csv', text))
  return result.data.rows('bank_transaction')[0]?.amount ?? result.rejects[0]!.reason
}

describe('the oracle loads money', () => {
  it.each([
    ['1,234.50', 123450n],
    ['¥5', 500n],
    ['￥-5.1', -510n],
    ['-¥5', -500n],
    ['(1.00)', -100n],
    ['（1.00）', -100n],
    ['１２．３０', 1230n],
    ['-0.00', 0n],
    ['1.000', 'money'],
    ['1e3', 'money'],
    ['5%', 'money'],
    ['+5', 'money'],
    ['1 000', 'money'],
    ['—', 'required'],
  ])('%s', (cell, expected) => {
    expect(amount(cell)).toBe(expected)
  })
})

describe('the oracle loads rows', () => {
  it('by name, title or national code, in any order, and leaves unknown columns out', () => {
    const { data } = load(file('参保人员.csv', '姓名,备注,AAC147,person_id\n张三,x,99010119500101001x,１\n'))
    const [person] = data.rows('person')
    expect(person).toMatchObject({ name: '张三', id_number: '99010119500101001X', person_id: '1', sex: null })
  })

  it('with months, days, moments and truths in every spelling', () => {
    const header = 'source,id_number,died_on,reported_on,revoked'
    const rows = [
      '卫健,1,2024年3月5日,20240306,是',
      'POLICE,1,2024/3/5 10:00:00,-,N',
      'COURT,1,2024-03-05T01:02,,',
    ]
    const deaths = load(file('death.csv', [header, ...rows].join('\n'))).data.rows('death')
    expect(deaths.map((each) => each.died_on)).toEqual([
      day('2024-03-05'),
      day('2024-03-05'),
      day('2024-03-05'),
    ])
    expect(deaths.map((each) => each.revoked)).toEqual([true, false, null])
    const steps = load(
      file(
        'overtime.csv',
        'staff_id,started_at,ended_at\nS,2024/3/5 18:31,2024-03-05T19:00:00.999\nS,2024-03-06,2024-03-07\n',
      ),
    ).data.rows('overtime')
    expect(steps.map((each) => each.started_at)).toEqual([
      second('2024-03-05 18:31:00'),
      second('2024-03-06'),
    ])
    expect(steps[0]?.ended_at).toBe(second('2024-03-05 19:00:00'))
  })

  it('with 15-digit id numbers made 18', () => {
    // GB 11643, example of its appendix: 110105491231002 becomes 11010519491231002X.
    const { data } = load(file('person.csv', 'person_id,id_number,name\n1,110105491231002,甲\n'))
    expect(data.rows('person')[0]?.id_number).toBe('11010519491231002X')
  })

  it('and rounds rates half away from zero to six decimals', () => {
    const header = 'name,region,scheme,value,valid_from'
    const rows = ['0.1234565', '-0.0000005', '0.00000049'].map(
      (each, at) => `BASE_MIN,r,110,${each},2024-0${at + 1}`,
    )
    const { data } = load(file('policy_parameter.csv', [header, ...rows].join('\n')))
    expect(data.rows('policy_parameter').map((each) => each.value)).toEqual([123_457n, -1n, 0n])
    expect(data.rows('policy_parameter')[0]?.valid_from).toBe(month('2024-01'))
  })
})

describe('the oracle accounts for rows', () => {
  it('each loaded, rejected with its first bad column, or repeated', () => {
    const header = 'change_id|person_id|field|old_value|recorded_at'
    const lines = [
      header,
      'C1|P1|姓名|"a\nb"|2024-01-01',
      '',
      'C1|P1|name|"a\nb"|2024/1/1 00:00',
      'C1|P1|name|other|2024-01-01',
      header,
      'C2|P1|nonsense||bad',
      'C3|P1|sex|||x',
      'C4|P1|sex',
    ]
    const { files, rejects } = load(file('person_change.csv', lines.join('\r\n')))
    expect(files).toEqual([
      { file: 'person_change.csv', table: 'person_change', read: 7, loaded: 1, rejected: 5, repeated: 1 },
    ])
    expect(rejects.map(({ line, column, value, reason }) => [line, column, value, reason])).toEqual([
      [7, 'change_id', 'C1', 'key_conflict'],
      [8, '', '', 'repeated_header'],
      [9, 'field', 'nonsense', 'code'],
      [10, '', '', 'too_many_fields'],
      [11, 'recorded_at', '', 'required'],
    ])
  })

  it('over several files in the order of their names, where a rejected row takes no key', () => {
    const { files } = load(
      file('approved_payee.csv', 'account_number,kind\nA,BANK\n'),
      file('approved_payee-1.csv', 'account_number,kind\nA,nonsense\n'),
      file('approved_payee.2.csv', 'account_number\nA\n'),
    )
    expect(files.map((each) => [each.file, each.loaded, each.rejected])).toEqual([
      ['approved_payee-1.csv', 0, 1],
      ['approved_payee.2.csv', 1, 0],
      ['approved_payee.csv', 0, 1],
    ])
  })

  it('the same from every encoding', () => {
    const text = 'person_id,id_number,name\n1,2,𠮷田·é\n'
    for (const encoding of ['utf-8', 'utf-8-bom', 'gb18030', 'utf-16le', 'utf-16be'] as const) {
      const { data } = load({ name: 'person.csv', bytes: encodeText(text, encoding) })
      expect(data.rows('person')[0]?.name, encoding).toBe('𠮷田·é')
    }
  })
})

describe('the oracle stops', () => {
  it.each([
    ['a column that stands twice', 'person_id,个人编号,name\n', 1, 'column_twice'],
    ['an unclosed quote', 'person_id,name\n1,a\n2,"b\n3,c\n', 3, 'unclosed_quote'],
  ])('at %s', (_, text, line, why) => {
    expect(loadDelivery([file('person.csv', text)])).toEqual({
      kind: 'stopped',
      file: 'person.csv',
      line,
      why,
    })
  })

  it('at bytes that are none of the encoding', () => {
    const bytes = Uint8Array.from([...encodeText('person_id,name\n1,张\n2,', 'utf-8-bom'), 0xff, 10])
    expect(loadDelivery([{ name: 'person.csv', bytes }])).toMatchObject({ line: 3, why: 'invalid_bytes' })
  })
})
