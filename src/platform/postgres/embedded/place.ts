import { createHash } from 'node:crypto'
import { chmod, chown, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { type Account, accountOfOwner, canTraverse, chooseAccount } from './account.ts'
import { isCluster } from './postmaster.ts'

/** Where the files of an embedded server lie, and whose they are. */
export interface Place {
  readonly account: Account
  /** PGDATA. */
  readonly cluster: string
  /** The folder above it, which the account reaches: programs are copied here if they must be. */
  readonly base: string
}

/** For a data folder the account cannot reach: a checkout below /root is the usual case. */
export const folderOfRoot = '/var/lib/fangxian'

export interface PlaceOptions {
  readonly dataFolder: string
  /** Null: no system user is made. */
  readonly userName: string | null
  readonly folderOfRoot: string
}

export async function findPlace({ dataFolder, userName, folderOfRoot: root }: PlaceOptions): Promise<Place> {
  // The account passes through to its own folder; everything else in here is ours alone.
  await mkdir(dataFolder, { recursive: true })
  await chmod(dataFolder, process.getuid?.() === 0 ? 0o711 : 0o700)
  const noteFile = path.join(dataFolder, 'postgres-lies-in')
  const noted = await readFile(noteFile, 'utf8').catch(() => null)
  if (noted !== null) return placeIn(noted.trim(), userName)
  const place = await placeIn(dataFolder, userName)
  if (await canTraverse(place.account, dataFolder)) return place
  const elsewhere = await makeFolderOfRoot(root, dataFolder)
  await writeFile(noteFile, `${elsewhere}\n`)
  return { account: place.account, cluster: path.join(elsewhere, 'postgres'), base: elsewhere }
}

/**
 * Named after the data folder. Where one of that name has a cluster already, the data folder that noted it is gone, and
 * its passwords with it: that cluster stays as it is, and this one lies beside it.
 */
async function makeFolderOfRoot(root: string, dataFolder: string): Promise<string> {
  const digest = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12)
  const named = path.join(root, digest)
  await mkdir(named, { recursive: true, mode: 0o711 })
  const folder = (await isCluster(path.join(named, 'postgres'))) ? await mkdtemp(`${named}-`) : named
  await chmod(folder, 0o711)
  return folder
}

async function placeIn(base: string, userName: string | null): Promise<Place> {
  const cluster = path.join(base, 'postgres')
  const account = (await isCluster(cluster))
    ? await accountOfOwner(cluster)
    : await chooseAccount({ userName })
  return { account, cluster, base }
}

/** With the socket's own name, sockaddr_un holds 107 bytes. */
const socketFolderLengthMax = 80

/** A new folder, 0700 and the account's own, with a short name. */
export async function makeSocketFolder(account: Account): Promise<string> {
  const problems: string[] = []
  for (const base of ['/run', os.tmpdir(), '/tmp']) {
    if (base.length > socketFolderLengthMax) continue
    try {
      const folder = await mkdtemp(path.join(base, 'fangxian-'))
      if (account.ids !== undefined) await chown(folder, account.ids.uid, account.ids.gid)
      return folder
    } catch (error) {
      problems.push(String(error))
    }
  }
  throw new Error(`no folder for the database's socket: ${problems.join('; ')}`)
}
