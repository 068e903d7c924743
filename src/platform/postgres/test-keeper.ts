import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chooseAccount } from './embedded/account.ts'
import { binariesOf, prepareBinaries } from './embedded/binaries.ts'
import { createCluster, superuserName } from './embedded/cluster.ts'
import { type Postmaster, socketNumber, startPostmaster, stopPostmaster } from './embedded/postmaster.ts'
import { identityOf, isStillRunning } from './embedded/process-identity.ts'
import { stopPostmastersBelow } from './embedded/test-stop-below.ts'

/**
 * A process of its own that keeps the tests' PostgreSQL: `node test-keeper.ts FOLDER PID [PROGRAMS]`. It stops the server and
 * removes the folder on SIGTERM, and when process PID has ended: no killed run leaves a server behind.
 */
const [folder = '', mainPid = '', programs = ''] = process.argv.slice(2)

/** Speed instead of safety: nothing here outlives the run. */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
  max_connections: '200',
  autovacuum_naptime: '10min',
  jit: 'off',
}

async function start(): Promise<{ postmaster: Postmaster; superuserUrl: string }> {
  const account = await chooseAccount({ userName: null })
  await chmod(folder, 0o711)
  const binaries = programs === '' ? await prepareBinaries(account, folder) : await binariesOf(programs)
  const superuserPassword = randomBytes(16).toString('hex')
  const dataFolder = path.join(folder, 'data')
  const socketFolder = path.join(folder, 's')
  await createCluster({ binaries, account, dataFolder, superuserPassword, isThrowAway: true })
  await mkdir(socketFolder, { mode: 0o700 })
  if (account.ids !== undefined) await chown(socketFolder, account.ids.uid, account.ids.gid)
  const logFile = path.join(folder, 'log')
  const postmaster = await startPostmaster({ binaries, account, dataFolder, socketFolder, logFile, settings })
  const host = encodeURIComponent(socketFolder)
  const superuserUrl = `postgresql://${superuserName}:${superuserPassword}@/postgres?host=${host}&port=${socketNumber}`
  return { postmaster, superuserUrl }
}

async function writeWhole(name: string, text: string): Promise<void> {
  const file = path.join(folder, name)
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

const run = identityOf(Number(mainPid))
let isAskedToStop = false
process.on('SIGTERM', () => {
  isAskedToStop = true
})
// Ctrl-C is meant for Vitest; its end is ours.
process.on('SIGINT', () => undefined)

try {
  const { postmaster, superuserUrl } = await start()
  try {
    await writeWhole('keeper.json', JSON.stringify({ pid: process.pid, superuserUrl }))
    while (!isAskedToStop && isStillRunning(run)) await pause(200)
  } finally {
    await stopPostmaster(postmaster.pid)
    // Servers that tests of the embedded server were just using when the run was killed.
    await stopPostmastersBelow(folder)
  }
} catch (error) {
  await writeWhole('keeper.failed', error instanceof Error ? (error.stack ?? error.message) : String(error))
  // Long enough for the test that waits for it to read why.
  await pause(2_000)
} finally {
  await rm(folder, { recursive: true, force: true })
}
