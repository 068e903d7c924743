import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import { openDatabase } from '#platform/postgres/database.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from './act.ts'
import { faultOfDatabase, refusalOfSave } from './database-faults.ts'
import type { ActRequest } from './record.ts'
import { acceptedAnswer, codeOf, enteredRecord, everything, reviewRequest } from './test-acting.ts'
import { contextOf, requestOf, setUpKernel } from './test-kernel.ts'

const database = await testDatabase()
const { db, owner, ownerUrl, url } = database
beforeAll(() => setUpKernel(database))

/** While the work goes on, every write of the table runs this first. */
async function interfering<Result>(
  table: string,
  statement: string,
  work: () => Promise<Result>,
): Promise<Result> {
  await sql
    .raw(`
      create or replace function public.interfere() returns trigger language plpgsql as
      $$ begin ${statement}; return new; end $$
    `)
    .execute(owner)
  await sql
    .raw(
      `create trigger interfere before insert or update on ${table} for each row execute function public.interfere()`,
    )
    .execute(owner)
  try {
    return await work()
  } finally {
    await sql.raw(`drop trigger interfere on ${table}`).execute(owner)
  }
}

async function awaitingReview(): Promise<{ request: ActRequest; recordId: string; accountId: string }> {
  const { recordId, accountId } = await enteredRecord(contextOf(db, 'enter1'), owner)
  return { request: await reviewRequest(contextOf(db, 'review1'), recordId), recordId, accountId }
}

const review = (request: ActRequest) => act(contextOf(db, 'review1'), request)

async function untilSomebodyWaits(): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const { rows } = await sql<{ waiting: boolean }>`
      select exists (
        select
        from pg_locks
        join pg_stat_activity using (pid)
        where datname = current_database() and not granted
      ) as waiting
    `.execute(owner)
    if (rows[0]!.waiting) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('nobody waits')
}

describe('two that wait for each other', () => {
  test('a real deadlock: the act is done once the other has ended', async () => {
    const { request, recordId, accountId } = await awaitingReview()
    const other = openDatabase(ownerUrl, { connectionsMax: 1 })
    try {
      const answer = await other.db.transaction().execute(async (tx) => {
        await sql`select from register.test_account where account_id = ${accountId} for update`.execute(tx)
        const acting = review(request)
        await untilSomebodyWaits()
        // The act has waited longer, so that its process is the one that finds the circle and gives way.
        await sql`select from app.record where record_id = ${recordId} for update`.execute(tx)
        return { acting }
      })
      expect(acceptedAnswer(await answer.acting)).toMatchObject({ status: 'DONE', version: 2 })
    } finally {
      await other.close()
    }
  })

  const overtaken = [
    { fault: 'a deadlock', code: '40P01' },
    { fault: 'a serialization failure', code: '40001' },
  ]
  test.for(overtaken)(
    '$fault twice is said to be in progress, and nothing is kept of it',
    async ({ code }) => {
      const { request } = await awaitingReview()
      const before = await owner.selectFrom('idempotency').selectAll().execute()
      const answer = await interfering(
        'register.test_account',
        `raise exception 'overtaken' using errcode = '${code}'`,
        () => review(request),
      )
      expect(codeOf(answer)).toBe('in_progress')
      expect(await owner.selectFrom('idempotency').selectAll().execute()).toEqual(before)
      expect(acceptedAnswer(await review(request))).toMatchObject({ status: 'DONE', version: 2 })
    },
  )

  test('a deadlock once is not noticed', async () => {
    const { request } = await awaitingReview()
    await sql`create sequence public.tries`.execute(owner)
    await sql.raw(`grant usage on sequence public.tries to public`).execute(owner)
    const answer = await interfering(
      'register.test_account',
      `if nextval('public.tries') = 1 then raise exception 'overtaken' using errcode = '40P01'; end if`,
      () => review(request),
    )
    expect(acceptedAnswer(answer)).toMatchObject({ status: 'DONE', version: 2 })
  })
})

describe('an effect that the database will not have', () => {
  const violations = [
    { fault: 'a row that is referred to and not there', code: 'foreign_key_violation' },
    { fault: 'a row that somebody else wrote', code: 'unique_violation' },
    { fault: 'a period that overlaps', code: 'exclusion_violation' },
  ]
  test.for(violations)('$fault is a conflict, and nothing is done', async ({ code }) => {
    const { request, recordId } = await awaitingReview()
    const answer = await interfering(
      'register.test_account',
      `raise ${code} using schema = 'register', table = 'test_account'`,
      () => review(request),
    )
    expect(codeOf(answer)).toBe('conflict')
    const { rows } = await sql`
      select status, version from app.record where record_id = ${recordId}
    `.execute(owner)
    expect(rows).toEqual([{ status: 'SUBMITTED', version: 1 }])
  })

  test('a value that breaks a rule of the table is a fault of ours, and nothing is done', async () => {
    const { request } = await awaitingReview()
    const before = await everything(owner)
    await interfering(
      'register.test_account',
      `raise check_violation using schema = 'register', table = 'test_account'`,
      () => expect(review(request)).rejects.toMatchObject({ code: '23514' }),
    )
    expect(await everything(owner)).toBe(before)
  })

  test('of a table of the kernel itself is a fault, of the authority tables a conflict', () => {
    const broken = (table: string) =>
      Object.assign(new Error('broken'), { code: '23505', schema: 'app', table })
    expect(refusalOfSave(broken('record'))).not.toBeInstanceOf(Refusal)
    expect(refusalOfSave(broken('role_grant'))).toMatchObject({ code: 'conflict' })
    expect(refusalOfSave(broken('record_attachment'))).toMatchObject({ code: 'invalid_input' })
  })
})

describe('a database that is slow or gone', () => {
  test('a statement that takes too long is unavailable, and nothing is done', async () => {
    const { request } = await awaitingReview()
    const before = await everything(owner)
    await interfering(
      'register.test_account',
      `raise query_canceled using message = 'canceling statement due to statement timeout'`,
      () => expect(review(request)).rejects.toMatchObject({ name: 'Refusal', code: 'unavailable' }),
    )
    expect(await everything(owner)).toBe(before)
    expect(acceptedAnswer(await review(request))).toMatchObject({ version: 2 })
  })

  test('one that does not answer is unavailable, and the text does not say that nothing was done', async () => {
    const nowhere = openDatabase(url.replace(/port=\d+/, 'port=1').replace(/:\d+\//, ':1/'), {})
    try {
      const request = requestOf({ action: 'enter', input: {} })
      const asked = act(contextOf(nowhere.db, 'enter1'), request)
      await expect(asked).rejects.toMatchObject({ code: 'unavailable', text: { en: /not known/ } })
    } finally {
      await nowhere.close()
    }
  })

  test('every other error stays what it is', () => {
    const bug = new TypeError('x is not a function')
    expect(faultOfDatabase(bug)).toBe(bug)
    const missing = Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' })
    expect(faultOfDatabase(missing)).toBe(missing)
    const refusal = new Refusal('conflict', { zh: '', en: '' })
    expect(faultOfDatabase(refusal)).toBe(refusal)
  })
})
