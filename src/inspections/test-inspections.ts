import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { PostProperty } from '#access/duties.ts'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import { confirmationDigest } from '#records/confirmation.ts'
import type { Actor } from '#records/record.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { contextOf, requestOf, setUpKernel } from '#records/test-kernel.ts'
import type { Role } from '#standard/code-lists.ts'
import { inspectionFunctions } from './inspection-access.ts'
import type { InspectionStatus } from './inspection-codes.ts'
import { inspectionRecordKinds } from './inspection-kinds.ts'

/** A city that supervises two counties: supervisors and leaders of the city, the county's own people, and the county beside. */
export const staff = {
  supervise1: { agency: 'A990100', roles: ['SUPERVISION'] },
  supervise2: { agency: 'A990100', roles: ['SUPERVISION'] },
  auditCity: { agency: 'A990100', roles: ['INTERNAL_AUDIT'] },
  headCity: { agency: 'A990100', properties: ['UNIT_HEAD'] },
  deputyCity: { agency: 'A990100', properties: ['DEPUTY_HEAD'] },
  head1: { agency: 'A990101', properties: ['UNIT_HEAD'] },
  deputy1: { agency: 'A990101', properties: ['DEPUTY_HEAD'] },
  auditor1: { agency: 'A990101', roles: ['INTERNAL_AUDIT'] },
  headBeside: { agency: 'A990102', properties: ['UNIT_HEAD'] },
  auditBeside: { agency: 'A990102', roles: ['INTERNAL_AUDIT'] },
  system1: { agency: 'A990101', roles: ['SYSTEM_ADMIN'] },
} as const satisfies Readonly<
  Record<string, { agency: string; roles?: readonly Role[]; properties?: readonly PostProperty[] }>
>
export type StaffName = keyof typeof staff
export const staffNames: readonly StaffName[] = Object.keys(staff) as StaffName[]

export async function setUpInspections(database: TestDatabase): Promise<void> {
  await setUpKernel(database)
  for (const name of staffNames) await addStaff(database.owner, name, staff[name])
}

export async function addStaff(
  owner: Database,
  name: string,
  given: {
    readonly agency: string
    readonly roles?: readonly string[]
    readonly properties?: readonly string[]
    readonly idNumber?: string
  },
): Promise<void> {
  const { agency, roles = [], properties = [], idNumber = null } = given
  await sql`
    insert into app.staff_member (staff_id, name, agency_id, status, id_number)
    values (${name}, ${name}, ${agency}, 'ON_POST', ${idNumber})
  `.execute(owner)
  await sql`insert into app.authority_epoch (staff_id, epoch) values (${name}, 1)`.execute(owner)
  for (const role of roles) {
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values (${randomUUID()}, ${name}, ${role}, ${[agency.slice(1)]}, '2025-01-01', 'INIT')
    `.execute(owner)
  }
  if (properties.length > 0) await addPost(owner, name, { agency, properties, startedOn: '2020-01-01' })
}

export async function addPost(
  owner: Database,
  staffId: string,
  given: {
    readonly agency: string
    readonly properties?: readonly string[]
    readonly startedOn: string
    readonly endedOn?: string
  },
): Promise<void> {
  const { agency, properties = [], startedOn, endedOn = null } = given
  const postId = `P-${staffId}-${agency}`
  await sql`
    insert into app.post (post_id, agency_id, title, title_in_english, is_key, roles, properties)
    values (${postId}, ${agency}, ${postId}, ${postId}, true, '{}', ${[...properties]})
  `.execute(owner)
  await sql`
    insert into app.post_assignment (staff_id, post_id, started_on, ended_on)
    values (${staffId}, ${postId}, ${startedOn}::date, ${endedOn}::date)
  `.execute(owner)
}

export const inspectionsCatalogue = extendCatalogue(accessFunctions, inspectionFunctions)

export function inspectionsContext(db: Database, staffId: string, actor?: Actor): ActContext {
  const options = { kinds: inspectionRecordKinds(), ...(actor === undefined ? {} : { actor }) }
  return { ...contextOf(db, staffId, options), catalogue: inspectionsCatalogue }
}

export interface Step {
  readonly by: string
  readonly kind?: 'INSPECTION' | 'INSPECTION_PLAN'
  readonly recordId: string | null
  readonly action: string
  readonly input?: unknown
  /** Purposes of files attached with it. */
  readonly files?: readonly string[]
}

/** Does a step as somebody who has opened the record, seen what is there and confirmed it, whoever that is. */
export async function takeStep({ db, owner }: TestDatabase, step: Step): Promise<Answer> {
  const { by, kind = 'INSPECTION', recordId, action, input = {}, files = [] } = step
  const isSystem = by.startsWith('system:')
  const shown =
    recordId === null
      ? null
      : await owner
          .selectFrom('record')
          .select(['status', 'data', 'version'])
          .where('record_id', '=', recordId)
          .executeTakeFirstOrThrow()
  const attachments = await Promise.all(files.map((purpose) => uploaded(owner, by, purpose)))
  if (shown !== null && recordId !== null) {
    await owner
      .insertInto('record_view')
      .values({
        ...{ entry_id: randomUUID(), entry_hash: Buffer.alloc(32), record_id: recordId },
        ...{ version: shown.version, actor_id: by, session_id: null, at: new Date() },
      })
      .execute()
  }
  const version = isSystem ? null : (shown?.version ?? null)
  const request = requestOf({ kind, action, recordId, input, attachments, version })
  const digest = confirmationDigest({ request, status: shown?.status ?? null, data: shown?.data ?? null })
  const confirmation = isSystem ? null : ({ method: 'PASSWORD', digest, assertion: null } as const)
  const actor = isSystem ? ({ kind: 'system', job: 'test' } as const) : undefined
  return act(inspectionsContext(db, by, actor), { ...request, confirmation })
}

async function uploaded(
  owner: Database,
  by: string,
  purpose: string,
): Promise<{ id: string; purpose: string }> {
  const id = randomUUID()
  await owner
    .insertInto('attachment')
    .values({
      ...{ attachment_id: id, sha256: '0'.repeat(64), size_bytes: 1n, content_type: 'pdf', name: 'file.pdf' },
      ...{ scan_result: 'CLEAN', uploaded_by: by, uploaded_at: new Date() },
    })
    .execute()
  return { id, purpose }
}

export const dayFromNow = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)
export const thisYear = (): number => Number(dayFromNow(0).slice(0, 4))

export const inspectionInput = (changes: object = {}): Readonly<Record<string, unknown>> => ({
  inspected: 'A990101',
  kind: 'SPECIAL',
  is_on_site: true,
  title: '养老保险待遇发放专项检查',
  scope: '待遇核定、发放、暂停与恢复',
  basis: '年度检查计划',
  looked_from: '2025-01-01',
  looked_to: '2025-12-31',
  planned_from: dayFromNow(0),
  planned_to: dayFromNow(5),
  head: 'supervise1',
  members: ['supervise2'],
  contact: '监督科 0000-0000000',
  ...changes,
})

export const planInput = (changes: object = {}): Readonly<Record<string, unknown>> => ({
  year: thisYear(),
  items: [{ agency_id: 'A990101', quarter: 2, kind: 'SPECIAL', is_on_site: true, focus: '待遇发放' }],
  ...changes,
})

export interface Stored {
  readonly status: InspectionStatus
  readonly data: {
    readonly facts: readonly { readonly fact_id: string; readonly rule_codes: readonly string[] }[]
    readonly items: readonly { readonly item_id: string; readonly verified: unknown }[]
    readonly team: readonly { readonly staff_id: string; readonly is_head: boolean }[]
    readonly notice: { readonly number: { readonly number: number; readonly text: string } } | null
    readonly opinion: {
      readonly number: { readonly text: string }
      readonly attachment_id: string | null
    } | null
    readonly statement: { readonly ended_on: string | null; readonly absence: unknown } | null
    readonly earlier_statements: readonly unknown[]
    readonly closed_on: string | null
  }
  readonly due_day: string | null
}

export async function storedInspection({ owner }: TestDatabase, recordId: string): Promise<Stored> {
  const row = await owner
    .selectFrom('record')
    .select(['status', 'data', 'due_day'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return row as unknown as Stored
}

/** Who does each action in the tests. */
export const doers: Readonly<Record<string, string>> = {
  ...{ open: 'auditCity', revise: 'auditCity', cancel: 'auditCity' },
  ...{
    issue: 'headCity',
    return: 'headCity',
    change_team: 'headCity',
    waive: 'headCity',
    approve: 'headCity',
  },
  ...{ return_opinion: 'headCity', extend: 'headCity', close: 'headCity' },
  ...{ answer: 'head1', rectify: 'auditor1', file_notice: 'system:test', file_opinion: 'system:test' },
}

const files: Readonly<Record<string, readonly string[]>> = {
  rectify: ['EVIDENCE'],
  file_notice: ['NOTICE'],
  file_opinion: ['OPINION'],
}

/** What each action is asked with. */
export async function inputOf(database: TestDatabase, recordId: string, action: string): Promise<unknown> {
  const { data } = await storedInspection(database, recordId)
  const factId = data.facts[0]?.fact_id ?? 'none'
  const item_id = data.items[0]?.item_id ?? 'none'
  const { inspected: _inspected, ...revised } = inspectionInput()
  const reason = '说明'
  const inputs: Readonly<Record<string, unknown>> = {
    revise: revised,
    ...{
      return: { reason },
      cancel: { reason },
      waive: { reason },
      resume: { reason },
      return_opinion: { reason },
    },
    change_team: { head: 'supervise2', members: ['supervise1'], reason },
    begin: { on: dayFromNow(0), opening: '通报检查安排' },
    work: paperInput(),
    fact: factInput(),
    withdraw_fact: { fact_id: factId, reason },
    ask_statement: { working_days: 5 },
    answer: { text: '情况属实，将整改', is_final: true },
    propose: opinionInput(data.facts.map(({ fact_id }) => fact_id)),
    ...{ rectify: { item_id, text: '已停发并追回' }, verify: { item_id, note: '凭证齐全' } },
    ...{ send_back: { item_id, reason }, extend: { item_id, due_on: dayFromNow(90), reason } },
    look_back: { result: 'NOT_RECURRED', note: '未再发现' },
    ...{ file_notice: { asked_by: 'supervise1' }, file_opinion: { asked_by: 'supervise1' } },
  }
  return inputs[action] ?? {}
}

export const paperInput = (changes: object = {}): Readonly<Record<string, unknown>> => ({
  method: 'FILES',
  done_on: dayFromNow(0),
  place: null,
  present: [],
  content: '抽查发放台账',
  result: '两人死亡后仍在发放',
  ...changes,
})

export const factInput = (changes: object = {}): Readonly<Record<string, unknown>> => ({
  title: '死亡后继续发放',
  description: '抽查发现两人死亡后仍在发放待遇',
  basis: '《社会保险法》第八十八条',
  finding_ids: [],
  case_ids: [],
  rule_codes: ['DTH-01'],
  people_count: 2,
  amount: '1234.56',
  ...changes,
})

export const opinionInput = (factIds: readonly string[]): Readonly<Record<string, unknown>> => ({
  summary: '内控基本健全，发放环节存在漏洞',
  items: factIds.map((fact_id) => ({
    fact_id,
    way: 'LIMITED',
    what: '停发并追回多发待遇',
    responsible: '待遇发放科',
    due_on: dayFromNow(30),
  })),
})

/** The acts that lead to each status. */
export const ways: Readonly<Record<InspectionStatus, readonly string[]>> = (() => {
  const underWay = ['issue', 'begin', 'work', 'fact']
  const heard = [...underWay, 'ask_statement', 'answer']
  const rectifying = [...heard, 'propose', 'approve']
  return {
    PREPARED: [],
    NOTIFIED: ['issue'],
    UNDER_WAY: underWay,
    AWAITING_STATEMENT: [...underWay, 'ask_statement'],
    OPINION_PROPOSED: [...heard, 'propose'],
    RECTIFYING: rectifying,
    CLOSED: [...rectifying, 'rectify', 'verify', 'close'],
    LOOKED_BACK: [],
    CANCELLED: ['cancel'],
  }
})()

export async function openInspection(database: TestDatabase, changes: object = {}): Promise<string> {
  const input = inspectionInput(changes)
  const answer = await takeStep(database, { by: 'auditCity', recordId: null, action: 'open', input })
  return acceptedAnswer(answer).recordId
}

export async function doStep(
  database: TestDatabase,
  { recordId, action, by }: { readonly recordId: string; readonly action: string; readonly by?: string },
): Promise<Answer> {
  const input = await inputOf(database, recordId, action)
  const doer = by ?? doers[action] ?? 'supervise1'
  return takeStep(database, { by: doer, recordId, action, input, files: files[action] ?? [] })
}

export async function inspectionIn(database: TestDatabase, status: InspectionStatus): Promise<string> {
  const recordId = await openInspection(database)
  for (const action of ways[status]) acceptedAnswer(await doStep(database, { recordId, action }))
  if (status === 'LOOKED_BACK') throw new Error('only time leads there')
  return recordId
}

/** As if its deadline had passed yesterday. */
export async function letDeadlinePass({ owner }: TestDatabase, recordId: string): Promise<void> {
  await sql`
    update app.record
    set due_day = (clock_timestamp() at time zone 'Asia/Shanghai')::date - 1
    where record_id = ${recordId}
  `.execute(owner)
}

/** As if it had been closed so many days ago. */
export async function closedDaysAgo({ owner }: TestDatabase, recordId: string, days: number): Promise<void> {
  await sql`
    update app.record
    set data = jsonb_set(data, '{closed_on}', to_jsonb(${dayFromNow(-days)}::text))
    where record_id = ${recordId}
  `.execute(owner)
}
