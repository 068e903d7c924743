import { testRule } from '#screening/test-rule.ts'
import { manualChange } from './manual-change.ts'

const change = (
  id: string,
  kind: string,
  before: string,
  after: string,
  other: Record<string, string> = {},
) => ({
  change_id: id,
  entitlement_id: 'E1',
  person_id: 'P1',
  kind,
  effective: '2024-06',
  amount_before: before,
  amount_after: after,
  method: 'MANUAL',
  recorded_at: '2024-06-05 10:00:00',
  ...other,
})
const retirement = (id: string, other: Record<string, string> = {}) => ({
  retirement_id: id,
  person_id: 'P1',
  scheme: '110',
  kind: 'NORMAL',
  retire_month: '2024-03',
  total: '4200.50',
  determined_by: 'MANUAL',
  decided_at: '2024-03-20 11:00:00',
  ...other,
})

testRule(manualChange, [
  {
    name: 'an adjustment by exactly 500, up or down, sums absolutely, on the days it was recorded',
    given: {
      person: [{ person_id: 'P1', id_number: '990101194001010013', name: '张三' }],
      entitlement_change: [
        change('up', 'ADJUST', '3000.00', '3500.00'),
        change('down', 'CORRECT', '3500.00', '2900.00', { recorded_at: '2024-08-01 09:00:00' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '1100.00',
        periodFrom: '2024-06-05',
        periodTo: '2024-08-01',
        evidenceCount: 2,
        evidence: ['down', 'up'],
        context: [],
        says:
          '张*（个人编号 P1）在 2024-06-05 至 2024-08-01 被手工核定、调整或补发 2 次，' +
          '涉及金额共 1,100.00 元，最大一项 600.00 元',
      },
    ],
  },
  {
    name: 'a fen less than 500 is not enough, up or down',
    given: {
      entitlement_change: [
        change('up', 'ADJUST', '3000.00', '3499.99'),
        change('down', 'ADJUST', '3000.00', '2500.01'),
        change('none', 'CORRECT', '3000.00', '3000.00'),
      ],
    },
    found: [],
  },
  {
    name: 'a grant without an amount before counts from 0; without an amount after nothing is decided',
    given: {
      entitlement_change: [
        change('grant', 'GRANT', '', '500.00'),
        change('adjust', 'ADJUST', '', '499.99'),
        change('correct', 'CORRECT', '9000.00', ''),
        change('back pay', 'BACK_PAY', '', ''),
      ],
    },
    found: [{ subjectId: 'P1', amount: '500.00', evidence: ['grant'] }],
  },
  {
    name: 'back pay of exactly 5000 counts with its amount, whatever stood before; a fen less does not',
    given: {
      entitlement_change: [
        change('enough', 'BACK_PAY', '4900.00', '5000.00'),
        change('short', 'BACK_PAY', '0.00', '4999.99'),
        change('negative', 'BACK_PAY', '', '-6000.00'),
      ],
    },
    found: [{ subjectId: 'P1', amount: '5000.00', evidence: ['enough'] }],
  },
  {
    name: 'a negative amount after is a change like any other',
    given: { entitlement_change: [change('below', 'ADJUST', '100.00', '-400.00')] },
    found: [{ subjectId: 'P1', amount: '500.00' }],
  },
  {
    name: 'other methods, no method and other kinds are not looked at',
    given: {
      entitlement_change: [
        ...['SYSTEM', 'BATCH', ''].map((method) => change(`m${method}`, 'GRANT', '', '9000.00', { method })),
        ...['SUSPEND', 'RESUME', 'END'].map((kind) => change(kind, kind, '', '9000.00')),
      ],
    },
    found: [],
  },
  {
    name: 'a retirement determined by hand counts with its total, on the day it was decided',
    given: {
      retirement: [
        retirement('R1'),
        retirement('R2', { person_id: 'P2', determined_by: 'SYSTEM' }),
        retirement('R3', { person_id: 'P3', determined_by: '' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '4200.50',
        periodFrom: '2024-03-20',
        periodTo: '2024-03-20',
        evidence: ['R1'],
        says: '个人编号 P1在 2024-03-20 至 2024-03-20 被手工核定退休待遇 1 次，涉及金额共 4,200.50 元',
      },
    ],
  },
  {
    name: 'a retirement whose day of decision is unknown stands without a period, however small',
    given: { retirement: [retirement('R1', { decided_at: '', total: '0.00', kind: 'ILLNESS' })] },
    found: [
      {
        subjectId: 'P1',
        amount: '0.00',
        periodFrom: '',
        periodTo: '',
        says: '（核定时间未记录）被手工核定退休待遇',
      },
    ],
  },
  {
    name: 'changes and retirements of a person sum, persons do not mix',
    given: {
      entitlement_change: [
        change('C1', 'GRANT', '', '4200.50'),
        change('C2', 'BACK_PAY', '', '8000.00', { person_id: 'P2' }),
      ],
      retirement: [retirement('R1')],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '8401.00',
        periodFrom: '2024-03-20',
        periodTo: '2024-06-05',
        evidence: ['C1', 'R1'],
        says: '被手工核定、调整或补发 1 次、手工核定退休待遇 1 次',
      },
      { subjectId: 'P2', amount: '8000.00', evidence: ['C2'] },
    ],
  },
  {
    name: 'the parameters move both boundaries',
    parameters: { change_min: '0.01', back_pay_min: '10' },
    given: {
      entitlement_change: [
        change('a', 'ADJUST', '1.00', '1.01'),
        change('b', 'ADJUST', '1.00', '1.00'),
        change('c', 'BACK_PAY', '', '10.00'),
        change('d', 'BACK_PAY', '', '9.99'),
      ],
    },
    found: [{ subjectId: 'P1', amount: '10.01', evidence: ['c', 'a'] }],
  },
])
