import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Duty, PostProperty } from '#access/duties.ts'
import { accessFunctions } from '#access/functions/catalogue.ts'
import { checkCharacter } from '#base/identity-number.ts'
import { testCertificate } from '#platform/http/test-certificate.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import { confirmationDigest } from '#records/confirmation.ts'
import type { RecordKind } from '#records/define-record.ts'
import { openRecord } from '#records/reading/open-record.ts'
import { confirmed, contextOf, requestOf, setUpKernel } from '#records/test-kernel.ts'
import { staffingKinds } from './staffing-kinds.ts'

/** Officers, leaders and handlers of the county of the kernel's tests, of the city above and of the county beside. */
export const staff = {
  system1: { agency: 'A990101', roles: ['SYSTEM_ADMIN'] },
  system2: { agency: 'A990101', roles: ['SYSTEM_ADMIN'] },
  security1: { agency: 'A990101', roles: ['SECURITY_ADMIN'] },
  security2: { agency: 'A990101', roles: ['SECURITY_ADMIN'] },
  audit1: { agency: 'A990101', roles: ['AUDIT_ADMIN'] },
  audit2: { agency: 'A990101', roles: ['AUDIT_ADMIN'] },
  head1: { agency: 'A990101', properties: ['UNIT_HEAD'] },
  deputy1: { agency: 'A990101', properties: ['DEPUTY_HEAD'] },
  headCity: { agency: 'A990100', properties: ['UNIT_HEAD'] },
  systemBeside: { agency: 'A990102', roles: ['SYSTEM_ADMIN'] },
  securityBeside: { agency: 'A990102', roles: ['SECURITY_ADMIN'] },
  headBeside: { agency: 'A990102', properties: ['UNIT_HEAD'] },
  archive1: { agency: 'A990101', roles: ['ARCHIVE'] },
  archive2: { agency: 'A990101', roles: ['ARCHIVE'] },
  certify1: { agency: 'A990101', roles: ['CERTIFICATION'] },
} as const satisfies Readonly<
  Record<string, { agency: string; roles?: readonly Duty[]; properties?: readonly PostProperty[] }>
>
export type StaffName = keyof typeof staff
export const staffNames: readonly StaffName[] = Object.keys(staff) as StaffName[]

/** Posts that are free to be given or covered. */
export const freePosts = {
  'P-certify': { agency: 'A990101', roles: ['CERTIFICATION'], properties: [], isKey: false },
  'P-seal': { agency: 'A990101', roles: [], properties: ['FINANCE_SEAL'], isKey: true },
  'P-legal': { agency: 'A990101', roles: [], properties: ['LEGAL_SEAL'], isKey: true },
  'P-review': { agency: 'A990101', roles: ['REVIEW'], properties: [], isKey: false },
  'P-beside': { agency: 'A990102', roles: ['ENTRY'], properties: [], isKey: false },
} as const

export async function addPost(
  owner: Database,
  postId: string,
  post: { agency: string; roles: readonly string[]; properties: readonly string[]; isKey: boolean },
): Promise<void> {
  await sql`
    insert into app.post (post_id, agency_id, title, title_in_english, is_key, roles, properties)
    values (
      ${postId}, ${post.agency}, ${postId}, ${postId}, ${post.isKey}, ${[...post.roles]}, ${[...post.properties]}
    )
  `.execute(owner)
}

export async function assign(
  owner: Database,
  staffId: string,
  postId: string,
  startedOn: string = '2025-01-01',
): Promise<void> {
  await sql`
    insert into app.post_assignment (staff_id, post_id, started_on)
    values (${staffId}, ${postId}, ${startedOn}::date)
  `.execute(owner)
}

/** A colleague of the county without any record before, with an account that has been enrolled. */
export async function addColleague(
  owner: Database,
  given: {
    readonly agency?: string
    readonly roles?: readonly string[]
    readonly properties?: readonly string[]
    readonly idNumber?: string
    readonly hasAccount?: boolean
    readonly name?: string
  } = {},
): Promise<string> {
  const { agency = 'A990101', roles = [], properties = [], name = `S${randomUUID().slice(0, 8)}` } = given
  await sql`
    insert into app.staff_member (staff_id, name, agency_id, status, id_number)
    values (${name}, ${name}, ${agency}, 'ON_POST', ${given.idNumber ?? null})
  `.execute(owner)
  await sql`insert into app.authority_epoch (staff_id, epoch) values (${name}, 1)`.execute(owner)
  for (const role of roles) {
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values (${randomUUID()}, ${name}, ${role}, ${[agency.slice(1)]}, '2025-01-01', 'INIT')
    `.execute(owner)
  }
  if (properties.length > 0) {
    await addPost(owner, `P-${name}`, { agency, roles: [], properties, isKey: true })
    await assign(owner, name, `P-${name}`)
  }
  if (given.hasAccount !== false) {
    await sql`
      insert into app.sign_in_account (staff_id, sign_in_name, enrolled_at)
      values (${name}, ${name.toLowerCase()}, clock_timestamp())
    `.execute(owner)
  }
  return name
}

export async function setUpStaffing(database: TestDatabase): Promise<void> {
  await setUpKernel(database)
  const { owner } = database
  for (const [name, given] of Object.entries(staff)) await addColleague(owner, { name, ...given })
  for (const [postId, post] of Object.entries(freePosts)) await addPost(owner, postId, post)
}

export function staffingContext(
  db: Database,
  staffId: string,
  kinds: readonly RecordKind[] = staffingKinds(),
): ActContext {
  return { ...contextOf(db, staffId, { kinds }), catalogue: accessFunctions }
}

/** Opens a record with the confirmation of somebody who was shown the form. */
export function propose(context: ActContext, kind: string, input: unknown): Promise<Answer> {
  const action = kind === 'ACCESS_REMOVAL' ? 'remove' : 'propose'
  const request = requestOf({ kind, action, input })
  const digest = confirmationDigest({ request, status: null, data: null })
  return act(context, { ...request, confirmation: { method: 'PASSWORD', digest, assertion: null } })
}

/** Opens the details as they are and acts on them, with the confirmation of somebody who was shown them. */
export async function actOn(
  context: ActContext,
  asked: {
    readonly kind: string
    readonly recordId: string
    readonly action: string
    readonly input?: unknown
  },
): Promise<Answer> {
  const { kind, recordId, action, input = {} } = asked
  const { record } = await openRecord(context, { kind, recordId })
  const shown = await context.db
    .selectFrom('record')
    .select(['status', 'data'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  const request = requestOf({ kind, action, recordId, version: record.version, input })
  return act(context, confirmed(request, shown))
}

let numbers = 0
/** An id number of area 990101 that nobody had yet. */
export function newIdNumber(): string {
  numbers += 1
  const seventeen = `9901011980${String(numbers).padStart(7, '0')}`
  return seventeen + checkCharacter(seventeen)
}

export const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()

export interface Scenario {
  readonly kind: string
  /** A valid proposal about people of its own; `by`: who proposes, where that must be the person himself. */
  readonly input: (
    owner: Database,
  ) => Promise<{ readonly input: unknown; readonly by?: string; readonly about: string }>
  readonly proposer: StaffName
  readonly accepter: StaffName
  readonly head?: StaffName
}

/** One of each kind, with people whom no other test uses. */
export const scenarios: readonly Scenario[] = [
  {
    kind: 'ACCOUNT',
    proposer: 'system1',
    accepter: 'security1',
    input: async () => {
      const staff_id = `N${randomUUID().slice(0, 8)}`
      return { about: staff_id, input: accountInput(staff_id) }
    },
  },
  {
    kind: 'SECOND_FACTOR_RESET',
    proposer: 'system1',
    accepter: 'security1',
    input: async (owner) => {
      const staff_id = await addColleague(owner, { roles: ['ENTRY'] })
      return { about: staff_id, input: resetInput(staff_id) }
    },
  },
  {
    kind: 'CREDENTIAL',
    proposer: 'system1',
    accepter: 'security1',
    input: async (owner) => {
      const staff_id = await addColleague(owner, { roles: ['ENTRY'] })
      return { about: staff_id, input: credentialInput(staff_id) }
    },
  },
  {
    kind: 'OFFICER_REPLACEMENT',
    proposer: 'system1',
    accepter: 'security1',
    head: 'head1',
    input: async (owner) => {
      const outgoing_staff_id = await addColleague(owner, { roles: ['AUDIT_ADMIN'] })
      const incoming_staff_id = await addColleague(owner)
      return {
        about: outgoing_staff_id,
        input: { role: 'AUDIT_ADMIN', outgoing_staff_id, incoming_staff_id, reason: '轮岗' },
      }
    },
  },
  {
    kind: 'COVER',
    proposer: 'system1',
    accepter: 'security1',
    head: 'head1',
    input: async (owner) => {
      const for_staff_id = await addColleague(owner, { properties: ['FINANCE_SEAL'] })
      const staff_id = await addColleague(owner)
      return { about: staff_id, input: coverInput({ staff_id, for_staff_id, post_id: `P-${for_staff_id}` }) }
    },
  },
  {
    kind: 'ABSENCE',
    proposer: 'archive2',
    accepter: 'head1',
    input: async (owner) => {
      const staff_id = await addColleague(owner, { roles: ['ARCHIVE'] })
      const times = { from: inHours(-1), to: inHours(48) }
      return { about: staff_id, input: { staff_id, kind: 'ANNUAL', ...times, reason: '年休假' } }
    },
  },
  {
    kind: 'OVERTIME',
    proposer: 'archive2',
    accepter: 'head1',
    input: async (owner) => {
      const staff_id = await addColleague(owner, { roles: ['ARCHIVE'] })
      return { about: staff_id, input: { staff_id, from: inHours(-1), to: inHours(2), reason: '年终结算' } }
    },
  },
  {
    kind: 'RELATIVES',
    proposer: 'archive2',
    accepter: 'security1',
    input: async (owner) => {
      const staff_id = await addColleague(owner, { roles: ['ARCHIVE'] })
      const declared = [{ id_number: newIdNumber(), name: '示例亲属', relation: 'SIBLING' }]
      return { about: staff_id, by: staff_id, input: { staff_id, declared, mistaken: [] } }
    },
  },
  {
    kind: 'ORGANISATION',
    proposer: 'system1',
    accepter: 'security1',
    input: async () => {
      const input = organisationInput()
      return { about: input.staff[0]!.id as string, input }
    },
  },
]

/** A post of the county with somebody new on it. */
export function organisationInput(changes: Readonly<Record<string, unknown>> = {}): {
  readonly posts: readonly Record<string, unknown>[]
  readonly staff: readonly Record<string, unknown>[]
} & Record<string, unknown> {
  const id = `O${randomUUID().slice(0, 8)}`
  return {
    regions: [],
    agencies: [],
    posts: [
      {
        ...{ id: `P-${id}`, agency: 'A990101', title: '受理岗', titleInEnglish: 'acceptance', isKey: false },
        ...{ monthsMax: 36, roles: ['ENTRY'], properties: [], limits: [] },
      },
    ],
    staff: [
      {
        ...{ id, name: '示例新人', idNumber: newIdNumber(), agency: 'A990101', department: null },
        ...{ status: 'ON_POST', joinedOn: '2026-01-05', leftOn: null },
        posts: [{ post: `P-${id}`, startedOn: '2026-01-05', endedOn: null }],
      },
    ],
    reason: '新设岗位',
    ...changes,
  }
}

export function accountInput(staff_id: string, changes: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    staff_id,
    name: '示例新人',
    id_number: newIdNumber(),
    agency_id: 'A990101',
    department: null,
    posts: [{ post_id: 'P-certify', started_on: '2026-01-05' }],
    sign_in_name: staff_id.toLowerCase(),
    ...changes,
  }
}

export function resetInput(staff_id: string, checked_by: string = 'system1'): unknown {
  const identity_check = { method: 'IN_PERSON', document: '身份证', checked_on: '2026-11-20', checked_by }
  return { staff_id, identity_check, reason: '手机遗失' }
}

export function credentialInput(staff_id: string, changes: object = {}): unknown {
  const identity = { issuer: 'https://id.test', subject: `subject of ${staff_id}` }
  return {
    staff_id,
    certificate: testCertificate(staff_id).pem,
    identity,
    reason: '配发数字证书',
    ...changes,
  }
}

export function coverInput(given: {
  readonly staff_id: string
  readonly for_staff_id: string
  readonly post_id: string
  readonly from?: string
  readonly to?: string
}): unknown {
  return { from: inHours(-1), to: inHours(72), reason: '休假期间顶岗', ...given }
}
