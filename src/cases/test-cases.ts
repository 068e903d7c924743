import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { PostProperty } from '#access/duties.ts'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import { confirmationDigest } from '#records/confirmation.ts'
import type { RecordKind } from '#records/define-record.ts'
import type { Actor } from '#records/record.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { contextOf, requestOf, setUpKernel } from '#records/test-kernel.ts'
import type { Role } from '#standard/code-lists.ts'
import { caseAccessFunctions } from './case-access.ts'
import { caseKinds } from './case-kinds.ts'
import type { FindingSource } from './finding-source.ts'

/** Auditors, leaders and accountants of the county of the kernel's tests, of the city above and the county beside. */
export const staff = {
  audit1: { agency: 'A990101', roles: ['INTERNAL_AUDIT'] },
  audit2: { agency: 'A990101', roles: ['INTERNAL_AUDIT'] },
  audit3: { agency: 'A990101', roles: ['INTERNAL_AUDIT'] },
  supervise1: { agency: 'A990100', roles: ['SUPERVISION'] },
  head1: { agency: 'A990101', properties: ['UNIT_HEAD'] },
  deputy1: { agency: 'A990101', properties: ['DEPUTY_HEAD'] },
  headCity: { agency: 'A990100', properties: ['UNIT_HEAD'] },
  account1: { agency: 'A990101', roles: ['ACCOUNTANT'] },
  reconcile1: { agency: 'A990101', roles: ['RECONCILIATION'] },
  accountCity: { agency: 'A990100', roles: ['ACCOUNTANT'] },
  system1: { agency: 'A990101', roles: ['SYSTEM_ADMIN'] },
  auditBeside: { agency: 'A990102', roles: ['INTERNAL_AUDIT'] },
  headBeside: { agency: 'A990102', properties: ['UNIT_HEAD'] },
} as const satisfies Readonly<
  Record<string, { agency: string; roles?: readonly Role[]; properties?: readonly PostProperty[] }>
>
export type StaffName = keyof typeof staff
export const staffNames: readonly StaffName[] = Object.keys(staff) as StaffName[]

/** Findings as their own slice would give them. */
export const testFindings: FindingSource = (ids: RawBuilder<unknown>) => sql`
  select coalesce(jsonb_agg(test_finding.snapshot order by test_finding.finding_id), '[]'::jsonb)
  from register.test_finding
  where test_finding.finding_id = any (${ids})
`

export async function setUpCases(database: TestDatabase): Promise<void> {
  await setUpKernel(database)
  const { owner, appRole } = database
  for (const [name, given] of Object.entries(staff)) await addStaff(owner, name, given)
  await sql`create table register.test_finding (finding_id text primary key, snapshot jsonb not null)`.execute(
    owner,
  )
  await sql`grant select on register.test_finding to ${sql.id(appRole)}`.execute(owner)
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

export interface FindingOptions {
  readonly county?: string
  readonly level?: 1 | 2 | 3
  /** Fen of its rows, of January 2024 and the months after it. */
  readonly rows?: readonly number[]
  readonly handlers?: readonly string[]
  readonly staffIds?: readonly string[]
  readonly personId?: string
}

export async function addFinding(owner: Database, options: FindingOptions = {}): Promise<string> {
  const { county = '990101', level = 2, rows = [10_000, 20_000], handlers = [], staffIds = [] } = options
  const findingId = `F${randomUUID().slice(0, 12)}`
  const snapshot = {
    finding_id: findingId,
    rule_code: 'DTH-01',
    level,
    amount_fen: String(rows.reduce((sum, fen) => sum + fen, 0)),
    rows: rows.map((fen, index) => ({
      table: 'payment',
      key: `${findingId}-${index}`,
      digest: 'a'.repeat(64),
      amount_fen: String(fen),
      month: 2024 * 12 + index,
    })),
    subject: {
      regions: [county],
      agencyId: `A${county}`,
      scheme: null,
      personId: options.personId ?? `P-${findingId}`,
      personKeys: [`key-${findingId}`],
      staffIds,
      handlers,
    },
  }
  await sql`
    insert into register.test_finding (finding_id, snapshot) values (${findingId}, ${JSON.stringify(snapshot)}::jsonb)
  `.execute(owner)
  return findingId
}

export const casesCatalogue = extendCatalogue(accessFunctions, caseAccessFunctions)

export function casesContext(
  db: Database,
  staffId: string,
  options: { readonly kinds?: readonly RecordKind[]; readonly actor?: Actor } = {},
): ActContext {
  const kinds = options.kinds ?? caseKinds({ findings: testFindings })
  const actor = options.actor === undefined ? {} : { actor: options.actor }
  return { ...contextOf(db, staffId, { kinds, ...actor }), catalogue: casesCatalogue }
}

export interface Step {
  readonly by: string
  readonly kind?: string
  readonly recordId: string | null
  readonly action: string
  readonly input?: unknown
  /** Purposes of files attached with it. */
  readonly files?: readonly string[]
}

/** Does a step as somebody who has opened the record, seen what is there and confirmed it, whoever that is. */
export async function takeCaseStep({ db, owner }: TestDatabase, step: Step): Promise<Answer> {
  const { by, kind = 'CASE', recordId, action, input = {}, files = [] } = step
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
  if (shown !== null && recordId !== null) await noteView(owner, { by, recordId, version: shown.version })
  const request = requestOf({
    ...{ kind, action, recordId, input, attachments },
    version: isSystem ? null : (shown?.version ?? null),
  })
  const digest = confirmationDigest({ request, status: shown?.status ?? null, data: shown?.data ?? null })
  const confirmation = { method: 'PASSWORD', digest, assertion: null } as const
  const actor = isSystem ? { actor: { kind: 'system', job: 'test' } as const } : {}
  return act(casesContext(db, by, actor), { ...request, confirmation: isSystem ? null : confirmation })
}

async function noteView(
  owner: Database,
  { by, recordId, version }: { readonly by: string; readonly recordId: string; readonly version: number },
): Promise<void> {
  await owner
    .insertInto('record_view')
    .values({
      entry_id: randomUUID(),
      entry_hash: Buffer.alloc(32),
      record_id: recordId,
      version,
      actor_id: by,
      session_id: null,
      at: new Date(),
    })
    .execute()
}

async function uploaded(
  owner: Database,
  by: string,
  purpose: string,
): Promise<{ readonly id: string; readonly purpose: string }> {
  const id = randomUUID()
  await owner
    .insertInto('attachment')
    .values({
      attachment_id: id,
      sha256: '0'.repeat(64),
      size_bytes: 1n,
      content_type: 'pdf',
      name: 'file.pdf',
      scan_result: 'CLEAN',
      uploaded_by: by,
      uploaded_at: new Date(),
    })
    .execute()
  return { id, purpose }
}

/** As if its deadline had passed yesterday. */
export async function letDeadlinePass({ owner }: TestDatabase, recordId: string): Promise<void> {
  await sql`
    update app.record
    set due_day = (clock_timestamp() at time zone 'Asia/Shanghai')::date - 1
    where record_id = ${recordId}
  `.execute(owner)
}

export interface StoredCase {
  readonly status: string
  readonly data: {
    readonly findings: readonly { finding_id: string; rows: readonly { table: string; key: string }[] }[]
    readonly measures: readonly { measure_id: string; kind: string; done: unknown }[]
    readonly objections: readonly { objection_id: string }[]
    readonly conclusion: { loss_fen: string; loss_by_month: unknown; verdict: string } | null
    readonly earlier_conclusions: readonly unknown[]
    readonly split_off: readonly { case_id: string | null }[]
    readonly papers: readonly unknown[]
    readonly merged_into: string | null
  }
}

export async function storedRecord<Stored = StoredCase>(
  { owner }: TestDatabase,
  recordId: string,
): Promise<Stored> {
  const row = await owner
    .selectFrom('record')
    .select(['status', 'data', 'amount_fen'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return row as Stored
}

export const paper = {
  method: 'FILES',
  done_on: '2024-06-03',
  place: null,
  present: [],
  content: '抽查发放台账',
  result: '死亡后继续发放',
}

export const daysAhead = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** True, with every row lost. */
export async function conclusionInput(
  database: TestDatabase,
  recordId: string,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Record<string, unknown>> {
  const { data } = await storedRecord(database, recordId)
  const results = data.findings.map(({ finding_id, rows }) => ({
    finding_id,
    verdict: 'TRUE',
    rows: rows.map(({ table, key }) => ({ table, key, lost: null })),
    note: '',
  }))
  const measures = [{ kind: 'RECOVER', what: '追回多发待遇', due_on: daysAhead(60) }]
  return {
    results,
    nature: 'IRREGULAR',
    intent: 'UNKNOWN',
    facts_found: '死亡后继续领取',
    measures,
    ...changes,
  }
}

export async function untrueInput(database: TestDatabase, recordId: string): Promise<unknown> {
  const { data } = await storedRecord(database, recordId)
  const results = data.findings.map(({ finding_id }) => ({
    finding_id,
    verdict: 'FALSE',
    rows: [],
    note: '',
  }))
  return { results, nature: null, intent: null, facts_found: '经核查不属实', measures: [] }
}

/** Cases and the way to each status. */
export const ways: Readonly<Record<string, readonly string[]>> = {
  OPENED: [],
  ASSIGNED: ['assign'],
  VERIFYING: ['assign', 'begin', 'work'],
  AWAITING_STATEMENT: ['assign', 'begin', 'work', 'notify'],
  CONCLUDED: ['assign', 'begin', 'work', 'notify', 'answer', 'conclude'],
  HANDLING: ['assign', 'begin', 'work', 'notify', 'answer', 'conclude', 'approve'],
}

/** Who does each action in the tests. */
export const doers: Readonly<Record<string, string>> = {
  assign: 'supervise1',
  extend: 'head1',
  waive: 'head1',
  approve: 'deputy1',
  return: 'deputy1',
  maintain: 'head1',
  reexamine: 'head1',
  reopen: 'deputy1',
  refuseReopen: 'deputy1',
  openSplit: 'system:test',
  merge: 'system:test',
  settle: 'system:test',
}

export async function openCase(
  database: TestDatabase,
  options: FindingOptions & { readonly findings?: number } = {},
): Promise<{ readonly recordId: string; readonly findingIds: readonly string[] }> {
  const findingIds: string[] = []
  for (let index = 0; index < (options.findings ?? 1); index += 1) {
    findingIds.push(await addFinding(database.owner, options))
  }
  const input = { finding_ids: findingIds, reason: '筛查发现' }
  const answer = await takeCaseStep(database, { by: 'audit1', recordId: null, action: 'open', input })
  return { recordId: acceptedAnswer(answer).recordId, findingIds: findingIds.toSorted() }
}

/** What each action is asked with. */
export async function inputOf(database: TestDatabase, recordId: string, action: string): Promise<unknown> {
  const { data } = await storedRecord(database, recordId)
  const inputs: Readonly<Record<string, unknown>> = {
    assign: { assignee: 'audit1' },
    work: paper,
    extend: { working_days: 10, reason: '需外调' },
    notify: { party_name: '某甲', channel: 'IN_PERSON' },
    answer: { text: '不知情' },
    waive: { reason: '当事人已死亡且无继承人' },
    approve: { opinion: '同意' },
    return: { reason: '证据不足' },
    object: { text: '金额有误', received_on: '2024-06-03' },
    maintain: { objection_id: data.objections[0]?.objection_id ?? 'none', reason: '复核无误' },
    reexamine: { objection_id: data.objections[0]?.objection_id ?? 'none', reason: '有新证据' },
    askReopen: { reason: '有新证据' },
    reopen: { reason: '同意' },
    refuseReopen: { reason: '理由不足' },
    split: { finding_ids: data.findings.slice(1).map(({ finding_id }) => finding_id), reason: '分别处理' },
    merge: { into: 'none' },
    measure: {
      measure_id: data.measures[0]?.measure_id ?? 'none',
      result: '已追回',
      references: [],
    },
  }
  if (action === 'conclude') return conclusionInput(database, recordId)
  return inputs[action] ?? {}
}

export async function doCaseStep(database: TestDatabase, recordId: string, action: string): Promise<Answer> {
  if (action === 'conclude') await letDeadlinePass(database, recordId)
  const files = action === 'notify' ? ['NOTICE'] : action === 'work' ? ['EVIDENCE'] : []
  const input = await inputOf(database, recordId, action)
  return takeCaseStep(database, { by: doers[action] ?? 'audit1', recordId, action, input, files })
}

export async function caseIn(
  database: TestDatabase,
  status: string,
  options: FindingOptions & { readonly findings?: number } = {},
): Promise<{ readonly recordId: string; readonly findingIds: readonly string[] }> {
  const opened = await openCase(database, options)
  for (const action of ways[status] ?? []) {
    acceptedAnswer(await doCaseStep(database, opened.recordId, action))
  }
  return opened
}
