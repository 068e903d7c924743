import { emptyRoot, type HashAlgorithm, hashLength_bytes, type LeafRange, nodeHash } from './merkle.ts'

/**
 * Proofs over RFC 6962 trees: which nodes they consist of, and whether they hold. Verification follows RFC 9162,
 * sections 2.1.3.2 and 2.1.4.2, widened to subtrees as in the draft of Merkle tree certificates: a tree is the subtree
 * from 0. Sizes are safe integers; halving instead of shifting, since shifts of numbers end at 32 bits.
 */

const isOdd = (value: number): boolean => value % 2 === 1
const half = (value: number): number => Math.floor(value / 2)
const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

/** The largest power of two below `size`, which is at least 2: where the tree divides. */
function divide(size: number): number {
  let left = 1
  while (left * 2 < size) left *= 2
  return left
}

/** The subtrees whose roots prove that the leaf `index` is in the tree of `size`, from the leaf upwards. */
export function inclusionPath(index: number, size: number): LeafRange[] {
  const path: LeafRange[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + divide(end - start)
    if (index < middle) {
      path.unshift({ start: middle, end })
      end = middle
    } else {
      path.unshift({ start, end: middle })
      start = middle
    }
  }
  return path
}

/** The subtrees whose roots prove that the tree of `size1` is the beginning of the tree of `size2`. */
export function consistencyPath(size1: number, size2: number): LeafRange[] {
  if (size1 === 0 || size1 === size2) return []
  const path: LeafRange[] = []
  let [start, end] = [0, size2]
  while (size1 !== end) {
    const middle = start + divide(end - start)
    if (size1 <= middle) {
      path.unshift({ start: middle, end })
      end = middle
    } else {
      path.unshift({ start, end: middle })
      start = middle
    }
  }
  // The whole old tree needs no node of its own: the verifier has its root.
  if (start !== 0) path.unshift({ start, end })
  return path
}

/** A range can be a subtree if it starts at a multiple of its own size, rounded up to a power of two. */
function isSubtree({ start, end }: LeafRange): boolean {
  if (!isSize(start) || !isSize(end) || start >= end) return false
  let width = 1
  while (width < end - start) width *= 2
  return start % width === 0
}

function areHashes(hashes: readonly Buffer[]): boolean {
  return hashes.every((each) => each.length === hashLength_bytes)
}

export interface InclusionClaim {
  readonly algorithm: HashAlgorithm
  readonly index: number
  readonly leaf: Buffer
  /** Of the tree: from 0 to its size. */
  readonly range: LeafRange
  readonly root: Buffer
  readonly proof: readonly Buffer[]
}

export function isIncluded({ algorithm, index, leaf, range, root, proof }: InclusionClaim): boolean {
  if (!isSubtree(range) || !isSize(index) || index < range.start || index >= range.end) return false
  if (!areHashes([leaf, root, ...proof])) return false
  let first = index - range.start
  let last = range.end - range.start - 1
  let node = leaf
  for (const sibling of proof) {
    if (last === 0) return false
    if (isOdd(first) || first === last) {
      node = nodeHash(algorithm, sibling, node)
      while (!isOdd(first) && first !== 0) [first, last] = [half(first), half(last)]
    } else {
      node = nodeHash(algorithm, node, sibling)
    }
    ;[first, last] = [half(first), half(last)]
  }
  return last === 0 && node.equals(root)
}

export interface SubtreeConsistencyClaim {
  readonly algorithm: HashAlgorithm
  readonly range: LeafRange
  readonly rangeRoot: Buffer
  readonly size: number
  readonly root: Buffer
  readonly proof: readonly Buffer[]
}

/** Whether the leaves of `range` under `rangeRoot` are those of the tree of `size` under `root`. */
export function isConsistentSubtree(claim: SubtreeConsistencyClaim): boolean {
  const { algorithm, range, rangeRoot, size, root, proof } = claim
  if (!isSize(size) || !isSize(range.start) || !isSize(range.end) || range.end > size) return false
  // No leaves: part of every tree, under the one root they can have.
  if (range.start === range.end) return proof.length === 0 && rangeRoot.equals(emptyRoot(algorithm))
  if (!isSubtree(range) || !areHashes(proof)) return false
  // Without a proof the two roots are only compared, whatever they are.
  if (proof.length > 0 && !areHashes([rangeRoot])) return false
  let [first, last, rightmost] = [range.start, range.end - 1, size - 1]
  const halve = (): void => {
    ;[first, last, rightmost] = [half(first), half(last), half(rightmost)]
  }
  const isRightEdge = last === rightmost
  while (first !== last && (isRightEdge || isOdd(last))) halve()
  const rest = [...proof]
  const start = first === last ? rangeRoot : rest.shift()
  if (start === undefined) return false
  let [part, whole] = [start, start]
  for (const sibling of rest) {
    if (rightmost === 0) return false
    if (isOdd(last) || last === rightmost) {
      if (first < last) part = nodeHash(algorithm, sibling, part)
      whole = nodeHash(algorithm, sibling, whole)
      while (!isOdd(last) && last !== 0) halve()
    } else {
      whole = nodeHash(algorithm, whole, sibling)
    }
    halve()
  }
  return rightmost === 0 && part.equals(rangeRoot) && whole.equals(root)
}

export interface ConsistencyClaim {
  readonly algorithm: HashAlgorithm
  readonly size1: number
  readonly root1: Buffer
  readonly size2: number
  readonly root2: Buffer
  readonly proof: readonly Buffer[]
}

/** Whether the first tree is the beginning of the second. The empty tree begins every tree, so it is no claim. */
export function isConsistent({ algorithm, size1, root1, size2, root2, proof }: ConsistencyClaim): boolean {
  if (size1 < 1) return false
  const range = { start: 0, end: size1 }
  return isConsistentSubtree({ algorithm, range, rangeRoot: root1, size: size2, root: root2, proof })
}
