import { writeFileSync } from 'node:fs'
import { textOf } from './encode.ts'
import { loadDelivery } from './load.ts'
import { minimise } from './minimise.ts'
import { differences, filesOf, openDifferences, oracleView } from './observed.ts'
import { pipelineView } from './pipeline.ts'
import { type RandomDelivery, randomDelivery } from './random-delivery.ts'
import { differentStatuses } from './statuses.ts'

const [from, to, only] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]]
const counts = new Map<string, number>()
const hitDeliveries = new Map<string, number>()
const open = new Map<string, string>()
async function run({ files: drafts, asOf, parameters }: RandomDelivery, tally = false): Promise<string[]> {
  const delivery = { files: filesOf(drafts), asOf, parameters }
  const loaded = loadDelivery(delivery.files)
  const expected = oracleView(delivery)
  if (loaded.kind !== 'loaded' || expected === null) throw new Error('stops')
  if (tally) for (const f of expected.findings) counts.set(f.ruleCode, (counts.get(f.ruleCode) ?? 0) + 1)
  if (tally)
    for (const f of new Set(expected.findings.map((f) => f.ruleCode)))
      hitDeliveries.set(f, (hitDeliveries.get(f) ?? 0) + 1)
  const actual = await pipelineView(delivery, expected.asOf !== null)
  if ('refusal' in actual) return [`refused: ${actual.refusal}`]
  if (tally)
    for (const each of openDifferences(expected, actual))
      if (!open.has(each.slice(0, 6))) open.set(each.slice(0, 6), each)
  const found = differences(expected, actual)
  if (actual.screened)
    found.push(
      ...differentStatuses(loaded, expected.findings, actual.screened.statuses).map((e) => `status ${e}`),
    )
  return found.map((e) => e.replace(/^(finding (missing|too many): )(.*)$/, '$3 <- $2'))
}
const shown = new Map<string, number>()
for (let seed = from; seed < to; seed += 1) {
  const delivery = randomDelivery(seed)
  let found = await run(delivery, true).catch((e) => [`ERROR ${String(e).slice(0, 600)}`])
  found = found.filter((e) => !e.startsWith('order') || found.length === 1)
  if (only) found = found.filter((e) => e.startsWith(only))
  if (found.length === 0) continue
  for (const f of found) {
    const kind = f.slice(0, 6)
    shown.set(kind, (shown.get(kind) ?? 0) + 1)
    if (shown.get(kind)! <= 2) console.log(seed, f)
  }
  if (only) {
    const files = await minimise(delivery.files, async (files) =>
      (await run({ ...delivery, files }).catch(() => [])).some((e) => e.startsWith(only)),
    )
    console.log(`seed ${seed} as of ${delivery.asOf}`, (await run({ ...delivery, files })).join('\n'))
    console.log(files.map((e) => `--- ${e.name}\n${textOf(e)}`).join('\n'))
    if (shown.get(only.slice(0, 6))! > 0) break
  }
}
console.log('disagreements', Object.fromEntries(shown))
console.log('findings', JSON.stringify(Object.fromEntries([...counts].sort())))
console.log('deliveries hit', JSON.stringify(Object.fromEntries([...hitDeliveries].sort())))
for (const [, e] of open) console.log('open', e.slice(0, 400))
writeFileSync('/tmp/zz-counts.json', JSON.stringify([...counts]))
