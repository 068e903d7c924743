import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  completeNodes,
  emptyRoot,
  type HashAlgorithm,
  hashAlgorithms,
  leafHash,
  nodeHash,
  openFrontier,
  rootOf,
} from './merkle.ts'
import {
  consistencyPath,
  inclusionPath,
  isConsistent,
  isConsistentSubtree,
  isIncluded,
} from './merkle-proof.ts'

const vectors = fileURLToPath(new URL('../../../shared/reference-data/merkle/testdata', import.meta.url))

const Hash = z.base64().transform((text) => Buffer.from(text, 'base64'))
const Vector = z.object({
  root: Hash.optional(),
  leafHash: Hash.optional(),
  leafIdx: z.number().optional(),
  treeSize: z.number().optional(),
  start: z.number().optional(),
  end: z.number().optional(),
  size: z.number().optional(),
  size1: z.number().optional(),
  size2: z.number().optional(),
  root1: Hash.optional(),
  root2: Hash.optional(),
  proof: z
    .array(Hash)
    .nullable()
    .transform((proof) => proof ?? []),
  wantErr: z.boolean(),
})
type Vector = z.infer<typeof Vector>

const holds: Readonly<Record<string, (vector: Vector) => boolean>> = {
  inclusion: ({ leafIdx, treeSize, leafHash: leaf, root, proof }) =>
    isIncluded({
      algorithm: 'sha256',
      index: leafIdx!,
      leaf: leaf!,
      range: { start: 0, end: treeSize! },
      root: root!,
      proof,
    }),
  subtreeinclusion: ({ leafIdx, start, end, leafHash: leaf, root, proof }) =>
    isIncluded({
      algorithm: 'sha256',
      index: leafIdx!,
      leaf: leaf!,
      range: { start: start!, end: end! },
      root: root!,
      proof,
    }),
  consistency: ({ size1, size2, root1, root2, proof }) =>
    isConsistent({ algorithm: 'sha256', size1: size1!, root1: root1!, size2: size2!, root2: root2!, proof }),
  subtreeconsistency: ({ start, end, size, root1, root2, proof }) =>
    isConsistentSubtree({
      algorithm: 'sha256',
      range: { start: start!, end: end! },
      rangeRoot: root1!,
      size: size!,
      root: root2!,
      proof,
    }),
}

describe.skipIf(!existsSync(vectors))('the vectors of transparency-dev (skipped without ../shared)', () => {
  const files = globSync('**/*.json', { cwd: vectors })

  test('are all there', () => {
    expect(files.length).toBe(518)
  })

  test.for(files)('%s', (file) => {
    const vector = Vector.parse(JSON.parse(readFileSync(path.join(vectors, file), 'utf8')))
    const kind = file.split(path.sep)[0]!
    expect(holds[kind]!(vector)).toBe(!vector.wantErr)
  })
})

/** RFC 6962, section 2.1, written as it stands there. */
function treeHash(algorithm: HashAlgorithm, leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return emptyRoot(algorithm)
  if (leaves.length === 1) return leaves[0]!
  let left = 1
  while (left * 2 < leaves.length) left *= 2
  return nodeHash(
    algorithm,
    treeHash(algorithm, leaves.slice(0, left)),
    treeHash(algorithm, leaves.slice(left)),
  )
}

const leavesOf = (algorithm: HashAlgorithm, count: number): Buffer[] =>
  Array.from({ length: count }, (_, index) => leafHash(algorithm, `leaf ${index}`))

describe('a Merkle tree', () => {
  test('has the published hashes of nothing and of the empty leaf', () => {
    expect(emptyRoot('sha256').toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
    expect(leafHash('sha256', '').toString('hex')).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    )
    expect(emptyRoot('sm3').toString('hex')).toBe(
      '1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b',
    )
  })

  test('hashes a text as its UTF-8 bytes, also beyond the scratch buffer', () => {
    for (const text of ['防线', '线'.repeat(5000), 'a'.repeat(4095), 'a'.repeat(4096)]) {
      expect(leafHash('sha256', text)).toEqual(leafHash('sha256', Buffer.from(text)))
    }
    expect(leafHash('sha256', 'b')).toEqual(leafHash('sha256', Buffer.from('b')))
  })

  test.for(hashAlgorithms)(
    'with %s, grown leaf by leaf has the root of the definition at every size',
    (algorithm) => {
      const leaves = leavesOf(algorithm, 130)
      const frontier = openFrontier(algorithm)
      for (const [index, leaf] of leaves.entries()) {
        expect(frontier.size()).toBe(index)
        expect(frontier.root()).toEqual(treeHash(algorithm, leaves.slice(0, index)))
        frontier.append(leaf)
      }
      expect(frontier.root()).toEqual(treeHash(algorithm, leaves))
    },
  )

  test('grows on from its complete subtrees', () => {
    const leaves = leavesOf('sha256', 40)
    for (let size = 0; size < 40; size += 1) {
      const nodes = completeNodes({ start: 0, end: size }).map(({ level, position }) =>
        rootOf('sha256', leaves.slice(position * 2 ** level, (position + 1) * 2 ** level)),
      )
      const frontier = openFrontier('sha256', { size, nodes })
      for (const leaf of leaves.slice(size)) frontier.append(leaf)
      expect(frontier.root()).toEqual(rootOf('sha256', leaves))
    }
  })
})

describe('its proofs', () => {
  test('hold for every leaf and every earlier size, and a changed bit anywhere is noticed', () => {
    const sizes = fc.integer({ min: 1, max: 300 })
    fc.assert(
      fc.property(sizes, sizes, fc.nat(), fc.nat(), (one, other, leafDice, bitDice) => {
        const [size1, size2] = one < other ? [one, other] : [other, one]
        const leaves = leavesOf('sha256', size2)
        // Copies: the root of one leaf is that leaf, and a bit changed in both would be no change.
        const rootOfRange = ({ start, end }: { start: number; end: number }): Buffer =>
          Buffer.from(rootOf('sha256', leaves.slice(start, end)))
        const root2 = rootOfRange({ start: 0, end: size2 })
        const root1 = rootOfRange({ start: 0, end: size1 })
        const index = leafDice % size2
        const inclusion = {
          algorithm: 'sha256' as const,
          index,
          leaf: leaves[index]!,
          range: { start: 0, end: size2 },
          root: root2,
          proof: inclusionPath(index, size2).map(rootOfRange),
        }
        expect(isIncluded(inclusion)).toBe(true)
        const consistency = {
          algorithm: 'sha256' as const,
          size1,
          root1,
          size2,
          root2,
          proof: consistencyPath(size1, size2).map(rootOfRange),
        }
        expect(isConsistent(consistency)).toBe(true)
        for (const { root, proof } of [inclusion, { root: root1, proof: consistency.proof }]) {
          const hashes = [root, ...proof]
          const victim = hashes[bitDice % hashes.length]!
          victim[bitDice % 32]! ^= 1
          expect(isIncluded(inclusion) && isConsistent(consistency)).toBe(false)
          victim[bitDice % 32]! ^= 1
        }
      }),
      {
        numRuns: 60,
        examples: [
          [1, 1, 0, 0],
          [1, 2, 0, 0],
        ],
      },
    )
  })
})
