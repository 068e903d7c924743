/**
 * The trail on a real PostgreSQL with its usual durability, embedded and started for the purpose: appending one entry
 * a transaction against bare inserts of the same rows, filling up to a number of entries while they are sequenced,
 * proofs, and the verifier of an export.
 *
 *   node bench/trail.ts [--entries N] [--writers N] [--seconds N]
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { openDatabase } from '#platform/postgres/database.ts'
import { startEmbeddedServer } from '#platform/postgres/embedded/embedded-server.ts'
import { trailEntryJson } from '#trail/append-entry.ts'
import { verifyDatabase } from '#trail/database-check/verify-database.ts'
import { exportTrail } from '#trail/export/export-trail.ts'
import { makeCheckpointKey, signersIn } from '#trail/keys/key-files.ts'
import { openTrail } from '#trail/opening/open-trail.ts'
import { type SealedEntry, sealEntry } from '#trail/seal-entry.ts'
import { startSequencer } from '#trail/sequencing/sequencer.ts'
import { findInclusionProof, getConsistencyProof } from '#trail/tree/prove.ts'
import { verifyExport } from '#trail/verifier/verify-export.ts'

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '1000000' },
    writers: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '5' },
  },
})
const entriesWanted = Number(values.entries)
const writers = Number(values.writers)
const seconds = Number(values.seconds)
const folder = mkdtempSync(path.join(os.tmpdir(), 'fangxian-bench-'))
const [keyFolder, outside] = [path.join(folder, 'keys'), path.join(folder, 'outside')]

function seal(): SealedEntry {
  const payload = {
    before: { account: '6200 **** **** 1111', bank: '990101' },
    after: { account: '6200 **** **** 2222', bank: '990101' },
    reason: '本人申请变更待遇发放账户，已核对身份证件与银行卡原件。',
  }
  const act = {
    at: new Date(),
    actorId: 'staff-990101-07',
    function: 'HRF-01',
    recordKind: 'order',
    recordId: randomUUID(),
    outcome: 'ACCEPTED',
    payload,
  }
  return sealEntry(act, { entryId: randomUUID(), nonce: randomBytes(32) })
}

const elapsed = (started: number): number => (performance.now() - started) / 1000
const quantile = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))]!

/** `work` again and again by all writers until the time is over; gives how often a second. */
async function rateOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  let done = 0
  const writer = async (): Promise<void> => {
    while (elapsed(started) < seconds) {
      await work()
      done += 1
    }
  }
  await Promise.all(Array.from({ length: writers }, writer))
  return done / elapsed(started)
}

const server = await startEmbeddedServer({
  dataFolder: folder,
  isDemonstration: true,
  say: () => undefined,
  userName: null,
})
const { db, pool, close } = openDatabase(server.url, { connectionsMax: writers + 2 })

const appendText = 'select app.append_trail($1::jsonb)'
const append = (): Promise<unknown> =>
  pool.query({ name: 'append', text: appendText, values: [JSON.stringify(trailEntryJson(seal()))] })

/** Sealed outside the clock: what remains is what any program would pay for these two rows. */
const ready = Array.from({ length: Math.min(entriesWanted, 250_000) }, seal)
const bareText = `
  with entry as (insert into app.trail_entry (entry_id, leaf, leaf_hash) values ($1, $2, $3))
  insert into app.trail_payload (entry_id, payload, nonce) values ($1, $4, $5)`
const bare = (): Promise<unknown> => {
  const { entryId, leaf, leafHash, payload, nonce } = ready.pop() ?? seal()
  return pool.query({ name: 'bare', text: bareText, values: [entryId, leaf, leafHash, payload, nonce] })
}

async function appendMany(count: number): Promise<void> {
  const entries = Array.from({ length: count }, () => trailEntryJson(seal()))
  const text = 'select app.append_trail_entries($1::jsonb)'
  await pool.query({ name: 'many', text, values: [JSON.stringify(entries)] })
}

async function countOf(table: string): Promise<number> {
  const { rows } = await pool.query<{ count: bigint }>(`select count(*) as count from app.${table}`)
  return Number(rows[0]!.count)
}

async function benchAppend(): Promise<void> {
  // Alternating, so that what else the machine does meets both.
  const rates: { bare: number; append: number }[] = []
  for (let round = 0; round < 3; round += 1) {
    rates.push({ bare: await rateOf(bare), append: await rateOf(append) })
  }
  for (const { bare: bareRate, append: appendRate } of rates) {
    const ratio = (appendRate / bareRate).toFixed(2)
    console.log(
      `one entry a transaction, ${writers} writers: bare ${bareRate.toFixed(0)}/s, append ${appendRate.toFixed(0)}/s, ratio ${ratio}`,
    )
  }
}

async function benchFill(checkpointNow: () => Promise<void>): Promise<void> {
  const before = await countOf('trail_entry')
  const batch = 200
  const started = performance.now()
  let left = entriesWanted - before
  const writer = async (): Promise<void> => {
    while (left > 0) {
      left -= batch
      await appendMany(batch)
    }
  }
  await Promise.all(Array.from({ length: 4 }, writer))
  const appended = elapsed(started)
  await checkpointNow()
  const count = (await countOf('trail_entry')) - before
  console.log(
    `${batch} entries a transaction: append ${(count / appended).toFixed(0)}/s, with index and signature ${(count / elapsed(started)).toFixed(0)}/s`,
  )
}

async function benchProofs(size: number): Promise<void> {
  const { rows } = await pool.query<{ entry_id: string }>(
    'select entry_id from app.trail_leaf where leaf_index % $1 = 0 order by leaf_index',
    [Math.max(1, Math.floor(size / 300))],
  )
  const inclusion: number[] = []
  const consistency: number[] = []
  for (const [place, { entry_id: entryId }] of rows.entries()) {
    const started = performance.now()
    await db.transaction().execute((tx) => findInclusionProof(tx, entryId))
    inclusion.push(performance.now() - started)
    const size1 = 1 + ((place * 3_331) % (size - 1))
    const begun = performance.now()
    await db.transaction().execute((tx) => getConsistencyProof(tx, { size1, size2: size }))
    consistency.push(performance.now() - begun)
  }
  for (const [name, times] of Object.entries({ inclusion, consistency })) {
    const [median, high, most] = [0.5, 0.99, 1].map((share) => quantile(times, share).toFixed(1))
    console.log(`${name} proof at ${size} entries: median ${median} ms, p99 ${high} ms, most ${most} ms`)
  }
}

try {
  const logId = randomUUID()
  const key = await makeCheckpointKey(keyFolder, logId)
  const getSigner = signersIn(keyFolder)
  const opening = { logId, algorithm: 'sha256', key, at: new Date(), actorId: 'init', details: {} } as const
  await db
    .transaction()
    .execute((tx) => openTrail(tx, opening, { entryId: randomUUID(), nonce: randomBytes(32), getSigner }))
  const onFailure = (error: unknown): void => console.log('sequencer:', error)
  const sequencer = startSequencer({ db, getSigner, folders: [outside], onFailure })
  await benchAppend()
  await benchFill(sequencer.checkpointNow)
  await sequencer.stop()
  const size = await countOf('trail_leaf')
  await benchProofs(size)
  const directory = path.join(folder, 'export')
  let started = performance.now()
  await exportTrail({ db, directory, entryIds: [] })
  console.log(`export of ${size} entries: ${elapsed(started).toFixed(1)} s`)
  started = performance.now()
  const verdict = await verifyExport({ folder: directory, outsideFolders: [outside], trustedKey: key })
  console.log(
    `verifier, ${verdict.size} entries: ${elapsed(started).toFixed(1)} s, intact ${verdict.isIntact}`,
  )
  started = performance.now()
  const inside = await verifyDatabase(db, { outsideFolders: [outside], trustedKey: key, actionTables: [] })
  console.log(
    `check of the database, ${inside.size} entries: ${elapsed(started).toFixed(1)} s, intact ${inside.isIntact}`,
  )
} finally {
  await close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
