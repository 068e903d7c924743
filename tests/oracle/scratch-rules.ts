import { mkdtempSync, rmSync } from 'node:fs'
import { loadDelivery } from './load.ts'
import { differences, filesOf, openDifferences, oracleView } from './observed.ts'
import { writeOracleSnapshot } from './oracle-snapshot.ts'
import { randomDelivery } from './random-delivery.ts'
import { settingsOf } from './random-parameters.ts'
import { screenSnapshot } from './screen-snapshot.ts'

const [from, count] = [Number(process.argv[2] ?? 1), Number(process.argv[3] ?? 20)]
const tally = new Map<string, number>()
const open = new Map<string, string[]>()
let bad = 0
for (let seed = from; seed < from + count; seed += 1) {
  const { files: drafts, asOf, parameters } = randomDelivery(seed)
  const files = filesOf(drafts)
  const loaded = loadDelivery(files)
  if (loaded.kind !== 'loaded') {
    console.log(seed, 'stopped', loaded)
    continue
  }
  const expected = oracleView({ files, asOf, parameters })!
  if (expected.asOf === null) {
    console.log(seed, 'no as of')
    continue
  }
  for (const each of expected.findings) tally.set(each.ruleCode, (tally.get(each.ruleCode) ?? 0) + 1)
  const dir = mkdtempSync('/tmp/oracle-snap-')
  try {
    const manifest = await writeOracleSnapshot(loaded.data, dir)
    const screened = await screenSnapshot({
      directory: dir,
      manifest,
      asOf,
      settings: settingsOf(parameters),
    })
    const actual = { ...expected, findings: screened.findings }
    const found = differences(expected, actual)
    for (const each of openDifferences(expected, actual)) {
      const c = each.slice(0, 6)
      open.set(c, [...(open.get(c) ?? []), `${seed} ${each}`])
    }
    if (found.length > 0) {
      bad += 1
      console.log('SEED', seed, 'asOf', asOf, '\n  ' + found.slice(0, 8).join('\n  '))
    }
  } catch (error) {
    bad += 1
    console.log('SEED', seed, 'ERROR', error)
  }
  rmSync(dir, { recursive: true, force: true })
}
console.log('bad', bad, Object.fromEntries(tally))
for (const [c, list] of open) console.log('OPEN', c, list.length, '\n   ' + list.slice(0, 2).join('\n   '))
