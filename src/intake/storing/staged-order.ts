import { type FileHandle, open } from 'node:fs/promises'
import type { StagedFile } from './staging.ts'

function isAtOrAfter(value: Uint8Array | null, other: Uint8Array | null): boolean {
  if (value === null) return true
  return other !== null && Buffer.compare(value, other) >= 0
}

/** The rows of the files, one file after the other, come person by person. */
export function areInOrder(files: readonly StagedFile[]): boolean {
  return files.every(({ order }, index) => {
    const before = files[index - 1]
    return order.isInOrder && (before === undefined || isAtOrAfter(order.first, before.order.last))
  })
}

/** Of the hashes that are looked at in one pass; each takes sixteen bytes of memory. */
const hashesInPass = 4_000_000
const wordsInBlock = 2 ** 19

async function* readHashes(path: string, block: Uint32Array): AsyncGenerator<number> {
  const handle: FileHandle = await open(path)
  try {
    for (;;) {
      const { bytesRead } = await handle.read(block, 0, block.byteLength, null)
      if (bytesRead === 0) return
      yield bytesRead / 4
    }
  } finally {
    await handle.close()
  }
}

/** Open addressing; a slot of two zeros is free, and a hash of two zeros counts as repeated, which only costs time. */
function keepsAll(
  words: Uint32Array,
  count: number,
  slots: Uint32Array,
  pass: number,
  passes: number,
): boolean {
  const mask = slots.length / 2 - 1
  for (let index = 0; index < count; index += 2) {
    const high = words[index]!
    const low = words[index + 1]!
    if (high % passes !== pass) continue
    if (high === 0 && low === 0) return false
    let slot = low & mask
    while (slots[slot * 2] !== 0 || slots[slot * 2 + 1] !== 0) {
      if (slots[slot * 2] === high && slots[slot * 2 + 1] === low) return false
      slot = (slot + 1) & mask
    }
    slots[slot * 2] = high
    slots[slot * 2 + 1] = low
  }
  return true
}

/** False: no key occurs twice, for no hash does. True: somebody has to look at the keys. */
export async function mayRepeatKeys(files: readonly StagedFile[]): Promise<boolean> {
  const rows = files.reduce((sum, file) => sum + file.rows, 0)
  const passes = Math.max(1, Math.ceil(rows / hashesInPass))
  const block = new Uint32Array(wordsInBlock)
  // Twice the hashes of a pass, and room for an uneven share.
  const size = 2 ** Math.ceil(Math.log2(Math.max(16, (rows / passes) * 2.2)))
  const slots = new Uint32Array(size * 2)
  for (let pass = 0; pass < passes; pass += 1) {
    slots.fill(0)
    for (const file of files) {
      for await (const words of readHashes(file.keysPath, block)) {
        if (!keepsAll(block, words, slots, pass, passes)) return true
      }
    }
  }
  return false
}
