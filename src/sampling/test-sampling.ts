import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { PostProperty } from '#access/duties.ts'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { formatMonth, monthOfDay } from '#base/calendar-math.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { openRecord } from '#records/reading/open-record.ts'
import { confirmed, contextOf, requestOf, setUpKernel } from '#records/test-kernel.ts'
import type { Role } from '#standard/code-lists.ts'
import { listCheckpointFiles } from '#trail/sequencing/outside-folder.ts'
import { openTestTrail, type TestTrail } from '#trail/test-trail.ts'
import { firstCheckpointIn } from './first-checkpoint.ts'
import { followSamples } from './follow-samples.ts'
import { samplingFunctions } from './sampling-access.ts'
import { samplingKinds } from './sampling-kinds.ts'

/** The kernel's people with auditors, leaders and supervisors, in the first county, the city above and the county beside. */
export const staff = {
  audit1: { agency: 'A990101', roles: ['INTERNAL_AUDIT'] },
  audit2: { agency: 'A990101', roles: ['INTERNAL_AUDIT'] },
  head1: { agency: 'A990101', properties: ['UNIT_HEAD'] },
  deputy1: { agency: 'A990101', properties: ['DEPUTY_HEAD'] },
  supervise1: { agency: 'A990100', roles: ['SUPERVISION'] },
  reviewCity: { agency: 'A990100', roles: ['REVIEW'] },
  headCity: { agency: 'A990100', properties: ['UNIT_HEAD'] },
  auditBeside: { agency: 'A990102', roles: ['INTERNAL_AUDIT'] },
  headBeside: { agency: 'A990102', properties: ['UNIT_HEAD'] },
  system1: { agency: 'A990101', roles: ['SYSTEM_ADMIN'] },
} as const satisfies Readonly<
  Record<string, { agency: string; roles?: readonly Role[]; properties?: readonly PostProperty[] }>
>
export type StaffName = keyof typeof staff

export async function setUpSampling(): Promise<TestTrail> {
  const trail = await openTestTrail()
  await setUpKernel(trail.database)
  const { owner } = trail.database
  for (const [name, given] of Object.entries(staff)) await addStaff(owner, name, given)
  return trail
}

async function addStaff(
  owner: Database,
  name: string,
  given: { agency: string; roles?: readonly string[]; properties?: readonly string[] },
): Promise<void> {
  const { agency, roles = [], properties = [] } = given
  await sql`
    insert into app.staff_member (staff_id, name, agency_id, status)
    values (${name}, ${name}, ${agency}, 'ON_POST')
  `.execute(owner)
  await sql`insert into app.authority_epoch (staff_id, epoch) values (${name}, 1)`.execute(owner)
  for (const role of roles) {
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values (${randomUUID()}, ${name}, ${role}, ${[agency.slice(1)]}, '2025-01-01', 'INIT')
    `.execute(owner)
  }
  if (properties.length === 0) return
  await sql`
    insert into app.post (post_id, agency_id, title, title_in_english, is_key, roles, properties)
    values (${`P-${name}`}, ${agency}, ${name}, ${name}, true, '{}', ${[...properties]})
  `.execute(owner)
  await sql`
    insert into app.post_assignment (staff_id, post_id, started_on)
    values (${name}, ${`P-${name}`}, '2025-01-01'::date)
  `.execute(owner)
}

/** The month whose business is sampled now. */
export const lastMonth: string = formatMonth(monthOfDay(shanghaiDay(new Date())) - 1)

export interface OrderOptions {
  readonly agency?: string
  readonly code?: string
  readonly status?: string
  readonly enterer?: string
  readonly reviewer?: string
  readonly amountFen?: number | null
  /** Of the month, Beijing time. */
  readonly at?: string
  readonly isOpen?: boolean
}

/** An order as the kernel would have kept it, ended on the 10th of last month. */
export async function addOrder(owner: Database, options: OrderOptions = {}): Promise<string> {
  const { agency = 'A990101', code = 'BACK_PAY', status = 'DONE', isOpen = false } = options
  const { enterer = 'enter1', reviewer = 'review1', amountFen = 12_300 } = options
  const { at = `${lastMonth}-10 10:00:00+08` } = options
  const orderId = randomUUID()
  const data = {
    asked: { person_id: 'P1', months: 3, amount: '123.00', document: '社发〔2026〕1号' },
    amountFen: amountFen === null ? null : String(amountFen),
    ...{ changes: [], enteredAt: at, checks: [], remarks: [] },
  }
  await sql`
    insert into app.record (
      record_id, kind, status, version, regions, agency_id, person_id, amount_fen, concerned, data, is_open,
      entered_by, entered_at, changed_by, changed_at
    )
    values (
      ${orderId}, ${`ORDER_${code}`}, ${status}, 2, ${[agency.slice(1)]}, ${agency}, 'P1', ${amountFen},
      '{}', ${JSON.stringify(data)}::jsonb, ${isOpen}, ${enterer}, ${at}::timestamptz - interval '1 hour',
      ${reviewer}, ${at}::timestamptz
    )
  `.execute(owner)
  const acts = [
    ['enter', enterer],
    ['review', reviewer],
  ] as const
  for (const [index, [action, actorId]] of acts.entries()) {
    await sql`
      insert into app.record_action (
        record_id, version, action, actor_id, at, status_before, status_after, input, entry_id, entry_hash
      )
      values (
        ${orderId}, ${index + 1}, ${action}, ${actorId},
        ${at}::timestamptz - make_interval(mins => ${30 * (1 - index)}), 'NEW', ${status}, '{}', ${randomUUID()}, ''
      )
    `.execute(owner)
  }
  return orderId
}

export const samplingCatalogue = extendCatalogue(accessFunctions, samplingFunctions)

export function samplingContext(db: Database, staffId: string): ActContext {
  return { ...contextOf(db, staffId, { kinds: samplingKinds() }), catalogue: samplingCatalogue }
}

/** What the server's job does in a minute or two: freeze, wait for the checkpoint outside, draw, open. */
export async function sampleOnce(trail: TestTrail): Promise<readonly string[]> {
  const { database, checkpoint, outside } = trail
  const kernel = samplingContext(database.db, '')
  const follow = () => followSamples(kernel, (frozen) => firstCheckpointIn([outside], frozen))
  const first = await follow()
  await checkpoint()
  const second = await follow()
  return [...first.refused, ...second.refused]
}

export const checkpointFiles = ({ outside }: TestTrail): Promise<string[]> => listCheckpointFiles(outside)

export interface StoredRecord<Data> {
  readonly record_id: string
  readonly status: string
  readonly version: number
  readonly agency_id: string
  readonly amount_fen: bigint | null
  readonly due_day: string | null
  readonly concerned: { readonly handlers?: readonly string[] }
  readonly data: Data
}

export async function recordsOf<Data>(owner: Database, kind: string): Promise<StoredRecord<Data>[]> {
  const { rows } = await sql<StoredRecord<Data>>`
    select record_id, status, version, agency_id, amount_fen, due_day, concerned, data
    from app.record
    where kind = ${kind}
    order by entered_at, record_id
  `.execute(owner)
  return rows
}

export interface Step {
  readonly by: string
  readonly kind: string
  readonly recordId?: string
  readonly action: string
  readonly input?: unknown
}

/** As somebody who has opened the record and confirmed what he saw; `system` for the server. */
export async function takeStep({ db }: TestDatabase, step: Step): Promise<Answer> {
  const { by, kind, recordId = null, action, input = {} } = step
  const context =
    by === 'system'
      ? { ...samplingContext(db, ''), actor: { kind: 'system', job: 'test' } as const }
      : samplingContext(db, by)
  if (recordId === null) return act(context, requestOf({ kind, action, input }))
  if (by === 'system') return act(context, requestOf({ kind, action, recordId, input }))
  const { record } = await openRecord(context, { kind, recordId })
  const shown = await db
    .selectFrom('record')
    .select(['status', 'data'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  const request = requestOf({ kind, action, recordId, version: record.version, input })
  return act(context, confirmed(request, shown))
}

export const said = (answer: Answer): string =>
  answer.outcome === 'accepted' ? answer.status : `${answer.code}: ${answer.text.en}`
