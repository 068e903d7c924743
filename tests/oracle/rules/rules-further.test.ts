import { describe, expect, it } from 'vitest'
import { month, monthText } from '../dates.ts'
import { lawfulMonths } from './retirement.ts'
import { found, line } from './situation.ts'

/** Situations of the other thirty rules, computed by hand from core-rules.md, where arithmetic decides. */

describe('4.6', () => {
  const vectors = {
    M60: [
      ...['1964-12 2024-12', '1965-01 2025-02', '1965-04 2025-05', '1965-05 2025-07', '1970-05 2031-10'],
      ...['1976-08 2039-07', '1976-09 2039-09', '1976-12 2039-12', '1981-09 2044-09'],
    ],
    F55: ['1969-12 2024-12', '1970-01 2025-02', '1971-04 2026-08', '1981-08 2039-07', '1981-09 2039-09'],
    F50: [
      ...['1974-12 2024-12', '1975-01 2025-02', '1975-02 2025-03', '1975-03 2025-05', '1984-10 2039-09'],
      '1984-11 2039-11',
    ],
  }

  it.each(
    Object.entries(vectors).flatMap(([kind, texts]) =>
      texts.map((each) => [kind, ...each.split(' ')] as [string, string, string]),
    ),
  )('%s born %s retires in %s', (kind, born, lawful) => {
    const birth = (Date.UTC(Number(born.slice(0, 4)), Number(born.slice(5)), 0) / 86_400_000) | 0
    const category = kind === 'F55' ? 'CADRE' : 'WORKER'
    const person = { birth_date: birth, sex: kind === 'M60' ? '1' : '2', category }
    const months = lawfulMonths(person as Parameters<typeof lawfulMonths>[0], '110')
    expect(monthText(months!.lawful)).toBe(lawful)
    expect(lawfulMonths(person as Parameters<typeof lawfulMonths>[0], '170')!.lawful).toBe(month(born) + 720)
  })
})

describe('DTH-04 and DUP-03', () => {
  it('count what is later than the earliest end, not what is of its month', () => {
    const person = ['P1,1,甲,,']
    const enrolment = [
      'M1,P1,110,ENDED,2020-01-01,2024-02-10,DEATH',
      'M2,P1,110,ENDED,2020-01-01,2024-03-10,DEATH',
    ]
    const payment = [line('P1 110 2024-02 5'), line('P1 110 2024-03 7'), line('P1 110 2024-04 9')]
    expect(found('DTH-04', { person, enrolment, payment })).toEqual(['P1 1600 2024-03…2024-04 1'])
    const reported = { person, enrolment, payment, death: ['HEALTH,1,2024-02-10,,是'] }
    expect(found('DTH-04', reported)).toEqual([])
  })

  it('count both ends of a benefit elsewhere', () => {
    const payment = ['2024-01', '2024-02', '2024-03', '2024-04'].map((each) => line(`P1 110 ${each} 1`))
    const elsewhere = ['1,990201,110,OLD_AGE,2024-02,2024-03']
    expect(found('DUP-03', { person: ['P1,1,甲,,'], payment, other_region_benefit: elsewhere })).toEqual([
      'P1 200 2024-02…2024-03 1',
    ])
  })
})

describe('ACC-04, ACC-05, ACC-08 and ACC-10', () => {
  const change = (id: string, way: string, at: string) => `${id},P1,${way},${at},`
  const batch = (id: string, sent: string) => `${id},110,2024-05,1,1,DIRECT,${sent}`

  it('compare a line with twice the exact median of the months before it', () => {
    const history = [line('P1 110 2024-02 2500.00'), line('P1 110 2024-03 2500.01')]
    const to = { account_number: 'B', batch_id: 'X' }
    const tables = {
      payee_account_change: [change('A1', 'A,B', '2024-03-01 23:00')],
      payment_batch: [batch('X', '2024-04-30 01:00')],
    }
    const of = (amount: string) =>
      found('ACC-04', { ...tables, payment: [...history, line(`P1 110 2024-04 ${amount}`, to)] })
    expect(of('5000.00')).toEqual([])
    expect(of('5000.01')).toEqual(['P1 500001 2024-04…2024-04 1'])
    const late = { ...tables, payment_batch: [batch('X', '2024-05-01')] }
    expect(
      found('ACC-04', { ...late, payment: [line('P1 110 2024-04 9999', { ...to, kind: 'ONE_OFF' })] }),
    ).toEqual([])
  })

  it('take the bank for the holder, and the payee file where the bank names none', () => {
    const payment = [line('P1 110 2024-04 5', { account_number: 'B' })]
    const person = ['P1,1,甲,,']
    const staff = ['S1,乙,ON_POST,2,']
    const declared = ['B,P1,SELF,,']
    const of = (bank: string[]) =>
      found('ACC-05', { payment, person, staff, payee_account: declared, account_verification: bank })
    expect(of(['B,2'])).toEqual(['B 500 2024-04…2024-04 1'])
    expect(of(['B,'])).toEqual([])
  })

  it('go there and back within 90 days, and count what is sent on the days of both', () => {
    const way = [change('A1', 'A,B', '2024-01-01 10:00'), change('A2', 'B,A', '2024-03-31 09:00')]
    const payment = ['X', 'Y', 'Z'].map((each) =>
      line('P1 110 2024-05 1', { account_number: 'B', batch_id: each }),
    )
    const sent = [batch('X', '2024-01-01 08:00'), batch('Y', '2024-03-31 20:00'), batch('Z', '2024-04-01')]
    expect(found('ACC-08', { payment, payment_batch: sent, payee_account_change: way })).toEqual([
      'P1 200 2024-05…2024-05 1',
    ])
  })
})

describe('AMT-02, AMT-04 and AMT-07', () => {
  it('take the median over all months, high ones too', () => {
    const usual = ['2023-03', '2023-04', '2023-05'].map((each) => line(`P1 110 ${each} 1000`))
    const high = (to: string) => [line('P1 110 2023-06 3000'), line(`P1 110 ${to} 3000`)]
    expect(found('AMT-02', { payment: [...usual, ...high('2024-05')] })).toEqual([
      'P1 600000 2023-06…2024-05 1',
    ])
    expect(found('AMT-02', { payment: [...usual, ...high('2024-06')] })).toEqual([])
  })

  it('count thirteen months, and two in eleven', () => {
    const backPay = (text: string, from: string) =>
      line(`P1 110 ${text} 1`, { kind: 'BACK_PAY', period_from: from })
    expect(
      found('AMT-04', { payment: [backPay('2024-01', '2023-02'), backPay('2025-01', '2025-01')] }),
    ).toEqual([])
    expect(found('AMT-04', { payment: [backPay('2024-01', '2023-01')] })).toHaveLength(1)
    expect(
      found('AMT-04', { payment: [backPay('2024-01', '2024-01'), backPay('2024-12', '2024-12')] }),
    ).toHaveLength(1)
  })

  it('sum the retirements that were determined by hand', () => {
    const retirement = ['R1,P1,110,NORMAL,2024-01,3000.55,,,2024-01-02 09:00,MANUAL']
    expect(found('AMT-07', { retirement })).toEqual(['P1 300055 2024-01-02…2024-01-02 1'])
  })
})

describe('RET-14', () => {
  it('counts working days, make-up days too, and leaves a year unknown to it alone', () => {
    const of = (from: string, to: string, decided = '') =>
      found('RET-14', { retirement: [`R1,P1,110,ILLNESS,2024-01,7,${from},${to},${decided},`] }).length
    expect([of('2024-01-29', '2024-02-02'), of('2024-01-30', '2024-02-04')]).toEqual([0, 0])
    expect([of('2024-01-30', '2024-02-03'), of('2024-02-08', '2024-02-14')]).toEqual([1, 1])
    expect([of('2027-01-04', '2027-01-04'), of('2027-01-04', '')]).toEqual([0, 1])
    expect([
      of('2027-01-04', '2027-01-05', '2027-01-05'),
      of('2027-01-04', '2027-01-05', '2027-01-06'),
    ]).toEqual([1, 0])
  })
})

describe('CRD-01 and CRD-03', () => {
  it('draw the line at the same day six months before, or at that month’s last', () => {
    const social_card = [
      '1,P1,2023-12-31,MADE,,,,',
      '2,P1,2023-12-30,MADE,,,,',
      '3,P1,2023-01-01,MADE,,,,VAULT',
    ]
    expect(found('CRD-01', { social_card }, '2024-06-30')).toEqual([])
    expect(found('CRD-01', { social_card }, '2024-07-01')).toEqual([
      ...['1 0 2023-12-31…2023-12-31 2', '2 0 2023-12-30…2023-12-30 2'],
    ])
  })

  it('accuse nobody of an activation of which it is unknown whether it was in person', () => {
    const social_card = [
      '1,P1,2023-01-01,ACTIVE,2023-02-01,2023-02-01,,',
      '2,P1,2023-01-01,ACTIVE,,2023-02-01,是,',
    ]
    expect(found('CRD-03', { social_card })).toEqual(['2 0 2023-02-01…2023-02-01 1'])
  })
})

describe('CTR-01, CTR-02 and CTR-03', () => {
  const employer = ['W1,C1,厂,990101']
  const bounds = [
    'BASE_MIN,*,110,4000.005,2020-01,',
    'BASE_MAX,990101,110,20000,2020-01,2023-12',
    'BASE_MAX,*,110,30000,2020-01,',
  ]

  it('round the line to fen, half away from zero, and take * where the region has no row', () => {
    const contribution = [
      'N1,P1,W1,110,2024-01,3999.01,0.16,0.08,NORMAL',
      'N2,P1,W1,110,2024-01,3998.98,0.165,,NORMAL',
      'N3,P1,W1,110,2024-01,20002,0.16,0.08,NORMAL',
      'N4,P1,W1,110,2023-12,20002,0.16,0.08,NORMAL',
    ]
    // N1 is 0.995 below, within the yuan; N2 1.025 × 0.165 = 0.169125; N4 2 × 0.24 = 0.48.
    expect(found('CTR-01', { employer, contribution, policy_parameter: bounds })).toEqual([
      'P1 65 2023-12…2024-01 2',
    ])
  })

  it('compare with nine tenths of an average that is not rounded', () => {
    const people = ['1', '2', '3']
    const wages = ['5000', '5000', '5000', '5000', '5000', '5000.01']
    const tables = {
      employer,
      policy_parameter: bounds,
      person: people.map((each) => `P${each},${each},甲,,`),
      taxed_wage: people.flatMap((each) => wages.map((wage, at) => `${each},C1,2023-0${at + 1},${wage}`)),
    }
    const of = (base: string) =>
      found('CTR-02', {
        ...tables,
        contribution: people.map((each) => `N${each},P${each},W1,110,2024-0${each},${base},0.16,0.08,NORMAL`),
      })
    expect(of('4500.01')).toEqual([])
    // 5000.001666… − 4500 = 500.001666…, × 0.24 = 120.0004, three times 120.00.
    expect(of('4500.00')).toEqual(['W1 36000 2024-01…2024-03 2'])
  })

  it('count distinct months, and rise to level 1 at a million', () => {
    const rows = ['2024-01', '2024-02', '2024-03'].map((each) => `W1,110,${each},333333.34,0.00`)
    expect(found('CTR-03', { contribution_declaration: [...rows.slice(1), 'W1,410,2024-03,5,4'] })).toEqual(
      [],
    )
    expect(found('CTR-03', { contribution_declaration: rows })).toEqual(['W1 100000002 2024-01…2024-03 1'])
  })
})

describe('SYS-02 and SYS-04', () => {
  it('let an interval end where the next begins', () => {
    const user_account = ['U1,S1,ENABLED', 'U2,S1,DISABLED']
    const of = (revoked: string) =>
      found('SYS-02', {
        user_account,
        role_grant: [`U1,ENTRY,2024-01-01 09:00,${revoked}`, 'U2,REVIEW,2024-02-01 09:00,'],
      })
    expect(of('2024-02-01 09:00:00')).toEqual([])
    expect(of('2024-02-01 09:00:01')).toHaveLength(1)
  })

  it('take ten within 600 seconds', () => {
    const burst = (last: string) =>
      Array.from({ length: 10 }, (_, at) => {
        const time = at === 9 ? last : `09:00:0${at}`
        return `Q${at},2024-03-13 ${time},S1,U1,BACK_PAY,UPDATE,`
      })
    expect(found('SYS-04', { operation: burst('09:10:00') })).toEqual(['S1 0 2024-03-13…2024-03-13 1'])
    expect(found('SYS-04', { operation: burst('09:10:01') })).toEqual([])
  })
})

describe('FIN-06 and FIN-24', () => {
  it('know a cashier at any second of the day', () => {
    const tables = {
      user_account: ['U1,S2,ENABLED'],
      reconciliation: ['H1,DAILY,2024-03-01,2024-03-01,S1,S2,-3,2024-03-01'],
    }
    const of = (revoked: string) =>
      found('FIN-06', { ...tables, role_grant: [`U1,CASHIER,2024-01-01,${revoked}`] })
    expect(of('2024-03-01 00:00:00')).toEqual([])
    expect(of('2024-03-01 00:00:01')).toEqual(['H1 300 2024-03-01…2024-03-01 2'])
  })

  it('compare each row with the one before, over a gap too', () => {
    const bank_transaction = ['F1,1,2024-01-01,收,5,5', 'F1,9,2024-01-03,付,2,4', 'F1,10,2024-01-04,付,1,3']
    expect(found('FIN-24', { bank_transaction })).toEqual(['F1 100 2024-01-03…2024-01-03 1'])
  })
})
