import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { readTestPostgres } from '../config.ts'
import { isAlive } from './embedded/process-identity.ts'
import { quoted } from './migrate.ts'
import { asSuperuser, type TestServer } from './test-server.ts'

/** Vitest's global set-up: a folder for the run. The server itself starts with the first test that asks for one. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fangxian-test-'))
  const { url: externalUrl, programs } = readTestPostgres()
  provide('testRun', { folder, mainPid: process.pid, externalUrl, programs })
  return async () => {
    if (externalUrl !== null) await leaveServerClean(folder)
    await stopKeeper(folder)
    await rm(folder, { recursive: true, force: true })
  }
}

async function readJson<Content>(file: string): Promise<Content | null> {
  return readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Content,
    () => null,
  )
}

async function stopKeeper(folder: string): Promise<void> {
  const keeper = await readJson<{ pid: number }>(path.join(folder, 'keeper.json'))
  if (keeper === null) return
  process.kill(keeper.pid, 'SIGTERM')
  while (isAlive(keeper.pid)) await pause(20)
}

/** A server of one's own gets rid of this run's databases and roles. */
async function leaveServerClean(folder: string): Promise<void> {
  const server = await readJson<TestServer>(path.join(folder, 'server.json'))
  if (server === null) return
  await asSuperuser(server.superuserUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1) order by datname',
      [server.prefix],
    )
    for (const { datname } of rows) await client.query(`drop database ${quoted(datname)} with (force)`)
    for (const { role } of [server.owner, server.app]) await client.query(`drop role ${quoted(role)}`)
  })
}
