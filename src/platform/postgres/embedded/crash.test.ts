import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { findOrphans } from './orphans.ts'
import { findLivingPostmaster } from './postmaster.ts'
import { acknowledged, newFolder, type Serving, serve } from './test-serving-process.ts'

/** Some starts each, whose time counts: on a machine that is busy with something else, once more. */
describe('after a crash', { timeout: 240_000, retry: 2 }, () => {
  async function newDataFolder(): Promise<string> {
    return path.join(await newFolder(), 'demo')
  }

  async function writing(dataFolder: string): Promise<{ serving: Serving; pid: number }> {
    const serving = serve(dataFolder)
    const { pid } = await serving.ready()
    await serving.until(({ acknowledged: n }) => n !== undefined && n >= 50)
    return { serving, pid: pid! }
  }

  async function stopped(serving: Serving): Promise<void> {
    serving.process.kill('SIGTERM')
    await serving.until((line) => line.stopped !== undefined)
    await serving.exited()
  }

  test('of our process the next one takes the living server over, with every acknowledged row', async () => {
    const dataFolder = await newDataFolder()
    const { serving, pid } = await writing(dataFolder)
    const second = serve(dataFolder)
    await expect(second.ready()).rejects.toThrow(
      `in use by process ${serving.process.pid}, at http://localhost:8080`,
    )
    serving.process.kill('SIGKILL')
    await serving.exited()
    const next = serve(dataFolder)
    const again = await next.ready()
    expect(again.pid).toBe(pid)
    expect(again.notices).toEqual([expect.stringContaining('is taken over')])
    expect(again.kept).toEqual(expect.arrayContaining(acknowledged(serving)))
    await stopped(next)
    expect(await findLivingPostmaster(path.join(dataFolder, 'postgres'))).toBeNull()
  })

  test('of the server our process is told, and the next start recovers every acknowledged row', async () => {
    const dataFolder = await newDataFolder()
    const { serving, pid } = await writing(dataFolder)
    process.kill(pid, 'SIGKILL')
    await serving.until((line) => line.ended === true || line.failed !== undefined).catch(() => undefined)
    serving.process.kill('SIGKILL')
    await serving.exited()
    const next = serve(dataFolder)
    const again = await next.ready()
    expect(again.notices).toEqual([expect.stringContaining('recovers from its write-ahead log')])
    expect(again.kept).toEqual(expect.arrayContaining(acknowledged(serving)))
    await stopped(next)
  })

  test('of both, and of all backends, in mid-write, nothing acknowledged is lost', async () => {
    const dataFolder = await newDataFolder()
    const { serving, pid } = await writing(dataFolder)
    const everybody = [pid, ...(await findOrphans(path.join(dataFolder, 'postgres')))]
    serving.process.kill('SIGKILL')
    for (const each of new Set(everybody)) process.kill(each, 'SIGKILL')
    await serving.exited()
    const next = serve(dataFolder)
    const again = await next.ready()
    expect(again.kept).toEqual(expect.arrayContaining(acknowledged(serving)))
    await stopped(next)
  })
})
