import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

/**
 * Whom the database's programs run as. PostgreSQL refuses to run as root, so that root starts it as somebody else
 * (platform.md 23).
 */
export interface Account {
  readonly kind: 'self' | 'system_user' | 'own_uid' | 'nobody'
  /** What to give to spawn; absent when the programs simply run as we do. */
  readonly ids?: Ids
}

export interface Ids {
  readonly uid: number
  readonly gid: number
}

const run = promisify(execFile)

export const systemUserName = 'fangxian'

/** Far from ordinary users (1000 and up) and from systemd's (61184 and up). */
const ownUidRange = { first: 59_001, last: 59_999 } as const

interface ChooseOptions {
  /** Null: no user is made on this machine. Tests do that. */
  readonly userName: string | null
}

/** The account for a new data folder. One that exists keeps the account that owns its files: see accountOfOwner. */
export async function chooseAccount(options: ChooseOptions = { userName: systemUserName }): Promise<Account> {
  if (process.getuid?.() !== 0) return { kind: 'self' }
  if (options.userName !== null) {
    const ids = await systemUser(options.userName)
    if (ids !== null) return { kind: 'system_user', ids }
  }
  const uid = await freeUid()
  if (uid !== null) return { kind: 'own_uid', ids: { uid, gid: uid } }
  return { kind: 'nobody', ids: await nobody() }
}

/** The account that owns the files of a data folder made before. */
export async function accountOfOwner(folder: string): Promise<Account> {
  if (process.getuid?.() !== 0) return { kind: 'self' }
  const { uid, gid } = await stat(folder)
  const { uid: nobodyUid } = await nobody()
  if (uid === nobodyUid) return { kind: 'nobody', ids: { uid, gid } }
  const isKnown = (await readPasswd()).some((user) => user.uid === uid)
  return { kind: isKnown ? 'system_user' : 'own_uid', ids: { uid, gid } }
}

interface User {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

async function readPasswd(): Promise<User[]> {
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '')
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }))
}

async function findUser(name: string): Promise<Ids | null> {
  const user = (await readPasswd()).find((each) => each.name === name)
  return user === undefined ? null : { uid: user.uid, gid: user.gid }
}

async function systemUser(name: string): Promise<Ids | null> {
  const found = await findUser(name)
  if (found !== null) return found
  try {
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      name,
    ])
  } catch {
    return null // no such program, a read-only /etc, a container without rights
  }
  return findUser(name)
}

/** The postmaster needs no entry in /etc/passwd; only initdb does, and that runs as nobody (cluster.ts). */
async function freeUid(): Promise<number | null> {
  const taken = new Set((await readPasswd()).map(({ uid }) => uid))
  for (let uid = ownUidRange.first; uid <= ownUidRange.last; uid += 1) if (!taken.has(uid)) return uid
  return null
}

export async function nobody(): Promise<Ids> {
  return (await findUser('nobody')) ?? { uid: 65_534, gid: 65_534 }
}

/** Whether the account may read a file: every folder above it can be traversed, and the file itself read. */
export async function canReach(account: Account, file: string): Promise<boolean> {
  const { ids } = account
  if (ids === undefined) {
    return stat(file).then(
      () => true,
      () => false,
    )
  }
  return (await canTraverse(account, path.dirname(file))) && isGranted(file, ids, 0o4)
}

/** Whether the account may go through a folder, to files in it whose names it knows. */
export async function canTraverse({ ids }: Account, folder: string): Promise<boolean> {
  if (ids === undefined) return true
  for (let each = path.resolve(folder); ; each = path.dirname(each)) {
    if (!(await isGranted(each, ids, 0o1))) return false
    if (each === path.dirname(each)) return true
  }
}

/** `bit` as in the last digit of a mode: 4 read, 1 traverse. */
async function isGranted(file: string, { uid, gid }: Ids, bit: number): Promise<boolean> {
  const found = await stat(file).catch(() => null)
  if (found === null) return false
  const shift = found.uid === uid ? 6 : found.gid === gid ? 3 : 0
  return ((found.mode >> shift) & bit) !== 0
}
