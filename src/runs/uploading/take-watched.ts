import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { type SqlBool, sql } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import type { Database, Tx } from '#platform/postgres/database.ts'
import { appendEntry } from '#trail/append-entry.ts'
import { type SealWith, sealEntry } from '#trail/seal-entry.ts'
import { deliverDataCode } from '../run-access.ts'
import { insertRun } from '../run-store.ts'
import { placeMapping } from './remembered-mapping.ts'
import { findMapping, findUpload, insertUpload, markUpload, saveUploadFile } from './upload-store.ts'
import { copyWaiting, listWaiting, putAside, refuseWaiting, type WaitingDelivery } from './watched-folder.ts'

export interface Watching {
  readonly db: Database
  /** With a folder for each agency, named by its id. */
  readonly folder: string
  /** In whose name deliveries are taken: the person who answers for the interface. */
  readonly staffId: string
  readonly quietMinutes: number
  /** Where uploads are, each in a folder under its id. */
  readonly uploads: string
  readonly checkSpace: () => Promise<void>
  readonly now: () => Date
  readonly sealing: () => SealWith
}

export interface Taken {
  readonly accepted: readonly string[]
  /** Names with reasons, for the log. */
  readonly refused: readonly string[]
}

async function placeOf(tx: Tx, { agencyId }: WaitingDelivery, staffId: string): Promise<{ region: string }> {
  const { rows } = await sql<{ region: string; is_known: boolean }>`
    select
      agency.region,
      exists (
        select
        from app.staff_member
        where staff_member.staff_id = ${staffId}
      ) as is_known
    from app.agency
    where agency.agency_id = ${agencyId}
    order by agency.agency_id
  `.execute(tx)
  const found = rows[0]
  if (found === undefined) {
    throw new Refusal('invalid_input', {
      zh: `没有编号为 ${agencyId} 的机构；请把交付放到以机构编号命名的文件夹中。`,
      en: `There is no agency ${agencyId}; put the delivery into a folder named by the agency's id.`,
    })
  }
  if (!found.is_known) {
    throw new Refusal('invalid_input', {
      zh: `没有工号为 ${staffId} 的人员；请更正设置 deliveries.watch.staffId。`,
      en: `There is nobody with the number ${staffId}; correct the setting deliveries.watch.staffId.`,
    })
  }
  return { region: found.region }
}

/** Files first, then one transaction with the upload, its run and its entry: a second try finds it done. */
async function take(watching: Watching, delivery: WaitingDelivery): Promise<void> {
  const { db, staffId, uploads, sealing } = watching
  const { agencyId, name, files, uploadId } = delivery
  refuseWaiting(delivery)
  const before = await db.transaction().execute(async (tx) => ({
    ...(await placeOf(tx, delivery, staffId)),
    mapping: await findMapping(tx, agencyId),
    known: await findUpload(tx, { uploadId, visible: sql<SqlBool>`true` }),
  }))
  // It was taken, and the process was lost before it was put aside.
  if (before.known !== null) return
  await watching.checkSpace()
  const folder = path.join(uploads, uploadId)
  // Before the transaction: gigabytes take minutes, and what is copied without a row is replaced by the next try.
  await copyWaiting(delivery, folder)
  await placeMapping(folder, before.mapping)
  await db.transaction().execute(async (tx) => {
    const { region } = before
    const upload = { upload_id: uploadId, agency_id: agencyId, region, title: name.slice(0, 100) }
    if (!(await insertUpload(tx, { ...upload, base_snapshot_id: null, opened_by: staffId }))) return
    for (const { name: file, bytes } of files) {
      await saveUploadFile(tx, { uploadId, name: file, bytes, received: bytes })
    }
    await markUpload(tx, { uploadId, state: 'CLOSED' })
    const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)
    const { at } = rows[0]!
    const runId = randomUUID()
    const asked = { ruleCodes: null, asOf: null, askedBy: null, at }
    await insertRun(tx, { runId, snapshotId: uploadId, agencyId, region, ...asked })
    const act = {
      at,
      actorId: 'system:watched-folder',
      function: `${deliverDataCode}/watched`,
      recordKind: 'delivery_upload',
      recordId: uploadId,
      outcome: 'ACCEPTED',
      payload: {
        name,
        agencyId,
        staffId,
        runId,
        files: files.map(({ name: file, bytes }) => [file, `${bytes}`]),
      },
    }
    await appendEntry(tx, sealEntry(act, sealing()))
  })
}

/**
 * Takes every complete delivery of the watched folder; one that cannot be taken is put aside with its reason and stops
 * no other. For one process at a time.
 */
export async function takeWatched(watching: Watching): Promise<Taken> {
  const { folder, quietMinutes, now } = watching
  const accepted: string[] = []
  const refused: string[] = []
  for (const delivery of await listWaiting(folder, { nowMs: now().getTime(), quietMinutes })) {
    const called = `${delivery.agencyId}/${delivery.name}`
    try {
      await take(watching, delivery)
      await putAside(delivery, null)
      accepted.push(called)
    } catch (error) {
      // A full disk or a lost database is no fault of the delivery: it is tried again.
      if (!(error instanceof Refusal) || !/^(invalid_input|too_many)$/.test(error.code)) {
        refused.push(`${called}: ${(error as Error).message}`)
        continue
      }
      await putAside(delivery, `${error.text.zh}\n${error.text.en}`)
      refused.push(`${called}: ${error.text.en}`)
    }
  }
  return { accepted, refused }
}
