import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import type { Database } from '#platform/postgres/database.ts'
import { type TestDatabase, testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { Answer } from '#records/answer.ts'
import { confirmationDigest } from '#records/confirmation.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { contextOf, requestOf, setUpKernel } from '#records/test-kernel.ts'
import { dutyFunctions } from './duty-access.ts'
import { dutyKinds } from './duty-kinds.ts'

/** A city with two counties: supervisors and leaders of the city, people of the first county, and of the county beside. */
export const staff = {
  supervise1: { agency: 'A990100', roles: ['SUPERVISION'] },
  headCity: { agency: 'A990100', properties: ['UNIT_HEAD'] },
  supervise2: { agency: 'A990101', roles: ['SUPERVISION'] },
  auditor1: { agency: 'A990101', roles: ['INTERNAL_AUDIT'] },
  head1: { agency: 'A990101', properties: ['UNIT_HEAD'] },
  deputy1: { agency: 'A990101', properties: ['DEPUTY_HEAD'] },
  clerk1: { agency: 'A990101', roles: ['ENTRY'] },
  supervise3: { agency: 'A990102', roles: ['SUPERVISION'] },
  head3: { agency: 'A990102', properties: ['UNIT_HEAD'] },
  system1: { agency: 'A990101', roles: ['SYSTEM_ADMIN'] },
} as const satisfies Readonly<
  Record<string, { agency: string; roles?: readonly string[]; properties?: readonly string[] }>
>
export type StaffName = keyof typeof staff
export const staffNames = Object.keys(staff) as readonly StaffName[]

export async function setUpDuties(): Promise<TestDatabase> {
  const database = await testDatabase()
  await setUpKernel(database)
  for (const name of staffNames) await addStaff(database.owner, name)
  return database
}

async function addStaff(owner: Database, name: StaffName): Promise<void> {
  const given: { agency: string; roles?: readonly string[]; properties?: readonly string[] } = staff[name]
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
  if (properties.length > 0) await addPost(owner, name, { properties, startedOn: '2020-01-01', isKey: false })
}

/** Gives a post of the own agency; its id. */
export async function addPost(
  owner: Database,
  name: StaffName,
  given: {
    readonly properties?: readonly string[]
    readonly startedOn: string
    readonly isKey: boolean
  },
): Promise<string> {
  const postId = `P-${name}-${randomUUID().slice(0, 8)}`
  await sql`
    insert into app.post (post_id, agency_id, title, title_in_english, is_key, roles, properties)
    values (${postId}, ${staff[name].agency}, ${'待遇审核岗'}, ${postId}, ${given.isKey}, '{}', ${[...(given.properties ?? [])]})
  `.execute(owner)
  await sql`
    insert into app.post_assignment (staff_id, post_id, started_on)
    values (${name}, ${postId}, ${given.startedOn}::date)
  `.execute(owner)
  return postId
}

const catalogue = extendCatalogue(accessFunctions, dutyFunctions)

export interface Step {
  readonly by: string
  readonly kind: 'TRAINING' | 'ROTATION_PLAN' | 'SUPERVISED_MATTER' | 'ASSESSMENT'
  readonly recordId?: string | null
  readonly action: string
  readonly input?: unknown
}

/** Does a step as somebody who has opened the record and confirmed what was shown, whoever that is. */
export async function takeStep({ db, owner }: TestDatabase, step: Step): Promise<Answer> {
  const { by, kind, recordId = null, action, input = {} } = step
  const shown =
    recordId === null
      ? null
      : await owner
          .selectFrom('record')
          .select(['status', 'data', 'version'])
          .where('record_id', '=', recordId)
          .executeTakeFirstOrThrow()
  if (shown !== null && recordId !== null) {
    await owner
      .insertInto('record_view')
      .values({
        ...{ entry_id: randomUUID(), entry_hash: Buffer.alloc(32), record_id: recordId },
        ...{ version: shown.version, actor_id: by, session_id: null, at: new Date() },
      })
      .execute()
  }
  const request = requestOf({
    kind,
    action,
    recordId,
    input,
    attachments: [],
    version: shown?.version ?? null,
  })
  const digest = confirmationDigest({ request, status: shown?.status ?? null, data: shown?.data ?? null })
  const context = { ...contextOf(db, by, { kinds: dutyKinds() }), catalogue }
  return act(context, { ...request, confirmation: { method: 'PASSWORD', digest, assertion: null } })
}

/** A step that must be accepted; the record's id. */
export async function doStep(database: TestDatabase, step: Step): Promise<string> {
  return acceptedAnswer(await takeStep(database, step)).recordId
}

export async function stored<Data>({ owner }: TestDatabase, recordId: string) {
  const row = await owner
    .selectFrom('record')
    .select(['status', 'data', 'due_day'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return row as unknown as { readonly status: string; readonly data: Data; readonly due_day: string | null }
}

export const dayFromNow = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)

export const trainingInput = (changes: object = {}): Record<string, unknown> => ({
  title: '养老保险待遇审核业务培训',
  kind: 'CENTRALISED',
  subjects: ['BUSINESS', 'FORGED_PAPERS'],
  planned_on: dayFromNow(3),
  hours: 8,
  place: '三楼会议室',
  lecturer: '省社会保险局',
  invited: ['clerk1', 'auditor1', 'head1'],
  pass_mark: 60,
  ...changes,
})

export const matterInput = (changes: object = {}): Record<string, unknown> => ({
  agency_id: 'A990101',
  title: '逾期疑点清零',
  request: '逐条核查逾期疑点并报告。',
  basis: '月度调度会议定事项',
  due_on: dayFromNow(20),
  ...changes,
})
