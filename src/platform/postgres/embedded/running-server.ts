import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import type { Binaries } from './binaries.ts'
import { findOrphans } from './orphans.ts'
import { makeSocketFolder, type Place } from './place.ts'
import {
  findLivingPostmaster,
  type Postmaster,
  readPidFile,
  startPostmaster,
  stopPostmaster,
} from './postmaster.ts'
import { isAlive } from './process-identity.ts'
import { readPassword, roleNames } from './secrets.ts'
import { socketUrl } from './socket-url.ts'

/**
 * Errors are not in the server's log: their sentences can quote values, and the program logs its own. Every commit is
 * on the disk before it is acknowledged (fsync and synchronous_commit are on by default, said here to be seen).
 */
const settings: Readonly<Record<string, string>> = {
  fsync: 'on',
  synchronous_commit: 'on',
  max_connections: '100',
  shared_buffers: '128MB',
  jit: 'off',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_timezone: 'Asia/Shanghai',
}

/** The running server of a data folder, whoever started it. */
export interface Running {
  readonly postmaster: Postmaster
  readonly socketFolder: string
}

export interface Obtaining {
  readonly dataFolder: string
  readonly place: Place
  readonly binaries: Binaries
  readonly say: (notice: Bilingual) => void
}

const Started = z.object({ pid: z.int(), fingerprint: z.string(), socketFolder: z.string() })
type Started = z.infer<typeof Started>

/** Adopts the server that an earlier process left running if it is the one we would start; else stops it. */
export async function obtainRunning(obtaining: Obtaining): Promise<Running> {
  const { dataFolder, place, binaries, say } = obtaining
  const fingerprint = fingerprintOf(binaries)
  const earlier = await readStarted(dataFolder)
  const living = await findLivingPostmaster(place.cluster)
  if (living !== null) {
    const isOurs = earlier?.pid === living.pid && earlier.fingerprint === fingerprint
    if (isOurs && (await answers(dataFolder, earlier.socketFolder))) {
      say({
        zh: `上次没有正常停止：接管仍在运行的数据库（进程 ${living.pid}）。`,
        en: `The last run did not stop properly: its database, process ${living.pid}, still runs and is taken over.`,
      })
      return { postmaster: adopted(living.pid), socketFolder: earlier.socketFolder }
    }
    const result = await stopPostmaster(living.pid)
    say({
      zh: `上次没有正常停止：已停止遗留的数据库（进程 ${living.pid}，${result}），重新启动。`,
      en: `The last run did not stop properly: its database, process ${living.pid}, was stopped (${result}) and is started again.`,
    })
  } else if (earlier !== null && (await hasPidFile(place.cluster))) {
    say({
      zh: '上次数据库没有正常停止：正在由预写日志恢复。',
      en: 'The database did not stop properly last time: it recovers from its write-ahead log.',
    })
  }
  if (earlier !== null) await rm(earlier.socketFolder, { recursive: true, force: true })
  await endOrphans(place.cluster)
  await removeStalePidFile(place.cluster)
  const socketFolder = await makeSocketFolder(place.account)
  const logFile = path.join(dataFolder, 'postgres.log')
  await limitLog(logFile)
  const postmaster = await startPostmaster({
    binaries,
    account: place.account,
    dataFolder: place.cluster,
    socketFolder,
    logFile,
    settings,
  })
  await writeStarted(dataFolder, { pid: postmaster.pid, fingerprint, socketFolder })
  return { postmaster, socketFolder }
}

/** What a running server cannot change: its program and its settings. */
function fingerprintOf({ postgres, version }: Binaries): string {
  return createHash('sha256')
    .update(JSON.stringify([postgres, version, settings]))
    .digest('hex')
}

const startedFileOf = (dataFolder: string): string => path.join(dataFolder, 'postgres-started.json')

export async function readStarted(dataFolder: string): Promise<Started | null> {
  try {
    return Started.parse(JSON.parse(await readFile(startedFileOf(dataFolder), 'utf8')))
  } catch {
    return null
  }
}

async function writeStarted(dataFolder: string, started: Started): Promise<void> {
  const file = startedFileOf(dataFolder)
  await writeFile(`${file}.new`, `${JSON.stringify(started)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

async function hasPidFile(cluster: string): Promise<boolean> {
  return stat(path.join(cluster, 'postmaster.pid')).then(
    () => true,
    () => false,
  )
}

export async function answers(dataFolder: string, socketFolder: string): Promise<boolean> {
  const password = await readPassword(dataFolder, 'application').catch(() => '')
  const login = { role: roleNames.application, password }
  const client = new pg.Client({
    connectionString: socketUrl(socketFolder, login),
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

const adoptedPollMs = 500

/** A process that is not our child tells nobody when it ends. */
function adopted(pid: number): Postmaster {
  const ended = new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (isAlive(pid)) return
      clearInterval(timer)
      resolve()
    }, adoptedPollMs)
    timer.unref()
  })
  return { pid, ended }
}

/** Backends of a killed postmaster end by themselves when they notice; one in a long query is told to. */
async function endOrphans(cluster: string): Promise<void> {
  for (let round = 0; round < 100; round += 1) {
    const orphans = await findOrphans(cluster)
    if (orphans.length === 0) return
    if (round === 20 || round === 60) {
      for (const pid of orphans) {
        try {
          process.kill(pid, round === 20 ? 'SIGQUIT' : 'SIGKILL')
        } catch {
          // It has ended meanwhile.
        }
      }
    }
    await pause(50)
  }
}

/**
 * PostgreSQL refuses to start while the process its file names exists, be it dead and not yet asked for by its parent
 * (a container without an init) or another one that got the number. Called when no process of the folder lives.
 */
async function removeStalePidFile(cluster: string): Promise<void> {
  const found = await readPidFile(cluster)
  if (found === null || !existsSync(`/proc/${found.pid}`)) return
  if ((await findLivingPostmaster(cluster)) !== null || (await findOrphans(cluster)).length > 0) return
  await rm(path.join(cluster, 'postmaster.pid'), { force: true })
}

const logBytesMax = 10_000_000

async function limitLog(file: string): Promise<void> {
  const found = await stat(file).catch(() => null)
  if (found !== null && found.size > logBytesMax) await rename(file, `${file}.old`)
}
