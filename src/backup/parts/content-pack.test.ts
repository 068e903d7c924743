import { createHash, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#trail/test-trail.ts'
import { packContents, type StoredContent, unpackContents } from './content-pack.ts'

async function stored(contents: readonly Buffer[]): Promise<StoredContent[]> {
  const folder = temporaryFolder()
  return Promise.all(
    contents.map(async (content) => {
      const sha256 = createHash('sha256').update(content).digest('hex')
      const file = path.join(folder, sha256)
      await writeFile(file, content)
      return { sha256, file }
    }),
  )
}

async function all(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

const contents = [randomBytes(1), Buffer.alloc(0), randomBytes(300_000), randomBytes(41)]

test.for([1, 40, 65_536])('files come out of a pack that arrives in pieces of %i bytes', async (size) => {
  const files = await stored(size === 1 ? contents.filter(({ length }) => length < 100) : contents)
  const pack = await all(packContents(files, () => undefined).stream)
  const found: string[] = []
  for await (const { sha256, stream, bytes } of unpackContents(inPieces(pack, size))) {
    const content = await all(stream)
    expect(content.length).toBe(bytes)
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256)
    found.push(sha256)
  }
  expect(found).toEqual(files.map(({ sha256 }) => sha256))
})

test('a pack that ends early is noticed, wherever it ends', async () => {
  const pack = await all(packContents(await stored([randomBytes(100)]), () => undefined).stream)
  for (const length of [1, 39, 40, 41, 139]) {
    const reading = async (): Promise<void> => {
      for await (const { stream } of unpackContents(inPieces(pack.subarray(0, length), 7))) await all(stream)
    }
    await expect(reading()).rejects.toThrow('the pack ends inside')
  }
})

test('a file that is not there any more is left out and named', async () => {
  const files = await stored([randomBytes(10)])
  const gone = { sha256: '0'.repeat(64), file: path.join(temporaryFolder(), 'gone') }
  const packing = packContents([gone, ...files], () => undefined)
  await all(packing.stream)
  expect(packing.result()).toEqual({ files: 1, bytes: 10, missing: [gone.sha256], changed: [] })
})
