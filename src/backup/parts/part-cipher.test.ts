import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chunk_bytes, decryptChunks, encryptChunks, tag_bytes } from './part-cipher.ts'

const key = randomBytes(32)

async function* pieces(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  let start = 0
  for (const cut of [...cuts, bytes.length].sort((a, b) => a - b)) {
    yield bytes.subarray(start, Math.min(cut, bytes.length))
    start = Math.min(cut, bytes.length)
  }
}

async function all(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const encrypt = (bytes: Buffer, cuts: readonly number[] = []): Promise<Buffer> =>
  all(encryptChunks(key, pieces(bytes, cuts)))
const decrypt = (bytes: Buffer, cuts: readonly number[] = [], other: Buffer = key): Promise<Buffer> =>
  all(decryptChunks(other, pieces(bytes, cuts)))

/** Around the limits of chunks, where off-by-ones live. */
const sizes = [0, 1, chunk_bytes - 1, chunk_bytes, chunk_bytes + 1, 2 * chunk_bytes, 2 * chunk_bytes + 7]

describe('a part', () => {
  test.for(sizes)('of %i bytes comes back as it was', async (size) => {
    const bytes = randomBytes(size)
    const encrypted = await encrypt(bytes)
    expect(encrypted.length).toBe(size + tag_bytes * Math.max(1, Math.ceil(size / chunk_bytes)))
    expect((await decrypt(encrypted)).equals(bytes)).toBe(true)
  })

  test('is the same however its bytes arrive', async () => {
    const bytes = randomBytes(2 * chunk_bytes + 100)
    const whole = await encrypt(bytes)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 8 }), async (cuts) => {
        expect((await encrypt(bytes, cuts)).equals(whole)).toBe(true)
        expect((await decrypt(whole, cuts)).equals(bytes)).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  test('with any one bit changed is not given out whole', async () => {
    const encrypted = await encrypt(randomBytes(chunk_bytes + 50))
    await fc.assert(
      fc.asyncProperty(fc.nat(encrypted.length * 8 - 1), async (bit) => {
        const changed = Buffer.from(encrypted)
        changed[bit >> 3]! ^= 1 << (bit & 7)
        await expect(decrypt(changed)).rejects.toThrow()
      }),
      { numRuns: 60 },
    )
  })

  test('cut off anywhere, also between two chunks, is not given out whole', async () => {
    const encrypted = await encrypt(randomBytes(2 * chunk_bytes + 50))
    const stored = chunk_bytes + tag_bytes
    for (const length of [0, 1, stored - 1, stored, stored + 1, 2 * stored, encrypted.length - 1]) {
      await expect(decrypt(encrypted.subarray(0, length))).rejects.toThrow()
    }
  })

  test('with chunks exchanged, doubled, left out or added is not given out whole', async () => {
    const encrypted = await encrypt(randomBytes(3 * chunk_bytes))
    const stored = chunk_bytes + tag_bytes
    const [a, b, c] = [0, 1, 2].map((place) => encrypted.subarray(place * stored, (place + 1) * stored))
    const orders = [
      [b, a, c],
      [a, a, b, c],
      [a, c],
      [b, c],
      [a, b, c, c],
    ]
    for (const order of orders) await expect(decrypt(Buffer.concat(order as Buffer[]))).rejects.toThrow()
  })

  test('does not open with another key', async () => {
    await expect(decrypt(await encrypt(randomBytes(10)), [], randomBytes(32))).rejects.toThrow()
  })
})
