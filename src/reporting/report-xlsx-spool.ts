import { createReadStream } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import type { OutputCell } from '#platform/xlsx/xlsx-types.ts'
import type { EvidenceRow, Finding, FindingPart } from '#screening/finding.ts'

/**
 * Findings come in one order and sheets need several: what comes is laid aside, one JSON text a line, and read again
 * when its sheet is written. Little stays in memory, small lists never reach the disk, and no file is held open.
 */
const bufferLengthMax = 2 ** 15

export interface Spool<T> {
  readonly count: number
  add(item: T): Promise<void>
  read(): AsyncGenerator<T>
}

export interface Format<T> {
  readonly encode: (item: T) => unknown
  readonly decode: (value: unknown) => T
}

export function openSpool<T>(file: string, { encode, decode }: Format<T>): Spool<T> {
  let count = 0
  let buffer: string[] = []
  let bufferLength = 0
  let isOnDisk = false
  const flush = async (): Promise<void> => {
    const text = buffer.join('')
    buffer = []
    bufferLength = 0
    await appendFile(file, text, { mode: 0o600 })
    isOnDisk = true
  }
  return {
    get count() {
      return count
    },
    async add(item) {
      const line = `${JSON.stringify(encode(item))}\n`
      buffer.push(line)
      bufferLength += line.length
      count += 1
      if (bufferLength > bufferLengthMax) await flush()
    },
    async *read() {
      if (isOnDisk) {
        // Line ends inside texts are escaped in JSON; readline would also end a line at U+2028.
        for await (const line of linesOf(file)) yield decode(JSON.parse(line))
      }
      for (const line of buffer) yield decode(JSON.parse(line))
    },
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    yield* lines
  }
}

type StoredCell = string | number | null | { readonly fen: string }

/** Rows of a sheet: amounts are bigints, which JSON does not have. */
export const rowFormat: Format<readonly OutputCell[]> = {
  encode: (row) => row.map((cell): StoredCell => (typeof cell === 'bigint' ? { fen: String(cell) } : cell)),
  decode: (value) =>
    (value as StoredCell[]).map((cell) =>
      typeof cell === 'object' && cell !== null ? BigInt(cell.fen) : cell,
    ),
}

type Stored<T extends { readonly amountFen: bigint }> = Omit<T, 'amountFen'> & { readonly amountFen: string }
interface StoredPart extends Omit<FindingPart, 'finding' | 'rows'> {
  readonly finding: Stored<Finding>
  readonly rows: readonly Stored<EvidenceRow>[]
}

const store = <T extends { readonly amountFen: bigint }>(item: T): Stored<T> => ({
  ...item,
  amountFen: String(item.amountFen),
})

export const partFormat: Format<FindingPart> = {
  encode: ({ finding, rows, ...rest }): StoredPart => ({
    ...rest,
    finding: store(finding),
    rows: rows.map(store),
  }),
  decode: (value) => {
    const { finding, rows, ...rest } = value as StoredPart
    return {
      ...rest,
      finding: { ...finding, amountFen: BigInt(finding.amountFen) },
      rows: rows.map((row) => ({ ...row, amountFen: BigInt(row.amountFen) })),
    }
  },
}
