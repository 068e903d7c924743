import { expect, test } from 'vitest'
import { leafHash, rootOf } from '#base/merkle.ts'
import { emptyTree, growTree, rootOfTree, type Tile, tileWidth } from './tree-state.ts'

/** Past 65,536: the first tile of the second level is full. */
const count = 66_100
const leaves = Array.from({ length: count }, (_, index) => leafHash('sha256', String(index)))

test('a tree that grows in batches of any size has the root of the whole, and every tile once', () => {
  let tree = emptyTree
  const tiles: Tile[] = []
  for (let from = 0, width = 1; from < count; from += width, width = (width * 7) % 1009) {
    const grown = growTree('sha256', tree, leaves.slice(from, from + width))
    tree = grown.after
    tiles.push(...grown.tiles)
  }
  expect(tree.size).toBe(count)
  expect(rootOfTree('sha256', tree)).toEqual(rootOf('sha256', leaves))
  const level0 = tiles.filter(({ level }) => level === 0)
  expect(level0.map(({ index }) => index)).toEqual(Array.from({ length: 258 }, (_, index) => index))
  for (const { index, hashes, root } of level0) {
    const own = leaves.slice(index * tileWidth, (index + 1) * tileWidth)
    expect(hashes.equals(Buffer.concat(own))).toBe(true)
    expect(root).toEqual(rootOf('sha256', own))
  }
  const level1 = tiles.filter(({ level }) => level === 1)
  expect(level1.map(({ index }) => index)).toEqual([0])
  expect(level1[0]!.root).toEqual(rootOf('sha256', leaves.slice(0, 65_536)))
  expect(tiles).toHaveLength(259)
})
