import { testRule } from '#screening/test-rule.ts'
import { statementBroken } from './statement-broken.ts'

const line = (
  sequence: number,
  direction: string,
  amount: string,
  balance_after: string,
  other: Record<string, string> = {},
) => ({
  fund_account_id: 'F1',
  sequence: String(sequence),
  occurred_at: `2024-03-${String(sequence).padStart(2, '0')} 10:00:00`,
  direction,
  amount,
  balance_after,
  ...other,
})

testRule(statementBroken, [
  {
    name: 'a statement that runs on is in order, whatever it starts with',
    given: {
      fund_account: [{ fund_account_id: 'F1', kind: 'EXPENDITURE' }],
      bank_transaction: [
        line(7, 'OUT', '10.00', '500.00'),
        line(8, 'IN', '100.00', '600.00'),
        line(9, 'OUT', '600.01', '-0.01'),
        line(10, 'IN', '0.01', '0.00'),
      ],
    },
    found: [],
  },
  {
    name: 'a balance that is a fen off counts where it breaks, and not where it goes on from there',
    given: {
      fund_account: [{ fund_account_id: 'F1', kind: 'EXPENDITURE' }],
      bank_transaction: [
        line(1, 'IN', '100.00', '100.00'),
        line(2, 'OUT', '40.00', '60.01'),
        line(3, 'IN', '10.00', '70.01'),
      ],
    },
    found: [
      {
        subjectId: 'F1',
        level: 1,
        amount: '0.01',
        periodFrom: '2024-03-02',
        periodTo: '2024-03-02',
        evidenceCount: 1,
        evidence: ['F1#2'],
        context: ['F1', 'F1#1'],
        says: '基金账户 F1的银行流水 2024-03-02 余额不衔接 1 处，差额合计 0.01 元，',
      },
    ],
  },
  {
    name: 'breaks up and down are summed without their signs',
    given: {
      bank_transaction: [
        line(1, 'IN', '100.00', '100.00'),
        line(2, 'IN', '100.00', '150.00'),
        line(3, 'OUT', '50.00', '130.00'),
        line(5, 'OUT', '30.00', '100.00'),
      ],
    },
    found: [
      {
        subjectId: 'F1',
        amount: '80.00',
        periodFrom: '2024-03-02',
        periodTo: '2024-03-05',
        evidence: ['F1#2', 'F1#3', 'F1#5'],
        context: ['F1#1'],
        says: '断号 1 处（共缺 1 个序号），余额不衔接 2 处，差额合计 80.00 元',
      },
    ],
  },
  {
    name: 'a gap counts though the balance agrees',
    given: {
      bank_transaction: [line(1, 'IN', '100.00', '100.00'), line(4, 'IN', '100.00', '200.00')],
    },
    found: [
      {
        subjectId: 'F1',
        amount: '0.00',
        periodFrom: '2024-03-04',
        evidence: ['F1#4'],
        context: ['F1#1'],
        says: '断号 1 处（共缺 2 个序号），余额均能衔接',
      },
    ],
  },
  {
    name: 'over a gap the balance is compared with the loaded row before it',
    given: {
      bank_transaction: [line(1, 'IN', '100.00', '100.00'), line(3, 'OUT', '30.00', '50.00')],
    },
    found: [{ subjectId: 'F1', amount: '20.00', evidenceCount: 1 }],
  },
  {
    name: 'what came in and what went out are not the same',
    given: {
      bank_transaction: [line(1, 'IN', '100.00', '100.00'), line(2, 'IN', '100.00', '0.00')],
    },
    found: [{ subjectId: 'F1', amount: '200.00' }],
  },
  {
    name: 'the order is that of the numbers, not of the times',
    given: {
      bank_transaction: [
        line(10, 'IN', '1.00', '103.00'),
        line(9, 'IN', '1.00', '102.00', { occurred_at: '2024-12-31 10:00:00' }),
        line(8, 'IN', '1.00', '101.00'),
      ],
    },
    found: [],
  },
  {
    name: 'each account has its own numbers and balances',
    given: {
      fund_account: [{ fund_account_id: 'F2', kind: 'INCOME' }],
      bank_transaction: [
        line(1, 'IN', '100.00', '100.00'),
        line(2, 'IN', '100.00', '900.00', { fund_account_id: 'F2' }),
        line(2, 'IN', '100.00', '200.00'),
        line(3, 'IN', '100.00', '1000.01', { fund_account_id: 'F2' }),
        line(1, 'IN', '100.00', '100.00', { fund_account_id: 'F3' }),
      ],
    },
    found: [{ subjectId: 'F2', amount: '0.01', evidence: ['F2#3'], context: ['F2', 'F2#2'] }],
  },
  {
    name: 'an amount that is not known counts as 0, and a balance that is not known breaks nothing',
    given: {
      bank_transaction: [
        line(1, 'IN', '100.00', '100.00'),
        line(2, 'IN', '', '100.00'),
        line(3, 'OUT', '', '99.00'),
        line(4, 'OUT', '1.00', ''),
        line(6, 'OUT', '1.00', '50.00'),
      ],
    },
    found: [{ subjectId: 'F1', amount: '1.00', evidence: ['F1#3', 'F1#6'] }],
  },
  {
    name: 'negative amounts are followed as delivered',
    given: {
      bank_transaction: [
        line(1, 'IN', '100.00', '100.00'),
        line(2, 'OUT', '-10.00', '110.00'),
        line(3, 'IN', '-10.00', '100.00'),
      ],
    },
    found: [],
  },
])
