import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { buildSnapshot } from '#intake/build-snapshot.ts'
import type { BaseSnapshot } from '#intake/extending/base-snapshot.ts'
import { type Manifest, manifestFile, rejectsFile } from '#standard/manifest.ts'
import { screenSnapshot } from '../oracle/comparison/screen-snapshot.ts'
import { rowsOfSnapshot } from '../oracle/comparison/stored-rows.ts'
import { type DraftFile, encodeFile } from '../oracle/deliveries/encode.ts'
import { splitDelivery } from './split-delivery.ts'

/**
 * However the events of a delivery are split by key into two, the second on top of the first is the same data and
 * gives the same findings. `FANGXIAN_SEED` repeats from a seed; the nightly depth takes other seeds every time.
 */
const isDeep = process.env.FANGXIAN_DEPTH === 'deep'
const firstSeed = Number(process.env.FANGXIAN_SEED ?? (isDeep ? Date.now() % 1_000_000_000 : 1))
const deliveries = Number(process.env.FANGXIAN_DELIVERIES ?? (isDeep ? 200 : 6))
const perTest = 3

/** Small deliveries are cut like large ones: many parts of a table. */
const limits = { bucketRows: 12, segmentBytes: 400 }

async function snapshotOf(
  folder: string,
  name: string,
  files: readonly DraftFile[],
  base?: BaseSnapshot,
): Promise<BaseSnapshot> {
  const [source, directory] = [path.join(folder, `${name}-files`), path.join(folder, name)]
  mkdirSync(source)
  mkdirSync(directory)
  for (const file of files.map(encodeFile)) writeFileSync(path.join(source, file.name), file.bytes)
  const options = { deliveries: [source], directory, programVersion: 'test', threads: 1, limits, base }
  const manifest = await buildSnapshot(options)
  const bytes = readFileSync(path.join(directory, manifestFile))
  return { directory, manifest, manifestSha256: createHash('sha256').update(bytes).digest('hex') }
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8').split('\r\n').sort()
}

/** What must not depend on how many deliveries there were; the parts may. */
async function describeSnapshot({ directory, manifest }: BaseSnapshot): Promise<Record<string, unknown>> {
  const withoutParts = ({ parts: _, ...table }: Manifest['tables'][number]): object => table
  return {
    // The rows of a person stand in the order in which they were delivered.
    rows: (await rowsOfSnapshot(directory, manifest)).toSorted(),
    tables: manifest.tables.map(withoutParts),
    quality: manifest.quality,
  }
}

async function compare(seed: number): Promise<void> {
  const { asOf, whole, earlier, later } = splitDelivery(seed)
  const folder = mkdtempSync(path.join(tmpdir(), 'later-'))
  try {
    const base = await snapshotOf(folder, 'earlier', earlier)
    const both = await snapshotOf(folder, 'both', later, base)
    const full = await snapshotOf(folder, 'full', whole)
    expect(await describeSnapshot(both), `seed ${seed}`).toEqual(await describeSnapshot(full))
    for (const line of linesOf(path.join(base.directory, rejectsFile))) {
      expect(linesOf(path.join(both.directory, rejectsFile)), `seed ${seed}`).toContain(line)
    }
    const day =
      asOf ?? (full.manifest.tables.some((each) => each.name === 'payment' && each.rows > 0) ? null : 20_000)
    const [expected, actual] = [
      await screenSnapshot({ ...full, asOf: day }),
      await screenSnapshot({ ...both, asOf: day }),
    ]
    expect(actual.text, `seed ${seed}`).toBe(expected.text)
    expect(actual.statuses, `seed ${seed}`).toEqual(expected.statuses)
    findings += expected.findings.length
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

let findings = 0

const firsts = Array.from(
  { length: Math.ceil(deliveries / perTest) },
  (_, index) => firstSeed + index * perTest,
)

test.for(firsts)(
  'two deliveries give the findings of one, seeds from %i',
  { timeout: 900_000 },
  async (first) => {
    findings = 0
    for (let seed = first; seed < first + perTest; seed += 1) await compare(seed)
    // A comparison of nothing with nothing would say nothing.
    expect(findings).toBeGreaterThan(perTest)
  },
)
