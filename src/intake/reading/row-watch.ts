import { sortColumns, storedColumns } from '#standard/snapshot.ts'
import type { Table } from '#standard/table.ts'

/**
 * What a writer notices about its rows while it has them at hand, so that nobody has to read them again to know: whether
 * they come person by person, as many exports do (then they need no sorting, which costs as much as reading them), and a
 * hash of each key (then a table in which none occurs twice needs no look at its keys). Both only spare work: a wrong
 * "no" costs time, and a wrong "yes" cannot be, for equal keys have equal bytes in the canonical form.
 */
export interface RowWatch {
  /** The field of the first sort column; -1 where its text does not sort like its value. */
  readonly leading: number
  /** The fields of the key; field 0 is the line. */
  readonly keyFields: readonly number[]
  /** The leading value of the last row; nulls sort last. */
  readonly previous: Uint8Array
  previousLength: number
  isPreviousNull: boolean
  isInOrder: boolean
  first: Uint8Array | null
  /** Two words a row since the last takeKeys(). */
  keys: Uint32Array
  keyWords: number
}

const separator = 0x1f
const leadingBytesMax = 256

export function createRowWatch(table: Table): RowWatch {
  const stored = storedColumns(table)
  const fieldOf = (name: string): number => stored.findIndex((each) => each.name === name) + 1
  const [first] = sortColumns(table)
  const isText = stored.find((each) => each.name === first)?.sqlType === 'VARCHAR'
  return {
    leading: isText ? fieldOf(first!) : -1,
    keyFields: table.key.map(fieldOf),
    previous: new Uint8Array(leadingBytesMax),
    previousLength: 0,
    isPreviousNull: false,
    isInOrder: isText,
    first: null,
    keys: new Uint32Array(2_048),
    keyWords: 0,
  }
}

/** Less than 0: the bytes come before the previous value. */
function compareToPrevious(watch: RowWatch, out: Uint8Array, from: number, to: number): number {
  const shared = Math.min(watch.previousLength, to - from)
  for (let index = 0; index < shared; index += 1) {
    const difference = out[from + index]! - watch.previous[index]!
    if (difference !== 0) return difference
  }
  return to - from - watch.previousLength
}

function watchOrder(watch: RowWatch, out: Uint8Array, from: number, to: number): void {
  const isNull = to === from
  const isSame = isNull ? watch.isPreviousNull : !watch.isPreviousNull
  const difference = isSame ? compareToPrevious(watch, out, from, to) : isNull ? 1 : -1
  const isFirst = watch.first === null
  if (difference === 0 && !isFirst) return
  if ((difference < 0 && !isFirst) || to - from > leadingBytesMax) {
    watch.isInOrder = false
    return
  }
  for (let index = from; index < to; index += 1) watch.previous[index - from] = out[index]!
  watch.previousLength = to - from
  watch.isPreviousNull = isNull
  if (isFirst) watch.first = out.slice(from, to)
}

/** Murmur's last step: similar numbers get hashes far apart. */
function scatter(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

function keepKey(watch: RowWatch, first: number, second: number): void {
  if (watch.keyWords === watch.keys.length) {
    const larger = new Uint32Array(watch.keys.length * 2)
    larger.set(watch.keys)
    watch.keys = larger
  }
  watch.keys[watch.keyWords] = scatter(first)
  watch.keys[watch.keyWords + 1] = scatter(second)
  watch.keyWords += 2
}

/** The fields of the row lie in `out`: field n from starts[n] to before starts[n + 1] - 1. */
export function watchRow(watch: RowWatch, out: Uint8Array, starts: Int32Array): void {
  const { leading, keyFields } = watch
  if (watch.isInOrder) watchOrder(watch, out, starts[leading]!, starts[leading + 1]! - 1)
  let first = 0x811c9dc5
  let second = 0x2f0b4c47
  for (let place = 0; place < keyFields.length; place += 1) {
    const field = keyFields[place]!
    const to = starts[field + 1]! - 1
    for (let index = starts[field]!; index < to; index += 1) {
      const byte = out[index]!
      first = Math.imul(first ^ byte, 0x01000193)
      second = Math.imul(second ^ byte, 0x5bd1e995) ^ (second >>> 15)
    }
    first = Math.imul(first ^ separator, 0x01000193)
    second = Math.imul(second ^ separator, 0x5bd1e995)
  }
  keepKey(watch, first, second)
}

/** The hashes since the last call, as bytes to write. */
export function takeKeys(watch: RowWatch): Uint8Array {
  const bytes = new Uint8Array(watch.keys.buffer, 0, watch.keyWords * 4)
  watch.keyWords = 0
  return bytes
}

/** What remains of a watch when its file is finished: the leading values of its first and last row; null: a null. */
export interface WatchedOrder {
  readonly isInOrder: boolean
  readonly first: Uint8Array | null
  readonly last: Uint8Array | null
}

export function orderOf(watch: RowWatch): WatchedOrder {
  const { isInOrder, first, previous, previousLength, isPreviousNull } = watch
  return {
    isInOrder,
    first: first === null || first.length === 0 ? null : first,
    last: isPreviousNull ? null : previous.slice(0, previousLength),
  }
}
