import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instalments, type RecoveryData, statusOf, withBalance } from './recovery-data.ts'

const base: RecoveryData = {
  case_id: 'C',
  debtor_name: '某甲',
  due_fen: 0n,
  recovered_fen: 0n,
  written_off_fen: 0n,
  outstanding_fen: 0n,
  plan: null,
  receipts: [],
  settled_by_orders: [],
  reminders: [],
  missed: [],
  adjustment: null,
  remarks: [],
}
const said = { by: 'a', at: '2024-06-03T00:00:00.000Z' }
const fen = fc.bigInt({ min: 1n, max: 10n ** 15n })

const receipt = (amount_fen: bigint, index: number, isUndone: boolean): RecoveryData['receipts'][number] => ({
  ...{ receipt_id: `R${index}`, line_key: `BANK:A#${index}`, line_fen: amount_fen, amount_fen },
  ...{ received_on: '2024-06-03', ...said, undone: isUndone ? { ...said, reason: '错' } : null },
})

test('confirmed is recovered and written off and outstanding, whatever came, went and was written off', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fen, fc.boolean()), { maxLength: 20 }),
      fc.array(fen, { maxLength: 5 }),
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      (came, writtenOff, left) => {
        const receipts = came.map(([amount, isUndone], index) => receipt(amount, index, isUndone))
        const settled_by_orders = writtenOff.map((amount_fen, index) => {
          return { order_id: `O${index}`, amount_fen, ...said }
        })
        const live = came.filter(([, isUndone]) => !isUndone).reduce((sum, [amount]) => sum + amount, 0n)
        const off = writtenOff.reduce((sum, amount) => sum + amount, 0n)
        const data = withBalance({ ...base, due_fen: live + off + left, receipts, settled_by_orders })
        expect(data).toMatchObject({ recovered_fen: live, written_off_fen: off, outstanding_fen: left })
        expect(data.recovered_fen + data.written_off_fen + data.outstanding_fen).toBe(data.due_fen)
        expect(statusOf(data) === 'SETTLED').toBe(left === 0n)
      },
    ),
  )
})

test('what an instalment misses never shrinks along the plan and ends at what is outstanding', () => {
  fc.assert(
    fc.property(
      fc.array(fen, { minLength: 1, maxLength: 24 }),
      fc.integer({ min: 0, max: 100 }),
      (items, share) => {
        const due_fen = items.reduce((sum, each) => sum + each, 0n)
        const came = (due_fen * BigInt(share)) / 100n
        const plan: RecoveryData['plan'] = {
          ...{
            kind: 'INSTALMENTS',
            by: 'a',
            recovered_before_fen: 0n,
            approved: { ...said, opinion: '同意' },
          },
          items: items.map((amount_fen, index) => ({
            due_on: `2024-01-${String(index + 1).padStart(2, '0')}`,
            amount_fen,
          })),
        }
        const receipts = came === 0n ? [] : [receipt(came, 0, false)]
        const data = withBalance({ ...base, due_fen, plan, receipts })
        const missing = instalments(data).map(({ missing_fen }) => missing_fen)
        expect(missing.every((each, index) => each >= (missing[index - 1] ?? 0n))).toBe(true)
        expect(missing.at(-1)).toBe(data.outstanding_fen)
      },
    ),
  )
})

test('more than is due is a fault, not a balance', () => {
  expect(() => withBalance({ ...base, due_fen: 1n, receipts: [receipt(2n, 0, false)] })).toThrow(
    'more than is due',
  )
})
