import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { caseKinds } from '#cases/case-kinds.ts'
import { followCases } from '#cases/opening/follow-cases.ts'
import {
  casesContext,
  doCaseStep,
  setUpCases,
  storedRecord,
  takeCaseStep,
  untrueInput,
} from '#cases/test-cases.ts'
import { findingSnapshots } from '#findings/reading/finding-snapshots.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { Answer } from '#records/answer.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { requestOf } from '#records/test-kernel.ts'

/** What becomes of stored findings (migration 0112) while their cases are merged, split, concluded and reopened. */

const database = await testDatabase()
const { db, owner } = database
const kinds = caseKinds({ findings: findingSnapshots })

beforeAll(() => setUpCases(database))

let findings = 0

async function addFinding(): Promise<string> {
  findings += 1
  const findingId = findings.toString(16).padStart(16, '0')
  const row = `L${findings}`
  const content = JSON.stringify({ person_id: 'P1', scheme: '110', period_from: '2024-01' })
  await sql`
    insert into app.finding (
      finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name, period_from,
      period_to, amount_fen, evidence_count, explanation, regions, owner_region, agency_id, sources, episode, status,
      open_amount_fen, first_found_at, last_found_at, last_as_of
    )
    values (
      ${findingId}, 1, 'DTH-01', 1, 1, 'person', 'P1', '张三', '2024-01', '2024-01', 300, 1, '说明', '{990101}',
      '990101', 'A990101', '{RUN}', 1, 'OPEN', 300, now(), now(), '2024-02-29'
    )
  `.execute(db)
  await sql`
    insert into app.finding_episode (finding_id, episode, opened_at, rule_version, state, amount_fen, evidence_count)
    values (${findingId}, 1, now(), 1, 'OPEN', 300, 1)
  `.execute(db)
  await sql`
    insert into app.finding_evidence (
      finding_id, table_name, row_key, digest, episode, is_context, amount_fen, content, is_current
    )
    values (${findingId}, 'payment', ${row}, ${Buffer.alloc(32, findings)}, 1, false, 300, ${content}::jsonb, true)
  `.execute(db)
  return findingId
}

const open = (findingIds: readonly string[]): Promise<Answer> => {
  const input = { finding_ids: findingIds, reason: '筛查发现' }
  return act(casesContext(db, 'audit1', { kinds }), requestOf({ kind: 'CASE', action: 'open', input }))
}

async function opened(count: number): Promise<{ readonly caseId: string; readonly ids: readonly string[] }> {
  const ids: string[] = []
  for (let index = 0; index < count; index += 1) ids.push(await addFinding())
  return { caseId: acceptedAnswer(await open(ids)).recordId, ids }
}

async function stateOf(findingId: string): Promise<unknown> {
  const { rows } = await sql`
    select finding.status, episode.state, episode.record_id, episode.conclusion
    from app.finding
    inner join app.finding_episode as episode on episode.finding_id = finding.finding_id
    where finding.finding_id = ${findingId}
    order by episode.episode
  `.execute(owner)
  return rows
}

const inCase = (caseId: string) => [
  { status: 'IN_CASE', state: 'IN_CASE', record_id: caseId, conclusion: null },
]

const follow = () => followCases({ ...casesContext(db, 'audit1', { kinds }), newId: randomUUID })

async function concludedUntrue(caseId: string): Promise<void> {
  for (const action of ['assign', 'begin', 'work']) {
    acceptedAnswer(await doCaseStep(database, caseId, action))
  }
  const input = await untrueInput(database, caseId)
  acceptedAnswer(await takeCaseStep(database, { by: 'audit1', recordId: caseId, action: 'conclude', input }))
  acceptedAnswer(await doCaseStep(database, caseId, 'approve'))
}

test('a finding in a case is refused with the case that has it', async () => {
  const { caseId, ids } = await opened(1)
  expect(await open(ids)).toMatchObject({
    ...{ outcome: 'refused', code: 'conflict' },
    text: { zh: expect.stringContaining(`已在案件 ${caseId} 中核查`) },
  })
  expect(await stateOf(ids[0]!)).toEqual(inCase(caseId))
})

test('merged, the findings are the new case’s and come back with its conclusion', async () => {
  const [one, two] = [await opened(1), await opened(1)]
  const input = { case_ids: [one.caseId, two.caseId], reason: '同一人' }
  const step = { by: 'audit1', recordId: null, action: 'openMerged', input }
  const { recordId } = acceptedAnswer(await takeCaseStep(database, step))
  const ids = [...one.ids, ...two.ids]
  for (const id of ids) expect(await stateOf(id)).toEqual(inCase(recordId))
  expect((await follow()).refused).toEqual([])
  expect((await storedRecord(database, one.caseId)).status).toBe('MERGED')
  for (const id of ids) expect(await stateOf(id)).toEqual(inCase(recordId))
  await concludedUntrue(recordId)
  for (const id of ids) {
    expect(await stateOf(id)).toEqual([
      { status: 'CONCLUDED', state: 'CONCLUDED', record_id: recordId, conclusion: 'FALSE' },
    ])
  }
})

test('split, a finding is in the case of its own, and what the first concludes does not touch it', async () => {
  const { caseId, ids } = await opened(2)
  const [staying, leaving] = ids as [string, string]
  const input = { finding_ids: [leaving], reason: '分别处理' }
  acceptedAnswer(await takeCaseStep(database, { by: 'audit1', recordId: caseId, action: 'split', input }))
  expect((await open([leaving])).outcome).toBe('refused')
  expect((await follow()).refused).toEqual([])
  const { data } = await storedRecord(database, caseId)
  const own = data.split_off[0]!.case_id!
  expect(await stateOf(leaving)).toEqual(inCase(own))
  await concludedUntrue(caseId)
  expect(await stateOf(staying)).toMatchObject([{ state: 'CONCLUDED', record_id: caseId }])
  expect(await stateOf(leaving)).toEqual(inCase(own))
})

test('reopened, the conclusion is taken back until there is another; refused, it stays', async () => {
  const { caseId, ids } = await opened(1)
  await concludedUntrue(caseId)
  const concluded = { status: 'CONCLUDED', state: 'CONCLUDED', record_id: caseId, conclusion: 'FALSE' }
  acceptedAnswer(await doCaseStep(database, caseId, 'askReopen'))
  expect(await stateOf(ids[0]!)).toEqual([concluded])
  acceptedAnswer(await doCaseStep(database, caseId, 'refuseReopen'))
  expect(await stateOf(ids[0]!)).toEqual([concluded])
  acceptedAnswer(await doCaseStep(database, caseId, 'askReopen'))
  acceptedAnswer(await doCaseStep(database, caseId, 'reopen'))
  expect(await stateOf(ids[0]!)).toEqual(inCase(caseId))
  expect((await open(ids)).outcome).toBe('refused')
  const input = await untrueInput(database, caseId)
  acceptedAnswer(await takeCaseStep(database, { by: 'audit1', recordId: caseId, action: 'conclude', input }))
  acceptedAnswer(await doCaseStep(database, caseId, 'approve'))
  expect(await stateOf(ids[0]!)).toEqual([concluded])
})
