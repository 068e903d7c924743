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
import { riskPointKind } from './risk-point.ts'

/** The kernel's people with leaders and an auditor beside them, in the first county. */

const posts = [
  { staffId: 'head1', properties: ['UNIT_HEAD'] },
  { staffId: 'deputy1', properties: ['DEPUTY_HEAD'] },
] as const

export async function setUpLedger(database: TestDatabase): Promise<void> {
  await setUpKernel(database)
  const { owner } = database
  for (const staffId of ['head1', 'deputy1', 'auditor1']) {
    await sql`
      insert into app.staff_member (staff_id, name, agency_id, status)
      values (${staffId}, ${staffId}, 'A990101', 'ON_POST')
    `.execute(owner)
    await sql`insert into app.authority_epoch (staff_id, epoch) values (${staffId}, 1)`.execute(owner)
  }
  await sql`
    insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
    values ('auditor1-INTERNAL_AUDIT', 'auditor1', 'INTERNAL_AUDIT', '{990101}', '2025-01-01', 'INIT')
  `.execute(owner)
  for (const { staffId, properties } of posts) {
    await sql`
      insert into app.post (post_id, agency_id, title, title_in_english, is_key, roles, properties)
      values (${staffId}, 'A990101', ${staffId}, ${staffId}, true, '{}', ${[...properties]})
    `.execute(owner)
    await sql`
      insert into app.post_assignment (staff_id, post_id, started_on)
      values (${staffId}, ${staffId}, '2025-01-01')
    `.execute(owner)
  }
}

const kinds = [riskPointKind()]
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
    measures: ['每月与民政、卫健死亡数据比对', '疑点当月核实并停发'],
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

/** Opens the details as they are and acts on them, confirmed. */
export async function stepOn(
  context: ActContext,
  { recordId, action, input = {} }: { recordId: string; action: string; input?: unknown },
): Promise<Answer> {
  const { record } = await openRecord(context, { kind: 'RISK_POINT', recordId })
  const shown = await context.db
    .selectFrom('record')
    .select(['status', 'data'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  const request = requestOf({ kind: 'RISK_POINT', action, recordId, version: record.version, input })
  return act(context, confirmed(request, shown))
}
