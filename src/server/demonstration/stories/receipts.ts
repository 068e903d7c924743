import { sql } from 'kysely'
import { formatYuan } from '#base/money.ts'
import { type Stage, takeStep } from '../stage.ts'
import { type Setting, type Story, scene } from '../story.ts'

interface Expected {
  /** Working days before today on which it came. */
  readonly daysAgo: number
  /** Who paid. */
  readonly from: string
  readonly fen: (stage: Stage) => Promise<bigint>
}

/** The bank statement that brings what debtors paid back; a receipt is matched to one of its lines. */
export interface Receipts {
  /** The key of the line on which it will stand. */
  readonly expect: (expected: Expected) => string
  readonly story: () => Story
}

/** Far from those of the delivered account: a line that came by both would count once. */
const firstSequence = 910_001

export function openReceipts({ cast, day }: Setting, fundAccountId: string): Receipts {
  const lines: Expected[] = []
  const key = 'bank-statement'
  let recordId: string | null = null
  return {
    expect: (expected) => {
      lines.push(expected)
      return `BANK:${fundAccountId}#${firstSequence + lines.length - 1}`
    },
    story: () => ({
      name: key,
      scenes: [
        scene(8, '09:00', async (stage) => {
          const written = []
          for (const [index, { daysAgo, from, fen }] of lines.entries()) {
            const amount = formatYuan(await fen(stage))
            const common = { direction: 'IN', counterparty_name: from, memo: '退还多领待遇' }
            written.push({ sequence: firstSequence + index, occurred_on: day(daysAgo), amount, ...common })
          }
          // Nobody knows yet what it is for: it stays listed until somebody finds out.
          const unknown = { direction: 'IN', counterparty_name: '周某某', memo: '退款' }
          const [sequence, occurred_on] = [firstSequence + lines.length, day(9)]
          written.push({ sequence, occurred_on, amount: '3200.00', ...unknown })
          const input = { fund_account_id: fundAccountId, from: day(12), to: day(9), lines: written }
          const files = [{ purpose: 'STATEMENT_FILE', name: '银行对账单.pdf' }]
          const common = { kind: 'BANK_STATEMENT', recordId: null, action: 'import', input, files }
          recordId = await takeStep(stage, { key: `${key}-import`, by: cast('cashier'), ...common })
        }),
        scene(7, '10:30', async (stage) => {
          const common = { kind: 'BANK_STATEMENT', recordId, action: 'accept', input: {} }
          await takeStep(stage, { key: `${key}-accept`, by: cast('reconciliation'), ...common })
        }),
        // The next one waits for its comparison.
        scene(1, '09:15', async (stage) => {
          const line = { direction: 'IN', counterparty_name: '吴某某', memo: '退还待遇' }
          const lines = [{ sequence: firstSequence + 100, occurred_on: day(3), amount: '1860.00', ...line }]
          const input = { fund_account_id: fundAccountId, from: day(8), to: day(2), lines }
          const files = [{ purpose: 'STATEMENT_FILE', name: '银行对账单.pdf' }]
          const common = { kind: 'BANK_STATEMENT', recordId: null, action: 'import', input, files }
          await takeStep(stage, { key: `${key}-next`, by: cast('cashier'), ...common })
        }),
      ],
    }),
  }
}

/** An account of the fund, as it was delivered. */
export async function findFundAccount(stage: Pick<Stage, 'db'>): Promise<string | null> {
  const { rows } = await sql<{ fund_account_id: string }>`
    select fund_account_id
    from register.fund_account
    order by fund_account_id
    limit 1
  `.execute(stage.db)
  return rows[0]?.fund_account_id ?? null
}
