import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { formatDay } from '#base/calendar-math.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { confirmed, contextOf, requestOf, setUpKernel } from '#records/test-kernel.ts'
import { campaignFunctions } from './campaign-access.ts'
import { campaignKinds } from './campaign-kinds.ts'
import type { DetectionSource } from './detection-source.ts'
import { followCampaigns } from './following/follow-campaigns.ts'
import { questions } from './forms/questions.ts'

/** A city whose centre runs a campaign, and its two counties. */

const staff = {
  supervise1: { agency: 'A990100', role: 'SUPERVISION' },
  supervise2: { agency: 'A990100', role: 'SUPERVISION' },
  enterCity: { agency: 'A990100', role: 'ENTRY' },
  headCity: { agency: 'A990100', property: 'UNIT_HEAD' },
  audit1: { agency: 'A990101', role: 'INTERNAL_AUDIT' },
  head1: { agency: 'A990101', property: 'UNIT_HEAD' },
  enterBeside: { agency: 'A990102', role: 'ENTRY' },
  auditBeside: { agency: 'A990102', role: 'INTERNAL_AUDIT' },
  headBeside: { agency: 'A990102', property: 'UNIT_HEAD' },
  moved: { agency: 'A990100', role: 'SUPERVISION' },
} as const

/** What stands against answers, as a test says: question → count of the unit. */
export const testDetections: DetectionSource = ({ agencyId }) => sql`
  (
    select coalesce(
      jsonb_object_agg(
        question,
        jsonb_build_object('count', found, 'amount_fen', (found * 100)::text, 'digest', 'd', 'finding_ids', '[]'::jsonb)
      ),
      '{}'::jsonb
    )
    from register.test_detection
    where test_detection.agency_id = ${agencyId}
  )
`

export async function setUpCampaigns(database: TestDatabase): Promise<void> {
  await setUpKernel(database)
  const { owner, appRole } = database
  for (const [name, given] of Object.entries(staff)) await addStaff(owner, name, given)
  await sql`
    create table register.test_detection (
      agency_id text not null, question text not null, found integer not null, primary key (agency_id, question)
    )
  `.execute(owner)
  await sql`grant select on register.test_detection to ${sql.id(appRole)}`.execute(owner)
  // Worked in the first county until a year ago.
  await sql`
    insert into app.post (post_id, agency_id, title, title_in_english, is_key, roles, properties)
    values ('P-once', 'A990101', '曾任', 'once', false, '{}', '{}')
  `.execute(owner)
  await sql`
    insert into app.post_assignment (staff_id, post_id, started_on, ended_on)
    values ('moved', 'P-once', '2020-01-01', current_date - 365)
  `.execute(owner)
}

async function addStaff(
  owner: Database,
  name: string,
  { agency, role, property }: { agency: string; role?: string; property?: string },
): Promise<void> {
  await sql`
    insert into app.staff_member (staff_id, name, agency_id, status)
    values (${name}, ${name}, ${agency}, 'ON_POST')
  `.execute(owner)
  await sql`insert into app.authority_epoch (staff_id, epoch) values (${name}, 1)`.execute(owner)
  if (role !== undefined) {
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values (${randomUUID()}, ${name}, ${role}, ${[agency.slice(1)]}, '2025-01-01', 'INIT')
    `.execute(owner)
  }
  if (property === undefined) return
  await sql`
    insert into app.post (post_id, agency_id, title, title_in_english, is_key, roles, properties)
    values (${`P-${name}`}, ${agency}, ${name}, ${name}, true, '{}', ${[property]})
  `.execute(owner)
  await sql`
    insert into app.post_assignment (staff_id, post_id, started_on)
    values (${name}, ${`P-${name}`}, '2025-01-01'::date)
  `.execute(owner)
}

export const testKinds = campaignKinds({ detections: testDetections })
export const testCampaignCatalogue = extendCatalogue(accessFunctions, campaignFunctions)

export function campaignContext({ db }: TestDatabase, staffId: string): ActContext {
  const actor = staffId === 'system' ? { actor: { kind: 'system', job: 'test' } as const } : {}
  return { ...contextOf(db, staffId, { kinds: testKinds, ...actor }), catalogue: testCampaignCatalogue }
}

export const daysAhead = (days: number): string => formatDay(shanghaiDay(new Date()) + days)

export function planInput(changes: object = {}): Record<string, unknown> {
  const codes = ['DEPLOY', 'SELF_CHECK', 'CITY_CHECK', 'PROVINCE_CHECK', 'SUMMARY']
  return {
    ...{ name: '风险排查', kind: 'RISK_CHECK', basis: '通知', schemes: [], regions: ['990100'] },
    ...{ period_from: '2019-01', period_to: '2026-06', categories: [3, 4], unit_kinds: ['HANDLING'] },
    phases: codes.map((code, index) => ({
      code,
      starts_on: daysAhead(index),
      due_on: daysAhead(index + 10),
    })),
    ...{ spot_percent: 50, spot_counties: 2, rate_percent: 95 },
    leading_group: [{ role: 'HEAD', member: '示例', unit: '市局' }],
    ...changes,
  }
}

export interface CampaignStep {
  readonly by: string
  readonly kind: string
  readonly recordId?: string | null
  readonly action: string
  readonly input?: unknown
  readonly files?: readonly string[]
}

/** With the details opened and confirmed, as a page does it; the server's own acts by `system`. */
export async function takeCampaignStep(database: TestDatabase, step: CampaignStep): Promise<Answer> {
  const { by, kind, recordId = null, action, input = {}, files = [] } = step
  const context = campaignContext(database, by)
  const attachments = await Promise.all(files.map((purpose) => uploaded(database.owner, by, purpose)))
  if (recordId === null || by === 'system') {
    return act(context, requestOf({ kind, recordId, action, input, attachments }))
  }
  const shown = await storedCampaign(database, recordId)
  await database.owner
    .insertInto('record_view')
    .values({
      ...{ entry_id: randomUUID(), entry_hash: Buffer.alloc(32), record_id: recordId },
      ...{ version: shown.version, actor_id: by, session_id: null, at: new Date() },
    })
    .execute()
  const request = requestOf({ kind, recordId, action, input, attachments, version: shown.version })
  return act(context, confirmed(request, shown))
}

export const saidOf = (answer: Answer): string =>
  answer.outcome === 'accepted' ? answer.status : `${answer.code}: ${answer.text.en}`

export async function doneBy(database: TestDatabase, step: CampaignStep): Promise<string> {
  const answer = await takeCampaignStep(database, step)
  if (answer.outcome === 'accepted') return answer.recordId
  throw new Error(`${step.kind}/${step.action} by ${step.by}: ${answer.code}: ${answer.text.en}`)
}

export async function storedCampaign(
  { owner }: TestDatabase,
  recordId: string,
): Promise<{ status: string; version: number; data: unknown }> {
  return owner
    .selectFrom('record')
    .select(['status', 'data', 'version'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
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

export interface RunningCampaign {
  readonly campaignId: string
  /** Agency → its self-check. */
  readonly tasks: ReadonlyMap<string, string>
}

/** Planned, approved, started and passed down. */
export async function runningCampaign(database: TestDatabase, plan: object = {}): Promise<RunningCampaign> {
  const step = { kind: 'CAMPAIGN', action: 'propose', by: 'supervise1', input: planInput(plan) }
  const campaignId = await doneBy(database, step)
  await doneBy(database, { kind: 'CAMPAIGN', recordId: campaignId, action: 'approve', by: 'headCity' })
  await doneBy(database, { kind: 'CAMPAIGN', recordId: campaignId, action: 'start', by: 'supervise1' })
  await followCampaigns(campaignContext(database, 'system'))
  const lines = await database.db
    .selectFrom('campaign_unit')
    .select(['agency_id', 'task_id'])
    .where('campaign_id', '=', campaignId)
    .execute()
  return { campaignId, tasks: new Map(lines.map(({ agency_id, task_id }) => [agency_id, task_id])) }
}

/** “No” to every question of the test's plan. */
export function allNo(changes: Readonly<Record<string, object>> = {}): unknown {
  const nothing = { count: 0, amount_yuan: '0.00', evidence: null, rectify_by: null, explanation: null }
  return {
    answers: questions
      .filter(({ category }) => category === 3 || category === 4)
      .map(({ number }) => ({ question: number, answer: 'NO', ...nothing, ...changes[number] })),
  }
}

export const contacts = { contacts: [{ contact_name: '示例', post: '科员', phone: '0990-1234567' }] }

/** Answered and submitted by the unit's own people. */
export async function submitSelfCheck(
  database: TestDatabase,
  recordId: string,
  { maker = 'enter1', leader = 'head1' }: { maker?: string; leader?: string } = {},
): Promise<void> {
  const step = { kind: 'CAMPAIGN_TASK', recordId }
  await doneBy(database, { ...step, by: maker, action: 'contact', input: contacts })
  await doneBy(database, { ...step, by: maker, action: 'answer', input: allNo() })
  await doneBy(database, { ...step, by: leader, action: 'submit' })
}
