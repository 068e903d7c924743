import { sql } from 'kysely'
import type { Organisation, Post, StaffMember } from '#access/organisation/organisation.ts'
import { postTemplates } from '#access/organisation/post-templates.ts'
import { openAccount } from '#access/sign-in/account-store.ts'
import { plainSignInName } from '#access/sign-in/attempts/lock-out.ts'
import type { SignInContext } from '#access/sign-in/context.ts'
import { issueEnrolment } from '#access/sign-in/enrolling/enrol.ts'
import { enrolmentCode, enrolmentCodeHash } from '#access/sign-in/enrolling/enrolment-code.ts'
import { insertGrant } from '#access/storing/grant-store.ts'
import { importOrganisation } from '#access/storing/organisation-store.ts'
import type { HashAlgorithm } from '#base/merkle.ts'
import { Refusal } from '#base/refusal.ts'
import type { RegisterOwner } from '#orders/order-status.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { type GetSigner, makeCheckpointKey } from '#trail/keys/key-files.ts'
import { openTrail } from '#trail/opening/open-trail.ts'
import { saveRecoveryCodes } from './recovery-store.ts'
import { saveRegisterOwner } from './register-owner.ts'

/** Beijing's day, as dated data write it. */
type DayText = string

export interface NewOfficer {
  readonly staffId: string
  readonly name: string
}

export interface Installation {
  /** Of the province that this installation serves: its six-digit code and name. */
  readonly region: { readonly code: string; readonly name: string }
  readonly agency: { readonly id: string; readonly name: string }
  readonly officers: {
    readonly system: NewOfficer
    readonly security: NewOfficer
    readonly audit: NewOfficer
  }
  /** Whether orders or deliveries write the register: never changed (platform.md 1). */
  readonly register: RegisterOwner
  /** For the trail's first entry: at which machine, as whom. */
  readonly host: string
  readonly osUser: string
  readonly algorithm: HashAlgorithm
  readonly logId: string
  readonly checkpointKeyFolder: string
  readonly getSigner: GetSigner
}

export interface EnrolmentSlip extends NewOfficer {
  readonly role: OfficerRole
  readonly signInName: string
  /** Shown once, to that person only. */
  readonly code: string
  readonly expiresAt: Date
}

export interface Initialised {
  readonly slips: readonly EnrolmentSlip[]
  /** Two, to be sealed and kept by two leaders (platform.md 7). */
  readonly recoveryCodes: readonly string[]
  /** The public half of the first key that signs the trail, for `trail verify --key`: to be noted on paper. */
  readonly checkpointKey: string
}

const officerPosts = {
  system: { role: 'SYSTEM_ADMIN', template: postTemplates.systemOfficer },
  security: { role: 'SECURITY_ADMIN', template: postTemplates.securityOfficer },
  audit: { role: 'AUDIT_ADMIN', template: postTemplates.auditOfficer },
} as const
type Office = keyof typeof officerPosts
type OfficerRole = (typeof officerPosts)[Office]['role']
const offices = Object.keys(officerPosts) as Office[]

async function refuseUnlessEmpty(tx: Tx): Promise<void> {
  const { rows } = await sql<{ is_empty: boolean }>`
    select
      not exists (select from app.staff_member)
      and not exists (select from app.trail_entry) as is_empty
  `.execute(tx)
  if (rows[0]!.is_empty) return
  throw new Refusal('conflict', {
    zh: '本数据库已经初始化，不能再次运行 fangxian init；增加人员请由系统管理员和安全管理员办理。',
    en: 'This database is initialised and fangxian init cannot run again; the system and security officers add people.',
  })
}

/** Three different people: also where the same one is typed with another case or a blank. */
export function refuseSamePerson({ officers }: Pick<Installation, 'officers'>): void {
  const people = offices.map((office) => officers[office])
  const numbers = new Set(people.map(({ staffId }) => plainSignInName(staffId)))
  const names = new Set(people.map(({ name }) => name.normalize('NFKC').replace(/\s/g, '')))
  if (numbers.size === people.length && names.size === people.length) return
  throw new Refusal('invalid_input', {
    zh: '系统管理员、安全管理员、审计管理员须是三个不同的人；请检查姓名和工号。',
    en: 'The system, security and audit officers must be three different people; check names and staff numbers.',
  })
}

function organisationOf(given: Installation, today: DayText): Organisation {
  const { region, agency, officers } = given
  const postId = (office: Office): string => `${agency.id}-${office}`
  const posts = offices.map((office): Post => {
    const { title, roles, properties, isKey } = officerPosts[office].template
    return {
      id: postId(office),
      agency: agency.id,
      title: title.zh,
      titleInEnglish: title.en,
      isKey,
      monthsMax: 36,
      roles: [...roles],
      properties: [...properties],
      limits: [],
    }
  })
  const staff = offices.map((office): StaffMember => {
    const { staffId, name } = officers[office]
    const held = { post: postId(office), startedOn: today, endedOn: null }
    return {
      id: staffId,
      name,
      idNumber: null,
      agency: agency.id,
      department: null,
      status: 'ON_POST',
      joinedOn: null,
      leftOn: null,
      posts: [held],
    }
  })
  return {
    regions: [
      {
        code: region.code,
        name: region.name,
        level: 'PROVINCE',
        parent: null,
        validFrom: '2000-01-01',
        validTo: null,
      },
    ],
    agencies: [
      {
        id: agency.id,
        name: agency.name,
        kind: 'HANDLING',
        region: region.code,
        parent: null,
        reviewedBySuperior: null,
      },
    ],
    posts,
    staff,
  }
}

interface Making {
  readonly context: SignInContext
  readonly tx: Tx
  readonly at: Date
}

async function makeOfficer(
  { context, tx, at }: Making,
  { office, officer, region }: { office: Office; officer: NewOfficer; region: string },
): Promise<EnrolmentSlip> {
  const { role } = officerPosts[office]
  const { staffId, name } = officer
  const signInName = plainSignInName(staffId)
  await openAccount(tx, { staffId, signInName })
  await insertGrant(
    tx,
    {
      grantId: context.newId(),
      staffId,
      role,
      regions: [region],
      schemes: null,
      from: at,
      to: null,
      coverId: null,
      origin: 'INIT',
      orderId: null,
      proposedBy: null,
      grantedBy: null,
      confirmedBy: null,
    },
    null,
  )
  const { code, expiresAt } = await issueEnrolment(context, tx, { staffId, issuedBy: 'init' })
  return { staffId, name, role, signInName, code, expiresAt }
}

/** Draws, keeps the hashes of, and returns the two sealed codes. */
export async function drawRecoveryCodes(context: SignInContext, tx: Tx): Promise<readonly string[]> {
  const codes = [enrolmentCode(context.randomBytes), enrolmentCode(context.randomBytes)]
  await saveRecoveryCodes(tx, codes.map(enrolmentCodeHash))
  return codes
}

/**
 * `fangxian init`: once, on an empty database, at the console (platform.md 6). All or nothing: agency, three people
 * with one office each, their codes, the sealed codes, and the trail, whose first entry names host, user and the three.
 */
export async function initialise(context: SignInContext, given: Installation): Promise<Initialised> {
  refuseSamePerson(given)
  const { logId, algorithm, getSigner } = given
  return context.db.transaction().execute(async (tx) => {
    await sql`lock table app.staff_member in share row exclusive mode`.execute(tx)
    await refuseUnlessEmpty(tx)
    const { rows } = await sql<{ at: Date; today: DayText }>`
      select
        clock_timestamp() as at,
        to_char(clock_timestamp() at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as today
    `.execute(tx)
    const { at, today } = rows[0]!
    const key = await makeCheckpointKey(given.checkpointKeyFolder, logId)
    const people = Object.fromEntries(offices.map((office) => [office, given.officers[office].staffId]))
    const names = Object.fromEntries(offices.map((office) => [office, given.officers[office].name]))
    const { host, osUser, agency, register } = given
    const details = { host, osUser, agency: agency.id, register, people, names }
    await openTrail(
      tx,
      { logId, algorithm, key, at, actorId: 'init', details },
      { entryId: context.newId(), nonce: context.randomBytes(32), getSigner },
    )
    await saveRegisterOwner(tx, given.register)
    await importOrganisation(tx, organisationOf(given, today), at)
    const slips: EnrolmentSlip[] = []
    for (const office of offices) {
      const officer = given.officers[office]
      slips.push(await makeOfficer({ context, tx, at }, { office, officer, region: given.region.code }))
    }
    return { slips, recoveryCodes: await drawRecoveryCodes(context, tx), checkpointKey: key.text }
  })
}
