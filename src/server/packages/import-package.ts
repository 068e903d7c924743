import { sql } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import { checkSequence, type KnownOfSender, type ReceivedBefore } from '#packages/check-sequence.ts'
import { type OpenedPackage, openPackage } from '#packages/open-package.ts'
import { findPackageSigner } from '#packages/package-key.ts'
import { packageKinds } from '#packages/package-kinds.ts'
import { notFinished, otherRecipient, unknownSender, wrongDirection } from '#packages/package-refusals.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { isOfAuthority, wouldRefuse } from './act-on-item.ts'
import { parseContent } from './contents.ts'
import { type Exchange, notePackage } from './exchange.ts'
import { findSettled, type ItemResult, workOnItem } from './item-attempts.ts'
import { itemsOf, type PackageItem } from './package-items.ts'
import { findPartnerByKey, type Partner } from './partners.ts'

/** Takes a package in (platform.md 22): everything is checked before anything is written. */

export interface AskedImport {
  readonly file: string
  /** In whose name; what only goes down to be read needs nobody. */
  readonly staffId: string | null
  readonly isDryRun: boolean
  /** What is refused stays refused, and the next package may come. */
  readonly leavesRefused: boolean
}

export interface Imported {
  readonly opened: OpenedPackage
  readonly partner: Partner
  /** ALREADY: nothing was done. OPEN: something was refused and waits. */
  readonly state: 'ALREADY' | 'DONE' | 'OPEN' | 'DRY_RUN'
  readonly items: readonly ItemResult[]
}

async function known(tx: Tx, keyId: string, sequence: number): Promise<KnownOfSender> {
  const rows = await tx
    .selectFrom('package_received')
    .select(['sequence', 'digest', 'done_at'])
    .where('sender_key_id', '=', keyId)
    .orderBy('sequence', 'desc')
    .execute()
  const before = rows.map(({ sequence: number, digest, done_at }): ReceivedBefore => {
    return { sequence: number, digest, isDone: done_at !== null }
  })
  return { last: before[0] ?? null, same: before.find((each) => each.sequence === sequence) ?? null }
}

/** Who sent it, whether it is for us, whether that sender may send this. */
async function admit(exchange: Exchange, tx: Tx, { manifest, key }: OpenedPackage): Promise<Partner> {
  const partner = await findPartnerByKey(tx, key.keyId)
  if (partner === undefined) throw unknownSender(manifest.sender.title, key.keyId)
  const own = await findPackageSigner(exchange.keyFolder, exchange.installation.logId)
  const { recipient, kind } = manifest
  if (own === null || recipient.key_id !== own.key.keyId) throw otherRecipient(recipient.title)
  const { direction, title } = packageKinds[kind]
  if ((direction === 'UP') !== (partner.agency_id !== null)) throw wrongDirection(title.zh, title.en)
  return partner
}

interface Admitted {
  readonly opened: OpenedPackage
  readonly partner: Partner
  readonly items: readonly PackageItem[]
  readonly state: 'NEW' | 'RESUME' | 'DONE'
}

async function admitPackage(exchange: Exchange, asked: AskedImport): Promise<Admitted> {
  const opened = await openPackage(asked.file)
  const { manifest, digest, records } = opened
  return exchange.kernel.db.transaction().execute(async (tx) => {
    const partner = await admit(exchange, tx, opened)
    const { kind, sequence } = manifest
    const state = checkSequence(manifest, digest, await known(tx, partner.key_id, sequence))
    parseContent(kind, records)
    if (partner.agency_id === null || state === 'DONE') return { opened, partner, items: [], state }
    const { staffId } = asked
    if (staffId === null) throw staffMissing()
    const { agency_id: agencyId, title: sender } = partner
    const items = await itemsOf(tx, { kind, records, agencyId, staffId, sender, sequence })
    return { opened, partner, items, state }
  })
}

const staffMissing = (): Refusal =>
  new Refusal('wrong_usage', {
    zh: '导入该数据包要以一名工作人员的名义办理；请用 --staff 给出其工号。',
    en: 'this package is imported in the name of a member of staff; give the staff number with --staff.',
  })

export async function importPackage(exchange: Exchange, asked: AskedImport): Promise<Imported> {
  // One import at a time, for as long as this connection lives: a second one would act beside the first.
  return exchange.kernel.db.connection().execute(async (connection) => {
    const { rows } = await sql<{ is_mine: boolean }>`
      select pg_try_advisory_lock(hashtextextended('package import', 0)) as is_mine
    `.execute(connection)
    if (rows[0]?.is_mine !== true) throw busy()
    try {
      return await importAlone(exchange, asked)
    } finally {
      // Where the connection has gone, so has the lock; what went wrong is to be heard, not this.
      await sql`select pg_advisory_unlock(hashtextextended('package import', 0))`
        .execute(connection)
        .catch(() => undefined)
    }
  })
}

const busy = (): Refusal =>
  new Refusal('in_progress', {
    zh: '另一个数据包正在导入；请等它结束后再试。',
    en: 'another package is being imported; try again when it has ended.',
  })

async function importAlone(exchange: Exchange, asked: AskedImport): Promise<Imported> {
  const admitted = await admitPackage(exchange, asked)
  const { opened, partner, items, state } = admitted
  const settled = await findSettled(exchange.kernel.db, { opened, items })
  if (state === 'DONE') return { opened, partner, state: 'ALREADY', items: settled }
  const done = new Set(settled.filter(({ outcome }) => outcome === 'ACCEPTED').map(({ item }) => item))
  const open = items.filter(({ item }) => !done.has(item))
  const tried = await rehearse(exchange, { ...admitted, open, staffId: asked.staffId })
  if (asked.isDryRun) return { opened, partner, state: 'DRY_RUN', items: tried }
  await begin(exchange, admitted, asked)
  const results: ItemResult[] = []
  for (const item of items) {
    const earlier = settled.find((each) => each.item === item.item && done.has(item.item))
    if (earlier !== undefined) results.push({ ...earlier, outcome: 'ALREADY' })
    else results.push(await workOnItem(exchange, { opened, item, staffId: asked.staffId! }))
  }
  const isDone = asked.leavesRefused || results.every(({ outcome }) => outcome !== 'REFUSED')
  if (isDone) await finish(exchange, admitted, results)
  return { opened, partner, state: isDone ? 'DONE' : 'OPEN', items: results }
}

/** Each item as the kernel sees it now. Who lacks the authority for one does none of them. */
async function rehearse(
  exchange: Exchange,
  given: Admitted & { readonly open: readonly PackageItem[]; readonly staffId: string | null },
): Promise<readonly ItemResult[]> {
  const { opened, open, staffId } = given
  const tried: ItemResult[] = []
  for (const item of open) {
    const refusal = await wouldRefuse(exchange, { item, staffId: staffId!, digest: opened.digest })
    if (refusal !== null && isOfAuthority(refusal)) throw refusal
    const { item: number, kind: recordKind, recordId } = item
    const outcome = refusal === null ? 'WOULD_DO' : 'REFUSED'
    tried.push({ item: number, recordKind, recordId, outcome, text: refusal?.text ?? null })
  }
  return tried
}

async function begin(exchange: Exchange, { opened, partner, state }: Admitted, asked: AskedImport) {
  const { manifest, digest, records } = opened
  const { sequence, kind } = manifest
  await exchange.kernel.db.transaction().execute(async (tx) => {
    if (state === 'NEW') {
      await tx
        .insertInto('package_received')
        .values({
          ...{ sender_key_id: partner.key_id, sequence, kind, digest, begun_at: new Date() },
          ...{ manifest: JSON.stringify(manifest), records: JSON.stringify(records), done_at: null },
        })
        .execute()
    }
    const payload = {
      sender: partner.key_id,
      sequence,
      kind,
      staff_id: asked.staffId,
      resumed: state === 'RESUME',
    }
    await notePackage(exchange, tx, { function: 'PACKAGE_IMPORT', recordId: digest, payload })
  })
}

async function finish(exchange: Exchange, { opened, partner }: Admitted, results: readonly ItemResult[]) {
  const { digest, manifest } = opened
  const refused = results.filter(({ outcome }) => outcome === 'REFUSED').map(({ item }) => item)
  await exchange.kernel.db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('package_received')
      .set({ done_at: new Date() })
      .where('sender_key_id', '=', partner.key_id)
      .where('sequence', '=', manifest.sequence)
      .where('done_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw notFinished(manifest.sequence)
    const payload = { sender: partner.key_id, sequence: manifest.sequence, finished: true, refused }
    await notePackage(exchange, tx, { function: 'PACKAGE_IMPORT', recordId: digest, payload })
  })
}
