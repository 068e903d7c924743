import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { caseAccessFunctions } from '#cases/case-access.ts'
import { caseKinds } from '#cases/case-kinds.ts'
import { setUpCases, testFindings } from '#cases/test-cases.ts'
import { eventFunctions } from '#major-events/event-access.ts'
import { majorEventKind } from '#major-events/major-event.ts'
import { leadingGroupKind } from '#meetings/leading-group.ts'
import { meetingKind } from '#meetings/meeting.ts'
import { meetingFunctions } from '#meetings/meeting-access.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import { confirmationDigest } from '#records/confirmation.ts'
import type { Workflow } from '#records/define-record.ts'
import { contextOf, requestOf } from '#records/test-kernel.ts'
import { periodicReportKind } from './periodic-report.ts'
import { reportFunctions } from './report-access.ts'

/** The people of the cases' tests (county, the city above, the county beside) with events, reports and meetings. */
export const setUpReports = setUpCases

export const reportKindsOfTests = [
  ...caseKinds({ findings: testFindings }),
  ...[majorEventKind(), periodicReportKind(), meetingKind(), leadingGroupKind()],
]
export const reportsCatalogue = extendCatalogue(accessFunctions, [
  ...caseAccessFunctions,
  ...eventFunctions,
  ...reportFunctions,
  ...meetingFunctions,
])

export function reportsContext({ db }: Pick<TestDatabase, 'db'>, by: string): ActContext {
  const actor = by.startsWith('system:') ? { actor: { kind: 'system', job: 'test' } as const } : {}
  return { ...contextOf(db, by, { kinds: reportKindsOfTests, ...actor }), catalogue: reportsCatalogue }
}

export interface Stored {
  readonly status: string
  readonly version: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into data of four kinds
  readonly data: any
  readonly due_day: string | null
  readonly amount_fen: bigint | null
}

export async function stored({ owner }: Pick<TestDatabase, 'owner'>, recordId: string): Promise<Stored> {
  const row = await owner
    .selectFrom('record')
    .select(['status', 'version', 'data', 'due_day', 'amount_fen'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return row as unknown as Stored
}

export interface Step {
  readonly by: string
  readonly kind: string
  readonly recordId: string | null
  readonly action: string
  readonly input?: unknown
  readonly files?: readonly string[]
}

/** As somebody who has opened the record, seen what is there and confirmed it, whoever that is. */
export async function takeStep(database: TestDatabase, step: Step): Promise<Answer> {
  const { by, kind, recordId, action, input = {}, files = [] } = step
  const { owner } = database
  const shown = recordId === null ? null : await stored(database, recordId)
  const attachments = await Promise.all(files.map((purpose) => writtenByServer(owner, purpose)))
  if (recordId !== null && shown !== null) {
    await owner
      .insertInto('record_view')
      .values({
        ...{ entry_id: randomUUID(), entry_hash: Buffer.alloc(32), record_id: recordId },
        ...{ version: shown.version, actor_id: by, session_id: null, at: new Date() },
      })
      .execute()
  }
  const isSystem = by.startsWith('system:')
  const version = isSystem ? null : (shown?.version ?? null)
  const request = requestOf({ kind, action, recordId, input, attachments, version })
  const digest = confirmationDigest({ request, status: shown?.status ?? null, data: shown?.data ?? null })
  const confirmation = isSystem ? null : ({ method: 'PASSWORD', digest, assertion: null } as const)
  return act(reportsContext(database, by), { ...request, confirmation })
}

async function writtenByServer(
  owner: TestDatabase['owner'],
  purpose: string,
): Promise<{ readonly id: string; readonly purpose: string }> {
  const id = randomUUID()
  await owner
    .insertInto('attachment')
    .values({
      ...{ attachment_id: id, sha256: '0'.repeat(64), size_bytes: 1n, content_type: 'docx' },
      ...{ name: 'paper.docx', scan_result: 'CLEAN', uploaded_by: 'system:test', uploaded_at: new Date() },
    })
    .execute()
  return { id, purpose }
}

export const said = (answer: Answer): string =>
  answer.outcome === 'accepted' ? answer.status : `${answer.code}: ${answer.text.en}`

export const codeOf = (answer: Answer): string => (answer.outcome === 'accepted' ? 'accepted' : answer.code)

/** Every status with every action that does not open a record. */
export function pairsOf(workflow: Workflow<string, string>): (readonly [string, string])[] {
  const statuses = Object.keys(workflow).filter((status) => status !== 'NEW')
  const opening = Object.keys(workflow.NEW ?? {})
  const actions = new Set(statuses.flatMap((status) => Object.keys(workflow[status] ?? {})))
  return statuses.flatMap((status) =>
    [...actions].filter((action) => !opening.includes(action)).map((action) => [status, action] as const),
  )
}

/** Of the people of the tests: who stands where, by what duty. Written from the papers, not from the catalogue. */
export const people: Readonly<Record<string, readonly [place: 'county' | 'city' | 'beside', duty: string]>> =
  {
    audit1: ['county', 'INTERNAL_AUDIT'],
    audit2: ['county', 'INTERNAL_AUDIT'],
    head1: ['county', 'UNIT_HEAD'],
    deputy1: ['county', 'DEPUTY_HEAD'],
    account1: ['county', 'ACCOUNTANT'],
    reconcile1: ['county', 'RECONCILIATION'],
    system1: ['county', 'SYSTEM_ADMIN'],
    supervise1: ['city', 'SUPERVISION'],
    headCity: ['city', 'UNIT_HEAD'],
    accountCity: ['city', 'ACCOUNTANT'],
    auditBeside: ['beside', 'INTERNAL_AUDIT'],
    headBeside: ['beside', 'UNIT_HEAD'],
  }

/** Outside the region, and for officers, the record does not exist. */
export function expectedCode(
  person: string,
  isAllowed: (place: string, duty: string) => boolean,
): 'accepted' | 'not_permitted' | 'not_found' {
  const [place, duty] = people[person]!
  if (place === 'beside' || duty === 'SYSTEM_ADMIN') return 'not_found'
  return isAllowed(place, duty) ? 'accepted' : 'not_permitted'
}

/** As if the first account had been made then. */
export async function expectReportsSince(owner: Database, day: string): Promise<void> {
  await sql`
    insert into app.sign_in_account (staff_id, sign_in_name, created_at)
    values ('audit1', 'audit1', (${day} || ' 12:00+08')::timestamptz)
    on conflict (staff_id) do update
    set created_at = excluded.created_at
  `.execute(owner)
}
