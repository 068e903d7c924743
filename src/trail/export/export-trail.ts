import { createWriteStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import { stageOutput } from '#platform/output-folder.ts'
import type { Database, Tx } from '#platform/postgres/database.ts'
import { type Head, readHead } from '../sequencing/head.ts'
import { findInclusionProof } from '../tree/prove.ts'
import { exportFiles, exportFormat } from '../verifier/read-export.ts'

/**
 * Writes an export for `trail verify`: all leaves, without personal data, or named entries with payload, nonce and
 * proof. The caller writes the trail entry of the export itself before it (EXPORTED).
 */
export interface ExportOptions {
  readonly db: Database
  /** A new or empty folder; an earlier export in it is replaced. */
  readonly directory: string
  /** Empty: all leaves. */
  readonly entryIds: readonly string[]
}

export interface ExportResult {
  readonly kind: 'leaves' | 'entries'
  /** Entries of the trail at the moment of the export. */
  readonly size: number
  /** Entries written: all, or those named. */
  readonly written: number
}

export async function exportTrail({ db, directory, entryIds }: ExportOptions): Promise<ExportResult> {
  const staged = await stageOutput(path.dirname(path.resolve(directory)))
  try {
    const folder = staged.resultDirectory
    const result = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((tx) => writeExport(tx, { folder, entryIds }))
    const names: readonly string[] = Object.values(exportFiles)
    await staged.publish({
      directory,
      last: exportFiles.manifest,
      isOwned: (name) => names.includes(name),
    })
    return result
  } finally {
    await staged.discard()
  }
}

interface Task {
  readonly folder: string
  readonly entryIds: readonly string[]
}

async function writeExport(tx: Tx, { folder, entryIds }: Task): Promise<ExportResult> {
  const head = await readHead(tx)
  const checkpoint = head.checkpoint
  if (checkpoint === null || checkpoint.size !== head.size) {
    throw new Refusal('unavailable', {
      zh: '留痕的最新条目没有签名的检查点；请先运行 fangxian trail verify --database 查明。',
      en: 'The newest entries of the trail have no signed checkpoint; run fangxian trail verify --database first.',
    })
  }
  const kind = entryIds.length === 0 ? 'leaves' : 'entries'
  const system = await systemEntryIds(tx)
  const ids = [...new Set([...system, ...entryIds])]
  await writeLines(path.join(folder, exportFiles.entries), entryLines(tx, ids, kind))
  if (kind === 'leaves') await writeLeaves(tx, folder, head)
  const manifest = { format: exportFormat, kind, hash: head.algorithm, checkpoint: checkpoint.note }
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  await writeLines(path.join(folder, exportFiles.manifest), [text])
  return { kind, size: head.size, written: kind === 'leaves' ? head.size : entryIds.length }
}

async function writeLines(file: string, lines: AsyncIterable<string> | Iterable<string>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await pipeline(Readable.from(lines), createWriteStream(file, { mode: 0o600 }))
}

/** Of the trail about itself: its keys and epochs, without which nothing verifies. */
async function systemEntryIds(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ entry_id: string }>`
    with system_entry as (
      select entry_id from app.trail_key
      union
      select entry_id from app.trail_epoch
    )
    select s.entry_id
    from system_entry as s
    join app.trail_leaf as l on l.entry_id = s.entry_id
    order by l.leaf_index`.execute(tx)
  return rows.map(({ entry_id }) => entry_id)
}

async function* entryLines(
  tx: Tx,
  entryIds: readonly string[],
  kind: ExportResult['kind'],
): AsyncGenerator<string> {
  for (const entryId of entryIds) {
    const proof = await findInclusionProof(tx, entryId)
    if (proof === null) throw unknownEntry(entryId)
    const { rows } = await sql<{ payload: string; nonce: Buffer }>`
      select payload, nonce
      from app.trail_payload
      where entry_id = ${entryId}
      order by entry_id`.execute(tx)
    const line = {
      index: proof.index,
      leaf: proof.leaf,
      payload: rows[0]?.payload ?? null,
      nonce: rows[0]?.nonce.toString('hex') ?? null,
      proof: kind === 'entries' ? proof.proof.map((hash) => hash.toString('base64')) : [],
    }
    yield `${JSON.stringify(line)}\n`
  }
}

function unknownEntry(entryId: string): Refusal {
  return new Refusal('not_found', {
    zh: `留痕中没有条目 ${entryId}，或它还在等待编号；请核对，或几秒后再试。`,
    en: `The trail has no entry ${entryId}, or it still waits for its index; check the id, or try again in a few seconds.`,
  })
}

interface LeafRow {
  readonly leaf_index: bigint
  readonly leaf: string
  readonly leaf_hash: Buffer
}

const rowsAtOnce = 5_000

async function writeLeaves(tx: Tx, folder: string, head: Head): Promise<void> {
  const leaves = await open(path.join(folder, exportFiles.leaves), 'w', 0o600)
  const hashes = await open(path.join(folder, exportFiles.hashes), 'w', 0o600)
  try {
    for (let from = 0; from < head.size; from += rowsAtOnce) {
      const rows = await readLeafRows(tx, from)
      await leaves.write(rows.map(({ leaf }) => `${leaf}\n`).join(''))
      await hashes.write(rows.map(({ leaf_hash }) => `${leaf_hash.toString('hex')}\n`).join(''))
    }
  } finally {
    await leaves.close()
    await hashes.close()
  }
  await writeLines(path.join(folder, exportFiles.checkpoints), noteLines(tx))
}

/** An entry that was deleted leaves an empty line: the verifier names it. */
async function readLeafRows(tx: Tx, from: number): Promise<LeafRow[]> {
  const { rows } = await sql<LeafRow>`
    select l.leaf_index, coalesce(e.leaf, '') as leaf, l.leaf_hash
    from app.trail_leaf as l
    left join app.trail_entry as e on e.entry_id = l.entry_id
    where l.leaf_index >= ${from}
      and l.leaf_index < ${from + rowsAtOnce}
    order by l.leaf_index`.execute(tx)
  return rows
}

async function* noteLines(tx: Tx): AsyncGenerator<string> {
  let last = { epoch: 0, size: -1 }
  for (;;) {
    const { rows } = await sql<{ epoch: number; tree_size: bigint; note: string }>`
      select epoch, tree_size, note
      from app.trail_checkpoint
      where (epoch, tree_size) > (${last.epoch}, ${last.size})
      order by epoch, tree_size
      limit ${rowsAtOnce}`.execute(tx)
    if (rows.length === 0) return
    yield rows.map(({ note }) => `${JSON.stringify(note)}\n`).join('')
    last = { epoch: rows.at(-1)!.epoch, size: Number(rows.at(-1)!.tree_size) }
  }
}
