import { loadDelivery } from './load.ts'
import { differences, filesOf, oracleView } from './observed.ts'
import { pipelineView } from './pipeline.ts'
import { randomDelivery } from './random-delivery.ts'

const [from, count] = [Number(process.argv[2] ?? 1), Number(process.argv[3] ?? 20)]
let bad = 0
const reasons = new Map<string, number>()
for (let seed = from; seed < from + count; seed += 1) {
  const { files: drafts, asOf, parameters } = randomDelivery(seed)
  const files = filesOf(drafts)
  const expected = oracleView({ files, asOf, parameters })
  if (expected === null) {
    console.log(seed, 'stopped', loadDelivery(files))
    continue
  }
  for (const each of expected.rejects) reasons.set(each.reason, (reasons.get(each.reason) ?? 0) + 1)
  try {
    const actual = await pipelineView({ files, asOf, parameters }, expected.asOf !== null)
    const found = 'refusal' in actual ? [`refused: ${actual.refusal}`] : differences(expected, actual)
    if (found.length > 0) {
      bad += 1
      console.log('SEED', seed, 'asOf', asOf, '\n  ' + found.slice(0, 8).join('\n  '))
    }
  } catch (error) {
    bad += 1
    console.log('SEED', seed, 'ERROR', error)
  }
}
console.log('bad', bad, Object.fromEntries(reasons))
