import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { ListQuery, listRecords } from '#records/reading/list-records.ts'
import { openRecord } from '#records/reading/open-record.ts'
import { acceptedAnswer, codeOf } from '#records/test-acting.ts'
import { claimToDo } from '#records/to-dos/assign-to-do.ts'
import { listToDos } from '#records/to-dos/list-to-dos.ts'
import {
  addStaff,
  doStep,
  inspectionsContext,
  openInspection,
  setUpInspections,
  staffNames,
} from './test-inspections.ts'

/**
 * An inspection before its notice: everybody × every way to hear of one. Its own agency and its team know of it, for all
 * others it does not exist; `READ_INSPECTION` and the scope would let the county's leaders read it (platform.md 25).
 */

const database = await testDatabase()
const { db, owner } = database

beforeAll(async () => {
  await setUpInspections(database)
  await sql`
    insert into app.agency (agency_id, name, kind, region, parent_id, path, reviewed_by_superior)
    values ('A990000', '示例省中心', 'HANDLING', '990000', null, '{A990000}', false)
  `.execute(owner)
  await addStaff(owner, 'superviseProvince', { agency: 'A990000', roles: ['SUPERVISION'] })
  // Of the county beside, called in by the city and let read its business.
  await addStaff(owner, 'calledIn', { agency: 'A990102', roles: ['SUPERVISION'] })
  await sql`update app.role_grant set regions = '{990100}' where staff_id = 'calledIn'`.execute(owner)
})

const everybody = [...staffNames, 'superviseProvince', 'calledIn'] as const
const cityReaders = ['supervise1', 'supervise2', 'auditCity', 'headCity', 'deputyCity']
/** Who has the duty and the region: the rule of the kind stands between them and the secret. */
const inScope = [...cityReaders, 'head1', 'deputy1', 'auditor1', 'superviseProvince', 'calledIn']
const knowing = [...cityReaders, 'calledIn']

type Situation = 'prepared' | 'given up' | 'notified'
async function inspectionThat(situation: Situation): Promise<string> {
  const recordId = await openInspection(database, { members: ['supervise2', 'calledIn'] })
  if (situation === 'given up') acceptedAnswer(await doStep(database, { recordId, action: 'cancel' }))
  if (situation === 'notified') acceptedAnswer(await doStep(database, { recordId, action: 'issue' }))
  return recordId
}

type Reading = (staffId: string, recordId: string) => Promise<boolean>
const asked = (recordId: string) => ({ kind: 'INSPECTION', recordId })
/** Read, or told that there is none: any other refusal is a word too many. */
async function isThere(reading: Promise<unknown>): Promise<boolean> {
  return reading.then(
    () => true,
    (error: unknown) => {
      expect(error).toMatchObject({ code: 'not_found' })
      return false
    },
  )
}
const readings: Readonly<Record<string, Reading>> = {
  'opens it': (staffId, recordId) => isThere(openRecord(inspectionsContext(db, staffId), asked(recordId))),
  'finds it in the list': async (staffId, recordId) => {
    const query = ListQuery.parse({ kind: 'INSPECTION', limit: 200 })
    const { rows } = await listRecords(inspectionsContext(db, staffId), query)
    return rows.some((row) => row.recordId === recordId)
  },
  'acts on it': async (staffId, recordId) => {
    // Of another state and for others to do: still two answers, one for who sees it and one for who does not.
    const code = codeOf(await doStep(database, { recordId, action: 'look_back', by: staffId }))
    return code !== 'not_found'
  },
}

describe.for(['prepared', 'given up', 'notified'] as const)('an inspection that is %s', (situation) => {
  const expected: readonly string[] = situation === 'notified' ? inScope : knowing
  test.for(Object.keys(readings))('nobody %s but who may', { timeout: 60_000 }, async (name) => {
    const recordId = await inspectionThat(situation)
    const found: string[] = []
    for (const staffId of everybody) if (await readings[name]!(staffId, recordId)) found.push(staffId)
    expect(found.sort()).toEqual([...expected].sort())
  })
})

test('what does not exist and what is secret are refused in the same words', async () => {
  const recordId = await inspectionThat('prepared')
  const head1 = inspectionsContext(db, 'head1')
  const said = async (id: string) =>
    openRecord(head1, asked(id)).catch((error: { code: string; text: unknown }) => ({
      code: error.code,
      text: error.text,
    }))
  const secret = await said(recordId)
  expect(secret).toEqual(await said(randomUUID()))
  expect(secret).toMatchObject({ code: 'not_found' })
})

test('a to-do of what one may not read is in no list and for nobody to claim', async () => {
  const recordId = await inspectionThat('prepared')
  const insert = (toDoId: string) =>
    sql`
      insert into app.to_do (to_do_id, record_id, kind, duty, agency_id, title, not_for, created_at)
      values (${toDoId}, ${recordId}, 'INSPECTION', 'UNIT_HEAD', 'A990101', '{"zh": "准备", "en": "prepare"}', '{}', now())
    `.execute(owner)
  const toDoId = randomUUID()
  await insert(toDoId)
  const head1 = inspectionsContext(db, 'head1')
  const ids = async () => (await listToDos(head1, { list: 'post', limit: 200 })).map((each) => each.toDoId)
  expect(await ids()).not.toContain(toDoId)
  await expect(claimToDo(head1, toDoId)).rejects.toMatchObject({ code: 'not_found' })
  acceptedAnswer(await doStep(database, { recordId, action: 'issue' }))
  // The status has moved and closed the one above.
  const next = randomUUID()
  await insert(next)
  expect(await ids()).toContain(next)
  await claimToDo(head1, next)
})
