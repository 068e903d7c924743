import { describe, expect, test } from 'vitest'
import { statusesAfter } from '#records/available-actions.ts'
import type { RecordKind } from '#records/define-record.ts'
import { orderKinds } from './order-functions.ts'
import type { RegisterOwner } from './order-status.ts'
import { feedDecisionKind } from './standing/feed-decision.ts'

/** Every status × action of every kind, against a table that is written here anew and not read from the program. */

/** High-risk functions whose approval is no matter of a hit. */
const alwaysApproved = [
  ...['DEATH_RESUME', 'BACK_PAY', 'MANUAL_ADJUST', 'ACCOUNT_MERGE', 'BACK_FILL', 'LUMP_CONTRIBUTION'],
  ...['REFUND', 'DEATH_FLAG_CANCEL', 'WRITE_OFF'],
]
const approvedOnHit = [
  ...['ACCOUNT_CHANGE', 'STATUS_CHANGE', 'DETERMINATION', 'IDENTITY_CHANGE', 'TRANSFER_IN', 'FUNERAL'],
  ...['RESEND', 'CONTRIBUTION_CHANGE'],
]

/** What they write has no status to be taken back by. */
const irreversible = ['DETERMINATION', 'BACK_FILL', 'LUMP_CONTRIBUTION', 'TRANSFER_IN', 'REFUND']
const reversible = (codes: readonly string[]) => codes.filter((code) => !irreversible.includes(code))

type Possible = Readonly<Record<string, readonly string[]>>

const ending: Possible = {
  'ENTERED withdraw': ['WITHDRAWN'],
  'ENTERED lapse': ['LAPSED'],
  'AWAITING_CONFIRMATION confirm': ['DONE'],
}
const correcting: Possible = {
  'RETURNED resubmit': ['ENTERED'],
  'RETURNED withdraw': ['WITHDRAWN'],
  'RETURNED lapse': ['LAPSED'],
}

function reviewed(afterReview: readonly string[], finals: readonly string[]): Possible {
  return {
    ...ending,
    'NEW enter': ['ENTERED'],
    'ENTERED review': afterReview,
    'ENTERED refuse': ['REFUSED'],
    'REVIEWED approve': finals,
    'REVIEWED disapprove': ['REFUSED'],
    'REVIEWED lapse': ['LAPSED'],
  }
}
const withReturns: Possible = {
  ...correcting,
  'ENTERED return': ['RETURNED'],
  'REVIEWED send_back': ['RETURNED'],
}

function possibleOf(register: RegisterOwner): Readonly<Record<string, Possible>> {
  const final = register === 'own' ? 'DONE' : 'AWAITING_CONFIRMATION'
  const always = reviewed(['REVIEWED'], [final])
  const onHit = reviewed(['REVIEWED', final], [final])
  return {
    ...Object.fromEntries(alwaysApproved.map((code) => [`ORDER_${code}`, { ...always, ...withReturns }])),
    ...Object.fromEntries(approvedOnHit.map((code) => [`ORDER_${code}`, { ...onHit, ...withReturns }])),
    // What has to be corrected is entered anew.
    ORDER_DATA_REPAIR: onHit,
    ...Object.fromEntries(reversible(alwaysApproved).map((code) => [`REVERSAL_${code}`, always])),
    ...Object.fromEntries(
      reversible([...approvedOnHit, 'DATA_REPAIR']).map((code) => [`REVERSAL_${code}`, onHit]),
    ),
    // Our own tables wait for no delivery.
    ORDER_GRANT_ROLE: { ...reviewed(['REVIEWED', 'DONE'], ['DONE']), ...withReturns },
    ORDER_PARAMETER_CHANGE: {
      ...ending,
      ...correcting,
      'NEW enter': ['ENTERED'],
      'ENTERED approve': register === 'own' ? ['DONE'] : ['AWAITING_CONFIRMATION', 'DONE'],
      'ENTERED send_back': ['RETURNED'],
      'ENTERED disapprove': ['REFUSED'],
    },
    FEED_DECISION: {
      'NEW enter': ['PROPOSED'],
      'PROPOSED approve': ['IN_FORCE'],
      'PROPOSED disapprove': ['REFUSED'],
      'PROPOSED withdraw': ['WITHDRAWN'],
      'PROPOSED lapse': ['LAPSED'],
      'IN_FORCE end': ['ENDED'],
      'IN_FORCE stop': ['ENDED'],
    },
  }
}

const kindsOf = (register: RegisterOwner): readonly RecordKind[] => [
  ...orderKinds(register),
  feedDecisionKind(),
]

describe.for(['own', 'mirror'] as const)('a register that is %s', (register) => {
  const kinds = kindsOf(register)
  const possible = possibleOf(register)

  test('has orders of twenty functions, eighteen reversals, and standing decisions', () => {
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(Object.keys(possible).toSorted())
    expect(kinds.filter(({ kind }) => kind.startsWith('ORDER_'))).toHaveLength(20)
    expect(kinds.filter(({ kind }) => kind.startsWith('REVERSAL_'))).toHaveLength(13)
  })

  test.for(kinds)('$kind does in every status exactly what is possible there', (kind) => {
    const pairs = ['NEW', ...Object.keys(kind.statuses)].flatMap((status) =>
      Object.keys(kind.actions).map((action) => ({ status, action })),
    )
    const found = pairs
      .map(({ status, action }) => [`${status} ${action}`, statusesAfter(kind, status, action)] as const)
      .filter(([, after]) => after.length > 0)
    expect(Object.fromEntries(found)).toEqual(possible[kind.kind])
  })

  test.for(kinds)('$kind is done by two people at least, and nobody answers a check for himself', (kind) => {
    for (const [name, action] of Object.entries(kind.actions)) {
      const isFinal = Object.entries(kind.workflow).some(([, row]) =>
        [row[name] ?? []]
          .flat()
          .some((status) => ['DONE', 'AWAITING_CONFIRMATION', 'IN_FORCE'].includes(status)),
      )
      if (!isFinal || action.by === 'system') continue
      expect(action.differsFrom, name).toContain('enter')
      expect(action.needsConfirmation, name).toBe(true)
      expect(action.needsDetailOpened, name).toBe(true)
      if (kind.kind !== 'FEED_DECISION') expect(action.needsCheck, name).toBe(true)
    }
  })
})

test('functions that two confirm together are completed within ten minutes of the one before', () => {
  const together = orderKinds('own').flatMap(({ kind, actions }) =>
    Object.entries(actions).flatMap(([name, { together: first }]) =>
      first === undefined ? [] : [`${kind} ${name} after ${first}`],
    ),
  )
  expect(together.toSorted()).toEqual([
    'ORDER_DATA_REPAIR approve after review',
    'ORDER_DATA_REPAIR review after enter',
    'ORDER_DEATH_RESUME approve after review',
    'ORDER_WRITE_OFF approve after review',
    'REVERSAL_DATA_REPAIR approve after review',
    'REVERSAL_DATA_REPAIR review after enter',
    'REVERSAL_DEATH_RESUME approve after review',
    'REVERSAL_WRITE_OFF approve after review',
  ])
})
