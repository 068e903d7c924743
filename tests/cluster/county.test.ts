import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCountyFolder, splitDelivery } from './county-folder.ts'
import { startCluster, type TestCluster, whyNoCluster } from './start-cluster.ts'

/**
 * A simulated county as its officer uses the commands: loaded, screened, a month added. What DuckDB writes for the same
 * delivery is the measure, byte for byte.
 */
const missing = whyNoCluster()
if (missing !== null) console.info(`Skipped: ${missing}`)
const { folder, done, expectSameOutputs, remove, ...county } = openCountyFolder()
afterAll(remove)

let cluster: TestCluster
const urls = (shards: number): string[] => cluster.nodes.slice(0, shards).flatMap(({ url }) => ['--url', url])

const sentOf = (printed: string): number => Number(/(\d+) rows sent/.exec(printed)?.[1])

describe.skipIf(missing !== null)('a county on a cluster', () => {
  let split: ReturnType<typeof splitDelivery>

  beforeAll(async () => {
    await done(['simulate', '--persons', '3000', '--months', '30', '--seed', '8', '--out', 'county'])
    split = splitDelivery({ folder, done, expectSameOutputs, remove, ...county })
    await done(['screen', 'earlier', '--out', 'local'])
    await done(['screen', 'added', '--base', 'local', '--out', 'local-later'])
    cluster = await startCluster(4)
  }, 300_000)
  afterAll(() => cluster?.stop())

  test('is loaded once, whatever the order of the nodes, and screened to the same bytes on two and on four', async () => {
    for (const shards of [2, 4]) {
      expect(sentOf(await done(['cluster', 'load', 'local', ...urls(shards)]))).toBeGreaterThan(100_000)
      const turned = cluster.nodes.slice(0, shards).toReversed()
      const again = await done([
        'cluster',
        'load',
        'local/snapshot',
        ...turned.flatMap(({ url }) => ['--url', url]),
      ])
      expect(sentOf(again)).toBe(0)
      const run = `on-${shards}`
      await done(['screen', 'local', '--engine', 'clickhouse', ...urls(shards), '--out', run])
      expectSameOutputs(run, 'local')
      const statuses = (place: string): unknown =>
        JSON.parse(readFileSync(path.join(folder, place, 'run.json'), 'utf8')).rules.map(
          ({ seconds: _, ...rule }: { seconds: number }) => rule,
        )
      expect(statuses(run)).toEqual(statuses('local'))
    }
  })

  test('gets a month more and a month changed: only these are sent, and the earlier snapshot stays as it was', async () => {
    const printed = await done(['cluster', 'load', 'local-later', ...urls(2)])
    const perMonth = split.lines / 30
    // Three copies of two months of payments, of one shard or both, and the small tables that are everywhere.
    expect(sentOf(printed)).toBeGreaterThan(perMonth)
    expect(sentOf(printed)).toBeLessThan(perMonth * 15)
    await done(['screen', 'local-later', '--engine', 'clickhouse', ...urls(2), '--out', 'later'])
    expectSameOutputs('later', 'local-later')
    await done(['screen', 'local', '--engine', 'clickhouse', ...urls(2), '--out', 'earlier-again'])
    expectSameOutputs('earlier-again', 'local')
    // Without the one it was built on.
    await done(['cluster', 'drop', 'local', ...urls(2)])
    await done(['screen', 'local-later', '--engine', 'clickhouse', ...urls(2), '--out', 'later-alone'])
    expectSameOutputs('later-alone', 'local-later')
    expect(await done(['cluster', 'list', ...urls(2)])).toMatch(/1\/2 .*UTC/)
  })
})
