import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import type { HashAlgorithm } from '#base/merkle.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { type TestDatabase, testDatabase } from '#platform/postgres/test-database.ts'
import { appendEntries, appendEntry } from './append-entry.ts'
import { verifyDatabase } from './database-check/verify-database.ts'
import { type GetSigner, makeCheckpointKey, signersIn } from './keys/key-files.ts'
import type { VerifierKey } from './log/verifier-key.ts'
import { openTrail } from './opening/open-trail.ts'
import { type SealedEntry, sealEntry, type TrailAct } from './seal-entry.ts'
import { openRounds, type Rounds } from './sequencing/sequencer.ts'
import type { Verdict } from './verifier/problem.ts'

/** A database with an opened trail, its key and one folder outside. */
export interface TestTrail {
  readonly database: TestDatabase
  readonly logId: string
  readonly key: VerifierKey
  readonly keyFolder: string
  readonly outside: string
  readonly getSigner: GetSigner
  readonly rounds: Rounds
  /** Writes entries in one transaction and gives them; they are pending. */
  readonly write: (count: number) => Promise<SealedEntry[]>
  /** Sequences what is pending and writes the checkpoint outside. */
  readonly checkpoint: () => Promise<void>
  readonly verify: () => Promise<Verdict>
}

/** One for the test file, with a folder in it for each who asks: inside a test nothing can be registered for its end. */
const temporaryRoot = mkdtempSync(path.join(os.tmpdir(), 'fangxian-trail-'))
afterAll(() => rmSync(temporaryRoot, { recursive: true, force: true }))

export function temporaryFolder(): string {
  return mkdtempSync(path.join(temporaryRoot, 'folder-'))
}

export const testAct: TrailAct = {
  at: new Date('2026-11-20T01:00:00.000Z'),
  actorId: 'staff-7',
  function: 'HRF-01',
  recordKind: 'order',
  recordId: 'order-1',
  outcome: 'ACCEPTED',
  payload: { before: { account: '6200 **** 1111' }, after: { account: '6200 **** 2222' }, name: '张三' },
}

export function testEntry(changes: Partial<TrailAct> = {}, algorithm: HashAlgorithm = 'sha256'): SealedEntry {
  return sealEntry({ ...testAct, ...changes }, { entryId: randomUUID(), nonce: randomBytes(32), algorithm })
}

export async function openTestTrail(algorithm: HashAlgorithm = 'sha256'): Promise<TestTrail> {
  const database = await testDatabase()
  const folder = temporaryFolder()
  const [keyFolder, outside] = [path.join(folder, 'keys'), path.join(folder, 'outside')]
  const logId = randomUUID()
  const key = await makeCheckpointKey(keyFolder, logId)
  const getSigner = signersIn(keyFolder)
  const { db } = database
  await db
    .transaction()
    .execute((tx) =>
      openTrail(
        tx,
        { logId, algorithm, key, at: testAct.at, actorId: 'init', details: { host: 'test', people: 3 } },
        { entryId: randomUUID(), nonce: randomBytes(32), getSigner },
      ),
    )
  const rounds = openRounds({ db, getSigner, folders: [outside] })
  const write = async (count: number): Promise<SealedEntry[]> => {
    const entries = Array.from({ length: count }, (_, index) =>
      testEntry({ recordId: `order-${index}` }, algorithm),
    )
    await db.transaction().execute((tx) => appendEntries(tx, entries))
    return entries
  }
  const checkpoint = async (): Promise<void> => {
    await rounds.sequence('in turn')
    await rounds.outside()
  }
  const verify = (): Promise<Verdict> =>
    verifyDatabase(db, { outsideFolders: [outside], trustedKey: key, actionTables: [] })
  return { database, logId, key, keyFolder, outside, getSigner, rounds, write, checkpoint, verify }
}

/** What the trail's owner does in `work` to the database, then it is undone. */
export async function undone<Result>(trail: TestTrail, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  let result: { readonly value: Result } | undefined
  const undo = new Error('undo')
  await trail.database.owner
    .transaction()
    .execute(async (tx) => {
      result = { value: await work(tx) }
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  return result!.value
}

export async function writeOne(trail: TestTrail, entry: SealedEntry): Promise<void> {
  await trail.database.db.transaction().execute((tx) => appendEntry(tx, entry))
}
