import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Files, type Loaded, load, paymentLine, payments, removeFolders } from '#intake/test-delivery.ts'
import { openDuck, selectRows, sqlText } from '#platform/duckdb.ts'
import { changesFile, manifestFile } from '#standard/manifest.ts'

afterAll(removeFolders)

/** Parts of three rows. */
const limits = { bucketRows: 3, segmentBytes: 200 }

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function add(earlier: Loaded, files: Files): Promise<Loaded> {
  const { directory, manifest } = earlier
  const manifestSha256 = sha256(readFileSync(path.join(directory, manifestFile)))
  return load(files, { limits, base: { directory, manifest, manifestSha256 } })
}

function changesOf({ directory }: Loaded): string {
  return readFileSync(path.join(directory, changesFile), 'utf8')
}

/** Part by part, row by row, as they lie in the files. */
async function personsInOrder({ directory, manifest }: Loaded): Promise<(string | null)[]> {
  const database = await openDuck({ threads: 1 })
  try {
    const persons: (string | null)[] = []
    for (const { file } of manifest.tables[0]!.parts) {
      const rows = await selectRows(
        database.connection,
        `select person_id from read_parquet(${sqlText(path.join(directory, file))}, file_row_number = true)
        order by file_row_number`,
      )
      persons.push(...rows.map((row) => row.person_id as string | null))
    }
    return persons
  } finally {
    database.close()
  }
}

const header = '\uFEFFtable,key,column,old_value,new_value\r\n'

const line = (id: string, person: string, amount = '310.50'): string =>
  paymentLine(id).replace(',P1,', `,${person},`).replace('310.50', amount)

const twelve = Array.from({ length: 12 }, (_, index) => line(`L${index + 10}`, `P${index + 10}`))

describe('rows of events', () => {
  test('are added, and of a known key the later row stands, wherever its person is', async () => {
    const earlier = await load({ 'payment.csv': payments(...twelve) }, { limits })
    const moved = line('L12', 'P99', '-5')
    const later = await add(earlier, {
      'payment.csv': payments(moved, line('L50', 'P15'), line('L13', 'P13')),
    })
    const rows = await later.select('payment', 'payment_id, person_id, amount_fen')
    expect(rows).toHaveLength(13)
    expect(rows).toContainEqual({ payment_id: 'L12', person_id: 'P99', amount_fen: -500n })
    expect(rows).toContainEqual({ payment_id: 'L50', person_id: 'P15', amount_fen: 31050n })
    expect(changesOf(later)).toBe(
      `${header}payment,L12,person_id,P12,P99\r\npayment,L12,amount,310.50,-5.00\r\n`,
    )
    expect(later.manifest.base?.rows_replaced).toBe(1)
    expect(later.manifest.warnings.map((each) => each.en).join()).toContain('1 rows of earlier deliveries')
  })

  test('leave parts that none of them belongs to as they are, under the same bytes', async () => {
    const earlier = await load({ 'payment.csv': payments(...twelve) }, { limits })
    const later = await add(earlier, { 'payment.csv': payments(line('L50', 'P99')) })
    const inode = (loaded: Loaded, file: string): number => statSync(path.join(loaded.directory, file)).ino
    const parts = (loaded: Loaded) => loaded.manifest.tables[0]!.parts
    expect(parts(earlier).length).toBeGreaterThan(2)
    const same = parts(earlier).filter((part, index) => {
      const now = parts(later)[index]!
      return now.sha256 === part.sha256 && inode(later, now.file) === inode(earlier, part.file)
    })
    expect(same).toHaveLength(parts(earlier).length - 1)
    for (const part of parts(later)) {
      const file = path.join(later.directory, part.file)
      expect(sha256(readFileSync(file))).toBe(part.sha256)
      expect(statSync(file).mode & 0o777).toBe(0o600)
    }
  })

  test('without a person come last, and a part that grew too large is cut anew', async () => {
    const operation = (id: string, person: string): string =>
      `${id},A1,BACK_PAY,VIEW,${person},2024-03-01 10:00:00`
    const head = 'operation_id,account_id,function_code,action,person_id,recorded_at'
    const names = Array.from({ length: 9 }, (_, index) => (index < 6 ? `P${index}` : ''))
    const of = (mark: string): string =>
      [head, ...names.map((name, index) => operation(`${mark}${index}`, name)), ''].join('\n')
    const earlier = await load({ 'operation.csv': of('A') }, { limits })
    const later = await add(earlier, { 'operation.csv': of('B') })
    const table = later.manifest.tables[0]!
    expect(earlier.manifest.inputs[0]?.rows_rejected).toBe(0)
    expect(table.rows).toBe(18)
    expect(table.parts.length).toBeGreaterThan(earlier.manifest.tables[0]!.parts.length)
    expect(Math.max(...table.parts.map((part) => part.rows))).toBeLessThanOrEqual(limits.bucketRows * 4)
    const inOrder = await personsInOrder(later)
    const [known, unknown] = [inOrder.filter((id) => id !== null), inOrder.filter((id) => id === null)]
    expect(known).toEqual([...names, ...names].filter((name) => name !== '').sort())
    expect(inOrder).toEqual([...known, ...unknown])
  })
})

describe('registers and tables that were not delivered', () => {
  const person = (...lines: string[]): string => ['person_id,id_number,name', ...lines, ''].join('\n')

  test('a register is replaced as a whole, a table that is not delivered stays with its dates', async () => {
    const earlier = await load(
      {
        'person.csv': person('P1,990101194001010010,张三', 'P2,1,李四'),
        'payment.csv': payments(paymentLine('L1')),
      },
      { limits },
    )
    const later = await add(earlier, { 'person.csv': person('P3,990101194001010016,王五') })
    expect(await later.select('person', 'person_id')).toEqual([{ person_id: 'P3' }])
    expect(changesOf(later)).toBe(header)
    const table = (loaded: Loaded, name: string) => loaded.manifest.tables.find((each) => each.name === name)
    expect(table(later, 'payment')).toEqual(table(earlier, 'payment'))
    // P1 of the payment is no longer there; the wrong id number is not, either.
    expect(later.manifest.quality.map(({ table: name, column }) => `${name}.${column}`)).toEqual([
      'payment.person_id',
    ])
  })

  test('the manifest names its base and keeps the files of all deliveries, rejects.csv their rejected rows', async () => {
    const bad = line('L1', 'P1', 'many')
    const first = await load({ 'payment.csv': payments(bad, line('L2', 'P2')) }, { limits })
    const second = await add(first, { 'payment-4.csv': payments(line('L3', 'P1', 'few')) })
    const third = await add(second, { 'payment-5.csv': payments(line('L4', 'P1')) })
    expect(third.manifest.base?.manifest_sha256).toBe(
      sha256(readFileSync(path.join(second.directory, manifestFile))),
    )
    expect(third.manifest.inputs.map(({ delivery, file }) => `${delivery} ${file}`)).toEqual([
      '1 payment.csv',
      '2 payment-4.csv',
      '3 payment-5.csv',
    ])
    expect(third.rejects).toEqual(['payment.csv,2,amount,many,money', 'payment-4.csv,2,amount,few,money'])
    expect(third.manifest.tables[0]).toMatchObject({ rows: 2, rows_rejected: 2 })
  })
})
