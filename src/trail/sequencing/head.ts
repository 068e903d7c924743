import { sql } from 'kysely'
import type { HashAlgorithm } from '#base/merkle.ts'
import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'

/** Where the log stands. */
export interface Head {
  readonly logId: string
  readonly epoch: number
  readonly algorithm: HashAlgorithm
  /** Leaves in the log. */
  readonly size: number
  /** The newest signed one, of this epoch or an earlier; null before the first round. */
  readonly checkpoint: StoredCheckpoint | null
}

export interface StoredCheckpoint {
  readonly epoch: number
  readonly size: number
  readonly root: Buffer
  readonly note: string
  /** A transaction id of PostgreSQL (xid8): every entry of an earlier transaction has its index. */
  readonly horizon: bigint
}

interface HeadRow {
  readonly log_id: string
  readonly epoch: number
  readonly hash_algorithm: HashAlgorithm
  readonly size: bigint
  readonly checkpoint_epoch: number | null
  readonly tree_size: bigint | null
  readonly root: Buffer | null
  readonly note: string | null
  readonly horizon: string | null
}

export async function readHead(tx: Tx): Promise<Head> {
  const head = await findHead(tx)
  if (head !== null) return head
  throw new Refusal('unavailable', {
    zh: '留痕尚未启用；请先运行 fangxian init。',
    en: 'The trail has not been opened yet; run fangxian init first.',
  })
}

/** Null in a database whose trail has not been opened. */
export async function findHead(tx: Tx): Promise<Head | null> {
  const { rows } = await sql<HeadRow>`
    with epoch_now as (
      select log_id, epoch, hash_algorithm
      from app.trail_epoch
      order by epoch desc
      limit 1
    ),
    newest_leaf as (
      select leaf_index
      from app.trail_leaf
      order by leaf_index desc
      limit 1
    ),
    newest_checkpoint as (
      select epoch as checkpoint_epoch, tree_size, root, note, horizon::text as horizon
      from app.trail_checkpoint
      order by epoch desc, tree_size desc
      limit 1
    )
    select
      e.log_id, e.epoch, e.hash_algorithm, coalesce(l.leaf_index + 1, 0) as size,
      c.checkpoint_epoch, c.tree_size, c.root, c.note, c.horizon
    from epoch_now as e
    left join newest_leaf as l on true
    left join newest_checkpoint as c on true
    order by e.epoch`.execute(tx)
  const row = rows[0]
  if (row === undefined) return null
  return {
    logId: row.log_id,
    epoch: row.epoch,
    algorithm: row.hash_algorithm,
    size: Number(row.size),
    checkpoint: row.note === null ? null : storedCheckpoint(row),
  }
}

function storedCheckpoint(row: HeadRow): StoredCheckpoint {
  return {
    epoch: row.checkpoint_epoch!,
    size: Number(row.tree_size!),
    root: row.root!,
    note: row.note!,
    horizon: BigInt(row.horizon!),
  }
}
