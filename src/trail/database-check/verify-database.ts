import { sql } from 'kysely'
import type { Bilingual } from '#base/bilingual.ts'
import { type HashAlgorithm, leafHash } from '#base/merkle.ts'
import type { Database, Tx } from '#platform/postgres/database.ts'
import { parseNote } from '../log/checkpoint.ts'
import { isCommitted, isSystemFunction, parseLeaf } from '../log/leaf.ts'
import type { VerifierKey } from '../log/verifier-key.ts'
import { findHead } from '../sequencing/head.ts'
import { findUsedFolders } from '../sequencing/outside-folder.ts'
import { edited, nothingLeft, wrongPayload } from '../verifier/audit-sentences.ts'
import { type Problem, problemsMax, type Verdict, verdictOf } from '../verifier/problem.ts'
import { readWitnesses } from '../verifier/read-witnesses.ts'
import { badSystemEntry, type History, readHistory, type SystemLeaf } from '../verifier/system-history.ts'
import { openTreeAudit, type TreeAudit, type Witness } from '../verifier/tree-audit.ts'
import { type ActionTable, findUnmatchedActions, readActed, withoutAction } from './action-rows.ts'
import { type DatabaseRow, readRows, readSystemRows } from './database-rows.ts'
import { doubled, misplaced, missing, noNote, withoutLeaf, withoutPayload } from './database-sentences.ts'

/** The trail in the database against itself, against checkpoints outside, and against the rows of actions. */
export interface VerifyDatabaseOptions {
  /** Named by whoever asks: each must hold checkpoints. */
  readonly outsideFolders: readonly string[]
  /** Of the configuration: one that holds none yet is said in a notice. */
  readonly configuredFolders?: readonly string[]
  readonly trustedKey: VerifierKey | null
  readonly actionTables: readonly ActionTable[]
}

export function verifyDatabase(db: Database, options: VerifyDatabaseOptions): Promise<Verdict> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((tx) => verifyInTransaction(tx, options))
}

interface Check {
  readonly tx: Tx
  readonly algorithm: HashAlgorithm
  readonly history: History | null
  readonly audit: TreeAudit | null
  readonly actionTables: readonly ActionTable[]
  readonly add: (problem: Problem) => void
}

/** In a transaction that sees one state, e.g. that of a backup. */
export async function verifyInTransaction(tx: Tx, options: VerifyDatabaseOptions): Promise<Verdict> {
  const { trustedKey, actionTables } = options
  const configured = await findUsedFolders(options.configuredFolders ?? [])
  const outsideFolders = [...new Set([...configured.folders, ...options.outsideFolders])]
  const outside = await readWitnesses(outsideFolders)
  const { history, problems } = readHistory(await readSystemLeaves(tx), trustedKey)
  const algorithm = history?.algorithm ?? (await findHead(tx))?.algorithm ?? 'sha256'
  const inside = await readInside(tx)
  problems.push(...outside.problems, ...inside.problems)
  const audit = history === null ? null : openTreeAudit(history, [...inside.witnesses, ...outside.witnesses])
  const add = (problem: Problem): void => {
    if (problems.length < problemsMax) problems.push(problem)
  }
  const check: Check = { tx, algorithm, history, audit, actionTables, add }
  const size = await checkRows(check)
  const tree = audit?.finish()
  if (tree === undefined) {
    const largest = outside.witnesses
      .toSorted((a, b) => a.note.checkpoint.size - b.note.checkpoint.size)
      .at(-1)
    if (largest !== undefined) add(nothingLeft(largest))
  }
  problems.push(...(tree?.problems ?? []), ...(await findUnmatchedActions(tx, actionTables)))
  return verdictOf({
    size,
    root: tree?.root ?? null,
    checkpoints: tree?.checkpoints ?? 0,
    problems,
    notices: [
      ...(tree?.notices ?? []),
      ...(await pendingNotice(tx)),
      ...configured.unused.map(nothingOutside),
      ...outsideNotice([...outsideFolders, ...configured.unused]),
    ],
  })
}

async function readSystemLeaves(tx: Tx): Promise<SystemLeaf[]> {
  const rows = await readSystemRows(tx)
  return rows.flatMap(({ leaf_index, leaf: text, payload, nonce }) => {
    const leaf = parseLeaf(text)
    return leaf === null
      ? []
      : [{ index: Number(leaf_index), leaf, payload: payload ?? '', nonce: nonce ?? Buffer.alloc(0) }]
  })
}

async function readInside(tx: Tx): Promise<{ witnesses: Witness[]; problems: Problem[] }> {
  const { rows } = await sql<{ note: string; tree_size: bigint }>`
    select note, tree_size
    from app.trail_checkpoint
    order by epoch, tree_size`.execute(tx)
  const witnesses: Witness[] = []
  const problems: Problem[] = []
  for (const { note: text, tree_size } of rows) {
    const note = parseNote(text)
    if (note === null) problems.push(noNote(Number(tree_size)))
    else witnesses.push({ note, source: 'trail_checkpoint', isOutside: false })
  }
  return { witnesses, problems }
}

/** Row by row in the order of the log; gives how many entries there are. */
async function checkRows(check: Check): Promise<number> {
  const { audit, add } = check
  const system = new Set(check.history === null ? [] : systemIndices(check.history))
  let expected = 0
  for await (const rows of readRows(check.tx)) {
    for (const row of rows) {
      const index = Number(row.leaf_index)
      if (index !== expected) {
        add(index > expected ? missing(expected, index - 1) : doubled(index))
        audit?.breakOff()
        expected = index
      }
      checkRow(check, row, system)
      if (row.tile_hash !== null && !row.tile_hash.equals(row.leaf_hash)) add(misplaced(index, row.entry_id))
      audit?.add(row.leaf_hash)
      expected += 1
    }
    await checkActed(check, rows)
  }
  return expected
}

function systemIndices({ keys, epochs }: History): number[] {
  return [...keys, ...epochs].map(({ since }) => since)
}

function checkRow({ algorithm, add }: Check, row: DatabaseRow, system: ReadonlySet<number>): void {
  const index = Number(row.leaf_index)
  const { entry_id: entryId, leaf: text, payload, nonce } = row
  const leaf = text === null ? null : parseLeaf(text)
  if (text === null) {
    add(withoutLeaf(index, entryId))
  } else if (leaf?.id !== entryId || !leafHash(algorithm, text).equals(row.leaf_hash)) {
    add(edited(index, entryId))
  } else if (payload === null || nonce === null) {
    // There is no act yet that erases payloads; when there is, its entries will name what may be gone.
    add(withoutPayload(index, entryId))
  } else if (!isCommitted(algorithm, leaf, { payload, nonce })) {
    add(wrongPayload(index, entryId))
  } else if (isSystemFunction(leaf.function) && !system.has(index)) {
    add(badSystemEntry(index, leaf.function))
  }
}

async function checkActed({ tx, actionTables, add }: Check, rows: readonly DatabaseRow[]): Promise<void> {
  for (const { table, isRequiredFor } of actionTables) {
    const required = rows.flatMap((row) => {
      const leaf = row.leaf === null ? null : parseLeaf(row.leaf)
      return leaf !== null && isRequiredFor(leaf) ? [{ index: Number(row.leaf_index), leaf }] : []
    })
    if (required.length === 0) continue
    const acted = await readActed(
      tx,
      table,
      required.map(({ leaf }) => leaf.id),
    )
    for (const { index, leaf } of required) if (!acted.has(leaf.id)) add(withoutAction(index, leaf, table))
  }
}

async function pendingNotice(tx: Tx): Promise<Bilingual[]> {
  const { rows } = await sql<{ pending: bigint }>`
    select count(*) as pending
    from app.trail_entry as e
    left join app.trail_leaf as l on l.entry_id = e.entry_id
    where l.entry_id is null`.execute(tx)
  const pending = rows[0]!.pending
  if (pending === 0n) return []
  return [
    {
      zh: `${pending} 条尚未编号（通常一两秒内完成）：在此之前删除它们无法证明。`,
      en: `${pending} entries have no index yet (usually for a second or two): until then their deletion cannot be proved.`,
    },
  ]
}

function nothingOutside(folder: string): Bilingual {
  return {
    zh: `外部文件夹 ${folder} 中还没有检查点：serve 运行之前如此；若已运行过，则是被人取走，最新条目是否齐全无法证明。`,
    en: `No checkpoint outside yet in ${folder}: so it is until serve has run. If it has, somebody took them away, and that the newest entries are all here is not shown.`,
  }
}

function outsideNotice(folders: readonly string[]): Bilingual[] {
  if (folders.length > 0) return []
  return [
    {
      zh: '没有给出外部检查点（--checkpoints）：最新条目是否齐全、是否全部重写过，无法证明。',
      en: 'No checkpoints from outside were given (--checkpoints): that the newest entries are all here, and that nobody with the key rewrote everything, is not shown.',
    },
  ]
}
