import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { caseKinds } from '#cases/case-kinds.ts'
import {
  casesContext,
  conclusionInput,
  doCaseStep,
  setUpCases,
  storedRecord,
  takeCaseStep,
} from '#cases/test-cases.ts'
import { findingSnapshots } from '#findings/reading/finding-snapshots.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { requestOf } from '#records/test-kernel.ts'

const database = await testDatabase()
const { db, owner } = database
const findingId = '00112233445566ab'

beforeAll(() => setUpCases(database))

async function addFinding(): Promise<void> {
  await sql`
    insert into app.finding (
      finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name, period_from,
      period_to, amount_fen, evidence_count, explanation, regions, owner_region, agency_id, sources, episode, status,
      open_amount_fen, first_found_at, last_found_at, last_as_of
    )
    values (
      ${findingId}, 1, 'DTH-01', 1, 1, 'person', 'P1', '张三', '2024-01', '2024-02', 300, 2, '说明', '{990101}',
      '990101', 'A990101', '{RUN}', 1, 'OPEN', 300, now(), now(), '2024-02-29'
    )
  `.execute(db)
  await sql`
    insert into app.finding_episode (finding_id, episode, opened_at, rule_version, state, amount_fen, evidence_count)
    values (${findingId}, 1, now(), 1, 'OPEN', 300, 2)
  `.execute(db)
  const content = (month: string) => JSON.stringify({ person_id: 'P1', scheme: '110', period_from: month })
  await sql`
    insert into app.finding_evidence (
      finding_id, table_name, row_key, digest, episode, is_context, amount_fen, content, is_current
    )
    values
      (${findingId}, 'payment', 'L1', ${Buffer.alloc(32, 1)}, 1, false, 100, ${content('2024-01')}::jsonb, true),
      (${findingId}, 'payment', 'L2', ${Buffer.alloc(32, 2)}, 1, false, 200, ${content('2024-02')}::jsonb, true)
  `.execute(db)
}

const findingStatus = async (): Promise<string> => {
  const { rows } = await sql<{ status: string }>`
    select status from app.finding where finding_id = ${findingId}
  `.execute(owner)
  return rows[0]!.status
}

test('a stored finding becomes a case, and its approved conclusion the end of the episode', async () => {
  await addFinding()
  const context = casesContext(db, 'audit1', { kinds: caseKinds({ findings: findingSnapshots }) })
  const input = { finding_ids: [findingId], reason: '筛查发现' }
  const { recordId } = acceptedAnswer(await act(context, requestOf({ kind: 'CASE', action: 'open', input })))
  expect(await findingStatus()).toBe('IN_CASE')
  for (const action of ['assign', 'begin', 'work', 'notify', 'answer']) {
    acceptedAnswer(await doCaseStep(database, recordId, action))
  }
  const { data } = await storedRecord(database, recordId)
  expect(data.findings.map(({ finding_id }) => finding_id)).toEqual([findingId])
  const concluded = await conclusionInput(database, recordId)
  await sql`update app.record set due_day = '2024-01-01' where record_id = ${recordId}`.execute(owner)
  acceptedAnswer(
    await takeCaseStep(database, { by: 'audit1', recordId, action: 'conclude', input: concluded }),
  )
  expect(await findingStatus()).toBe('IN_CASE')
  acceptedAnswer(await doCaseStep(database, recordId, 'approve'))
  expect(await findingStatus()).toBe('CONCLUDED')
  expect((await storedRecord(database, recordId)).data.conclusion).toMatchObject({
    loss_fen: '300',
    loss_by_month: [
      { month: 24288, fen: '100' },
      { month: 24289, fen: '200' },
    ],
  })
})
