import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { areInOrder, mayRepeatKeys } from './staged-order.ts'
import type { StagedFile } from './staging.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-order-'))
afterAll(() => rmSync(folder, { recursive: true }))

function staged(name: string, hashes: readonly (readonly [number, number])[]): StagedFile {
  const keysPath = path.join(folder, name)
  writeFileSync(keysPath, Uint32Array.from(hashes.flat()))
  const order = { isInOrder: true, first: null, last: null }
  return {
    path: '',
    bucket: 0,
    rows: hashes.length,
    escaped: [],
    longestRow: 0,
    file: 0,
    linesBefore: 0,
    keysPath,
    order,
  }
}

function between(first: string | null, last: string | null, isInOrder = true): StagedFile {
  const bytes = (text: string | null): Uint8Array | null => (text === null ? null : Buffer.from(text))
  return { ...staged('order', []), order: { isInOrder, first: bytes(first), last: bytes(last) } }
}

/** The weak second word makes them crowd into neighbouring slots. */
function crowded(from: number, to: number): [number, number][] {
  return Array.from({ length: to - from }, (_, index) => [from + index + 1, (from + index) % 1_000])
}

test('hashes that differ, however crowded, are no repeat, and one that occurs in two files is', async () => {
  const files = [staged('a', crowded(0, 2_000)), staged('b', crowded(2_000, 5_000))]
  expect(await mayRepeatKeys(files)).toBe(false)
  expect(await mayRepeatKeys([...files, staged('c', [[4_243, 242]])])).toBe(true)
  expect(await mayRepeatKeys([...files, staged('d', [[4_243, 243]])])).toBe(false)
})

test('a hash of zeros cannot be told from a free slot and counts as a repeat', async () => {
  expect(await mayRepeatKeys([staged('zero', [[0, 0]])])).toBe(true)
  expect(await mayRepeatKeys([])).toBe(false)
})

test('files are in order when each is and none begins before the last ended; nulls come last', () => {
  expect(areInOrder([between('P1', 'P3'), between('P3', null), between(null, null)])).toBe(true)
  expect(areInOrder([between('P1', 'P3'), between('P2', 'P4')])).toBe(false)
  expect(areInOrder([between('P1', null), between('P2', 'P4')])).toBe(false)
  expect(areInOrder([between('P1', 'P3'), between('P4', 'P5', false)])).toBe(false)
  expect(areInOrder([between('P1', 'P1'), between('P10', 'P2')])).toBe(true)
})
