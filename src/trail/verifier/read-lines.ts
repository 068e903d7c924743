import { createReadStream } from 'node:fs'

const newline = 0x0a
const chunk_bytes = 1 << 20
/** A leaf has at most 4 KB (migrations/0010); a payload may have more. */
const line_bytes_max = 1 << 26

/**
 * Lines of a file as bytes, by the chunk: decoding and one await a line would take longer than hashing. Each line is
 * valid until the next chunk is asked for.
 */
export async function* readLines(file: string): AsyncGenerator<Buffer[]> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(file, { highWaterMark: chunk_bytes })) {
    const bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const lines: Buffer[] = []
    let start = 0
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      lines.push(bytes.subarray(start, end))
      start = end + 1
    }
    rest = bytes.subarray(start)
    if (rest.length > line_bytes_max) throw new Error(`${file}: a line has more than ${line_bytes_max} bytes`)
    if (lines.length > 0) yield lines
  }
  if (rest.length > 0) yield [rest]
}

/** Two files line by line; null where one has ended before the other. */
export async function* readSideBySide(
  left: string,
  right: string,
): AsyncGenerator<readonly [Buffer | null, Buffer | null][]> {
  const [lefts, rights] = [readLines(left), readLines(right)]
  let [leftLines, rightLines]: [Buffer[], Buffer[]] = [[], []]
  for (;;) {
    if (leftLines.length === 0) leftLines = (await lefts.next()).value ?? []
    if (rightLines.length === 0) rightLines = (await rights.next()).value ?? []
    if (leftLines.length === 0 && rightLines.length === 0) return
    const count =
      Math.min(leftLines.length, rightLines.length) || Math.max(leftLines.length, rightLines.length)
    yield Array.from({ length: count }, (_, place): [Buffer | null, Buffer | null] => [
      leftLines[place] ?? null,
      rightLines[place] ?? null,
    ])
    leftLines = leftLines.slice(count)
    rightLines = rightLines.slice(count)
  }
}
