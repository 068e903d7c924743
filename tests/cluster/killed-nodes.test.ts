import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCountyFolder } from './county-folder.ts'
import { startCluster, type TestCluster, whyNoCluster } from './start-cluster.ts'

/** Nodes that die and people who stop: nothing half done is ever used, and a second try succeeds. */
const missing = whyNoCluster()
if (missing !== null) console.info(`Skipped: ${missing}`)
const { folder, fangxian, done, expectSameOutputs, remove } = openCountyFolder()
afterAll(remove)

let cluster: TestCluster
const urls = (): string[] => cluster.nodes.flatMap(({ url }) => ['--url', url])

describe.skipIf(missing !== null)('a cluster that loses a node', () => {
  beforeAll(async () => {
    await done(['simulate', '--persons', '3000', '--months', '24', '--seed', '9', '--out', 'county'])
    await done(['screen', 'county/delivery', '--out', 'local'])
    cluster = await startCluster(2)
  }, 300_000)
  afterAll(() => cluster?.stop())

  test('a node that dies while it is loaded: a clear error, no half snapshot, and the next load goes on', async () => {
    let isKilled = false
    const { status, told } = await fangxian(['cluster', 'load', 'local', ...urls()], {
      interruptWhen: (sofar) => {
        if (!isKilled && sofar.includes('Loading')) {
          isKilled = true
          // In the middle: it takes many seconds.
          setTimeout(() => cluster.nodes[1]!.kill(), 3_000)
        }
        return undefined
      },
    })
    expect(isKilled).toBe(true)
    expect(status).toBe(1)
    expect(told).toContain(cluster.nodes[1]!.url)
    expect(told).toMatch(/cannot be reached or went away .*; bring it back and try again/)
    await cluster.restart(1)
    expect(await done(['cluster', 'list', ...urls()])).toMatch(/1\/2 .*not finished/)
    await done(['cluster', 'load', 'local', ...urls()])
    await done(['screen', 'local', '--engine', 'clickhouse', ...urls(), '--out', 'after-load'])
    expectSameOutputs('after-load', 'local')
  })

  test('a node that dies while it is screened: a clear error, nothing written, and the next run succeeds', async () => {
    let isKilled = false
    const args = ['screen', 'local', '--engine', 'clickhouse', ...urls(), '--out', 'killed']
    const { status, told } = await fangxian(args, {
      interruptWhen: (sofar) => {
        if (!isKilled && sofar.includes('DTH-01')) {
          isKilled = true
          void cluster.nodes[0]!.kill()
        }
        return undefined
      },
    })
    expect(isKilled).toBe(true)
    expect(status).toBe(1)
    expect(told).toMatch(/cannot be reached or went away/)
    expect(existsSync(path.join(folder, 'killed'))).toBe(false)
    expect(readdirSync(folder).filter((name) => name.startsWith('.partial'))).toEqual([])
    await cluster.restart(0)
    await done(args)
    expectSameOutputs('killed', 'local')
  })

  test('Ctrl-C stops a run within seconds and takes its databases away', async () => {
    const args = ['screen', 'local', '--engine', 'clickhouse', ...urls(), '--out', 'stopped']
    const { status } = await fangxian(args, {
      interruptWhen: (sofar) => (sofar.includes('DTH-01') ? 'SIGINT' : undefined),
    })
    expect(status).toBe(130)
    expect(existsSync(path.join(folder, 'stopped'))).toBe(false)
    const left = await cluster.nodes[1]!.select(
      `select name from system.databases where name like 'fangxian_run_%'`,
    )
    expect(left).toEqual([])
  })
})
