import { readFile, realpath, rm } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import { readMigrations } from '../migration-files.ts'
import { checkBeforeServing } from '../start-check.ts'
import { systemUserName } from './account.ts'
import { type Binaries, majorOf, prepareBinaries } from './binaries.ts'
import { lockFolder } from './folder-lock.ts'
import { findPlace, folderOfRoot, type Place } from './place.ts'
import { isCluster, type StopResult, stopPostmaster } from './postmaster.ts'
import { prepare } from './prepare.ts'
import { obtainRunning, type Running } from './running-server.ts'
import { readPassword, roleNames } from './secrets.ts'
import { socketUrl } from './socket-url.ts'

/** The PostgreSQL that comes with the program, in a data folder (platform.md 23). */
export interface EmbeddedServer {
  /** As the application's role. */
  readonly url: string
  readonly pid: number
  /** Resolves when the server has ended, asked or not. */
  readonly ended: Promise<void>
  /** Tells a second start where people reach this one. */
  announce(address: string): Promise<void>
  /** Stops the server and gives the data folder free. */
  stop(): Promise<StopResult>
}

export interface EmbeddedOptions {
  readonly dataFolder: string
  readonly isDemonstration: boolean
  /** What the operator should know: an adopted server, an account of last resort. */
  readonly say: (notice: Bilingual) => void
  /** The system user made when we are root; null makes none. */
  readonly userName?: string | null
  /** Where root puts the database of a data folder that only root reaches. */
  readonly folderOfRoot?: string
}

export async function startEmbeddedServer(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const userName = options.userName === undefined ? systemUserName : options.userName
  const place = await findPlace({ folderOfRoot, ...options, userName })
  // What PostgreSQL writes into its files is the real path.
  const dataFolder = await realpath(options.dataFolder)
  const lock = await lockFolder(dataFolder)
  try {
    refuseNobodyForWork(place, options)
    const binaries = await prepareBinaries(place.account, place.base)
    if (await isCluster(place.cluster)) await refuseOtherVersion(place.cluster, binaries)
    else
      await prepare({ kind: 'create', dataFolder, cluster: place.cluster, binaries, account: place.account })
    const running = await obtainRunning({ dataFolder, place, binaries, say: options.say })
    const password = await preparedPassword(running, { ...options, dataFolder })
    return {
      url: socketUrl(running.socketFolder, { role: roleNames.application, password }),
      pid: running.postmaster.pid,
      ended: running.postmaster.ended,
      announce: lock.announce,
      stop: async () => {
        const result = await stopPostmaster(running.postmaster.pid)
        await rm(running.socketFolder, { recursive: true, force: true })
        await lock.release()
        return result
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** A server whose database cannot be made ready is not left running. */
async function preparedPassword(
  running: Running,
  { dataFolder, isDemonstration }: Pick<EmbeddedOptions, 'dataFolder' | 'isDemonstration'>,
): Promise<string> {
  try {
    if (!(await isReadyToServe(running, { dataFolder, isDemonstration }))) {
      await prepare({ kind: 'migrate', dataFolder, socketFolder: running.socketFolder, isDemonstration })
    }
    return await readPassword(dataFolder, 'application')
  } catch (error) {
    await stopPostmaster(running.postmaster.pid)
    await rm(running.socketFolder, { recursive: true, force: true })
    throw error
  }
}

/** The usual restart has nothing to migrate: no child then. Whatever is wrong otherwise, the child says what it is. */
async function isReadyToServe(
  { socketFolder }: Running,
  { dataFolder, isDemonstration }: Pick<EmbeddedOptions, 'dataFolder' | 'isDemonstration'>,
): Promise<boolean> {
  try {
    const login = { role: roleNames.application, password: await readPassword(dataFolder, 'application') }
    const client = new pg.Client(socketUrl(socketFolder, login))
    await client.connect()
    try {
      await checkBeforeServing(client, { migrations: await readMigrations(), isDemonstration })
      return true
    } finally {
      await client.end()
    }
  } catch {
    return false
  }
}

export function refuseNobodyForWork(
  { account }: Pick<Place, 'account'>,
  { isDemonstration, say }: Pick<EmbeddedOptions, 'isDemonstration' | 'say'>,
): void {
  if (account.kind !== 'nobody') return
  if (!isDemonstration) {
    throw new Refusal('unavailable', {
      zh: '以 root 运行时无法为数据库建立系统用户 fangxian，而 nobody 只能用于演示；请先执行 useradd --system fangxian，或用普通用户运行。',
      en: 'As root, no system user fangxian could be made for the database, and nobody serves only for a demonstration; run useradd --system fangxian first, or run as an ordinary user.',
    })
  }
  say({
    zh: '警告：数据库以 nobody 身份运行，其他以 nobody 运行的程序可以读到它；仅限演示。',
    en: 'Warning: the database runs as nobody, whose other programs can read it; for a demonstration only.',
  })
}

async function refuseOtherVersion(cluster: string, binaries: Binaries): Promise<void> {
  const found = (await readFile(path.join(cluster, 'PG_VERSION'), 'utf8')).trim()
  const major = String(majorOf(binaries))
  if (found === major) return
  throw new Refusal('conflict', {
    zh: `数据目录 ${cluster} 属于 PostgreSQL ${found}，而本程序带的是 ${major}；请用原版程序执行 fangxian backup，再恢复到新的数据目录。`,
    en: `The data folder ${cluster} is PostgreSQL ${found}, this program brings ${major}; run fangxian backup with the former program and restore into a new data folder.`,
  })
}
