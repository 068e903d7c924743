import { describe, expect, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import { statusesAfter } from '#records/available-actions.ts'
import type { ActFacts } from '#records/define-record.ts'
import { gateKey } from './gate-key.ts'

const at = new Date('2026-11-23T02:00:00Z')
const asked = {
  title: '省集中核心系统',
  agency_id: 'A990101',
  functions: ['ACCOUNT_CHANGE'],
  requests_per_minute: 100,
  webhook_url: 'https://core.example.test/hook',
  valid_from: '2026-11-23T00:00:00+08:00',
  valid_to: '2027-11-23T00:00:00+08:00',
}
const facts = { at } as ActFacts

describe('a key of a core system', () => {
  test('does in every status exactly what is possible there', () => {
    const pairs = ['NEW', ...Object.keys(gateKey.statuses)].flatMap((status) =>
      Object.keys(gateKey.actions).map((action) => ({ status, action })),
    )
    const found = pairs
      .map(({ status, action }) => [`${status} ${action}`, statusesAfter(gateKey, status, action)] as const)
      .filter(([, after]) => after.length > 0)
    expect(Object.fromEntries(found)).toEqual({
      'NEW propose': ['PROPOSED'],
      'PROPOSED grant': ['GRANTED'],
      'PROPOSED refuse': ['REFUSED'],
      'PROPOSED withdraw': ['WITHDRAWN'],
      'GRANTED end': ['ENDED'],
    })
  })

  test('is granted by somebody else, who has opened and confirmed it', () => {
    expect(gateKey.actions.grant).toMatchObject({
      differsFrom: ['propose'],
      needsConfirmation: true,
      needsDetailOpened: true,
      step: 'REVIEW',
    })
  })

  const decided = (changes: object): unknown => {
    const input = gateKey.actions.propose!.input.safeParse({ ...asked, ...changes })
    if (!input.success) return 'schema'
    try {
      return (gateKey.actions.propose!.decide(null, input.data, facts) as { status: string }).status
    } catch (error) {
      return error instanceof Refusal ? error.code : error
    }
  }

  test.for<[string, object, string]>([
    ['as it should be', {}, 'PROPOSED'],
    ['without a webhook', { webhook_url: null }, 'PROPOSED'],
    ['with a field too many', { is_admin: true }, 'schema'],
    ['for no function', { functions: [] }, 'schema'],
    ['for a function that is none', { functions: ['ALL'] }, 'schema'],
    ['for the granting of roles', { functions: ['GRANT_ROLE'] }, 'invalid_input'],
    ['for one function twice', { functions: ['REFUND', 'REFUND'] }, 'invalid_input'],
    ['with a webhook in the clear', { webhook_url: 'http://core.example.test/hook' }, 'invalid_input'],
    ['that ends before it begins', { valid_to: '2026-11-22T00:00:00+08:00' }, 'invalid_input'],
    [
      'that has ended',
      { valid_from: '2025-01-01T00:00:00Z', valid_to: '2025-02-01T00:00:00Z' },
      'invalid_input',
    ],
    ['for longer than a year and a month', { valid_to: '2028-11-23T00:00:00+08:00' }, 'invalid_input'],
    ['with no time zone', { valid_to: '2027-01-01T00:00:00' }, 'schema'],
    ['with no limit', { requests_per_minute: 0 }, 'schema'],
  ])('%s', ([, changes, outcome]) => {
    expect(decided(changes)).toBe(outcome)
  })
})
