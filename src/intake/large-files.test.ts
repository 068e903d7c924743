import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { load, paymentLine, payments, removeFolders } from './test-delivery.ts'

afterAll(removeFolders)

const rows = Array.from({ length: 40_000 }, (_, index) => {
  const id = String((index * 7919) % 40_000).padStart(6, '0')
  return paymentLine(`Y${id}`).replace('P1', `P${id.slice(1)}`)
})
const limits = { bucketRows: 5_000, segmentBytes: 2 ** 20 }

/** What this process has open, where the system tells. */
function filesHeldOpen(name: string): string[] {
  const folder = '/proc/self/fd'
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((each) => {
    try {
      const file = readlinkSync(path.join(folder, each))
      return file.includes(name) ? [file] : []
    } catch {
      // Closed meanwhile: the folder's own handle, for one.
      return []
    }
  })
}

test('give the same rows whether they are read at once or in segments, in one part or several', async () => {
  const files = {
    'payment.csv': payments(
      ...rows.slice(0, 20_000),
      'bad',
      ...rows.slice(20_000),
      paymentLine('Y000001').replace('P1', 'P9'),
      rows[3]!,
      'bad',
    ),
  }
  const small = await load(files, { threads: 1 })
  const large = await load(files, { limits })
  expect(small.manifest.tables[0]!.parts).toHaveLength(1)
  const { parts } = large.manifest.tables[0]!
  expect(parts.length).toBeGreaterThan(5)
  expect(large.rejects).toEqual([
    'payment.csv,20002,person_id,,required',
    'payment.csv,40003,payment_id,Y000001,key_conflict',
    'payment.csv,40005,person_id,,required',
  ])
  expect(large.rejects).toEqual(small.rejects)
  expect(large.manifest.inputs).toEqual(small.manifest.inputs)
  const digest =
    'md5(string_agg(payment::varchar order by person_id, pay_month, payment_id)) as digest, count(*) as rows'
  expect(await large.select('payment', digest)).toEqual(await small.select('payment', digest))
  const ranges = await large.select(
    'payment',
    'distinct filename, min(person_id) over (partition by filename) as low, max(person_id) over (partition by filename) as high',
    'filename',
  )
  expect(ranges).toHaveLength(parts.length)
  for (const [index, range] of ranges.slice(1).entries()) expect(range.low! > ranges[index]!.high!).toBe(true)
})

test('are refused with the line of the whole file, whichever segment it is in', async () => {
  const text = payments(...rows, paymentLine('bad'))
  const bytes = Buffer.concat([Buffer.from(text), Buffer.from([0xc4, 0xa3, 0xff, 0x0a])])
  await expect(load({ 'payment.csv': bytes }, { limits })).rejects.toMatchObject({
    text: { en: expect.stringContaining('line 40003') },
  })
  expect(filesHeldOpen('payment.csv')).toEqual([])
})

test('keep their line numbers and cells when quotes begin only in a later part', async () => {
  const quoted = paymentLine('Yquoted').replace('张三', '"张\n""三"')
  const files = {
    'payment.csv': payments(...rows.slice(0, 30_000), quoted, 'bad', ...rows.slice(30_000), 'bad'),
  }
  const [whole, cut] = [await load(files, { threads: 1 }), await load(files, { limits })]
  expect(cut.rejects).toEqual([
    'payment.csv,30004,person_id,,required',
    'payment.csv,40005,person_id,,required',
  ])
  expect(cut.manifest.inputs).toEqual(whole.manifest.inputs)
  expect(whole.rejects).toEqual(cut.rejects)
  const names = await cut.select('payment', 'distinct holder_name, holder_name_normalised', 'holder_name')
  expect(names).toEqual([
    { holder_name: '张\n"三', holder_name_normalised: '张"三' },
    { holder_name: '张三', holder_name_normalised: '张三' },
  ])
})
