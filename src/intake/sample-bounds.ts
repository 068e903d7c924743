import { open } from 'node:fs/promises'
import { compareNames } from '#intake/delivery/delivered-name.ts'
import { openSampler } from '#intake/reading/csv-samples.ts'
import type { FileJob } from '#intake/reading/file-job.ts'
import { readFirstBlock } from '#intake/reading/raw-bytes.ts'
import { bucketColumn } from '#intake/reading/row-sink.ts'
import type { Table } from '#standard/table.ts'
import { getTable } from '#standard/tables.ts'

/**
 * Where the person ranges of a table's buckets begin, from rows looked at here and there before anything is read.
 * A bad sample makes uneven buckets, never wrong ones: write-parts.ts cuts those that come out too large.
 */
const samplesMax = 1_000
/** Longer than nearly every row: one that is cut off is not sampled. */
const pieceBytes = 8_192

interface Sampled {
  readonly values: string[]
  readonly rows: number
}

async function sampleFile(job: FileJob, size: number, samples: number, column: string): Promise<Sampled> {
  const sampler = openSampler(job, readFirstBlock(job.path), column)
  if (sampler === null) return { values: [], rows: 0 }
  const handle = await open(job.path)
  try {
    const values: string[] = []
    let bytes = 0
    let rows = 0
    for (let index = 0; index < samples; index += 1) {
      const piece = Buffer.alloc(pieceBytes)
      const position = Math.floor((size / samples) * index)
      const { bytesRead } = await handle.read(piece, 0, pieceBytes - 1, position)
      const sample = sampler(piece, bytesRead)
      if (sample === null) continue
      rows += 1
      bytes += sample.bytes
      if (sample.value !== null) values.push(sample.value)
    }
    return { values, rows: rows === 0 ? 0 : size / (bytes / rows) }
  } finally {
    await handle.close()
  }
}

export interface BoundsRequest {
  readonly jobs: readonly FileJob[]
  /** Of each job's file. */
  readonly sizes: readonly number[]
  readonly bucketRows: number
}

/** Empty where one bucket will do, or where nothing can be sampled. */
export async function sampleBounds({ jobs, sizes, bucketRows }: BoundsRequest): Promise<string[]> {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const table: Table = getTable(jobs[0]!.table)
  const column = bucketColumn(table)
  // A row has at least two bytes for each column that a file usually has; smaller tables are not looked at.
  if (column === null || total / 8 < bucketRows) return []
  const values: string[] = []
  let rows = 0
  for (const [index, job] of jobs.entries()) {
    const size = sizes[index]!
    if (job.format === 'xlsx' || job.isCompressed || size === 0) continue
    const sampled = await sampleFile(job, size, Math.ceil((samplesMax * size) / total), column)
    values.push(...sampled.values)
    rows += sampled.rows
  }
  const buckets = Math.ceil(rows / bucketRows)
  if (buckets <= 1 || values.length < buckets) return []
  values.sort(compareNames)
  const bounds = Array.from(
    { length: buckets - 1 },
    (_, index) => values[Math.floor((values.length * (index + 1)) / buckets)]!,
  )
  return [...new Set(bounds)]
}
