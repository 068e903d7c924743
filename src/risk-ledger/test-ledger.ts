import { sql } from 'kysely'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import { openRecord } from '#records/reading/open-record.ts'
import { confirmed, contextOf, requestOf, setUpKernel } from '#records/test-kernel.ts'
import { ledgerFunctions } from './ledger-access.ts'
import { ledgerKinds } from './ledger-kinds.ts'

/** The kernel's people with leaders and an auditor beside them in the first county, and fund supervision above it. */

const posts = [
  { staffId: 'head1', agencyId: 'A990101', properties: ['UNIT_HEAD'] },
  { staffId: 'deputy1', agencyId: 'A990101', properties: ['DEPUTY_HEAD'] },
  { staffId: 'cityHead', agencyId: 'B990100', properties: ['UNIT_HEAD'] },
  { staffId: 'provinceHead', agencyId: 'B990000', properties: ['UNIT_HEAD'] },
] as const

const overseers = [
  { staffId: 'auditor1', agencyId: 'A990101', role: 'INTERNAL_AUDIT', region: '990101' },
  { staffId: 'beside1', agencyId: 'A990102', role: 'INTERNAL_AUDIT', region: '990102' },
  /** Of the county's own bureau, of the city's, of the city's centre, and of the province's bureau. */
  { staffId: 'county1', agencyId: 'B990101', role: 'SUPERVISION', region: '990101' },
  { staffId: 'city1', agencyId: 'B990100', role: 'SUPERVISION', region: '990100' },
  { staffId: 'centre1', agencyId: 'A990100', role: 'SUPERVISION', region: '990100' },
  { staffId: 'province1', agencyId: 'B990000', role: 'SUPERVISION', region: '990000' },
] as const

const bureaus = [
  { id: 'B990000', region: '990000', path: ['B990000'] },
  { id: 'B990100', region: '990100', path: ['B990000', 'B990100'] },
  { id: 'B990101', region: '990101', path: ['B990000', 'B990100', 'B990101'] },
] as const

export async function setUpLedger(database: TestDatabase): Promise<void> {
  await setUpKernel(database)
  const { owner } = database
  for (const { id, region, path } of bureaus) {
    await sql`
      insert into app.agency (agency_id, name, kind, region, parent_id, path, reviewed_by_superior)
      values (${id}, ${`${region}局`}, 'ADMIN', ${region}, ${path.at(-2) ?? null}, ${[...path]}, false)
    `.execute(owner)
  }
  for (const { staffId, agencyId } of [...posts, ...overseers]) {
    await sql`
      insert into app.staff_member (staff_id, name, agency_id, status)
      values (${staffId}, ${staffId}, ${agencyId}, 'ON_POST')
    `.execute(owner)
    await sql`insert into app.authority_epoch (staff_id, epoch) values (${staffId}, 1)`.execute(owner)
  }
  for (const { staffId, role, region } of overseers) {
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values (${`${staffId}-${role}`}, ${staffId}, ${role}, ${[region]}, '2025-01-01', 'INIT')
    `.execute(owner)
  }
  for (const { staffId, agencyId, properties } of posts) {
    await sql`
      insert into app.post (post_id, agency_id, title, title_in_english, is_key, roles, properties)
      values (${staffId}, ${agencyId}, ${staffId}, ${staffId}, true, '{}', ${[...properties]})
    `.execute(owner)
    await sql`
      insert into app.post_assignment (staff_id, post_id, started_on)
      values (${staffId}, ${staffId}, '2025-01-01')
    `.execute(owner)
  }
}

const kinds = ledgerKinds()
const catalogue = extendCatalogue(accessFunctions, ledgerFunctions)

export function ledgerContext(db: Database, staffId: string): ActContext {
  return { ...contextOf(db, staffId, { kinds }), catalogue }
}

export function serverContext(db: Database): ActContext {
  return { ...contextOf(db, '', { kinds, actor: { kind: 'system', job: 'test' } }), catalogue }
}

export function pointInput(changes: object = {}): Readonly<Record<string, unknown>> {
  return {
    department: '待遇发放科（发放岗）',
    risk: '死亡人员未及时停发，家属继续领取',
    measures: [{ text: '每月与民政、卫健死亡数据比对' }, { text: '疑点当月核实并停发' }],
    direct_staff_id: 'enter1',
    department_head_id: 'review1',
    unit_head_id: 'head1',
    stage: 'PAYMENT',
    channel: 'OUTLET',
    origin: 'EXTERNAL',
    domain: 'BUSINESS',
    class: 'FALSE_CLAIM',
    concerned: 'INDIVIDUAL',
    line: 'BUSINESS',
    schemes: ['110', '170'],
    likelihood: 3,
    impact: 4,
    residual_likelihood: 1,
    residual_impact: 4,
    rule_codes: ['DTH-01'],
    ...changes,
  }
}

export async function propose(context: ActContext, input: unknown): Promise<Answer> {
  return act(context, requestOf({ kind: 'RISK_POINT', action: 'propose', input }))
}

export interface LedgerStep {
  readonly kind?: string
  readonly recordId: string
  readonly action: string
  readonly input?: unknown
}

/** Opens the details as they are and acts on them, confirmed. */
export async function stepOn(
  context: ActContext,
  { kind = 'RISK_POINT', recordId, action, input = {} }: LedgerStep,
): Promise<Answer> {
  const { record } = await openRecord(context, { kind, recordId })
  const shown = await context.db
    .selectFrom('record')
    .select(['status', 'data'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  const request = requestOf({ kind, action, recordId, version: record.version, input })
  return act(context, confirmed(request, shown))
}

export const saidBy = (answer: Answer): string =>
  answer.outcome === 'accepted' ? answer.status : `${answer.code}: ${answer.text.en}`

export function idOf(answer: Answer): string {
  if (answer.outcome === 'accepted') return answer.recordId
  throw new Error(saidBy(answer))
}

/** A second-level risk point in force, in the first county. */
export async function pointInForce(db: Database, changes: object = {}): Promise<string> {
  const recordId = idOf(await propose(ledgerContext(db, 'enter1'), pointInput(changes)))
  const answer = await stepOn(ledgerContext(db, 'deputy1'), { recordId, action: 'approve' })
  if (answer.outcome !== 'accepted') throw new Error(saidBy(answer))
  return recordId
}
