import { Kysely, PostgresDialect, sql } from 'kysely'
import type pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '#platform/postgres/database.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from './act.ts'
import type { Answer } from './answer.ts'
import type { ActRequest } from './record.ts'
import {
  acceptedAnswer,
  codeOf,
  enteredRecord,
  entryRequest,
  everything,
  reviewRequest,
  uploadedBy,
} from './test-acting.ts'
import { testChange } from './test-change.ts'
import { contextOf, requestOf, setUpKernel } from './test-kernel.ts'

const database = await testDatabase()
const { db, owner, pool, appRole } = database
beforeAll(() => setUpKernel(database))
// A connection that dies in use says so to whoever listens, and ends the process where nobody does.
pool.on('connect', (client) => client.on('error', () => undefined))

/** A statement, or one that is to be prepared. */
type Asked = string | { readonly name: string; readonly text: string }

interface Interference {
  /** Part of the statement's text. */
  readonly at: string
  /** Before it is sent. */
  readonly before?: (client: pg.PoolClient) => Promise<void>
  /** After the server has answered, before the caller hears of it. */
  readonly after?: (client: pg.PoolClient) => Promise<void>
}

/** The real pool and server; only what lies between caller and server is interfered with, once. */
function interfered({ at, before, after }: Interference): Database {
  let isArmed = true
  const query = async (client: pg.PoolClient, asked: Asked, values: unknown[]): Promise<unknown> => {
    const isHit = isArmed && (typeof asked === 'string' ? asked : asked.text).includes(at)
    if (isHit) {
      isArmed = false
      await before?.(client)
    }
    const result: unknown = await client.query(asked as string, values)
    if (isHit) await after?.(client)
    return result
  }
  return new Kysely({
    dialect: new PostgresDialect({
      pool: {
        options: {},
        connect: async () => {
          const client = await pool.connect()
          return {
            query: ((asked: Asked, values: unknown[]) => query(client, asked, values)) as never,
            release: () => client.release(true),
          }
        },
        end: async () => undefined,
      },
    }),
  })
}

const lost = (): never => {
  throw new Error('the connection was lost')
}
/** The server's process of this connection is killed, as when a cable is pulled. */
const kill = async (client: pg.PoolClient): Promise<void> => {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  await sql`select pg_terminate_backend(${rows[0]!.pid}, 5000)`.execute(db)
}

describe('a connection that breaks', () => {
  const breaks: readonly (Interference & { readonly when: string; readonly isDone: boolean })[] = [
    { when: 'before the load', at: 'as is_detail_opened', before: kill, isDone: false },
    { when: 'after the load', at: 'as is_detail_opened', after: async () => lost(), isDone: false },
    { when: 'before the save', at: 'app.save_act', before: kill, isDone: false },
    {
      when: 'after the save, before its answer',
      at: 'app.save_act',
      after: async () => lost(),
      isDone: true,
    },
  ]
  test.for(breaks)('$when leaves all or nothing, and the same request again is answered', async (each) => {
    const { recordId } = await enteredRecord(contextOf(db, 'enter1'), owner)
    const request = await reviewRequest(contextOf(db, 'review1'), recordId)
    const before = await everything(owner)
    const broken = act(contextOf(interfered(each), 'review1'), request)
    await expect(broken).rejects.toMatchObject(each.before === kill ? { code: 'unavailable' } : {})
    const after = await everything(owner)
    expect(after === before).toBe(!each.isDone)
    const answer = acceptedAnswer(await act(contextOf(db, 'review1'), request))
    expect(answer).toMatchObject({ recordId, status: 'DONE', version: 2 })
    if (each.isDone) expect(await everything(owner)).toBe(after)
  })
})

describe('a refusal that breaks', () => {
  const refused = async (): Promise<ActRequest> => {
    const { recordId } = await enteredRecord(contextOf(db, 'enter1'), owner)
    return requestOf({ action: 'return', recordId, version: 1, input: { reason: '不符' } })
  }
  const breaks: readonly (Interference & { readonly when: string; readonly isKept: boolean })[] = [
    { when: 'before it is kept', at: 'app.save_refusal', before: kill, isKept: false },
    { when: 'after it is kept', at: 'app.save_refusal', after: async () => lost(), isKept: true },
  ]
  test.for(breaks)('$when leaves all or nothing of it, and is given again', async (each) => {
    const request = await refused()
    const before = await everything(owner)
    await expect(act(contextOf(interfered(each), 'enter1'), request)).rejects.toThrow()
    const after = await everything(owner)
    expect(after === before).toBe(!each.isKept)
    expect(codeOf(await act(contextOf(db, 'enter1'), request))).toBe('not_permitted')
    if (each.isKept) expect(await everything(owner)).toBe(after)
  })

  test.for(['app.idempotency', 'app.refusal_count', 'app.trail_entry', 'app.trail_payload'])(
    'at %s leaves nothing',
    async (table) => {
      const request = await refused()
      const before = await everything(owner)
      await whileBreaking({ table, statement: `raise exception 'disk on fire'` }, () =>
        expect(act(contextOf(db, 'enter1'), request)).rejects.toThrow('disk on fire'),
      )
      expect(await everything(owner)).toBe(before)
      expect(codeOf(await act(contextOf(db, 'enter1'), request))).toBe('not_permitted')
    },
  )
})

test('a decision that is a fault of ours leaves nothing', async () => {
  const { request } = await entryRequest(owner)
  const { enter } = testChange.actions
  const decide = (): never => {
    throw new TypeError('x is not a function')
  }
  const broken = { ...testChange, actions: { ...testChange.actions, enter: { ...enter!, decide } } }
  const before = await everything(owner)
  const asked = act(contextOf(db, 'enter1', { kinds: [broken] }), request)
  await expect(asked).rejects.toThrow('x is not a function')
  expect(await everything(owner)).toBe(before)
})

/** Every row of the table meets the statement, before it is written or while its transaction commits. */
async function whileBreaking(
  { table, statement, timing = 'before' }: { table: string; statement: string; timing?: string },
  work: () => Promise<unknown>,
): Promise<void> {
  await sql
    .raw(`
      create or replace function public.interfere() returns trigger language plpgsql as
      $$ begin ${statement}; return new; end $$
    `)
    .execute(owner)
  const trigger =
    timing === 'commit'
      ? `create constraint trigger interfere after insert on ${table} deferrable initially deferred for each row`
      : `create trigger interfere before insert or update on ${table} for each row`
  await sql.raw(`${trigger} execute function public.interfere()`).execute(owner)
  try {
    await work()
  } finally {
    await sql.raw(`drop trigger interfere on ${table}`).execute(owner)
  }
}

describe('a save that breaks in the middle', () => {
  const tables = [
    'app.idempotency',
    'app.record',
    'app.trail_entry',
    'app.trail_payload',
    'app.record_action',
    'app.to_do',
    'register.test_account',
  ]
  const faults = {
    'an error': `raise exception 'disk on fire'`,
    'a killed server process': 'perform pg_terminate_backend(pg_backend_pid())',
  }
  const cases = tables.flatMap((table) =>
    Object.entries(faults).map(([fault, statement]) => ({ table, fault, statement, timing: 'before' })),
  )
  const atCommit = Object.entries(faults).map(([fault, statement]) => ({
    table: 'app.record_action',
    fault: `${fault} while it commits`,
    statement,
    timing: 'commit',
  }))

  test.for([...cases, ...atCommit])(
    'at $table by $fault leaves nothing',
    async ({ table, statement, timing }) => {
      const { recordId } = await enteredRecord(contextOf(db, 'enter1'), owner)
      const request = await reviewRequest(contextOf(db, 'review1'), recordId)
      const before = await everything(owner)
      await whileBreaking({ table, statement, timing }, () =>
        expect(act(contextOf(db, 'review1'), request)).rejects.toThrow(),
      )
      expect(await everything(owner)).toBe(before)
      // The pool may hand the dead connection out once more before it hears of its end.
      const again = (): Promise<Answer> => act(contextOf(db, 'review1'), request)
      expect(codeOf(await again().catch(again))).toBe('accepted')
    },
  )
})

test('at the attachments of a record leaves nothing, and the upload can be attached afterwards', async () => {
  const [attachment] = await uploadedBy(owner, 'enter1')
  const { request: bare } = await entryRequest(owner)
  const request = { ...bare, attachments: [attachment!] }
  const before = await everything(owner)
  await whileBreaking({ table: 'app.record_attachment', statement: `raise exception 'disk on fire'` }, () =>
    expect(act(contextOf(db, 'enter1'), request)).rejects.toThrow('disk on fire'),
  )
  expect(await everything(owner)).toBe(before)
  expect(codeOf(await act(contextOf(db, 'enter1'), request))).toBe('accepted')
})

describe('what changes between load and save', () => {
  const change = (text: string): Interference => ({
    at: 'app.save_act',
    before: async () => {
      await sql.raw(text).execute(owner)
    },
  })

  test('the person’s authority: the act is decided again, and refused if it is gone', async () => {
    const { request } = await entryRequest(owner)
    const raised = interfered(
      change(`update app.authority_epoch set epoch = epoch + 1 where staff_id = 'enter2'`),
    )
    expect(codeOf(await act(contextOf(raised, 'enter2'), request))).toBe('accepted')
    const { request: second } = await entryRequest(owner)
    const removed = interfered(
      change(`
        update app.role_grant set valid_to = '2025-01-02' where staff_id = 'enter2';
        update app.authority_epoch set epoch = epoch + 1 where staff_id = 'enter2';
      `),
    )
    const before = await everything(owner)
    expect(codeOf(await act(contextOf(removed, 'enter2'), second))).toBe('not_found')
    expect(await everything(owner)).not.toBe(before)
    const { rows } =
      await sql`select from app.record where data ->> 'accountId' = ${(second.input as { accountId: string }).accountId}`.execute(
        owner,
      )
    expect(rows).toEqual([])
  })

  test('the record: the act is refused as based on an old version', async () => {
    const { recordId } = await enteredRecord(contextOf(db, 'enter1'), owner)
    const other = requestOf({ action: 'note', recordId, version: 1, input: { text: '先到' } })
    const racing = interfered({
      at: 'app.save_act',
      before: async () => {
        acceptedAnswer(await act(contextOf(db, 'review2'), other))
      },
    })
    const request = requestOf({ action: 'note', recordId, version: 1, input: { text: '后到' } })
    expect(codeOf(await act(contextOf(racing, 'review1'), request))).toBe('stale_version')
  })

  test('the register: nothing of the act is done', async () => {
    const { recordId, accountId } = await enteredRecord(contextOf(db, 'enter1'), owner)
    const request = await reviewRequest(contextOf(db, 'review1'), recordId)
    const moved = interfered(
      change(`update register.test_account set version = version + 1 where account_id = '${accountId}'`),
    )
    expect(codeOf(await act(contextOf(moved, 'review1'), request))).toBe('conflict')
    const { rows } = await sql`
      select status, record.version, holder
      from app.record
      join register.test_account on account_id = person_id
      where record_id = ${recordId}
    `.execute(owner)
    expect(rows).toEqual([{ status: 'SUBMITTED', version: 1, holder: '原户主' }])
  })
})

describe('the same request between load and save', () => {
  /** The same request, sent again by an impatient page, is done between load and save of the first. */
  async function overtakenByItself(request: ActRequest, person: string): Promise<void> {
    let first: Answer | undefined
    const racing = interfered({
      at: 'app.save_act',
      before: async () => {
        first = await act(contextOf(db, person), request)
      },
    })
    expect(await act(contextOf(racing, person), request)).toEqual(acceptedAnswer(first!))
  }

  test('a request that opens a record opens one', async () => {
    const { request, accountId } = await entryRequest(owner)
    await overtakenByItself(request, 'enter1')
    const { rows } = await sql`select from app.record where person_id = ${accountId}`.execute(owner)
    expect(rows).toHaveLength(1)
  })

  test('a request on a record is done once', async () => {
    const { recordId } = await enteredRecord(contextOf(db, 'enter1'), owner)
    const note = requestOf({ action: 'note', recordId, version: 1, input: { text: '一次' } })
    await overtakenByItself(note, 'enter1')
    const { rows } = await sql`select version from app.record where record_id = ${recordId}`.execute(owner)
    expect(rows).toEqual([{ version: 2 }])
  })

  test('a refusal is given once, and another body under it is refused', async () => {
    const { recordId } = await enteredRecord(contextOf(db, 'enter1'), owner)
    const refused = requestOf({ action: 'return', recordId, version: 1, input: { reason: '不符' } })
    const racing = interfered({
      at: 'app.save_refusal',
      before: async () => {
        expect(codeOf(await act(contextOf(db, 'enter1'), refused))).toBe('not_permitted')
      },
    })
    expect(codeOf(await act(contextOf(racing, 'enter1'), refused))).toBe('not_permitted')
    const note = { action: 'note', recordId, version: 1, idempotencyKey: refused.idempotencyKey }
    const other = requestOf({ ...note, input: { text: '另一请求' } })
    expect(codeOf(await act(contextOf(db, 'enter1'), other))).toBe('key_reused')
    const { rows } = await sql`
      select from app.idempotency where key = ${refused.idempotencyKey}
    `.execute(owner)
    expect(rows).toHaveLength(1)
  })
})

test('a record that somebody holds for longer than five seconds is said to be in progress', async () => {
  const { recordId } = await enteredRecord(contextOf(db, 'enter1'), owner)
  const request = requestOf({ action: 'note', recordId, version: 1, input: { text: '等待' } })
  const answer = await owner.transaction().execute(async (tx) => {
    await sql`select from app.record where record_id = ${recordId} for update`.execute(tx)
    return act(contextOf(db, 'enter1'), request)
  })
  expect(codeOf(answer)).toBe('in_progress')
  expect(codeOf(await act(contextOf(db, 'enter1'), request))).toBe('accepted')
})

test('the role of these tests is the one that serves', () => {
  expect(appRole).toMatch(/_app$/)
})
