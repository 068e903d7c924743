import { sql } from 'kysely'
import type { FunctionCatalogue } from '#access/functions/access-function.ts'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import type { RecordKind } from '#records/define-record.ts'
import { confirmed, contextOf, requestOf, setUpKernel } from '#records/test-kernel.ts'
import { personActor } from '#records/test-people.ts'
import { createOrderCheck, type RuleAnswer } from './checking/order-check.ts'
import { defineOrder } from './define-order.ts'
import { orderAccessFunctions } from './order-access.ts'
import { orderFunctionsByKind, orderKinds } from './order-functions.ts'
import type { OrderMatter } from './order-matter.ts'
import type { RegisterOwner } from './order-status.ts'
import { feedDecisionKind } from './standing/feed-decision.ts'
import { loadTable, orderStep } from './test-orders.ts'

/** The kernel's people with officers, a policy post and leaders beside them, in the same county centre. */

export const atAnyHour: FunctionCatalogue = new Map(
  [...extendCatalogue(accessFunctions, orderAccessFunctions)].map(([code, each]) => [
    code,
    { ...each, isHighRisk: false },
  ]),
)

const officers = [
  ['system1', 'SYSTEM_ADMIN'],
  ['system2', 'SYSTEM_ADMIN'],
  ['security1', 'SECURITY_ADMIN'],
  ['audit1', 'AUDIT_ADMIN'],
  ['new1', null],
  ['new2', null],
] as const

const posts = [
  { staffId: 'policy1', postId: 'POLICY', isKey: false, roles: [], properties: ['POLICY'] },
  { staffId: 'head1', postId: 'HEAD', isKey: true, roles: [], properties: ['UNIT_HEAD'] },
  { staffId: 'deputy1', postId: 'DEPUTY', isKey: true, roles: [], properties: ['DEPUTY_HEAD'] },
  { staffId: 'payer1', postId: 'PAYER', isKey: true, roles: ['BENEFIT_PAYMENT'], properties: [] },
] as const

export async function setUpOffice(database: TestDatabase): Promise<void> {
  await setUpKernel(database)
  const { owner, pool } = database
  for (const staffId of [...officers.map(([id]) => id), ...posts.map((post) => post.staffId)]) {
    await sql`
      insert into app.staff_member (staff_id, name, agency_id, status)
      values (${staffId}, ${staffId}, 'A990101', 'ON_POST')
    `.execute(owner)
    await sql`insert into app.authority_epoch (staff_id, epoch) values (${staffId}, 1)`.execute(owner)
  }
  for (const [staffId, role] of officers) {
    if (role === null) continue
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values (${`${staffId}-${role}`}, ${staffId}, ${role}, '{990101}', '2025-01-01', 'INIT')
    `.execute(owner)
  }
  for (const { staffId, postId, isKey, roles, properties } of posts) {
    await sql`
      insert into app.post (post_id, agency_id, title, title_in_english, is_key, roles, properties)
      values (${postId}, 'A990101', ${postId}, ${postId}, ${isKey}, ${[...roles]}, ${[...properties]})
    `.execute(owner)
    await sql`
      insert into app.post_assignment (staff_id, post_id, started_on)
      values (${staffId}, ${postId}, '2025-01-01')
    `.execute(owner)
  }
  await loadTable(pool, 'person', [
    { person_id: 'P1', id_number: idOf(1), name: '王一', region: '990101', life_status: 'ALIVE' },
    { person_id: 'P2', id_number: idOf(2), name: '王二', region: '990101', life_status: 'ALIVE' },
  ])
  await loadTable(pool, 'payee_account', [
    { account_number: 'A1', person_id: 'P1', holder_name: '王一', bank: '旧银行' },
    { account_number: 'A2', person_id: 'P2', holder_name: '王二' },
  ])
}

export const idOf = (number: number): string => `9901011950010100${10 + number}`

export interface Office {
  /** Somebody in a session and at a terminal of their own. */
  as(staffId: string): ActContext
  server(job: string): ActContext
  readonly kinds: readonly RecordKind[]
  /** What the rules answer from now on; PASS where nothing is said. */
  answers: Readonly<Record<string, Partial<RuleAnswer>>>
}

/** Attachments are tested in rules-on-orders.test.ts; the rules' answers are given here and real there. */
export function openOffice(
  { db, pool }: TestDatabase,
  register: RegisterOwner,
  more: readonly OrderMatter[] = [],
): Office {
  const matters = more.map((each) => defineOrder(each, register))
  const kinds = [...[...orderKinds(register), ...matters].map(withoutFiles), feedDecisionKind()]
  const office: Office = {
    kinds,
    answers: {},
    as: (staffId) => contextFor(personActor(staffId)),
    server: (job) => contextFor({ kind: 'system', job }),
  }
  const check = createOrderCheck({
    pool,
    functions: new Map([...orderFunctionsByKind, ...more.map((each) => [each.kind, each] as const)]),
    runRules: async ({ ruleCodes }) =>
      ruleCodes.map((ruleCode) => ({
        ruleCode,
        title: { zh: ruleCode, en: ruleCode },
        outcome: 'PASS' as const,
        reasons: [],
        findingIds: [],
        feeds: [],
        ...office.answers[ruleCode],
      })),
  })
  function contextFor(actor: ActContext['actor']): ActContext {
    const staffId = actor.kind === 'person' ? actor.staffId : ''
    return { ...contextOf(db, staffId, { kinds, actor }), catalogue: atAnyHour, check }
  }
  return office
}

function withoutFiles(each: RecordKind): RecordKind {
  const { enter, resubmit } = each.actions
  const actions = {
    ...each.actions,
    enter: { ...enter!, attachments: [] },
    ...(resubmit === undefined ? {} : { resubmit: { ...resubmit, attachments: [] } }),
  }
  return { ...each, actions }
}

/** Enters as somebody who confirmed it, where that is asked. */
export async function enterOrder(
  context: ActContext,
  { kind, input }: { readonly kind: string; readonly input: unknown },
): Promise<Answer> {
  const request = requestOf({ kind, action: 'enter', input })
  const shown = { status: null as unknown as string, data: null }
  return act(context, confirmed(request, shown))
}

/** `review1 review`, `approve1 approve`: the whole step with its reading. */
export async function stepOf(
  context: ActContext,
  given: {
    readonly kind: string
    readonly action: string
    readonly recordId: string
    readonly input?: unknown
  },
): Promise<Answer> {
  return orderStep(context, given)
}
