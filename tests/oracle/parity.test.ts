import { afterAll, describe, expect, it } from 'vitest'
import { personLabels } from './comparison/labels.ts'
import { minimise } from './comparison/minimise.ts'
import { differences, differentTexts, filesOf, openDifferences, oracleView } from './comparison/observed.ts'
import { pipelineView } from './comparison/pipeline.ts'
import { differentStatuses } from './comparison/statuses.ts'
import { chance, shuffled } from './deliveries/chance.ts'
import { type DraftFile, encodeText, textOf } from './deliveries/encode.ts'
import {
  noDirt,
  type RandomDelivery,
  randomDelivery,
  randomModel,
  randomTables,
  writeModel,
} from './deliveries/random-delivery.ts'
import { loadDelivery } from './loading/load.ts'

/**
 * The program and the oracle, an independent second reading of the standard, on deliveries that chance made.
 * `FANGXIAN_SEED` repeats from a seed; the nightly depth takes other seeds every time.
 */
const isDeep = process.env.FANGXIAN_DEPTH === 'deep'
const firstSeed = Number(process.env.FANGXIAN_SEED ?? (isDeep ? Date.now() % 1_000_000_000 : 1))
const deliveries = Number(process.env.FANGXIAN_DELIVERIES ?? (isDeep ? 2_000 : 60))
const perTest = 10
const timeout = 600_000

async function disagreement({ files: drafts, asOf, parameters }: RandomDelivery): Promise<string[]> {
  const delivery = { files: filesOf(drafts), asOf, parameters }
  const loaded = loadDelivery(delivery.files)
  const expected = oracleView(delivery)
  if (loaded.kind !== 'loaded' || expected === null)
    throw new Error('chance made a delivery that stops the run')
  const actual = await pipelineView(delivery, expected.asOf !== null)
  if ('refusal' in actual) return [`refused: ${actual.refusal}`]
  for (const each of openDifferences(expected, actual)) open.add(each.slice(0, 6))
  const found = differences(expected, actual)
  if (found.length > 0 || actual.screened === null) return found
  const { labels, statuses } = actual.screened
  return [
    ...differentTexts('label', personLabels(loaded.data, expected.findings), labels.filter(isOfPerson)),
    ...differentStatuses(loaded, expected.findings, statuses),
  ]
}

/** What the standard leaves open and the two sides read differently: printed, no failure. */
const open = new Set<string>()
afterAll(() => {
  if (open.size > 0)
    console.info(`read differently where the standard is open: ${[...open].sort().join(', ')}`)
})

const isOfPerson = (label: string): boolean => label.split(' ')[1] === 'person'

async function described(delivery: RandomDelivery, first: readonly string[]): Promise<string> {
  const kinds = new Set(first.map((each) => each.slice(0, 6)))
  const fails = async (files: readonly DraftFile[]): Promise<boolean> => {
    const found = await disagreement({ ...delivery, files }).catch(() => [])
    return found.some((each) => kinds.has(each.slice(0, 6)))
  }
  const files = await minimise(delivery.files, fails)
  const left = await disagreement({ ...delivery, files })
  const texts = files.map((each) => `--- ${each.name}\n${textOf(each)}`)
  return [`seed ${delivery.seed}, as of ${delivery.asOf}`, ...left, ...texts].join('\n')
}

describe(`the program agrees with the oracle (seed ${firstSeed}, ${deliveries} deliveries)`, () => {
  for (let from = firstSeed; from < firstSeed + deliveries; from += perTest) {
    it(
      `on deliveries ${from} to ${from + perTest - 1}`,
      async () => {
        for (let seed = from; seed < from + perTest; seed += 1) {
          const delivery = randomDelivery(seed)
          const found = await disagreement(delivery)
          if (found.length > 0) expect.fail(await described(delivery, found))
        }
      },
      timeout,
    )
  }
})

describe('the program loads what the oracle loads', () => {
  it(
    'of any tables, dirtier than any agency delivers them',
    async () => {
      for (let seed = firstSeed; seed < firstSeed + deliveries / 3; seed += 1) {
        const delivery = randomTables(seed)
        const found = await disagreement(delivery)
        if (found.length > 0) expect.fail(await described(delivery, found))
      }
    },
    timeout,
  )
})

describe('the same data', () => {
  it(
    'gives the same findings, however its files are cut, ordered, named and spelled',
    async () => {
      for (let seed = firstSeed; seed < firstSeed + (isDeep ? 50 : 4); seed += 1) {
        const model = randomModel(chance(seed))
        const rendered = [1, 2].map((other) => {
          const random = chance(seed * 1000 + other)
          return { files: filesOf(shuffled(random, writeModel(random, model, noDirt))), asOf: model.asOf }
        })
        const views = await Promise.all(rendered.map((each) => pipelineView(each)))
        const [one, other] = views.map((each) => ('refusal' in each ? each.refusal : each.screened?.text))
        expect(one, `seed ${seed}`).toBe(other)
      }
    },
    timeout,
  )
})

describe('a delivery that stops the run', () => {
  const header = 'person_id,id_number,name'
  it.each([
    ['a column that stands twice', [...encodeText('person_id,个人编号,name\n1,2,3\n', 'utf-8')], 1],
    ['an unclosed quote of the header', [...encodeText('person_id,id_number,"name\n1,1,a\n', 'utf-8')], 1],
    ['an unclosed quote', [...encodeText(`${header}\n1,1,a\n2,2,"b\n3,3,c\n`, 'utf-8')], 3],
    ['bytes that are no UTF-8', [...encodeText(`${header}\n1,1,张\n2,2,`, 'utf-8-bom'), 0xff, 10], 3],
    [
      'half a character of UTF-16',
      [...encodeText(`${header}\n1,1,张\n2,2,`, 'utf-16le'), 0x00, 0xd8, 10, 0],
      3,
    ],
  ])('for %s is refused with file and line', async (_, bytes, line) => {
    const files = [{ name: 'person.csv', bytes: Uint8Array.from(bytes) }]
    expect(loadDelivery(files)).toMatchObject({ kind: 'stopped', file: 'person.csv', line })
    const actual = await pipelineView({ files, asOf: 20_000 })
    expect(actual).toMatchObject({
      refusal: expect.stringMatching(new RegExp(`person\\.csv.*\\b${line}\\b`)),
    })
  })
})
