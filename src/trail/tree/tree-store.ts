import { sql } from 'kysely'
import {
  completeNodes,
  type HashAlgorithm,
  hashLength_bytes,
  joinNodes,
  type LeafRange,
  rootOf,
  type TreeNode,
} from '#base/merkle.ts'
import { assert } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { type Tile, type TreeState, tileHeight, tileWidth } from './tree-state.ts'

interface HashRow {
  readonly hash: Buffer
}

export async function insertTiles(tx: Tx, tiles: readonly Tile[]): Promise<void> {
  for (const { level, index, hashes, root } of tiles) {
    await sql`
      insert into app.trail_tile (level, tile_index, hashes, root)
      values (${level}, ${index}, ${hashes}, ${root})`.execute(tx)
  }
}

/** Of the leaves [from, to) in the order of the log. */
async function readLeafHashes(tx: Tx, from: number, to: number): Promise<Buffer[]> {
  const { rows } = await sql<HashRow>`
    select leaf_hash as hash
    from app.trail_leaf
    where leaf_index >= ${from}
      and leaf_index < ${to}
    order by leaf_index`.execute(tx)
  assert(rows.length === to - from, `the trail has ${rows.length} leaves from ${from} to ${to}`)
  return rows.map(({ hash }) => hash)
}

/** Of the tiles [from, to) of one level. */
async function readTileRoots(tx: Tx, level: number, [from, to]: [number, number]): Promise<Buffer[]> {
  const { rows } = await sql<HashRow>`
    select root as hash
    from app.trail_tile
    where level = ${level}
      and tile_index >= ${from}
      and tile_index < ${to}
    order by tile_index`.execute(tx)
  assert(
    rows.length === to - from,
    `the trail has ${rows.length} tiles of level ${level} from ${from} to ${to}`,
  )
  return rows.map(({ hash }) => hash)
}

/** The hashes of a level of tiles from `from` to `to`: leaves at level 0, roots of tiles below it further up. */
function readHashes(tx: Tx, level: number, [from, to]: [number, number]): Promise<Buffer[]> {
  return level === 0 ? readLeafHashes(tx, from, to) : readTileRoots(tx, level - 1, [from, to])
}

/** The right edge of a tree of `size` leaves, from what is stored. */
export async function readTree(tx: Tx, size: number): Promise<TreeState> {
  const levels: Buffer[][] = []
  for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / tileWidth)) {
    const full = Math.floor(count / tileWidth) * tileWidth
    levels.push(await readHashes(tx, level, [full, count]))
  }
  return { size, levels }
}

/**
 * Roots of ranges of the tree, in their order. `size` is that of the whole stored tree: it says which tiles are full.
 * Ranges must be subtrees of some tree, as the paths of proofs are. One statement for all full tiles and one for each
 * level's unfinished tile: at most four for a hundred million leaves.
 */
export async function readRangeRoots(
  tx: Tx,
  { algorithm, size }: { readonly algorithm: HashAlgorithm; readonly size: number },
  ranges: readonly LeafRange[],
): Promise<Buffer[]> {
  const nodes = ranges.map((range) => completeNodes(range).map(placeOf))
  const tiles = await readTiles(tx, nodes.flat(), size)
  return ranges.map((_, which) => {
    const roots = nodes[which]!.map(({ key, start, width }) =>
      rootOf(algorithm, tiles.get(key)!.slice(start, start + width)),
    )
    return joinNodes(algorithm, roots)
  })
}

/** Where a node of the tree is: `width` hashes of one tile, from `start` on. */
interface Place {
  readonly key: string
  readonly level: number
  readonly index: number
  readonly start: number
  readonly width: number
}

function placeOf(node: TreeNode): Place {
  const level = Math.floor(node.level / tileHeight)
  const width = 2 ** (node.level - level * tileHeight)
  const start = node.position * width
  const index = Math.floor(start / tileWidth)
  return { key: `${level}/${index}`, level, index, start: start % tileWidth, width }
}

async function readTiles(tx: Tx, places: readonly Place[], size: number): Promise<Map<string, Buffer[]>> {
  const distinct = [...new Map(places.map((place) => [place.key, place])).values()]
  const countAt = (level: number): number => Math.floor(size / tileWidth ** level)
  const isFull = ({ level, index }: Place): boolean => (index + 1) * tileWidth <= countAt(level)
  const tiles = await readFullTiles(tx, distinct.filter(isFull))
  for (const place of distinct.filter((each) => !isFull(each))) {
    const { key, level, index } = place
    tiles.set(key, await readHashes(tx, level, [index * tileWidth, countAt(level)]))
  }
  return tiles
}

async function readFullTiles(tx: Tx, places: readonly Place[]): Promise<Map<string, Buffer[]>> {
  if (places.length === 0) return new Map()
  const levels = places.map(({ level }) => level)
  const indices = places.map(({ index }) => index)
  const { rows } = await sql<{ level: number; tile_index: bigint; hashes: Buffer }>`
    select t.level, t.tile_index, t.hashes
    from unnest(${levels}::smallint[], ${indices}::bigint[]) as wanted (level, tile_index)
    join app.trail_tile as t on t.level = wanted.level and t.tile_index = wanted.tile_index
    order by t.level, t.tile_index`.execute(tx)
  assert(rows.length === places.length, `the trail has ${rows.length} of ${places.length} tiles`)
  return new Map(rows.map((row) => [`${row.level}/${row.tile_index}`, hashesOf(row.hashes)]))
}

function hashesOf(tile: Buffer): Buffer[] {
  return Array.from({ length: tileWidth }, (_, place) =>
    tile.subarray(place * hashLength_bytes, (place + 1) * hashLength_bytes),
  )
}
