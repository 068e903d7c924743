import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { openDatabase } from '#platform/postgres/database.ts'
import { appendEntry } from '../append-entry.ts'
import { signersIn } from '../keys/key-files.ts'
import { sealEntry } from '../seal-entry.ts'
import { startSequencer } from './sequencer.ts'

/**
 * A process of its own for tests: some writers at once and a sequencer. Transactions take their time and end out of
 * order, every seventh rolls back. Prints the ids that were committed.
 *
 *   node test-writers.ts URL KEYS OUTSIDE WRITERS ENTRIES
 */
const [url = '', keyFolder = '', outside = '', writers = '', entries = ''] = process.argv.slice(2)
const { db, close } = openDatabase(url, { connectionsMax: Number(writers) + 2 })
const failures: string[] = []
const sequencer = startSequencer({
  db,
  getSigner: signersIn(keyFolder),
  folders: [outside],
  onFailure: (error) => failures.push(String(error)),
  everyMs: 15,
  outsideEveryMs: 60,
})
const committed: string[] = []
const undo = new Error('undo')

async function write(writer: number): Promise<void> {
  for (let count = 1; count <= Number(entries); count += 1) {
    const entryId = randomUUID()
    const act = {
      at: new Date(),
      actorId: `writer-${process.pid}-${writer}`,
      function: 'HRF-01',
      recordKind: 'order',
      recordId: `order-${count}`,
      outcome: 'ACCEPTED',
      payload: { count },
    }
    await db
      .transaction()
      .execute(async (tx) => {
        await appendEntry(tx, sealEntry(act, { entryId, nonce: randomBytes(32) }))
        await pause(randomInt(12))
        if (count % 7 === 0) throw undo
      })
      .then(() => committed.push(entryId))
      .catch((error: unknown) => {
        if (error !== undo) failures.push(String(error))
      })
    if (count % 10 === 0) await sequencer.checkpointNow()
  }
}

await Promise.all(Array.from({ length: Number(writers) }, (_, writer) => write(writer)))
await sequencer.stop()
await close()
process.stdout.write(JSON.stringify({ committed, failures }))
