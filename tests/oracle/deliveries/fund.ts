/** Fund accounts, their statements with gaps and breaks of a fen, and who reconciled them. */
import { day, dayText } from '../dates.ts'
import { yuan } from './payments.ts'
import { add, orNull, type World } from './people.ts'
import { roleDays } from './roles.ts'

export function makeFunds(world: World): void {
  const { random } = world
  for (const [index, fundAccount] of ['F1', 'F2', 'F3'].entries()) {
    if (random.maybe(0.92)) {
      add(world, 'fund_account', {
        fund_account_id: fundAccount,
        kind: index === 0 ? 'EXPENDITURE' : random.pick(['INCOME', 'EXPENDITURE', 'SPECIAL', 'TREASURY']),
        bank: orNull(world, '建行'),
      })
    }
    makeStatement(world, fundAccount)
  }
  const payees = ['7000000000000001', '7000000000000002', 'G-3']
  for (const account of payees.filter(() => random.maybe(0.6))) {
    add(world, 'approved_payee', {
      account_number: account,
      name: orNull(world, '财政'),
      kind: orNull(world, 'FISCAL'),
    })
  }
}

function makeStatement(world: World, fundAccount: string): void {
  const { random, asOf } = world
  let sequence = random.pick([0, 1, -3])
  let fen = random.pick([0, 100_00, -5_00])
  const count = random.below(9)
  for (let index = 0; index < count; index += 1) {
    sequence += random.maybe(0.88) ? 1 : random.pick([2, 5])
    const direction = random.pick(['IN', 'OUT', 'OUT'])
    const amount = random.pick([0, 1, 100_00, 12_34, -7_00])
    fen += direction === 'IN' ? amount : -amount
    if (random.maybe(0.12)) fen += random.pick([1, -1, 500_00])
    add(world, 'bank_transaction', {
      fund_account_id: fundAccount,
      sequence: String(sequence),
      occurred_at: `${dayText(asOf - random.below(30))} 10:00:00`,
      direction,
      amount: yuan(amount),
      balance_after: yuan(fen),
      counterparty_name: orNull(world, '某公司'),
      counterparty_account: orNull(
        world,
        random.pick(['7000000000000001', '7000000000000002', 'G-3', 'G-4']),
      ),
      batch_id: orNull(world, random.pick(['B0', 'B1', 'B2', 'B999']), 0.5),
    })
  }
}

export function makeReconciliations(world: World): void {
  const { random } = world
  const count = random.below(8)
  for (let number = 1; number <= count; number += 1) {
    const completed = random.pick(roleDays)
    add(world, 'reconciliation', {
      reconciliation_id: `H${number}`,
      fund_account_id: orNull(world, 'F1'),
      kind: random.pick(['DAILY', 'MONTHLY']),
      period_from: completed,
      period_to: dayText(day(completed) + 1),
      prepared_by: orNull(world, random.pick(['S1', 'S2', 'S3'])),
      reviewed_by: orNull(world, random.pick(['S1', 'S2', 'S3', 'account:U3'])),
      difference: orNull(world, random.pick(['0.00', '-12.34', '5.00'])),
      completed_on: orNull(world, completed, 0.2),
    })
  }
}
