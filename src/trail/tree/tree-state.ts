import { completeNodes, emptyRoot, type HashAlgorithm, joinNodes, rootOf } from '#base/merkle.ts'

/** Hashes in a tile; 256 as in C2SP tlog-tiles, so that a proof over a million leaves reads three levels. */
export const tileWidth = 256
/** log2 of the width: levels of the tree in one tile. */
export const tileHeight = 8

/** A tile that has become full, as trail_tile stores it. */
export interface Tile {
  readonly level: number
  readonly index: number
  readonly hashes: Buffer
  readonly root: Buffer
}

/**
 * The right edge of the tree in tiles: `levels[0]` are the leaf hashes of the tile that is not yet full, `levels[1]`
 * the roots of full tiles that do not yet fill a tile of their own, and so on. Small whatever the size.
 */
export interface TreeState {
  readonly size: number
  readonly levels: readonly (readonly Buffer[])[]
}

export const emptyTree: TreeState = { size: 0, levels: [] }

/** The state after these leaves, and the tiles that have become full. */
export function growTree(
  algorithm: HashAlgorithm,
  before: TreeState,
  leaves: readonly Buffer[],
): { readonly after: TreeState; readonly tiles: Tile[] } {
  const levels = before.levels.map((level) => [...level])
  const tiles: Tile[] = []
  let size = before.size
  const add = (level: number, hash: Buffer): void => {
    levels[level] ??= []
    const hashes = levels[level]
    hashes.push(hash)
    if (hashes.length < tileWidth) return
    const root = rootOf(algorithm, hashes)
    // Before the leaf that fills it, `size` is one short of the tile's end.
    const index = (size + 1) / tileWidth ** (level + 1) - 1
    tiles.push({ level, index, hashes: Buffer.concat(hashes), root })
    levels[level] = []
    add(level + 1, root)
  }
  for (const leaf of leaves) {
    add(0, leaf)
    size += 1
  }
  return { after: { size, levels }, tiles }
}

export function rootOfTree(algorithm: HashAlgorithm, { levels }: TreeState): Buffer {
  const nodes = levels.toReversed().flatMap((hashes) =>
    completeNodes({ start: 0, end: hashes.length }).map(({ level, position }) => {
      const width = 2 ** level
      return rootOf(algorithm, hashes.slice(position * width, (position + 1) * width))
    }),
  )
  return nodes.length === 0 ? emptyRoot(algorithm) : joinNodes(algorithm, nodes)
}
