import { sql } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { GetSigner } from '../keys/key-files.ts'
import { type Checkpoint, type CheckpointSigner, signCheckpoint } from '../log/checkpoint.ts'
import { parseVerifierKey } from '../log/verifier-key.ts'
import { emptyTree, growTree, rootOfTree, type TreeState } from '../tree/tree-state.ts'
import { insertTiles, readTree } from '../tree/tree-store.ts'
import { type Head, readHead, type StoredCheckpoint } from './head.ts'

/**
 * One round of the sequencer (platform.md 10): gives indices to committed entries without one and signs the new root.
 *
 * Writers never wait for it, nor for each other: the lock is taken by sequencers only. A round works on what is
 * committed at its snapshot. An entry of a transaction that is still running is not visible and comes later; it is not
 * skipped, because the next round looks again from the horizon of this one, below which nothing was running. A long
 * transaction therefore delays its own entries only.
 */
export interface RoundResult {
  readonly checkpoint: StoredCheckpoint
  readonly tree: TreeState
  /** Entries that got an index. */
  readonly sequenced: number
  /** Of all transactions before this one (xid8), what the round could see has its index; null: of every transaction. */
  readonly cutOffAt: bigint | null
}

export interface RoundOptions {
  readonly getSigner: GetSigner
  /** What the last round of this process left; believed only if the database agrees. */
  readonly tree?: TreeState
  /** This entry gets the first index: an epoch begins with its own. */
  readonly firstEntryId?: string
  /** Entries a round takes at most: bounds its memory (100 bytes each) and its time, 1 to 2 s. */
  readonly entriesMax?: number
}

/** Any number, shared by all processes on one database. */
const advisoryLock = 7_202_611_211
const usualMax = 50_000

/** Waits for a round of another process to end; ours ends with the transaction. */
export async function lockSequencing(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLock})`.execute(tx)
  // A checkpoint that is outside must not be lost here by a crash, whatever the server's setting.
  await sql`set local synchronous_commit = on`.execute(tx)
}

/** False where another process has a round running: then that one does the work. */
export async function tryLockSequencing(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ is_ours: boolean }>`
    select pg_try_advisory_xact_lock(${advisoryLock}) as is_ours`.execute(tx)
  if (rows[0]?.is_ours !== true) return false
  await sql`set local synchronous_commit = on`.execute(tx)
  return true
}

/** Under the lock. The caller keeps the tree only when the transaction has committed. */
export async function sequenceRound(tx: Tx, options: RoundOptions): Promise<RoundResult> {
  const head = await readHead(tx)
  const before = await agreedTree(tx, head, options.tree)
  // Its own statement, before that which reads the entries: what lies below is committed and visible to the latter.
  const moment = await readMoment(tx)
  const from = head.checkpoint?.epoch === head.epoch ? head.checkpoint.horizon : 0n
  const { firstEntryId, entriesMax = usualMax } = options
  const entries = await readPending(tx, { from, firstEntryId, entriesMax })
  const cutOffAt = entries.length < entriesMax ? null : BigInt(entries.at(-1)!.written_in)
  if (entries.length === 0 && head.checkpoint?.epoch === head.epoch) {
    return { checkpoint: head.checkpoint, tree: before, sequenced: 0, cutOffAt }
  }
  await insertLeaves(tx, before.size, entries)
  const { after, tiles } = growTree(
    head.algorithm,
    before,
    entries.map(({ leaf_hash }) => leaf_hash),
  )
  await insertTiles(tx, tiles)
  const checkpoint: Checkpoint = {
    logId: head.logId,
    epoch: head.epoch,
    size: after.size,
    root: rootOfTree(head.algorithm, after),
    algorithm: head.algorithm,
    at: moment.at,
  }
  const signer = await readSigner(tx, options.getSigner)
  const stored = {
    epoch: head.epoch,
    size: after.size,
    root: checkpoint.root,
    note: signCheckpoint(checkpoint, signer),
    horizon: cutOffAt === null || cutOffAt > moment.horizon ? moment.horizon : cutOffAt,
  }
  await insertCheckpoint(tx, { stored, keyId: signer.key.keyId, at: moment.at })
  return { checkpoint: stored, tree: after, sequenced: entries.length, cutOffAt }
}

/** Our own tree if it is the database's, else that of the database, if it is the one that was signed. */
async function agreedTree(tx: Tx, head: Head, known: TreeState | undefined): Promise<TreeState> {
  const signed = head.checkpoint
  if (signed === null) {
    if (head.size === 0) return emptyTree
    throw notAsSigned(head.size, 0)
  }
  if (signed.size !== head.size) throw notAsSigned(head.size, signed.size)
  const isKnown = known?.size === signed.size && rootOfTree(head.algorithm, known).equals(signed.root)
  if (isKnown) return known
  const tree = await readTree(tx, head.size)
  if (!rootOfTree(head.algorithm, tree).equals(signed.root)) throw notAsSigned(head.size, signed.size)
  return tree
}

function notAsSigned(size: number, signedSize: number): Refusal {
  return new Refusal('unavailable', {
    zh: `数据库中的留痕（${size} 条）与最近签名的检查点（${signedSize} 条）不一致，已停止签名；请运行 fangxian trail verify --database 查明。`,
    en: `The trail in the database (${size} entries) is not the one last signed (${signedSize} entries), so signing has stopped; run fangxian trail verify --database to see what was changed.`,
  })
}

export async function readMoment(tx: Tx): Promise<{ readonly horizon: bigint; readonly at: Date }> {
  const { rows } = await sql<{ horizon: string; at: Date }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, clock_timestamp() as at`.execute(tx)
  const { horizon, at } = rows[0]!
  return { horizon: BigInt(horizon), at }
}

interface PendingRow {
  readonly entry_id: string
  readonly leaf_hash: Buffer
  readonly written_in: string
}

/**
 * The plan is forced: right after a start the planner knows no statistics, and reading the whole trail every second
 * would be the end of it.
 */
async function readPending(
  tx: Tx,
  {
    from,
    firstEntryId,
    entriesMax,
  }: { readonly from: bigint; readonly firstEntryId: string | undefined; readonly entriesMax: number },
): Promise<PendingRow[]> {
  const first = firstEntryId === undefined ? sql`` : sql`e.entry_id = ${firstEntryId} desc,`
  await sql`set local enable_hashjoin = off`.execute(tx)
  await sql`set local enable_mergejoin = off`.execute(tx)
  await sql`set local enable_seqscan = off`.execute(tx)
  const { rows } = await sql<PendingRow>`
    select e.entry_id, e.leaf_hash, e.written_in::text as written_in
    from app.trail_entry as e
    left join app.trail_leaf as l on l.entry_id = e.entry_id
    where e.written_in >= ${from.toString()}::xid8
      and l.entry_id is null
    order by ${first} e.written_in, e.entry_id
    limit ${entriesMax}`.execute(tx)
  return rows
}

async function insertLeaves(tx: Tx, size: number, entries: readonly PendingRow[]): Promise<void> {
  const ids = entries.map(({ entry_id }) => entry_id)
  const hashes = entries.map(({ leaf_hash }) => leaf_hash)
  await sql`
    insert into app.trail_leaf (leaf_index, entry_id, leaf_hash)
    select ${size}::bigint + place - 1, entry_id, leaf_hash
    from unnest(${ids}::text[], ${hashes}::bytea[]) with ordinality as fresh (entry_id, leaf_hash, place)`.execute(
    tx,
  )
}

/** Of the newest key whose entry is in the tree: the first checkpoint that contains a change is the new key's. */
export async function readSigner(tx: Tx, getSigner: GetSigner): Promise<CheckpointSigner> {
  const { rows } = await sql<{ verifier_key: string }>`
    select k.verifier_key
    from app.trail_key as k
    join app.trail_leaf as l on l.entry_id = k.entry_id
    order by l.leaf_index desc
    limit 1`.execute(tx)
  const key = rows[0] === undefined ? null : parseVerifierKey(rows[0].verifier_key)
  if (key !== null) return getSigner(key)
  throw new Refusal('unavailable', {
    zh: '留痕没有可用的签名公钥；请运行 fangxian trail verify --database 查明。',
    en: 'The trail names no key to sign with; run fangxian trail verify --database to see why.',
  })
}

interface NewCheckpoint {
  readonly stored: StoredCheckpoint
  readonly keyId: string
  readonly at: Date
}

async function insertCheckpoint(tx: Tx, { stored, keyId, at }: NewCheckpoint): Promise<void> {
  await sql`
    insert into app.trail_checkpoint (epoch, tree_size, root, key_id, note, horizon, signed_at)
    values (
      ${stored.epoch}, ${stored.size}, ${stored.root}, ${keyId}, ${stored.note},
      ${stored.horizon.toString()}::xid8, ${at}
    )`.execute(tx)
}
