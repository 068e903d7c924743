import { statSync } from 'node:fs'
import { chmod, chown, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { canReach, nobody } from './account.ts'
import { refuseNobodyForWork, startEmbeddedServer } from './embedded-server.ts'
import { findLivingPostmaster } from './postmaster.ts'
import { modeOf, newFolder, serve } from './test-serving-process.ts'

const isRoot = process.getuid?.() === 0

describe.runIf(isRoot)('started by root', { timeout: 240_000 }, () => {
  test('the server runs as somebody else, who cannot read our secrets', async () => {
    const folder = await newFolder()
    const dataFolder = path.join(folder, 'demo')
    const server = await startEmbeddedServer({
      dataFolder,
      isDemonstration: true,
      userName: null,
      say: () => undefined,
    })
    try {
      const { uid } = statSync(`/proc/${server.pid}`)
      expect(uid).toBeGreaterThan(0)
      expect(uid).toBe(statSync(path.join(dataFolder, 'postgres')).uid)
      const account = { kind: 'own_uid', ids: { uid, gid: uid } } as const
      expect(await canReach(account, path.join(dataFolder, 'postgres', 'PG_VERSION'))).toBe(true)
      expect(await canReach(account, path.join(dataFolder, 'secrets', 'postgres-application'))).toBe(false)
    } finally {
      await server.stop()
    }
  })

  test('a data folder that only root reaches gets its database elsewhere', async () => {
    const folder = await newFolder()
    await chmod(folder, 0o700)
    const folderOfRoot = await newFolder()
    const dataFolder = path.join(folder, 'demo')
    const options = { dataFolder, isDemonstration: true, userName: null, folderOfRoot, say: () => undefined }
    let server = await startEmbeddedServer(options)
    const place = (await readFile(path.join(dataFolder, 'postgres-lies-in'), 'utf8')).trim()
    try {
      expect(path.dirname(place)).toBe(folderOfRoot)
      await server.stop()
      server = await startEmbeddedServer(options)
      expect(await findLivingPostmaster(path.join(place, 'postgres'))).toMatchObject({ pid: server.pid })
    } finally {
      await server.stop()
    }
  })

  test('an ordinary user starts it as himself', async () => {
    const ids = await nobody()
    const script = path.join(import.meta.dirname, 'test-serving.ts')
    // A checkout below /root cannot be run by others: nothing to test there.
    if (!(await canReach({ kind: 'nobody', ids }, script))) return
    const folder = await newFolder()
    const dataFolder = path.join(folder, 'demo')
    await mkdir(dataFolder)
    await chown(dataFolder, ids.uid, ids.gid)
    const serving = serve(dataFolder, ids)
    try {
      const { pid } = await serving.ready()
      expect(statSync(`/proc/${pid}`).uid).toBe(ids.uid)
      expect(modeOf(dataFolder)).toBe('700')
    } finally {
      serving.process.kill('SIGTERM')
      await serving.exited()
    }
    expect(serving.lines.at(-1)).toEqual({ stopped: 'fast' })
  })
})

test('nobody is the account of last resort: with a warning for a demonstration, refused for work', () => {
  const place = { account: { kind: 'nobody', ids: { uid: 65_534, gid: 65_534 } } } as const
  const said: string[] = []
  refuseNobodyForWork(place, { isDemonstration: true, say: ({ en }) => said.push(en) })
  expect(said).toEqual([expect.stringContaining('Warning')])
  expect(() => refuseNobodyForWork(place, { isDemonstration: false, say: () => undefined })).toThrow(
    'useradd',
  )
})
