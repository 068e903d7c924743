import { describe, expect, test } from 'vitest'
import { accessFunctions } from '#access/functions/catalogue.ts'
import { statusesAfter } from '#records/available-actions.ts'
import { fileKinds, importFunctions } from './file-kinds.ts'
import { definePaymentHold } from './holds/payment-hold.ts'
import { batchableCodes } from './import/asked-import.ts'
import { definePaymentFile } from './payment-file.ts'

/** Everything that is possible; what is not here is not. */
const ofFile = (final: string): Readonly<Record<string, readonly string[]>> => ({
  'NEW enter': ['ENTERED'],
  'ENTERED review': ['REVIEWED'],
  'ENTERED return': ['RETURNED'],
  'ENTERED refuse': ['REFUSED'],
  'ENTERED withdraw': ['WITHDRAWN'],
  'ENTERED lapse': ['LAPSED'],
  'RETURNED resubmit': ['ENTERED'],
  'RETURNED withdraw': ['WITHDRAWN'],
  'RETURNED lapse': ['LAPSED'],
  'REVIEWED approve': [final],
  'REVIEWED send_back': ['RETURNED'],
  'REVIEWED disapprove': ['REFUSED'],
  'REVIEWED lapse': ['LAPSED'],
  'AWAITING_CONFIRMATION confirm': ['DONE'],
  'AWAITING_CONFIRMATION sent': ['AWAITING_CONFIRMATION'],
  'AWAITING_CONFIRMATION settle': ['AWAITING_CONFIRMATION'],
  'DONE sent': ['DONE'],
  'DONE settle': ['DONE'],
})

const ofHold: Readonly<Record<string, readonly string[]>> = {
  'NEW open': ['HELD'],
  'HELD notify': ['HELD'],
  'HELD extend': ['HELD'],
  'HELD release': ['RELEASED'],
  'HELD propose_stop': ['STOP_PROPOSED'],
  'HELD end': ['RELEASED'],
  'STOP_PROPOSED notify': ['STOP_PROPOSED'],
  'STOP_PROPOSED stop': ['STOPPED'],
  'STOP_PROPOSED decline': ['HELD'],
  'STOP_PROPOSED end': ['RELEASED'],
  'RELEASED carry': ['CARRIED'],
}

describe.for([
  { name: 'a payment file of one’s own register', kind: definePaymentFile('own'), possible: ofFile('DONE') },
  {
    name: 'a payment file of a mirror',
    kind: definePaymentFile('mirror'),
    possible: ofFile('AWAITING_CONFIRMATION'),
  },
  { name: 'a hold', kind: definePaymentHold('own'), possible: ofHold },
])('$name', ({ kind, possible }) => {
  const pairs = ['NEW', ...Object.keys(kind.statuses)].flatMap((status) =>
    Object.keys(kind.actions).map((action) => ({ status, action })),
  )

  test('has no transition that is not listed here', () => {
    const found = pairs.filter(({ status, action }) => statusesAfter(kind, status, action).length > 0)
    expect(found.map(({ status, action }) => `${status} ${action}`).sort()).toEqual(
      Object.keys(possible).sort(),
    )
  })

  test.for(pairs)('$status, $action', ({ status, action }) => {
    expect(statusesAfter(kind, status, action)).toEqual(possible[`${status} ${action}`] ?? [])
  })

  test('leaves every step of the server to the server, and every person’s to a person', () => {
    const server = ['lapse', 'confirm', 'sent', 'settle', 'open', 'end', 'carry']
    const bySystem = Object.entries(kind.actions).filter(([, { by }]) => by === 'system')
    expect(bySystem.map(([name]) => name).sort()).toEqual(
      Object.keys(kind.actions)
        .filter((name) => server.includes(name))
        .sort(),
    )
  })
})

test('review and approval of a file are confirmed, opened, checked and done together', () => {
  const { review, approve } = definePaymentFile('own').actions
  for (const action of [review!, approve!]) {
    expect(action).toMatchObject({ needsCheck: true, needsConfirmation: true, needsDetailOpened: true })
  }
  expect(approve).toMatchObject({
    together: 'review',
    step: 'APPROVAL',
    differsFrom: ['enter', 'resubmit', 'review'],
  })
})

test('every function that may come in a list is there, moves no money and needs no second person at once', () => {
  expect([...importFunctions.keys()].sort()).toEqual([...batchableCodes].sort())
  for (const code of batchableCodes) {
    expect(accessFunctions.get(code)).toMatchObject({ hasAmount: false, isTogether: false })
    expect(importFunctions.get(code)!.amountFen).toBeUndefined()
  }
  expect(fileKinds('own').map(({ kind }) => kind)).toEqual([
    'ORDER_PAYMENT_FILE',
    'PAYMENT_HOLD',
    'ORDER_BATCH_IMPORT',
    'EMERGENCY_RELEASE',
  ])
})
