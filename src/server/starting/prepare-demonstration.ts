import { writeFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { beijingDayOf } from '#access/moment.ts'
import { demonstrationGrants, demonstrationOrganisation } from '#access/organisation/demonstration.ts'
import type { StaffMember } from '#access/organisation/organisation.ts'
import { openAccount } from '#access/sign-in/account-store.ts'
import { plainSignInName } from '#access/sign-in/attempts/lock-out.ts'
import type { SignInContext } from '#access/sign-in/context.ts'
import { savePassword } from '#access/sign-in/credentials/credential-store.ts'
import { enrolmentCode } from '#access/sign-in/enrolling/enrolment-code.ts'
import { insertGrant } from '#access/storing/grant-store.ts'
import { importOrganisation } from '#access/storing/organisation-store.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { type GetSigner, makeCheckpointKey } from '#trail/keys/key-files.ts'
import { openTrail } from '#trail/opening/open-trail.ts'
import { findHead } from '#trail/sequencing/head.ts'
import { saveRegisterOwner } from '../installation/register-owner.ts'

export interface DemonstrationPlace {
  readonly checkpointKeyFolder: string
  readonly getSigner: GetSigner
  /** Where the passwords are written, mode 0600. */
  readonly passwordFile: string
  readonly host: string
  readonly osUser: string
  /** When organisation and accounts began, where the past is told, too; else now. */
  readonly openedAt?: Date
}

/**
 * Whose people can sign in: those of the simulator's county (platform.md 14), and of the bureaus of its city and
 * province, who supervise it.
 */
const countyOfPeople = '990101'
const supervisingBureaus: readonly string[] = ['B990100', 'B990000']

interface Password {
  readonly member: StaffMember
  readonly signInName: string
  readonly password: string
  readonly hash: string
}

/** Drawn at random per installation: 120 bits, in groups that can be typed (platform.md 8). */
async function drawPasswords(context: SignInContext, people: readonly StaffMember[]): Promise<Password[]> {
  const drawn: Password[] = []
  for (const member of people) {
    const password = enrolmentCode(context.randomBytes)
    const hash = await context.hasher.hash(password, context.randomBytes(16))
    drawn.push({ member, signInName: plainSignInName(member.id), password, hash })
  }
  return drawn
}

async function writeAccounts(tx: Tx, passwords: readonly Password[], at: Date): Promise<void> {
  for (const { member, signInName, hash } of passwords) {
    await openAccount(tx, { staffId: member.id, signInName })
    await savePassword(tx, { staffId: member.id, hash })
    await sql`
      update app.sign_in_account
      set enrolled_at = ${at}
      where staff_id = ${member.id}
    `.execute(tx)
  }
}

function passwordText(passwords: readonly Password[], titles: ReadonlyMap<string, string>): string {
  const lines = passwords.map(({ member, signInName, password }) => {
    const posts = member.posts.map(({ post }) => titles.get(post) ?? post).join('、')
    return `${signInName}\t${password}\t${member.name}\t${posts}`
  })
  return `${['账号 account\t口令 password\t姓名 name\t岗位 post', ...lines].join('\n')}\n`
}

/**
 * Fills an empty database for `npm start`: trail, organisation, roles as posts have them, accounts. True where it did;
 * a later start finds everything there.
 */
export async function prepareDemonstration(
  context: SignInContext,
  place: DemonstrationPlace,
): Promise<boolean> {
  const { db } = context
  if ((await db.transaction().execute((tx) => findHead(tx))) !== null) return false
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db)
  const at = place.openedAt ?? rows[0]!.at
  const organisation = demonstrationOrganisation(beijingDayOf(at))
  const offices = new Set(
    organisation.agencies
      .filter(({ id, region }) => region === countyOfPeople || supervisingBureaus.includes(id))
      .map(({ id }) => id),
  )
  const people = organisation.staff.filter(({ agency }) => offices.has(agency))
  const passwords = await drawPasswords(context, people)
  const logId = context.newId()
  const key = await makeCheckpointKey(place.checkpointKeyFolder, logId)
  // Before the commit: accounts whose passwords nobody has would be of no use.
  const titles = new Map(organisation.posts.map(({ id, title }) => [id, title]))
  await writeFile(place.passwordFile, passwordText(passwords, titles), { mode: 0o600 })
  await db.transaction().execute(async (tx) => {
    const details = { host: place.host, osUser: place.osUser, isDemonstration: true }
    await openTrail(
      tx,
      { logId, algorithm: context.algorithm, key, at, actorId: 'init', details },
      { entryId: context.newId(), nonce: context.randomBytes(32), getSigner: place.getSigner },
    )
    await saveRegisterOwner(tx, 'own')
    await importOrganisation(tx, organisation, at)
    for (const { staffId, role, regions } of demonstrationGrants(organisation)) {
      const nobody = { coverId: null, orderId: null, proposedBy: null, grantedBy: null, confirmedBy: null }
      const grant = { grantId: context.newId(), staffId, role, regions, schemes: null, from: at, to: null }
      await insertGrant(tx, { ...grant, ...nobody, origin: 'DEMONSTRATION' }, null)
    }
    await writeAccounts(tx, passwords, at)
  })
  return true
}
