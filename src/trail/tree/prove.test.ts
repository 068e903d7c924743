import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { hashAlgorithms, leafHash } from '#base/merkle.ts'
import { isConsistent, isIncluded } from '#base/merkle-proof.ts'
import { isSignedBy, parseNote } from '../log/checkpoint.ts'
import { openTestTrail, type TestTrail, testEntry, writeOne } from '../test-trail.ts'
import { findInclusionProof, getConsistencyProof } from './prove.ts'

/** Three levels of tiles need 65,536 leaves; two and a half of the first show the same boundaries quickly. */
describe.for(hashAlgorithms)('proofs of a trail with %s', (algorithm) => {
  let trail: TestTrail
  let ids: string[]

  beforeAll(async () => {
    trail = await openTestTrail(algorithm)
    for (const count of [254, 1, 1, 300, 90]) {
      await trail.write(count)
      await trail.checkpoint()
    }
    const { rows } = await sql<{ entry_id: string }>`
      select entry_id from app.trail_leaf order by leaf_index`.execute(trail.database.db)
    ids = rows.map(({ entry_id }) => entry_id)
    expect(ids).toHaveLength(647)
  })

  test('show of entries at every boundary that they are in the signed tree', async () => {
    for (const index of [0, 1, 254, 255, 256, 300, 511, 512, 513, 645, 646]) {
      const proof = await trail.database.db.transaction().execute((tx) => findInclusionProof(tx, ids[index]!))
      expect(proof).toMatchObject({ index, size: 647 })
      const { leaf, size, root, proof: hashes, checkpoint } = proof!
      const claim = { algorithm, index, range: { start: 0, end: size }, root, proof: hashes }
      expect(isIncluded({ ...claim, leaf: leafHash(algorithm, leaf) })).toBe(true)
      expect(isIncluded({ ...claim, leaf: leafHash(algorithm, `${leaf} `) })).toBe(false)
      const note = parseNote(checkpoint)!
      expect(note.checkpoint).toMatchObject({ size, root })
      expect(isSignedBy(note, trail.key)).toBe(true)
    }
  })

  test('show of sizes at every boundary that one tree is the beginning of the other', async () => {
    const sizes = [1, 2, 255, 256, 257, 511, 512, 513, 640, 647]
    for (const size1 of sizes) {
      for (const size2 of sizes.filter((size) => size >= size1)) {
        const proof = await trail.database.db
          .transaction()
          .execute((tx) => getConsistencyProof(tx, { size1, size2 }))
        expect(isConsistent({ algorithm, ...proof })).toBe(true)
        const root1 = Buffer.from(proof.root1)
        root1[0]! ^= 1
        expect(isConsistent({ algorithm, ...proof, root1 })).toBe(false)
      }
    }
  })

  test('are not there for an entry that is pending or unknown', async () => {
    const entry = testEntry({}, algorithm)
    await writeOne(trail, entry)
    const { db } = trail.database
    expect(await db.transaction().execute((tx) => findInclusionProof(tx, entry.entryId))).toBeNull()
    expect(await db.transaction().execute((tx) => findInclusionProof(tx, 'unknown'))).toBeNull()
  })

  test.for([
    [0, 5],
    [6, 5],
    [1, 100_000],
    [1.5, 5],
    [1, Number.NaN],
  ] as const)('are refused for the sizes %s and %s', async ([size1, size2]) => {
    const { db } = trail.database
    const proof = db.transaction().execute((tx) => getConsistencyProof(tx, { size1, size2 }))
    await expect(proof).rejects.toMatchObject({ code: 'invalid_input' })
  })
})
