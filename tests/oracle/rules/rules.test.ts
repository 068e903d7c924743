import { describe, expect, it } from 'vitest'
import { found, line } from './situation.ts'

/** Situations of the first sixteen rules, computed by hand from core-rules.md. */

describe('DTH-01', () => {
  const person = ['P1,1,甲,ALIVE,']
  const payment = [line('P1 110 2024-02 5'), line('P1 110 2024-03 7'), line('P1 110 2024-04 9')]

  it('takes the best source, though another is earlier, and of it the earliest date', () => {
    const death = [
      'POLICE,1,2024-01-01,,',
      'HEALTH,1,2024-03-31,,否',
      'HEALTH,1,2024-03-01,,',
      'COURT,1,2023-01-01,,',
    ]
    expect(found('DTH-01', { person, payment, death })).toEqual(['P1 900 2024-04…2024-04 1'])
  })

  it('leaves revoked rows out and falls back on the register', () => {
    const death = ['HEALTH,1,2023-01-01,,是']
    const dead = ['P1,1,甲,DEAD,2024-02-29']
    expect(found('DTH-01', { person, payment, death })).toEqual([])
    expect(found('DTH-01', { person: dead, payment, death })).toEqual(['P1 1600 2024-03…2024-04 1'])
  })

  it('does not count what is due after a death', () => {
    const death = ['HEALTH,1,2023-01-01,,']
    const funeral = [
      line('P1 110 2024-02 5', { benefit: 'FUNERAL' }),
      line('P1 110 2024-02 5', { status: 'SENT' }),
    ]
    expect(found('DTH-01', { person, payment: funeral, death })).toEqual([])
  })
})

describe('DTH-02 and DTH-03', () => {
  const stop = 'C1,E1,P1,SUSPEND,DEATH,2024-01,2024-01-10 09:00,'
  const resume = (at: string, effective: string) => `R${at},E1,P1,RESUME,OTHER,${effective},${at},`
  const payment = ['2024-02', '2024-03', '2024-04'].map((each) =>
    line(`P1 110 ${each} 1`, { entitlement_id: 'E1' }),
  )

  it('start at the earliest RESUME strictly after the stop', () => {
    const same = resume('2024-01-10 09:00:00', '2024-02')
    const next = resume('2024-01-10 09:00:01', '2024-03')
    expect(found('DTH-02', { payment, entitlement_change: [stop, same] })).toEqual([])
    expect(found('DTH-02', { payment, entitlement_change: [stop, same, next] })).toEqual([
      'P1 200 2024-03…2024-04 1',
    ])
  })

  it('stand without money, on the day of the RESUME', () => {
    const late = resume('2024-05-01', '2024-06')
    expect(found('DTH-02', { payment, entitlement_change: [stop, late] })).toEqual([
      'P1 0 2024-05-01…2024-05-01 1',
    ])
  })

  it('do not count a death that is withdrawn, and do count one of which a report stands', () => {
    const tables = {
      payment,
      person: ['P1,1,甲,,'],
      entitlement_change: [stop, resume('2024-02-01', '2024-04')],
    }
    expect(found('DTH-02', { ...tables, death: ['HEALTH,1,2024-01-01,,是'] })).toEqual([])
    expect(
      found('DTH-02', { ...tables, death: ['HEALTH,1,2024-01-01,,是', 'COURT,1,2024-01-01,,'] }),
    ).toHaveLength(1)
  })

  it('take back-pay whose month and end are at or after the stop', () => {
    const back = { kind: 'BACK_PAY', period_from: '2023-01' }
    const lines = [
      line('P1 110 2024-01 1', { ...back, period_to: '2024-01' }),
      line('P1 110 2023-12 2', { ...back, period_to: '2024-01' }),
      line('P1 110 2024-01 4', { ...back, period_to: '2023-12' }),
    ]
    expect(found('DTH-03', { payment: lines, entitlement_change: [stop] })).toEqual([
      'P1 100 2024-01…2024-01 1',
    ])
  })
})

describe('DTH-06 and PRS-01', () => {
  const person = ['P1,1,甲,,']
  const payment = [line('P1 110 2024-05 5'), line('P1 110 2024-06 7')]
  const entitlement = ['E1,P1,110,OLD_AGE,2010-01,ACTIVE']

  it('wait 30 days after the first report', () => {
    const death = (reported: string) => [
      'VILLAGE,1,2024-05-01,2024-06-30,',
      `HEALTH,1,2024-05-01,${reported},`,
    ]
    expect(found('DTH-06', { person, payment, entitlement, death: death('2024-05-31') })).toEqual([])
    expect(found('DTH-06', { person, payment, entitlement, death: death('2024-05-30') })).toEqual([
      'P1 700 2024-06…2024-06 2',
    ])
  })

  it('count the months between the first and the last of a prison term', () => {
    const term = (kind: string, to: string) => [`1,${kind},2024-04-01,${to}`]
    expect(found('PRS-01', { person, payment, imprisonment: term('IMPRISONED', '2024-06-30') })).toEqual([
      'P1 500 2024-05…2024-05 1',
    ])
    expect(found('PRS-01', { person, payment, imprisonment: term('IMPRISONED', '') })).toEqual([
      'P1 1200 2024-05…2024-06 1',
    ])
    expect(found('PRS-01', { person, payment, imprisonment: term('OUTSIDE', '') })).toEqual([])
  })
})

describe('DUP-01 and DUP-08', () => {
  it('sum the resident lines of months with both', () => {
    const payment = [line('P1 120 2024-02 5'), line('P1 170 2024-02 7'), line('P1 170 2024-03 9')]
    expect(found('DUP-01', { payment })).toEqual(['P1 700 2024-02…2024-02 1'])
  })

  it('leave the largest line of each group out', () => {
    const payment = ['5', '7', '-1'].map((each) => line(`P1 110 2024-02 ${each}`))
    const other = line('P1 110 2024-02 7', { period_to: '2024-03' })
    expect(found('DUP-08', { payment: [...payment, other] })).toEqual(['P1 400 2024-02…2024-02 1'])
  })
})

describe('ACC-01, ACC-02 and ACC-03', () => {
  it('count two persons of an account in a month since 2019, guardians of that month not', () => {
    const to = (text: string, status = 'PAID') => line(text, { account_number: 'A', status })
    const payment = [
      to('P1 110 2018-12 1'),
      to('P2 110 2018-12 2'),
      to('P1 110 2019-01 4'),
      to('P2 110 2019-01 8', 'SENT'),
    ]
    expect(found('ACC-01', { payment, payee_account: [] })).toEqual(['A 1200 2019-01…2019-01 1'])
    const guardian = (from: string) => [`A,P2,GUARDIAN,${from},`]
    expect(found('ACC-01', { payment, payee_account: guardian('2019-01-31') })).toEqual([])
    expect(found('ACC-01', { payment, payee_account: guardian('2019-02-01') })).toHaveLength(1)
  })

  it('compare normalised names', () => {
    const person = ['P1,1,阿卜杜·热合曼,,']
    const tables = (holder_name: string) => ({
      person,
      payee_account: [],
      payment: [line('P1 110 2024-01 1', { holder_name })],
    })
    for (const same of ['阿卜杜•热合曼', '阿卜杜．\u200b热 合曼', '阿卜杜･热合曼', '']) {
      expect(found('ACC-02', tables(same)), same).toEqual([])
    }
    expect(found('ACC-02', tables('阿卜杜热合曼'))).toEqual(['P1 100 2024-01…2024-01 1'])
  })

  it('find a change of account that no batch planned', () => {
    const to = (text: string, account_number: string) => line(text, { account_number })
    const payment = [to('P1 110 2024-02 1', 'A'), to('P1 110 2024-03 2', 'B')]
    const change = (batch: string) => [`C,P1,A,B,2024-03-01,${batch}`]
    expect(found('ACC-03', { payment, payee_account_change: change('') })).toEqual([
      'P1 200 2024-03…2024-03 3',
    ])
    expect(found('ACC-03', { payment, payee_account_change: change('X') })).toEqual([])
    const also = [...payment, to('P1 110 2024-02 1', 'B')]
    expect(found('ACC-03', { payment: also, payee_account_change: [] })).toEqual([])
  })
})

describe('AMT-01, AMT-03 and AMT-14', () => {
  it('exceed the cap by a fen', () => {
    const payment = [line('P1 170 2024-01 2000'), line('P1 170 2024-02 2000'), line('P1 170 2024-02 0.01')]
    expect(found('AMT-01', { payment })).toEqual(['P1 200001 2024-02…2024-02 1'])
  })

  it.each([
    ['110 1500 1800', 'P1 30000'],
    ['110 1500 1799.99', null],
    ['110 1501 1801', null],
    ['110 600 300', 'P1 30000'],
    ['110 601 300.51', null],
    ['170 250 300', 'P1 5000'],
    ['110 0 5000', null],
  ])('change by %s', (text, expected) => {
    const [scheme, before, now] = text.split(' ')
    const payment = [line(`P1 ${scheme} 2024-01 ${before}`), line(`P1 ${scheme} 2024-02 ${now}`)]
    expect(found('AMT-03', { payment }).map((each) => each.split(' ').slice(0, 2).join(' '))).toEqual(
      expected === null ? [] : [expected],
    )
    const entitlement_change = ['C,E,P1,ADJUST,,2024-02,2024-01-01,PB']
    expect(found('AMT-03', { payment, entitlement_change })).toEqual([])
  })

  it('compare a batch with its lines that are not cancelled', () => {
    const in1 = { batch_id: 'B1' }
    const payment = [line('P1 110 2024-01 5', in1), line('P1 110 2024-01 7', { ...in1, status: 'CANCELLED' })]
    const batch = (figures: string) => [`B1,110,2024-01,${figures},DIRECT`, 'B2,110,2024-01,9,9,DIRECT']
    expect(found('AMT-14', { payment, payment_batch: batch('1,5') })).toEqual([])
    expect(found('AMT-14', { payment, payment_batch: batch('2,5') })).toEqual(['B1 0 2024-01…2024-01 1'])
    expect(found('AMT-14', { payment, payment_batch: batch('1,5.01') })).toEqual(['B1 1 2024-01…2024-01 1'])
  })
})

describe('CER-01', () => {
  const payment = ['2022-01', '2024-05', '2024-06'].map((each) => line(`P1 110 ${each} 1`))
  const pass = (at: string) => [`X,P1,${at},FACE,PASS`]

  it('counts a PASS from the day 24 months before the run on', () => {
    expect(found('CER-01', { payment, certification: pass('2022-06-30 00:00:00') })).toEqual([])
    expect(found('CER-01', { payment, certification: pass('2022-06-29 23:59:59') })).toEqual(['P1 0 … 1'])
    expect(found('CER-01', { payment, certification: pass('2022-05-31') })).toEqual([
      'P1 100 2024-06…2024-06 1',
    ])
  })

  it('and without one starts 24 months after the first line', () => {
    expect(found('CER-01', { payment, certification: [] })).toEqual(['P1 200 2024-05…2024-06 1'])
    const late = [line('P1 110 2022-06 1'), payment[2]!]
    expect(found('CER-01', { payment: late, certification: [] })).toEqual([])
  })
})

describe('SYS-01 and SYS-03', () => {
  it('find two kinds of steps of one person, rejected ones included', () => {
    const order = (code: string) => [`O1,${code},12.34,2024-01-01`]
    const steps = [
      'O1,1,ENTRY,S1,2024-01-02,',
      'O1,2,REVIEW,S2,2024-01-03,PASS',
      'O1,3,APPROVAL,S1,2024-01-04,REJECT',
    ]
    const same = ['O1,1,ENTRY,S1,2024-01-02,', 'O1,2,ENTRY,S1,2024-01-03,', 'O1,3,ACCEPT,S1,2024-01-03,']
    const tables = { business_order: order('BACK_PAY'), business_step: steps }
    expect(found('SYS-01', tables)).toEqual(['O1 1234 2024-01-02…2024-01-04 1'])
    expect(found('SYS-01', { ...tables, business_order: order('ORDINARY') })).toEqual([])
    expect(found('SYS-01', { ...tables, business_step: same })).toEqual([])
  })

  it('find operations outside the working day of the staff member, the account’s, or the account', () => {
    const operation = [
      'Q1,2024-03-13 08:00:00,S1,U1,BACK_PAY,CREATE,P1',
      'Q2,2024-03-13 18:29:59,S1,U1,BACK_PAY,CREATE,P1',
      'Q3,2024-03-13 18:30:00,S1,U1,BACK_PAY,UPDATE,P1',
      'Q4,2024-03-13 07:59:59,,U2,BACK_PAY,APPROVE,P1',
      'Q5,2024-02-04 12:00:00,,U3,BACK_PAY,CREATE,P1',
      'Q6,2024-02-12 12:00:00,,U3,BACK_PAY,IMPORT,',
      'Q7,2025-02-15 12:00:00,S4,U3,BACK_PAY,CREATE,P1',
      'Q8,2024-03-16 12:00:00,S5,U3,ORDINARY,CREATE,P1',
      'Q9,2024-03-16 12:00:00,S5,U3,BACK_PAY,DELETE,P1',
    ]
    const user_account = ['U2,S2,ENABLED', 'U3,,ENABLED']
    expect(found('SYS-03', { operation, user_account })).toEqual([
      'S1 0 2024-03-13…2024-03-13 2',
      'S2 0 2024-03-13…2024-03-13 2',
      'account:U3 0 2024-02-12…2024-02-12 2',
    ])
    const overtime = [
      'S1,2024-03-13 17:30:00,2024-03-13 18:30:00',
      'S2,2024-03-13 08:00:00,2024-03-13 09:00:00',
    ]
    expect(found('SYS-03', { operation, user_account, overtime })).toHaveLength(2)
  })

  it('are of level 1 from five persons on', () => {
    const operation = (people: number) =>
      [1, 2, 3, 4, 5, 5].map(
        (each) => `Q${each}${people},2024-03-16 12:00:00,S,U,BACK_PAY,CREATE,P${Math.min(each, people)}`,
      )
    expect(found('SYS-03', { operation: operation(4).slice(0, 5) })[0]).toMatch(/ 2$/)
    expect(found('SYS-03', { operation: operation(5).slice(0, 5) })[0]).toMatch(/ 1$/)
  })
})
