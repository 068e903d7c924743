import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '../act.ts'
import type { ActContext } from '../act-context.ts'
import type { Answer } from '../answer.ts'
import { openRecord } from '../reading/open-record.ts'
import type { ActRequest, RecordState } from '../record.ts'
import { uploadedBy } from '../test-acting.ts'
import { addAccount, contextOf, setUpKernel } from '../test-kernel.ts'
import { commands } from './test-commands.ts'
import {
  accountsOfModel,
  actInModel,
  type Command,
  type Model,
  newModel,
  resolved,
  viewInModel,
} from './test-model.ts'
import { requestFor } from './test-requests.ts'

/** platform.md 16: the whole kernel on PostgreSQL against the model, compared after every act. */
const isDeep = process.env.FANGXIAN_DEPTH === 'deep'
const runs = isDeep ? 10_000 : 300
/** Making a counterexample smaller would go on for hours; its seed is printed. */
const runMsMax = isDeep ? 7_000_000 : 900_000

const database = await testDatabase()
const { db, owner } = database
beforeAll(() => setUpKernel(database))

interface World {
  readonly accountIds: readonly string[]
  readonly recordIds: string[]
  readonly sent: { request: ActRequest; person: string }[]
  readonly entriesBefore: number
}

function contextFor(person: string): ActContext {
  const context = contextOf(db, person)
  // Every refusal is an entry here, so that entries can be counted.
  return { ...context, limits: { ...context.limits, refusalsWrittenMax: 1_000_000 } }
}

/** Entries are counted after every act: of fifty worlds that is quick, of ten thousand it would be most of the time. */
const worldsKept = 50
let worlds = 0

async function newWorld(): Promise<World> {
  if (worlds % worldsKept === 0) await forgetWorlds()
  worlds += 1
  const accountIds = Array.from({ length: accountsOfModel }, () => `acc-${randomUUID()}`)
  const roles = [...newModel().roles].map(([person, role]) => move(person, role))
  await Promise.all([...accountIds.map((accountId) => addAccount(owner, accountId)), ...roles])
  return { accountIds, recordIds: [], sent: [], entriesBefore: await countEntries() }
}

async function forgetWorlds(): Promise<void> {
  await sql`
    truncate
      app.record,
      app.record_action,
      app.record_attachment,
      app.record_view,
      app.to_do,
      app.idempotency,
      app.trail_entry,
      app.trail_payload,
      register.test_account
    cascade
  `.execute(owner)
}

async function move(person: string, role: string): Promise<void> {
  await sql`
    with granted as (
      update app.role_grant
      set role = ${role}
      where staff_id = ${person}
    )
    update app.authority_epoch
    set epoch = epoch + 1
    where staff_id = ${person}
  `.execute(owner)
}

async function countEntries(): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`select count(*) as count from app.trail_entry`.execute(owner)
  return Number(rows[0]!.count)
}

const outcomeOf = (answer: Answer): string =>
  answer.outcome === 'accepted' ? `accepted ${answer.status} ${answer.version}` : `refused ${answer.code}`

async function storedState(
  recordId: string | undefined,
): Promise<Pick<RecordState, 'status' | 'data'> | null> {
  if (recordId === undefined) return null
  const row = await owner
    .selectFrom('record')
    .select(['status', 'data'])
    .where('record_id', '=', recordId)
    .executeTakeFirst()
  return row ?? null
}

async function runAct(world: World, model: Model, command: Extract<Command, { type: 'act' }>): Promise<void> {
  const index = command.target % Math.max(model.records.length, 1)
  const request = requestFor(model, command, {
    recordIds: world.recordIds,
    accountIds: world.accountIds,
    stored: await storedState(world.recordIds[index]),
    attachments: command.hasBasis ? await uploadedBy(owner, command.person) : [],
    idempotencyKey: randomUUID(),
  })
  world.sent.push({ request, person: command.person })
  const answer = await act(contextFor(command.person), request)
  if (answer.outcome === 'accepted' && command.action === 'enter') world.recordIds.push(answer.recordId)
  expect(outcomeOf(answer), JSON.stringify(command)).toBe(actInModel(model, command))
}

/** The same key again: the kept answer, or the act once more where nothing was kept; another body is refused. */
async function runRepeat(
  world: World,
  model: Model,
  command: Extract<Command, { type: 'repeat' }>,
): Promise<void> {
  const sent = world.sent[command.target % Math.max(world.sent.length, 1)]
  if (sent === undefined) return
  const { outcome, isKept } = model.answers[world.sent.indexOf(sent)]!
  if (!isKept && command.isChanged) return
  const request = command.isChanged ? { ...sent.request, input: { other: true } } : sent.request
  const answer = await act(contextFor(sent.person), request)
  const isStranger = sent.person === 'gone' || (sent.person === 'both' && request.recordId !== null)
  expect(outcomeOf(answer)).toBe(command.isChanged ? 'refused key_reused' : outcome)
  expect(isStranger && answer.outcome === 'accepted').toBe(false)
  if (!isKept) model.entries += 1
}

async function runView(
  world: World,
  model: Model,
  command: Extract<Command, { type: 'view' }>,
): Promise<void> {
  const recordId = world.recordIds[command.target % Math.max(world.recordIds.length, 1)] ?? 'no-such-record'
  const opened = await openRecord(contextFor(command.person), { kind: 'TEST_CHANGE', recordId }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Refusal) return false
      throw error
    },
  )
  expect(opened).toBe(viewInModel(model, command))
}

interface Compared {
  readonly records: unknown
  readonly accounts: readonly number[]
  readonly entries: number
}

/** Records, their actions, the accounts and the trail, each as the model has them: one question after every act. */
async function expectEqual(world: World, model: Model): Promise<void> {
  const { rows } = await sql<Compared>`
    select
      (
        select
          coalesce(
            jsonb_agg(
              jsonb_build_object(
                'status', record.status,
                'version', record.version,
                'notes', jsonb_array_length(record.data -> 'notes'),
                'steps', past.steps,
                'sealed', past.sealed,
                'files', (select count(*) from app.record_attachment as attached where attached.record_id = record.record_id),
                'toDos', (select count(*) from app.to_do where to_do.record_id = record.record_id and closed_at is null)
              )
              order by place
            ),
            '[]'
          )
        from unnest(${world.recordIds}::text[]) with ordinality as listed (record_id, place)
        join app.record using (record_id)
        cross join lateral (
          select
            jsonb_agg(actor_id || ' ' || action order by version) filter (where action <> 'note') as steps,
            count(*) filter (where entry_hash = leaf_hash) as sealed
          from app.record_action
          left join app.trail_entry using (entry_id)
          where record_action.record_id = record.record_id
        ) as past
      ) as records,
      (
        select array_agg(version order by place)
        from unnest(${[...world.accountIds]}::text[]) with ordinality as listed (account_id, place)
        join register.test_account using (account_id)
      ) as accounts,
      (select count(*)::int from app.trail_entry) as entries
  `.execute(owner)
  const { records, accounts, entries } = rows[0]!
  expect(records).toEqual(
    model.records.map(({ status, version, notes, steps, basis }) => ({
      status,
      version,
      notes,
      steps: steps.map(({ person, action }) => `${person} ${action}`),
      sealed: version,
      files: basis,
      toDos: ['SUBMITTED', 'REVIEWED'].includes(status) ? 1 : 0,
    })),
  )
  expect(accounts).toEqual(model.accounts)
  expect(entries - world.entriesBefore).toBe(model.entries)
}

test('the kernel on PostgreSQL and the model agree after every act of any sequence', async () => {
  let acts = 0
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      const model = newModel()
      const world = await newWorld()
      for (const each of sequence) {
        for (const command of resolved(model, each)) {
          if (command.type === 'move') {
            model.roles.set(command.person, command.role)
            await move(command.person, command.role)
          }
          if (command.type === 'act') await runAct(world, model, command)
          if (command.type === 'view') await runView(world, model, command)
          if (command.type === 'repeat') await runRepeat(world, model, command)
          await expectEqual(world, model)
          acts += 1
        }
      }
    }),
    { numRuns: runs, interruptAfterTimeLimit: runMsMax, markInterruptAsFailure: true },
  )
  expect(acts).toBeGreaterThan(runs * 5)
}, 7_200_000)
