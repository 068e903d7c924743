import { testRule } from '#screening/test-rule.ts'
import { onePersonSeveralSteps } from './one-person-several-steps.ts'

const order = (other: Record<string, string> = {}) => ({
  order_id: 'O1',
  function_code: 'BACK_PAY',
  amount: '12000.50',
  applied_at: '2024-03-01 09:00:00',
  status: 'DONE',
  ...other,
})
const step = (number: number, name: string, staff: string, other: Record<string, string> = {}) => ({
  order_id: 'O1',
  step_number: String(number),
  step: name,
  staff_id: staff,
  decided_at: `2024-03-0${number} 10:00:00`,
  decision: 'PASS',
  ...other,
})

testRule(onePersonSeveralSteps, [
  {
    name: 'four steps by four people',
    given: {
      business_order: [order()],
      business_step: [
        step(1, 'ENTRY', 'S1'),
        step(2, 'REVIEW', 'S2'),
        step(3, 'APPROVAL', 'S3'),
        step(4, 'PAYMENT', 'S4'),
      ],
    },
    found: [],
  },
  {
    name: 'two steps by one person: the order carries the money, the steps their days',
    given: {
      business_order: [order()],
      business_step: [step(2, 'ENTRY', 'S1'), step(3, 'REVIEW', 'S1'), step(4, 'APPROVAL', 'S2')],
    },
    found: [
      {
        subjectId: 'O1',
        level: 1,
        amount: '12000.50',
        periodFrom: '2024-03-02',
        periodTo: '2024-03-03',
        evidenceCount: 3,
        evidence: ['O1', 'O1#2', 'O1#3'],
        context: [],
        says: '业务单 O1（补发，金额 12,000.50 元）由工号 S1 一人在 2024-03-02 至 2024-03-03 间办理了初审、复核，',
      },
    ],
  },
  {
    name: 'any two of the four, and all four',
    given: {
      business_order: ['O1', 'O2', 'O3'].map((order_id) => order({ order_id })),
      business_step: [
        step(1, 'ENTRY', 'S1'),
        step(4, 'PAYMENT', 'S1'),
        step(2, 'REVIEW', 'S1', { order_id: 'O2' }),
        step(3, 'APPROVAL', 'S1', { order_id: 'O2' }),
        ...['ENTRY', 'REVIEW', 'APPROVAL', 'PAYMENT'].map((each, index) =>
          step(index + 1, each, 'S1', { order_id: 'O3' }),
        ),
      ],
    },
    found: [
      { subjectId: 'O1', evidenceCount: 3, says: '初审、支付，' },
      { subjectId: 'O2', evidenceCount: 3, says: '复核、审批，' },
      { subjectId: 'O3', evidenceCount: 5, says: '初审、复核、审批、支付，' },
    ],
  },
  {
    name: 'accepting and archiving check nobody',
    given: {
      business_order: [order()],
      business_step: [
        step(1, 'ACCEPT', 'S1'),
        step(2, 'ENTRY', 'S1'),
        step(3, 'REVIEW', 'S2'),
        step(4, 'ARCHIVE', 'S2'),
      ],
    },
    found: [],
  },
  {
    name: 'accepting is no row of the finding either',
    given: {
      business_order: [order()],
      business_step: [step(1, 'ACCEPT', 'S1'), step(2, 'ENTRY', 'S1'), step(3, 'REVIEW', 'S1')],
    },
    found: [{ subjectId: 'O1', periodFrom: '2024-03-02', evidence: ['O1', 'O1#2', 'O1#3'] }],
  },
  {
    name: 'the same step twice by one person is one step',
    given: {
      business_order: [order()],
      business_step: [
        step(1, 'ENTRY', 'S1', { decision: 'REJECT' }),
        step(2, 'ENTRY', 'S1'),
        step(3, 'REVIEW', 'S2'),
      ],
    },
    found: [],
  },
  {
    name: 'rejected steps and steps without a decision count as decided, each time',
    given: {
      business_order: [order()],
      business_step: [
        step(1, 'ENTRY', 'S1'),
        step(2, 'REVIEW', 'S1', { decision: 'REJECT' }),
        step(3, 'ENTRY', 'S1', { decision: '' }),
        step(4, 'REVIEW', 'S2'),
      ],
    },
    found: [
      {
        subjectId: 'O1',
        periodFrom: '2024-03-01',
        periodTo: '2024-03-03',
        evidence: ['O1', 'O1#1', 'O1#2', 'O1#3'],
      },
    ],
  },
  {
    name: 'ordinary business may be done by one person, every other function may not',
    given: {
      business_order: [
        order({ function_code: 'ORDINARY' }),
        order({ order_id: 'O2', function_code: 'DATA_REPAIR' }),
      ],
      business_step: ['O1', 'O2'].flatMap((order_id) => [
        step(1, 'ENTRY', 'S1', { order_id }),
        step(2, 'REVIEW', 'S1', { order_id }),
      ]),
    },
    found: [{ subjectId: 'O2', says: '后台数据维护' }],
  },
  {
    name: 'an order without an amount counts with 0',
    given: {
      business_order: [order({ amount: '' })],
      business_step: [step(1, 'ENTRY', 'S1'), step(2, 'REVIEW', 'S1')],
    },
    found: [{ subjectId: 'O1', amount: '0.00', evidenceCount: 3 }],
  },
  {
    name: 'a refund keeps its sign',
    given: {
      business_order: [order({ function_code: 'REFUND', amount: '-500.00' })],
      business_step: [step(1, 'ENTRY', 'S1'), step(1, 'REVIEW', 'S1', { step_number: '2' })],
    },
    found: [
      { subjectId: 'O1', amount: '-500.00', periodFrom: '2024-03-01', says: '一人于 2024-03-01 办理了' },
    ],
  },
  {
    name: 'steps of different orders do not add up, steps of an unknown order belong to none',
    given: {
      business_order: [order(), order({ order_id: 'O2' })],
      business_step: [
        step(1, 'ENTRY', 'S1'),
        step(2, 'REVIEW', 'S1', { order_id: 'O2' }),
        step(1, 'ENTRY', 'S1', { order_id: 'O9' }),
        step(2, 'REVIEW', 'S1', { order_id: 'O9' }),
      ],
    },
    found: [],
  },
  {
    name: 'two people with two steps each are one finding with all four steps',
    given: {
      business_order: [order()],
      business_step: [
        step(1, 'ENTRY', 'S2'),
        step(2, 'REVIEW', 'S1'),
        step(3, 'APPROVAL', 'S2'),
        step(4, 'PAYMENT', 'S1'),
        step(5, 'PAYMENT', 'S3'),
      ],
    },
    found: [
      {
        subjectId: 'O1',
        amount: '12000.50',
        periodTo: '2024-03-04',
        evidence: ['O1', 'O1#1', 'O1#2', 'O1#3', 'O1#4'],
        says: '由工号 S1 等 2 人',
      },
    ],
  },
  {
    name: 'withdrawn and rejected orders count too: the steps were decided',
    given: {
      business_order: [order({ status: 'WITHDRAWN' }), order({ order_id: 'O2', status: 'REJECTED' })],
      business_step: ['O1', 'O2'].flatMap((order_id) => [
        step(1, 'ENTRY', 'S1', { order_id }),
        step(2, 'PAYMENT', 'S1', { order_id }),
      ]),
    },
    found: [{ subjectId: 'O1' }, { subjectId: 'O2' }],
  },
])
