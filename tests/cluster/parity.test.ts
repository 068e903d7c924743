import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Day } from '#base/calendar-math.ts'
import { readLaw } from '#platform/policy.ts'
import { rules } from '#rules/catalogue.ts'
import type { FindingPart, SubjectRisk } from '#screening/finding.ts'
import { type ClusterOptions, openClickHouseEngine } from '#screening/on-clickhouse/clickhouse-engine.ts'
import { loadSnapshot } from '#screening/on-clickhouse/load-snapshot.ts'
import { runScreening, type ScreeningOptions, type ScreeningRun } from '#screening/run-screening.ts'
import type { Settings } from '#screening/settings.ts'
import { type DeliveredSnapshot, snapshotOf } from '../gate-parity/delivered-register.ts'
import { filesOf } from '../oracle/comparison/observed.ts'
import { chance } from '../oracle/deliveries/chance.ts'
import { noDirt, randomDelivery, randomModel, writeModel } from '../oracle/deliveries/random-delivery.ts'
import { settingsOf } from '../oracle/deliveries/random-parameters.ts'
import { startCluster, type TestNode, whyNoCluster } from './start-cluster.ts'

/**
 * A run on one, two and four shards gives what a run on DuckDB gives: findings with evidence, ranks of subjects, and of
 * each rule status, remarks and sums. Random deliveries of the oracle, dense in what the rules decide.
 */
const firstSeed = Number(process.env.FANGXIAN_SEED ?? 1)
const deliveries = Number(process.env.FANGXIAN_DELIVERIES ?? 3)
const missing = whyNoCluster()
if (missing !== null) console.info(`Skipped: ${missing}`)

const law = await readLaw()
const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-cluster-parity-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Delivery {
  readonly snapshot: DeliveredSnapshot
  readonly settings: Settings
  readonly asOf: Day | null
}

async function deliver(seed: number): Promise<Delivery> {
  const random = chance(seed)
  const delivery = randomDelivery(seed)
  const model = randomModel(random)
  const isDirty = seed % 3 === 0
  const files = filesOf(isDirty ? delivery.files : writeModel(random, model, noDirt))
  return {
    snapshot: await snapshotOf(files),
    settings: settingsOf(delivery.parameters),
    asOf: isDirty ? delivery.asOf : model.asOf,
  }
}

/** Money is bigint, which JSON has not. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each} fen` : each))

async function toldBy(run: ScreeningRun): Promise<string[]> {
  const told: (FindingPart | SubjectRisk)[] = []
  for await (const part of run.findings.read()) told.push(part)
  for await (const subject of run.subjects.read()) told.push(subject)
  const outcomes = run.summary.rules.map(({ seconds: _, ...outcome }) => outcome)
  return [...outcomes, ...run.summary.months, ...told].map(textOf)
}

let runs = 0

async function screen(
  { snapshot, settings, asOf }: Delivery,
  cluster: ClusterOptions | null,
): Promise<string[]> {
  runs += 1
  const workDirectory = path.join(folder, `run-${runs}`)
  mkdirSync(workDirectory)
  const options: ScreeningOptions = {
    ...{ snapshotDirectory: snapshot.directory, manifest: snapshot.manifest, rules, settings, law },
    ...{ workDirectory, programVersion: 'test', isUnmasked: true, threads: 1, now: () => new Date(0) },
    asOfDay: asOf ?? undefined,
    openEngine:
      cluster === null
        ? undefined
        : (connection) => openClickHouseEngine(cluster, { connection, directory: workDirectory }),
  }
  const run = await runScreening(options)
  try {
    return await toldBy(run)
  } finally {
    run.close()
    rmSync(workDirectory, { recursive: true })
  }
}

async function load(
  { snapshot }: Delivery,
  nodes: readonly TestNode[],
  name: string,
): Promise<ClusterOptions> {
  const directory = path.join(folder, `load-${name}`)
  mkdirSync(directory, { recursive: true })
  const { layouts } = await loadSnapshot({
    ...{
      snapshotDirectory: snapshot.directory,
      manifest: snapshot.manifest,
      shards: nodes,
      rules,
      directory,
    },
    threads: 1,
  })
  return { nodes: nodes.map(({ url }) => ({ url })), layouts, nowMs: Date.now() }
}

describe.skipIf(missing !== null)(`random deliveries from seed ${firstSeed}`, async () => {
  if (missing !== null) return
  const cluster = await startCluster(4)
  afterAll(cluster.stop)

  for (let seed = firstSeed; seed < firstSeed + deliveries; seed += 1) {
    test(`delivery ${seed}: the same on DuckDB and on one, two and four shards`, async () => {
      const delivery = await deliver(seed)
      try {
        const expected = await screen(delivery, null)
        for (const shards of [1, 2, 4]) {
          const loaded = await load(delivery, cluster.nodes.slice(0, shards), `seed${seed}_${shards}`)
          const found = await screen(delivery, loaded)
          const differing = {
            missing: expected.filter((each) => !found.includes(each)).slice(0, 5),
            unexpected: found.filter((each) => !expected.includes(each)).slice(0, 5),
          }
          expect(differing, `${shards} shards`).toEqual({ missing: [], unexpected: [] })
          expect(found, `${shards} shards`).toEqual(expected)
        }
      } finally {
        delivery.snapshot.remove()
      }
    })
  }

  /** The same nodes, with the most that a statement may hold. */
  const holding = (loaded: ClusterOptions, bytes: number): ClusterOptions => ({
    ...loaded,
    nodes: loaded.nodes.map(({ url }) => ({
      url: `${url}?ch_max_memory_usage=${bytes}&ch_max_untracked_memory=0`,
    })),
  })

  test('a rule that needs more memory than a shard has fails with a sentence; the others are right', async () => {
    const delivery = await deliver(firstSeed)
    try {
      const loaded = await load(delivery, cluster.nodes.slice(0, 2), 'memory')
      const expected = await screen(delivery, null)
      const outcomes = (await screen(delivery, holding(loaded, 10_000_000))).slice(0, rules.length)
      const failed = outcomes.filter((each) => each.includes('"status":"FAILED"'))
      expect(failed.length).toBeGreaterThan(0)
      expect(failed.length).toBeLessThan(rules.length)
      for (const each of failed)
        expect(each).toMatch(/内存不够.*请增加分片数.*too little memory .*use more shards/)
      const others = outcomes.filter((each) => !failed.includes(each))
      expect(others.filter((each) => !expected.includes(each))).toEqual([])
      await expect(screen(delivery, holding(loaded, 1_000_000))).rejects.toThrow(
        /has too little memory .*; use more shards/,
      )
    } finally {
      delivery.snapshot.remove()
    }
  })
})
