/**
 * Splits one row of UTF-8 CSV bytes into cells without making strings: RFC 4180, with the leniency of common readers
 * (a quote inside an unquoted cell is a character, text after a closing quote belongs to the cell).
 * Separators are ASCII, so no byte of a longer character can be taken for one.
 */
export const lineFeed = 0x0a
const carriageReturn = 0x0d
const quote = 0x22

/** How the bytes of a cell become its text. */
export const cellKind = { plain: 0, doubledQuotes: 1, textAfterQuote: 2 } as const

export interface RowCells {
  /** May be larger than the capacity; what is beyond is counted, not kept. */
  count: number
  /** Line feeds inside the row, its terminator included. */
  lines: number
  readonly capacity: number
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly kinds: Uint8Array
}

export function createRowCells(capacity: number): RowCells {
  return {
    count: 0,
    lines: 0,
    capacity,
    starts: new Int32Array(capacity),
    ends: new Int32Array(capacity),
    kinds: new Uint8Array(capacity),
  }
}

function keepCell(cells: RowCells, start: number, end: number, kind: number): void {
  const at = cells.count
  cells.count = at + 1
  if (at >= cells.capacity) return
  cells.starts[at] = start
  cells.ends[at] = end
  cells.kinds[at] = kind
}

/**
 * Reads the row that starts at `from` and returns where the next one starts, or -1 if it does not end before `limit`.
 * bytes[limit] must be a line feed: the inner loops look at nothing else.
 */
export function scanRow(
  bytes: Uint8Array,
  from: number,
  limit: number,
  separator: number,
  cells: RowCells,
): number {
  cells.count = 0
  cells.lines = 1
  let at = from
  for (;;) {
    const start = at
    let byte = bytes[at]!
    if (byte === quote) {
      at = scanQuoted(bytes, at, limit, separator, cells)
      if (at < 0) return -1
      byte = bytes[at]!
    } else {
      while (byte !== separator && byte !== lineFeed) {
        at += 1
        byte = bytes[at]!
      }
      if (at >= limit) return -1
      const isCrLf = byte === lineFeed && at > start && bytes[at - 1] === carriageReturn
      keepCell(cells, start, isCrLf ? at - 1 : at, cellKind.plain)
    }
    at += 1
    if (byte === lineFeed) return at
  }
}

/** Returns the place of the separator or line feed after the cell, or -1. */
function scanQuoted(
  bytes: Uint8Array,
  from: number,
  limit: number,
  separator: number,
  cells: RowCells,
): number {
  let at = from + 1
  let kind: number = cellKind.plain
  for (;;) {
    const byte = bytes[at]!
    if (byte === lineFeed) {
      if (at >= limit) return -1
      cells.lines += 1
    } else if (byte === quote) {
      if (at + 1 >= limit) return -1
      if (bytes[at + 1] !== quote) break
      kind = cellKind.doubledQuotes
      at += 1
    }
    at += 1
  }
  const end = at
  at += 1
  let next = bytes[at]!
  if (next === carriageReturn && bytes[at + 1] === lineFeed) {
    at += 1
    next = lineFeed
  }
  if (next === separator || next === lineFeed) {
    if (at >= limit) return -1
    keepCell(cells, from + 1, end, kind)
    return at
  }
  while (next !== separator && next !== lineFeed) {
    at += 1
    next = bytes[at]!
  }
  if (at >= limit) return -1
  const isCrLf = next === lineFeed && bytes[at - 1] === carriageReturn
  keepCell(cells, from, isCrLf ? at - 1 : at, cellKind.textAfterQuote)
  return at
}

/** The cell as delivered: without its quotes, doubled quotes made single. */
export function cellText(bytes: Buffer, cells: RowCells, index: number): string {
  const text = bytes.toString('utf8', cells.starts[index], cells.ends[index])
  const kind = cells.kinds[index]
  if (kind === cellKind.plain) return text
  if (kind === cellKind.doubledQuotes) return text.replaceAll('""', '"')
  // `"abc"def`: the part in quotes, then the rest as it stands.
  const match = /^"((?:[^"]|"")*)"([\s\S]*)$/.exec(text)
  return match === null ? text : match[1]!.replaceAll('""', '"') + match[2]!
}

export function rowTexts(bytes: Buffer, cells: RowCells): string[] {
  return Array.from({ length: Math.min(cells.count, cells.capacity) }, (_, index) =>
    cellText(bytes, cells, index),
  )
}
