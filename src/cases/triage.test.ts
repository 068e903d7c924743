import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { codeOf } from '#records/test-acting.ts'
import { addFinding, casesContext, openCase, setUpCases } from './test-cases.ts'
import { type TriageItem, triage } from './triage.ts'

const database = await testDatabase()
const { db, owner } = database

beforeAll(() => setUpCases(database))

const opening = (findingId: string): TriageItem => ({
  ...{ recordId: null, action: 'open', version: null, idempotencyKey: randomUUID() },
  input: { finding_ids: [findingId], reason: '批量立案' },
})

test('each item has its own answer, in the order asked, and the same list again does nothing twice', async () => {
  const taken = await openCase(database)
  const beside = await addFinding(owner, { county: '990102' })
  const items = [
    opening(await addFinding(owner)),
    opening(taken.findingIds[0]!),
    opening('no such finding'),
    opening(beside),
    { ...opening('x'), input: {} },
    opening(await addFinding(owner)),
    {
      ...opening('x'),
      recordId: taken.recordId,
      action: 'assign',
      input: { assignee: 'audit2' },
      version: 1,
    },
  ]
  const context = casesContext(db, 'audit1')
  const first = await triage(context, items)
  expect(first.map(({ answer }) => codeOf(answer))).toEqual([
    ...['accepted', 'conflict', 'not_found', 'not_found', 'invalid_input', 'accepted', 'accepted'],
  ])
  expect(first.map(({ idempotencyKey }) => idempotencyKey)).toEqual(
    items.map(({ idempotencyKey }) => idempotencyKey),
  )
  expect(await triage(context, items)).toEqual(first)
})

test.for([
  { what: 'nothing', items: [], why: '1 to 200 items' },
  { what: 'too many', items: Array.from({ length: 201 }, () => opening('x')), why: '1 to 200 items' },
  {
    what: 'one key twice',
    items: [opening('x'), opening('x')].map((each) => ({ ...each, idempotencyKey: 'same-key' })),
    why: 'key of its own',
  },
  { what: 'an approval', items: [{ ...opening('x'), action: 'approve' }], why: 'case by case' },
])('refused for $what', async ({ items, why }) => {
  await expect(triage(casesContext(db, 'audit1'), items)).rejects.toThrow(why)
})
