import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { load, paymentLine, payments, removeFolders } from '#intake/test-delivery.ts'

afterAll(removeFolders)

const limits = { bucketRows: 400, segmentBytes: 2_000 }

function line(person: string, key: string): string {
  return paymentLine(key).replace('P1', person)
}

/** The persons in the order in which they lie in the files, file after file. */
async function storedPersons(files: Record<string, string>): Promise<string[]> {
  const loaded = await load(files, { limits })
  const rows = await loaded.select(
    'payment',
    'person_id, filename, file_row_number',
    'filename, file_row_number',
  )
  return rows.map((row) => row.person_id as string)
}

const person = fc.integer({ min: 1, max: 60 }).map((number) => `P${String(number).padStart(3, '0')}`)

test('persons lie together and in order, whether the rows came so or not, in whatever files', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(person, { minLength: 1, maxLength: 1_500 }), { minLength: 1, maxLength: 3 }),
      fc.constantFrom('as they come', 'each file by person', 'all by person'),
      async (drawn, order) => {
        const sorted = order === 'as they come' ? drawn : drawn.map((each) => each.toSorted())
        const all = drawn.flat().toSorted()
        let taken = 0
        const shares = sorted.map((each) => {
          taken += each.length
          return order === 'all by person' ? all.slice(taken - each.length, taken) : each
        })
        const files = shares.map((persons, file): [string, string] => [
          `payment-${file}.csv`,
          payments(...persons.map((each, row) => line(each, `Y${file}-${row}`))),
        ])
        expect(await storedPersons(Object.fromEntries(files))).toEqual(all)
      },
    ),
    { numRuns: 12 },
  )
}, 120_000)

test('a longer id comes after its beginning, and a second file that starts before the first ended is sorted in', async () => {
  const first = payments(...['P1', 'P1', 'P10', 'P2'].map((each, row) => line(each, `A${row}`)))
  const second = payments(...['P10', 'P3'].map((each, row) => line(each, `B${row}`)))
  expect(await storedPersons({ 'payment-1.csv': first, 'payment-2.csv': second })).toEqual([
    'P1',
    'P1',
    'P10',
    'P10',
    'P2',
    'P3',
  ])
})

test('a key that occurs again with another person in another file is found among many others', async () => {
  const many = Array.from({ length: 3_000 }, (_, row) => line(`P${1_000 + row}`, `Y${row}`))
  const files = { 'payment-1.csv': payments(...many), 'payment-2.csv': payments(line('P9', 'Y2717')) }
  const { rejects, manifest } = await load(files, { limits })
  expect(rejects).toEqual(['payment-2.csv,2,payment_id,Y2717,key_conflict'])
  expect(manifest.tables[0]!.rows).toBe(3_000)
})
