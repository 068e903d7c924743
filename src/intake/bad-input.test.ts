import { once } from 'node:events'
import { createWriteStream, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import type { Progress } from '#base/progress.ts'
import { exitStatusOfRefusal, Refusal } from '#base/refusal.ts'
import { buildSnapshot } from './build-snapshot.ts'
import {
  type Files,
  makeFolder,
  paymentHeader,
  paymentLine,
  payments,
  removeFolders,
  writeDelivery,
} from './test-delivery.ts'

afterAll(removeFolders)

interface Refused {
  readonly refusal: Refusal
  /** What lies in the snapshot's folder afterwards. */
  readonly left: readonly string[]
}

async function refuse(deliveries: readonly string[]): Promise<Refused> {
  const directory = makeFolder()
  const error: unknown = await buildSnapshot({
    deliveries,
    directory,
    programVersion: 'test',
    threads: 2,
  }).then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Refusal)) throw error
  return { refusal: error, left: readdirSync(directory) }
}

const good = payments(paymentLine('1'))
const binary = Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 7) % 256))

const cases: readonly (readonly [string, Files, RegExp])[] = [
  ['an empty folder', {}, /no file to read/],
  ['unknown tables only', { 'foo.csv': good }, /no file is named after a table/],
  ['an empty file', { 'payment.csv': '' }, /payment\.csv is empty/],
  ['a file of blank lines', { 'payment.csv': '\n \n\n' }, /payment\.csv is empty/],
  [
    'a .zip named .csv',
    { 'payment.csv': Buffer.from('504b03040a0000000000', 'hex') },
    /not what its name says.*zip/,
  ],
  ['a .gz named .csv', { 'payment.csv': gzipSync(good) }, /not what its name says.*gz/],
  ['a text named .csv.gz', { 'payment.csv.gz': good }, /not what its name says/],
  ['a text named .xlsx', { 'payment.xlsx': good }, /payment\.xlsx/],
  ['a text named .parquet', { 'payment.parquet': good }, /not what its name says/],
  ['a Parquet file that is cut off', { 'payment.parquet': 'PAR1 and then nothing' }, /truncated/],
  [
    'a damaged Parquet file',
    { 'payment.parquet': 'PAR1 something that is no footer at all PAR1' },
    /no readable Parquet/,
  ],
  ['binary content named .csv', { 'payment.csv': binary }, /not a text file|not valid/],
  ['an old workbook', { 'payment.xls': Buffer.from('d0cf11e0a1b11ae1', 'hex') }, /payment\.xls has a format/],
  [
    'a truncated .gz',
    { 'payment.csv.gz': gzipSync(good.repeat(50)).subarray(0, 60) },
    /truncated or damaged/,
  ],
  ['an unclosed quote', { 'payment.csv': `${good}"open,B1\nmore\n` }, /payment\.csv.*line 3.*never closed/],
  ['a column twice', { 'payment.csv': good.replace('resend_of', 'amount') }, /line 1.*amount twice/],
  ['a column under two of its names', { 'payment.csv': good.replace('resend_of', '金额') }, /amount twice/],
  ['a mapping that is no YAML', { 'payment.csv': good, 'mapping.yaml': 'a: [' }, /not valid YAML/],
  [
    'a mapping to an unknown table',
    { 'x.csv': good, 'mapping.yaml': 'files: { x.csv: { table: nothing } }' },
    /"nothing"/,
  ],
  [
    'a mapping to an unknown column',
    { 'payment.csv': good, 'mapping.yaml': 'files: { payment.csv: { columns: { a: nothing } } }' },
    /no column "nothing"/,
  ],
  ['a mapping with an unknown key', { 'payment.csv': good, 'mapping.yaml': 'sauce: A01' }, /not as expected/],
]

test.each(cases)('%s is refused in one sentence and leaves nothing behind', async (_, files, sentence) => {
  const { refusal, left } = await refuse([writeDelivery(files)])
  expect(refusal.text.en).toMatch(sentence)
  expect(refusal.text.zh).not.toBe('')
  expect(refusal.text.en.split('\n')).toHaveLength(1)
  expect(exitStatusOfRefusal[refusal.code]).toBe(2)
  expect(left).toEqual([])
})

test('a folder that is not there, and a file that is no delivery, are refused', async () => {
  const folder = writeDelivery({ 'payment.csv': good })
  expect((await refuse([path.join(folder, 'nowhere')])).refusal.text.en).toMatch(/no folder or \.zip/)
  expect((await refuse([path.join(folder, 'payment.csv')])).refusal.text.en).toMatch(
    /neither a folder nor a \.zip/,
  )
})

test('one bad file among good ones refuses the whole delivery', async () => {
  const { left } = await refuse([writeDelivery({ 'payment-1.csv': good, 'payment-2.csv': `${good}"open` })])
  expect(left).toEqual([])
})

test('a row over 16 MB is refused without reading on', async () => {
  const folder = makeFolder()
  const stream = createWriteStream(path.join(folder, 'payment.csv'))
  stream.write(`${paymentHeader}\n${paymentLine('1')}\n`)
  const block = Buffer.alloc(2 ** 20, 0x61)
  for (let index = 0; index < 200; index += 1) if (!stream.write(block)) await once(stream, 'drain')
  stream.end()
  await once(stream, 'close')
  const { refusal } = await refuse([folder])
  expect(refusal.text.en).toMatch(/line 3 is over 16 MB/)
})

test('a cell just under the limit is loaded as it is', async () => {
  const folder = writeDelivery({
    'person.csv': `person_id,id_number,name,address\nP1,990101199001011230,张三,"${'路\n'.repeat(4_000_000)}x"\n`,
  })
  const directory = makeFolder()
  const manifest = await buildSnapshot({
    deliveries: [folder],
    directory,
    programVersion: 'test',
    threads: 2,
  })
  expect(manifest.inputs[0]).toMatchObject({ rows_loaded: 1 })
})

test('a stop signal ends the work at once, leaves nothing behind and is what is thrown', async () => {
  const lines = Array.from({ length: 200_000 }, (_, index) =>
    paymentLine(String(index)).replace('P1', `P${index}`),
  )
  const folder = writeDelivery({ 'payment.csv': [paymentHeader, ...lines].join('\n') })
  for (const stage of ['read', 'store'] as const) {
    const directory = makeFolder()
    mkdirSync(directory, { recursive: true })
    writeFileSync(path.join(directory, 'other.txt'), 'not ours')
    const controller = new AbortController()
    const reason = new Error('stopped by the user')
    const told: Progress[] = []
    const building = buildSnapshot({
      deliveries: [folder],
      directory,
      programVersion: 'test',
      signal: controller.signal,
      limits: { bucketRows: 5_000, segmentBytes: 2 ** 20 },
      onProgress: (progress) => {
        told.push(progress)
        if (progress.stage === stage) controller.abort(reason)
      },
    })
    await expect(building).rejects.toBe(reason)
    const { stage: last, done, total } = told.at(-1)!
    expect([last, done < total]).toEqual([stage, true])
    expect(readdirSync(directory)).toEqual(['other.txt'])
  }
})
