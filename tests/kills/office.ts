import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { type OpenDatabase, openDatabase } from '#platform/postgres/database.ts'
import { findLivingPostmaster } from '#platform/postgres/embedded/postmaster.ts'
import { readPassword, roleNames } from '#platform/postgres/embedded/secrets.ts'
import { socketUrl } from '#platform/postgres/embedded/socket-url.ts'
import { addAccount } from '#records/test-kernel.ts'
import { openBrowser } from '#server/test-browser.ts'
import type { Clerk, Post } from './clerk.ts'
import type { ServingProcess } from './serving-process.ts'

export const clusterOf = (dataFolder: string): string => path.join(dataFolder, 'postgres')

/** With the owner's password, which the serving process does not know. */
export async function openAsOwner(dataFolder: string): Promise<OpenDatabase> {
  const postmaster = await findLivingPostmaster(clusterOf(dataFolder))
  if (postmaster === null) throw new Error('PostgreSQL does not run')
  const login = { role: roleNames.owner, password: await readPassword(dataFolder, 'owner') }
  return openDatabase(socketUrl(postmaster.socketFolder, login), { connectionsMax: 2 })
}

/** The accounts that are changed: a table of the register that only tests have. */
export async function makeAccounts({ db }: OpenDatabase, accountIds: readonly string[]): Promise<void> {
  await sql`
    create table register.test_account (
      account_id text primary key,
      holder text not null,
      region text not null,
      agency_id text not null,
      version integer not null
    )
  `.execute(db)
  const role = sql.id(roleNames.application)
  await sql`grant select, insert, update on register.test_account to ${role}`.execute(db)
  for (const accountId of accountIds) await addAccount(db, accountId)
}

/** Everybody of the demonstration's county who enters, reviews or approves, signed in. */
export async function openOffice({ db }: OpenDatabase, serving: ServingProcess): Promise<readonly Clerk[]> {
  const lines = (await readFile(serving.passwordFile, 'utf8')).trimEnd().split('\n').slice(1)
  const passwords = new Map(lines.map((line) => line.split('\t').slice(0, 2) as [string, string]))
  const { rows } = await sql<{ staff_id: string; sign_in_name: string; role: Post }>`
    select staff_id, sign_in_name, role
    from app.role_grant
    join app.sign_in_account using (staff_id)
    where role in ('ENTRY', 'REVIEW', 'APPROVAL')
    order by staff_id
  `.execute(db)
  const clerks: Clerk[] = []
  for (const { staff_id: staffId, sign_in_name: name, role: post } of rows) {
    const password = passwords.get(name)
    if (password === undefined) throw new Error(`no password of ${name}`)
    const browser = openBrowser(serving)
    const answer = await browser.post('/api/sign-in/password', { name, password })
    if (answer.status !== 200) throw new Error(answer.text)
    clerks.push({ staffId, post, password, browser })
  }
  return clerks
}

/** After a restart: the same sessions, at wherever it listens now. */
export function reopen(clerks: readonly Clerk[], serving: ServingProcess): void {
  for (const clerk of clerks) clerk.browser = openBrowser(serving, { cookies: clerk.browser.cookies })
}
