import { expect, test } from 'vitest'
import { instalments, type RecoveryData } from '#cases/recovery/recovery-data.ts'
import type { Recovery } from '#web/cases/read-case.ts'
import { shownItems } from './instalments.ts'

const items = [
  { due_on: '2026-01-31', amount_fen: '100' },
  { due_on: '2026-02-28', amount_fen: '250' },
  { due_on: '2026-03-31', amount_fen: '50' },
]

function recovery(come: number, before = 0): Recovery {
  const plan = { kind: 'INSTALMENTS', items, by: 'a', recovered_before_fen: String(before), approved: null }
  return { recovered_fen: String(come), written_off_fen: '0', plan } as unknown as Recovery
}

test.for([
  [0, ['100', '250', '50']],
  [99, ['1', '250', '50']],
  [100, ['0', '250', '50']],
  [330, ['0', '20', '50']],
  [400, ['0', '0', '0']],
] as const)('after %s fen have come the items miss %s', ([come, missing]) => {
  expect(shownItems(recovery(come)).map(({ missing_fen }) => missing_fen)).toEqual(missing)
  expect(shownItems(recovery(come + 70, 70)).map(({ missing_fen }) => missing_fen)).toEqual(missing)
})

test('what is missing in all is what the server counts up to the last day', () => {
  for (const come of [0, 1, 99, 100, 101, 349, 350, 399, 400]) {
    const plan = {
      ...recovery(come).plan,
      recovered_before_fen: 0n,
      items: items.map((each) => ({ ...each, amount_fen: BigInt(each.amount_fen) })),
    }
    const data = { recovered_fen: BigInt(come), written_off_fen: 0n, plan } as unknown as RecoveryData
    const sum = shownItems(recovery(come)).reduce((total, { missing_fen }) => total + BigInt(missing_fen), 0n)
    expect(sum).toBe(instalments(data).at(-1)!.missing_fen)
  }
})
