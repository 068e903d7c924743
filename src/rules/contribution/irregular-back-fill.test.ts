import { testRule } from '#screening/test-rule.ts'
import { irregularBackFill } from './irregular-back-fill.ts'

const fill = {
  adjustment_id: 'A1',
  person_id: 'P1',
  scheme: '110',
  period_from: '2005-01',
  period_to: '2005-06',
  months: '6',
  amount: '1200.50',
  kind: 'BACK_FILL',
  support_document: 'F1',
  voucher_number: 'V1',
  operator_id: 'S1',
  reviewer_id: 'S2',
  recorded_at: '2023-05-10 10:00:00',
}
const retired = {
  retirement_id: 'R1',
  person_id: 'P1',
  scheme: '110',
  kind: 'NORMAL',
  retire_month: '2024-05',
  total: '3000.00',
}

testRule(irregularBackFill, [
  {
    name: 'reviewed, with a voucher, short, long before retirement: as it should be',
    given: { account_adjustment: [fill] },
    found: [],
  },
  {
    name: 'without reviewer',
    given: {
      person: [{ person_id: 'P1', id_number: '990101195001010014', name: '张三' }],
      account_adjustment: [{ ...fill, reviewer_id: '' }],
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '1200.50',
        periodFrom: '2023-05-10',
        periodTo: '2023-05-10',
        evidenceCount: 1,
        evidence: ['A1'],
        context: [],
        says:
          '张*（个人编号 P1）的个人账户 2023-05-10 补填补录 1 笔、6 个月共 1,200.50 元存在异常：' +
          '没有复核人 1 笔，请',
      },
    ],
  },
  {
    name: 'reviewed by its operator; an unknown operator is nobody',
    given: {
      account_adjustment: [
        { ...fill, reviewer_id: 'S1' },
        { ...fill, adjustment_id: 'A2', person_id: 'P2', operator_id: '' },
      ],
    },
    found: [{ subjectId: 'P1', says: '异常：经办人自己复核 1 笔，请' }],
  },
  {
    name: 'without voucher, though a support document is there',
    given: { account_adjustment: [{ ...fill, voucher_number: '' }] },
    found: [{ subjectId: 'P1', says: '异常：没有缴费凭证 1 笔，请' }],
  },
  {
    name: 'twelve months by the column, whatever the period says',
    given: {
      account_adjustment: [
        { ...fill, months: '12' },
        { ...fill, adjustment_id: 'A2', person_id: 'P2', months: '11', period_to: '2015-06' },
        { ...fill, adjustment_id: 'A3', person_id: 'P3', months: '', period_to: '2015-06' },
      ],
    },
    found: [{ subjectId: 'P1', says: '一次补 12 个月及以上 1 笔' }],
  },
  {
    name: 'the twelve months before the retirement month, that month itself not',
    given: {
      account_adjustment: [
        { ...fill, recorded_at: '2023-04-30 23:59:59' },
        { ...fill, adjustment_id: 'A2', recorded_at: '2023-05-01 00:00:00' },
        { ...fill, adjustment_id: 'A3', recorded_at: '2024-04-30 23:59:59' },
        { ...fill, adjustment_id: 'A4', recorded_at: '2024-05-01 00:00:00' },
        { ...fill, adjustment_id: 'A5', recorded_at: '2024-08-01 00:00:00' },
      ],
      retirement: [retired],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '2401.00',
        periodFrom: '2023-05-01',
        periodTo: '2024-04-30',
        evidence: ['A2', 'A3'],
        context: ['R1'],
        says: '退休前 12 个月内办理 2 笔',
      },
    ],
  },
  {
    name: 'any retirement of the person counts, of whatever scheme and kind; one of somebody else does not',
    given: {
      account_adjustment: [fill, { ...fill, adjustment_id: 'A2', person_id: 'P2' }],
      retirement: [
        { ...retired, retire_month: '2010-01' },
        { ...retired, retirement_id: 'R2', scheme: '170', kind: 'RESIDENT', retire_month: '2023-06' },
        { ...retired, retirement_id: 'R3', kind: 'ILLNESS', retire_month: '2023-12' },
        { ...retired, retirement_id: 'R4', person_id: 'P3', retire_month: '2023-06' },
      ],
    },
    found: [{ subjectId: 'P1', evidence: ['A1'], context: ['R2', 'R3'] }],
  },
  {
    name: 'an unknown retirement month is near nothing',
    given: { account_adjustment: [fill], retirement: [{ ...retired, retire_month: '' }] },
    found: [],
  },
  {
    name: 'back records count as back-fills do, adjustments and unknown kinds do not',
    given: {
      account_adjustment: [
        { ...fill, kind: 'BACK_RECORD', voucher_number: '' },
        { ...fill, adjustment_id: 'A2', person_id: 'P2', kind: 'ADJUST', voucher_number: '' },
        { ...fill, adjustment_id: 'A3', person_id: 'P3', kind: '', voucher_number: '' },
      ],
    },
    found: [{ subjectId: 'P1' }],
  },
  {
    name: 'one that is wrong in several ways counts once, a regular one of the same person not at all',
    given: {
      account_adjustment: [
        {
          ...fill,
          reviewer_id: '',
          voucher_number: '',
          months: '120',
          amount: '5000.00',
          recorded_at: '2024-01-02 09:00:00',
        },
        { ...fill, adjustment_id: 'A2', reviewer_id: 'S1', amount: '-200.00' },
        { ...fill, adjustment_id: 'A3' },
      ],
      retirement: [{ ...retired, retire_month: '2024-12' }],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '4800.00',
        periodFrom: '2023-05-10',
        periodTo: '2024-01-02',
        evidenceCount: 2,
        evidence: ['A1', 'A2'],
        context: ['R1'],
        says:
          '2 笔、126 个月共 4,800.00 元存在异常：没有复核人 1 笔，经办人自己复核 1 笔，没有缴费凭证 1 笔，' +
          '一次补 12 个月及以上 1 笔，退休前 12 个月内办理 1 笔',
      },
    ],
  },
  {
    name: 'an unknown amount counts as 0, and a finding without retirement table stands',
    given: { account_adjustment: [{ ...fill, amount: '', reviewer_id: '' }] },
    found: [{ subjectId: 'P1', amount: '0.00', evidence: ['A1'] }],
  },
  {
    name: 'with other parameters the limits are others',
    parameters: { months_min: '6', before_retirement_months: '1' },
    given: {
      account_adjustment: [
        fill,
        { ...fill, adjustment_id: 'A2', person_id: 'P2', months: '5', recorded_at: '2024-04-10 10:00:00' },
        { ...fill, adjustment_id: 'A3', person_id: 'P3', months: '5', recorded_at: '2024-03-31 10:00:00' },
      ],
      retirement: [
        { ...retired, retirement_id: 'R2', person_id: 'P2' },
        { ...retired, retirement_id: 'R3', person_id: 'P3' },
      ],
    },
    found: [
      { subjectId: 'P1', says: '一次补 6 个月及以上 1 笔' },
      { subjectId: 'P2', says: '退休前 1 个月内办理 1 笔' },
    ],
  },
])
