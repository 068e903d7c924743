import { type ChildProcess, spawn } from 'node:child_process'
import { open, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { isAlive } from './process-identity.ts'

/** The server process of PostgreSQL: start, wait, find, stop. */

export interface StartOptions {
  readonly binaries: Binaries
  readonly account: Account
  /** PGDATA. */
  readonly dataFolder: string
  /** 0700, short: a socket's path has at most 107 bytes. */
  readonly socketFolder: string
  /** Where the server writes its own log; the caller's process may end before it does. */
  readonly logFile: string
  /** Names and values for -c. */
  readonly settings: Readonly<Record<string, string>>
  readonly startMsMax?: number
}

export interface Postmaster {
  readonly pid: number
  /** Resolves when it has ended, however. */
  readonly ended: Promise<void>
}

/** The number in the socket's name; nothing listens on it as a TCP port. */
export const socketNumber = 5432

const pollMs = 20

/** Crash recovery of a data folder of work may take a while: the server says "starting" as long as it does. */
const startMsMaxByDefault = 120_000

/** Starts the server and waits until it accepts connections. */
export async function startPostmaster(options: StartOptions): Promise<Postmaster> {
  const { binaries, account, dataFolder, socketFolder } = options
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    ...options.settings,
  }
  const log = await open(options.logFile, 'a', 0o600)
  // Of its own session: Ctrl-C reaches only us, and the server ends after the last act has.
  const child = spawn(
    binaries.postgres,
    ['-D', dataFolder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...account.ids, cwd: '/', detached: true, stdio: ['ignore', log.fd, log.fd], env: programEnvironment },
  )
  const ended = endOf(child)
  child.unref()
  try {
    await waitUntilReady({ ...options, child, ended })
  } finally {
    await log.close()
  }
  return { pid: child.pid!, ended }
}

/** Nothing of our environment, which holds secrets, reaches the server. */
const programEnvironment: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'Asia/Shanghai', PATH: '/usr/bin:/bin' }

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
}

interface Waiting extends StartOptions {
  readonly child: ChildProcess
  readonly ended: Promise<void>
}

async function waitUntilReady(waiting: Waiting): Promise<void> {
  const { child, ended, dataFolder, logFile, startMsMax = startMsMaxByDefault } = waiting
  let hasEnded = false
  void ended.then(() => {
    hasEnded = true
  })
  for (let waited = 0; waited < startMsMax; waited += pollMs) {
    const found = await readPidFile(dataFolder)
    if (found?.pid === child.pid && found?.status === 'ready') return
    await pause(pollMs)
    if (hasEnded) throw new Error(`PostgreSQL did not start:\n${await lastLines(logFile)}`)
  }
  child.kill('SIGQUIT')
  throw new Error(`PostgreSQL was not ready after ${startMsMax / 1000} s:\n${await lastLines(logFile)}`)
}

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.trimEnd().split('\n').slice(-8).join('\n')
}

export interface PidFile {
  readonly pid: number
  readonly socketFolder: string
  /** `starting`, `ready`, `stopping`. */
  readonly status: string
}

/** What postmaster.pid says; null when there is none or it is being written. */
export async function readPidFile(dataFolder: string): Promise<PidFile | null> {
  const text = await readFile(path.join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n').map((line) => line.trim())
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return null
  return { pid, socketFolder: lines[4] ?? '', status: lines[7] ?? '' }
}

/** The process that postmaster.pid names, if it lives and is this folder's server: a number may have been reused. */
export async function findLivingPostmaster(dataFolder: string): Promise<PidFile | null> {
  const found = await readPidFile(dataFolder)
  if (found === null || !isAlive(found.pid)) return null
  const command = await readFile(`/proc/${found.pid}/cmdline`, 'utf8').catch(() => null)
  // Without /proc nothing can be compared; the server itself would refuse a second one.
  if (command !== null && !command.split('\0').includes(dataFolder)) return null
  return found
}

export type StopResult = 'was_down' | 'fast' | 'immediate'

const fastStopMsMax = 20_000
const immediateStopMsMax = 10_000

/** Fast, and after 20 s immediate: the write-ahead log makes good what was cut off (platform.md 23). */
export async function stopPostmaster(pid: number): Promise<StopResult> {
  if (!signal(pid, 'SIGINT')) return 'was_down'
  if (await hasEndedWithin(pid, fastStopMsMax)) return 'fast'
  signal(pid, 'SIGQUIT')
  if (await hasEndedWithin(pid, immediateStopMsMax)) return 'immediate'
  throw new Error(`PostgreSQL, process ${pid}, does not end; stop it by hand`)
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}

async function hasEndedWithin(pid: number, msMax: number): Promise<boolean> {
  for (let waited = 0; waited < msMax; waited += pollMs) {
    if (!isAlive(pid)) return true
    await pause(pollMs)
  }
  return !isAlive(pid)
}

/** Whether a folder is a cluster that initdb finished. */
export async function isCluster(dataFolder: string): Promise<boolean> {
  return stat(path.join(dataFolder, 'PG_VERSION')).then(
    () => true,
    () => false,
  )
}
