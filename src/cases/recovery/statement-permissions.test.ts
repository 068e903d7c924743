import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer, codeOf } from '#records/test-acting.ts'
import { setUpCases, takeCaseStep } from '../test-cases.ts'
import { everybody, isExpected, isKnown } from '../test-everybody.ts'

/** Who may do what with statements of the bank: cashier or accountant imports, reconciliation compares. */

const database = await testDatabase()

beforeAll(() => setUpCases(database))

async function imported(by: string) {
  const input = {
    ...{ fund_account_id: `ACC-${randomUUID()}`, from: '2024-06-01', to: '2024-06-01' },
    lines: [
      {
        ...{ sequence: 1, occurred_on: '2024-06-01', direction: 'IN', amount: '1.00' },
        ...{ counterparty_name: null, memo: null },
      },
    ],
  }
  const step = { by, kind: 'BANK_STATEMENT', recordId: null, action: 'import', input }
  return takeCaseStep(database, { ...step, files: ['STATEMENT_FILE'] })
}

test('importing is for cashiers and accountants', { timeout: 120_000 }, async () => {
  const wrong: string[] = []
  for (const somebody of everybody) {
    const answer = await imported(somebody.name)
    // Each imports for the agency that is his own: nobody is above or beside it.
    const isAllowed = somebody.duties.some((duty) => ['CASHIER', 'ACCOUNTANT'].includes(duty))
    if ((answer.outcome === 'accepted') !== isAllowed) wrong.push(`${somebody.name}: ${codeOf(answer)}`)
  }
  expect(wrong).toEqual([])
})

test.for([
  ['accept', {}],
  ['refuse', { reason: '与银行回单不符' }],
] as const)(
  '%s of a statement is for reconciliation of the agency',
  { timeout: 120_000 },
  async ([action, input]) => {
    let { recordId } = acceptedAnswer(await imported('account1'))
    const wrong: string[] = []
    for (const somebody of everybody) {
      const step = { by: somebody.name, kind: 'BANK_STATEMENT', recordId, action, input }
      const code = codeOf(await takeCaseStep(database, step))
      const isAllowed = isExpected(somebody, { duties: ['RECONCILIATION'], above: false })
      const expected = isAllowed ? 'accepted' : isKnown(somebody) ? 'not_permitted' : 'not_found'
      if (code !== expected) wrong.push(`${somebody.name}: ${code} instead of ${expected}`)
      if (code === 'accepted') recordId = acceptedAnswer(await imported('account1')).recordId
    }
    expect(wrong).toEqual([])
  },
)
