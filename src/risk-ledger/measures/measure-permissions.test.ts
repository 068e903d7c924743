import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import { confirmationDigest } from '#records/confirmation.ts'
import { acceptedAnswer, codeOf } from '#records/test-acting.ts'
import { requestOf } from '#records/test-kernel.ts'
import { people as kernelPeople, personNames } from '#records/test-people.ts'
import { ledgerContext, setUpLedger } from '../test-ledger.ts'
import { reconstructedList } from './measure-data.ts'

/**
 * Who may what with a county's self-assessment and with the text of the 48 measures: everybody × every action, by the
 * papers (issue 6, point 1; seed 003), sharing nothing with the decision: no catalogue, no function of access.
 */

const database = await testDatabase()
const { db, owner } = database
beforeAll(() => setUpLedger(database))

interface Somebody {
  readonly name: string
  /** The unit itself; its bureau in the same county; above it; the county beside. */
  readonly place: 'unit' | 'bureau' | 'above' | 'beside'
  readonly duties: readonly string[]
}

const everybody: readonly Somebody[] = [
  ...personNames
    .filter((name) => name !== 'gone')
    .map((name): Somebody => {
      const place = name === 'outsider' ? 'beside' : 'unit'
      return { name, place, duties: kernelPeople[name] }
    }),
  { name: 'head1', place: 'unit', duties: ['UNIT_HEAD'] },
  { name: 'deputy1', place: 'unit', duties: ['DEPUTY_HEAD'] },
  { name: 'auditor1', place: 'unit', duties: ['INTERNAL_AUDIT'] },
  { name: 'county1', place: 'bureau', duties: ['SUPERVISION'] },
  { name: 'beside1', place: 'beside', duties: ['INTERNAL_AUDIT'] },
  { name: 'city1', place: 'above', duties: ['SUPERVISION'] },
  { name: 'centre1', place: 'above', duties: ['SUPERVISION'] },
  { name: 'province1', place: 'above', duties: ['SUPERVISION'] },
  { name: 'cityHead', place: 'above', duties: ['UNIT_HEAD'] },
  { name: 'provinceHead', place: 'above', duties: ['UNIT_HEAD'] },
]

const leads = ({ duties }: Somebody): boolean => duties.some((duty) => duty.endsWith('_HEAD'))
/** Entry and review in one hand may do neither (domain 3.11). */
const isTorn = ({ duties }: Somebody): boolean => duties.includes('ENTRY') && duties.includes('REVIEW')
/** Whoever works in the unit answers for it; its first leader decides only. */
const answers = (each: Somebody): boolean =>
  each.place === 'unit' && !each.duties.includes('UNIT_HEAD') && !isTorn(each)
const decides = (each: Somebody): boolean => each.place === 'unit' && leads(each)

type Status = 'DRAFT' | 'FILLED' | 'SUBMITTED'
interface Rule {
  readonly in: Status
  readonly may: (each: Somebody) => boolean
}
const rules: Readonly<Record<string, Rule>> = {
  answer: { in: 'DRAFT', may: answers },
  withdraw: { in: 'DRAFT', may: answers },
  submit: { in: 'FILLED', may: answers },
  approve: { in: 'SUBMITTED', may: decides },
  return: { in: 'SUBMITTED', may: decides },
}

const items = reconstructedList.items.map(({ area_no, no }) => ({
  ...{ area_no, no, answer: 'YES', note: '制度文件', rectify_by: null },
}))
const inputs: Readonly<Record<string, unknown>> = { answer: { items }, return: { reason: '补充佐证' } }

interface Step {
  readonly kind?: string
  readonly recordId: string | null
  readonly action: string
  readonly input?: unknown
}

/** As somebody who has opened the record, whoever that is. */
async function step(by: string, { kind = 'MEASURE_ASSESSMENT', recordId, action, input = {} }: Step) {
  if (recordId === null) return act(ledgerContext(db, by), requestOf({ kind, action, input }))
  const shown = await owner
    .selectFrom('record')
    .select(['status', 'data', 'version'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  await sql`
    insert into app.record_view (entry_id, entry_hash, record_id, version, actor_id, session_id, at)
    values (gen_random_uuid()::text, decode(repeat('00', 32), 'hex'), ${recordId}, ${shown.version}, ${by}, null, now())
  `.execute(owner)
  const request = requestOf({ kind, action, recordId, version: shown.version, input })
  const digest = confirmationDigest({ request, ...shown })
  return act(ledgerContext(db, by), {
    ...request,
    confirmation: { method: 'PASSWORD', digest, assertion: null },
  })
}

/** Begun by one clerk of the unit, who has then done a step of every one. */
async function assessmentIn(status: Status): Promise<string> {
  // One a year: the one before makes room.
  await sql`update app.record set status = 'WITHDRAWN' where kind = 'MEASURE_ASSESSMENT'`.execute(owner)
  const begun = await step('enter2', { recordId: null, action: 'begin', input: { year: 2025 } })
  const { recordId } = acceptedAnswer(begun)
  if (status !== 'DRAFT')
    acceptedAnswer(await step('enter2', { recordId, action: 'answer', input: { items } }))
  if (status === 'SUBMITTED') acceptedAnswer(await step('enter2', { recordId, action: 'submit' }))
  return recordId
}

test.for(Object.keys(rules))('%s is for those of the unit whom the papers name', async (action) => {
  const rule = rules[action]!
  let recordId = await assessmentIn(rule.in)
  const wrong: string[] = []
  for (const somebody of everybody) {
    const code = codeOf(await step(somebody.name, { recordId, action, input: inputs[action] ?? {} }))
    const isThere = somebody.place !== 'beside'
    const expected = rule.may(somebody) ? 'accepted' : isThere ? 'not_permitted' : 'not_found'
    if (code !== expected) wrong.push(`${somebody.name}: ${code} instead of ${expected}`)
    if (code === 'accepted') recordId = await assessmentIn(rule.in)
  }
  expect(wrong).toEqual([])
})

test('the text is proposed by the province’s supervision and decided by a leader of the same agency', async () => {
  const input = { document: '社保基金防〔2018〕1号', items: reconstructedList.items }
  const propose = (by: string) => step(by, { kind: 'MEASURE_LIST', recordId: null, action: 'propose', input })
  const wrong: string[] = []
  for (const { name } of everybody) {
    const code = codeOf(await propose(name))
    if ((code === 'accepted') !== (name === 'province1')) wrong.push(`${name} proposes: ${code}`)
  }
  let { recordId } = acceptedAnswer(await propose('province1'))
  for (const { name } of everybody) {
    const code = codeOf(await step(name, { kind: 'MEASURE_LIST', recordId, action: 'approve' }))
    if ((code === 'accepted') !== (name === 'provinceHead')) wrong.push(`${name} approves: ${code}`)
    if (code === 'accepted') ({ recordId } = acceptedAnswer(await propose('province1')))
  }
  expect(wrong).toEqual([])
})
