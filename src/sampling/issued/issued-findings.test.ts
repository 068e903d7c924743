import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { formatDay } from '#base/calendar-math.ts'
import type { Answer } from '#records/answer.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { IssuedStatus } from '../statuses.ts'
import { recordsOf, said, setUpSampling, takeStep } from '../test-sampling.ts'
import type { IssuedData } from './issued-data.ts'
import { issuedFindingsKind } from './issued-findings.ts'

const trail = await setUpSampling()
const { database } = trail
const { owner } = database

const dayIn = (days: number): string => formatDay(shanghaiDay(new Date()) + days)

async function addFinding(region = '990101'): Promise<string> {
  const id = randomBytes(8).toString('hex')
  await sql`
    insert into app.finding (
      finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name,
      period_from, period_to, amount_fen, evidence_count, explanation, regions, owner_region, agency_id, sources,
      episode, status, open_amount_fen, first_found_at, last_found_at, last_as_of
    )
    values (
      ${id}, 1, 'DTH-01', 1, 2, 'person', ${id}, '', '', '', 5000, 1, '死亡后仍领取', ${[region]}, ${region},
      ${`A${region}`}, '{RUN}', 1, 'OPEN', 5000, now(), now(), current_date
    )
  `.execute(owner)
  return id
}

const act = (by: string, recordId: string | undefined, action: string, input: unknown): Promise<Answer> =>
  takeStep(database, {
    ...{ by, kind: 'ISSUED_FINDINGS', action, input },
    ...(recordId === undefined ? {} : { recordId }),
  })
/** A refusal before the record is seen is thrown. */
const outcome = (by: string, recordId: string | undefined, action: string, input: unknown) =>
  act(by, recordId, action, input).then(said, ({ code }: { code: string }) => code)
const stored = async (recordId: string) =>
  (await recordsOf<IssuedData>(owner, 'ISSUED_FINDINGS')).find((each) => each.record_id === recordId)!

const issueInput = (finding_ids: readonly string[], changes: object = {}) => ({
  ...{ agency_id: 'A990101', title: '九月比对疑点', request: '逐条核实', basis: '数据稽核规程' },
  ...{ due_on: dayIn(10), finding_ids, ...changes },
})
const resultsFor = (ids: readonly string[], result = 'TRUE') => ({
  results: ids.map((finding_id) => ({ finding_id, result, confirmed: '50.00', note: '已核实' })),
})

async function issued(): Promise<{ recordId: string; ids: string[] }> {
  const ids = [await addFinding(), await addFinding()]
  const answer = await act('supervise1', undefined, 'issue', issueInput(ids))
  expect(said(answer)).toBe('ISSUED')
  return { recordId: (answer as { recordId: string }).recordId, ids }
}

const ways: Readonly<Record<IssuedStatus, () => Promise<{ recordId: string; ids: string[] }>>> = {
  ISSUED: issued,
  WRITTEN_BACK: async () => {
    const set = await issued()
    expect(await outcome('audit1', set.recordId, 'write_back', resultsFor(set.ids))).toBe('WRITTEN_BACK')
    return set
  },
  CLOSED: async () => {
    const set = await ways.WRITTEN_BACK()
    expect(await outcome('supervise1', set.recordId, 'accept', {})).toBe('CLOSED')
    return set
  },
  RECALLED: async () => {
    const set = await issued()
    expect(await outcome('supervise1', set.recordId, 'recall', { reason: '重复下发' })).toBe('RECALLED')
    return set
  },
}

const inputOf = (action: string, ids: readonly string[]): unknown =>
  ({
    write_back: resultsFor(ids),
    return: { finding_ids: [ids[0]], due_on: dayIn(5), reason: '核实不充分' },
    extend: { due_on: dayIn(20), reason: '需外调' },
    recall: { reason: '重复下发' },
  })[action] ?? {}
const actorOf = (action: string): string => (action === 'write_back' ? 'audit1' : 'supervise1')

const kind = issuedFindingsKind()
const pairs = (Object.keys(ways) as IssuedStatus[]).flatMap((status) =>
  Object.keys(kind.actions)
    .filter((action) => action !== 'issue')
    .map((action) => [status, action] as const),
)

describe('every status and every action', () => {
  test.for(pairs)('in %s: %s', async ([status, action]) => {
    const { recordId, ids } = await ways[status]()
    const answer = await outcome(actorOf(action), recordId, action, inputOf(action, ids))
    const leadsTo = [kind.workflow[status]?.[action] ?? []].flat()
    if (leadsTo.length === 0) expect(answer).toContain('action_not_available')
    else expect(leadsTo).toContain(answer)
  })
})

describe('a set of findings', () => {
  test('is issued downwards only, to the unit in whose region they lie, with a day to come', async () => {
    const id = await addFinding()
    expect(await outcome('audit1', undefined, 'issue', issueInput([id]))).toContain('not to one’s own')
    expect(await outcome('auditBeside', undefined, 'issue', issueInput([id]))).toContain('not_found')
    const elsewhere = await addFinding('990102')
    expect(await outcome('supervise1', undefined, 'issue', issueInput([id, elsewhere]))).toContain(
      'does not lie in the unit’s region',
    )
    expect(await outcome('supervise1', undefined, 'issue', issueInput([id, 'f'.repeat(16)]))).toContain(
      'does not exist',
    )
    expect(await outcome('supervise1', undefined, 'issue', issueInput([id], { due_on: dayIn(0) }))).toContain(
      'after today',
    )
    expect(await outcome('supervise1', undefined, 'issue', issueInput([id, id]))).toContain('invalid_input')
    expect(await outcome('enter1', undefined, 'issue', issueInput([id]))).toContain('not_permitted')
  })

  test('is written back finding by finding, and is due until the last one', async () => {
    const { recordId, ids } = await issued()
    const due = (await stored(recordId)).due_day
    expect(due).toBe(dayIn(10))
    expect(await outcome('audit1', recordId, 'write_back', resultsFor([ids[0]!], 'FALSE'))).toBe('ISSUED')
    expect((await stored(recordId)).due_day).toBe(due)
    expect((await stored(recordId)).data.written_back_on).toBeNull()
    expect(await outcome('review2', recordId, 'write_back', resultsFor([ids[1]!]))).toBe('WRITTEN_BACK')
    const { data } = await stored(recordId)
    expect(data.findings.map(({ finding_id, result }) => [finding_id, result!.result, result!.by])).toEqual(
      ids
        .map((id, index) => [id, ...(index === 0 ? ['FALSE', 'audit1'] : ['TRUE', 'review2'])])
        .toSorted((a, b) => (a[0]! < b[0]! ? -1 : 1)),
    )
    expect(data.written_back_on).toBe(dayIn(0))
    expect(await outcome('audit1', recordId, 'accept', {})).toContain('not by the unit itself')
    expect(await outcome('supervise1', recordId, 'return', inputOf('return', ids))).toBe('ISSUED')
    const back = await stored(recordId)
    expect(
      back.data.findings.filter(({ result }) => result === null).map(({ finding_id }) => finding_id),
    ).toEqual([ids[0]])
    expect([back.due_day, back.data.written_back_on]).toEqual([dayIn(5), null])
  })

  test('takes no result for a finding that was not issued, and none twice', async () => {
    const { recordId, ids } = await issued()
    const strange = await addFinding()
    expect(await outcome('audit1', recordId, 'write_back', resultsFor([strange]))).toContain('was not issued')
    expect(await outcome('audit1', recordId, 'write_back', resultsFor([ids[0]!, ids[0]!]))).toContain(
      'stands twice',
    )
  })

  test.for([
    ...['auditBeside', 'headBeside', 'outsider', 'system1'].map((by) => [by, 'not_found'] as const),
    ...['supervise1', 'reviewCity', 'headCity', 'head1', 'enter1'].map(
      (by) => [by, 'not_permitted'] as const,
    ),
  ])('is not written back by %s', async ([by, expected]) => {
    const { recordId, ids } = await issued()
    expect(await outcome(by, recordId, 'write_back', resultsFor(ids))).toContain(expected)
  })

  test('shows in the calendar until it is written back, and is overdue after its day', async () => {
    const { recordId } = await issued()
    const read = async () => {
      const { rows } = await sql<{ due_on: string; done_on: string | null }>`
        select due_on, done_on from app.deadlines_of_sampling where record_id = ${recordId}
      `.execute(database.db)
      return rows
    }
    expect(await read()).toEqual([{ due_on: dayIn(10), done_on: null }])
    const { ids } = { ids: (await stored(recordId)).data.findings.map(({ finding_id }) => finding_id) }
    await outcome('audit1', recordId, 'write_back', resultsFor(ids))
    expect(await read()).toEqual([{ due_on: dayIn(10), done_on: dayIn(0) }])
  })
})
