/** Spelling → canonical bytes, looked up by the bytes of a cell without making a string: for codes and booleans. */
export interface ByteLookup {
  readonly mask: number
  readonly spellings: readonly (Uint8Array | undefined)[]
  readonly values: readonly (Uint8Array | undefined)[]
}

function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 7
  for (let at = from; at < to; at += 1) hash = (Math.imul(hash, 31) + bytes[at]!) | 0
  return hash ^ (hash >>> 15)
}

export function createByteLookup(entries: Iterable<readonly [string, string]>): ByteLookup {
  const list = [...entries].map(([spelling, value]) => [Buffer.from(spelling), Buffer.from(value)] as const)
  let size = 8
  while (size < list.length * 4) size *= 2
  const spellings: (Uint8Array | undefined)[] = new Array(size).fill(undefined)
  const values: (Uint8Array | undefined)[] = new Array(size).fill(undefined)
  for (const [spelling, value] of list) {
    let slot = hashOf(spelling, 0, spelling.length) & (size - 1)
    while (spellings[slot] !== undefined) slot = (slot + 1) & (size - 1)
    spellings[slot] = spelling
    values[slot] = value
  }
  return { mask: size - 1, spellings, values }
}

export function findBytes(
  lookup: ByteLookup,
  bytes: Uint8Array,
  from: number,
  to: number,
): Uint8Array | undefined {
  let slot = hashOf(bytes, from, to) & lookup.mask
  for (;;) {
    const spelling = lookup.spellings[slot]
    if (spelling === undefined) return undefined
    if (spelling.length === to - from) {
      let at = 0
      while (at < spelling.length && spelling[at] === bytes[from + at]) at += 1
      if (at === spelling.length) return lookup.values[slot]
    }
    slot = (slot + 1) & lookup.mask
  }
}
