import { expect, test } from 'vitest'
import { samples } from './test-samples.ts'
import { changed, effectOf, entitlement, paidLine, sentenceOf } from './test-situations.ts'
import { writeOff } from './write-off.ts'

const sample = samples.WRITE_OFF()

test('the order itself, with its amount, is all the standard can say', () => {
  expect(effectOf(writeOff, sample)).toEqual([
    {
      operation: 'insert',
      table: 'business_order',
      values: {
        order_id: 'O1',
        function_code: 'WRITE_OFF',
        person_id: 'P1',
        channel: 'COUNTER',
        amount: '2000.10',
        applied_at: '2024-06-15 09:30:00',
        status: 'DONE',
      },
    },
  ])
})

const earlier = (status: string) => [{ order_id: 'X', function_code: 'WRITE_OFF', amount: '0.01', status }]
test.for([
  { what: 'more than was ever paid', input: { amount: '2000.11' }, why: '2000.10 元' },
  { what: 'what was written off already', facts: { earlier: earlier('DONE') }, why: '2000.09 元' },
  {
    what: 'what never reached the person',
    facts: { payments: [paidLine('2024-05', 200_010n, { status: 'RETURNED' })] },
    why: '0.00 元',
  },
  { what: 'somebody who still draws', facts: { entitlements: [entitlement(1n)] }, why: '从待遇中抵扣' },
  { what: 'nothing', input: { amount: '0.00' }, why: '不能为零' },
])('refused for $what', ({ input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(writeOff, changed(sample, input, facts)))).toContain(why)
})

test('a write-off that was turned down does not count', () => {
  expect(sentenceOf(effectOf(writeOff, changed(sample, {}, { earlier: earlier('REJECTED') })))).toBe(
    'accepted',
  )
})
