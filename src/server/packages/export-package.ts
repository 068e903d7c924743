import { constants } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import type { Manifest } from '#packages/manifest.ts'
import { getPackageSigner } from '#packages/package-key.ts'
import type { PackageKind } from '#packages/package-kinds.ts'
import { type PackageTable, writePackage } from '#packages/write-package.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { issuedFindingsFor, tasksFor } from './downward.ts'
import { type Exchange, notePackage, unknownAgency } from './exchange.ts'
import { getPartner } from './partners.ts'
import { answersFrom, ledgerOf, writeBacksFrom } from './upward.ts'

/** Makes a package: reads, signs, numbers, notes it in the trail, and only then gives it out (platform.md 22). */

export interface MadeContent {
  readonly records: unknown
  readonly tables: readonly PackageTable[]
  readonly items: number
}

/** A registered partner by its name, or a unit of ours that has no system. */
export type Recipient = { readonly partner: string } | { readonly agencyId: string }

export interface AskedExport {
  readonly kind: PackageKind
  readonly to: Recipient
  readonly staffId: string
  /** Must not be there yet. */
  readonly out: string
  /** Filled in, for what goes up. */
  readonly tables: readonly string[]
  /** Of a ledger. */
  readonly year: number
}

export interface Exported {
  readonly sequence: number
  readonly digest: string
  readonly items: number
  readonly recipient: string
}

type Addressed = Manifest['recipient'] & { readonly stream: string; readonly isSuperior: boolean }

async function addressOf(tx: Tx, to: Recipient): Promise<Addressed> {
  if ('partner' in to) {
    const { key_id, agency_id, title } = await getPartner(tx, to.partner)
    return { key_id, agency_id, title, stream: key_id, isSuperior: agency_id === null }
  }
  const agency = await tx
    .selectFrom('agency')
    .select('name')
    .where('agency_id', '=', to.agencyId)
    .executeTakeFirst()
  if (agency === undefined) throw unknownAgency(to.agencyId)
  const stream = `unit:${to.agencyId}`
  return { key_id: null, agency_id: to.agencyId, title: agency.name, stream, isSuperior: false }
}

function needSide({ isSuperior, title }: Addressed, isUp: boolean): void {
  if (isSuperior === isUp) return
  throw new Refusal('invalid_input', {
    zh: isUp
      ? `“${title}”不是登记的上级，不能向其报送；请用 --to 指明登记为上级的一方。`
      : `“${title}”是登记的上级，不能向其下发；请用 --to 指明下级单位。`,
    en: isUp
      ? `"${title}" is not registered as a superior, so nothing is sent up to it; name one with --to.`
      : `"${title}" is registered as a superior, so nothing is issued to it; name a unit below with --to.`,
  })
}

async function makeContent(
  exchange: Exchange,
  tx: Tx,
  { asked, address, folder }: { asked: AskedExport; address: Addressed; folder: string },
): Promise<MadeContent> {
  const { kind, staffId, tables, year } = asked
  needSide(address, kind === 'ANSWERS' || kind === 'WRITE_BACKS' || kind === 'LEDGERS')
  const down = { staffId, agencyId: address.agency_id!, folder }
  const up = { staffId, keyId: address.stream, tables, folder }
  if (kind === 'TASKS') return tasksFor(exchange, tx, down)
  if (kind === 'ISSUED_FINDINGS') return issuedFindingsFor(exchange, tx, down)
  if (kind === 'ANSWERS') return answersFrom(exchange, tx, up)
  if (kind === 'WRITE_BACKS') return writeBacksFrom(exchange, tx, up)
  return ledgerOf(exchange, tx, { staffId, year, folder })
}

export async function exportPackage(exchange: Exchange, asked: AskedExport): Promise<Exported> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fangxian-package-'))
  const file = path.join(folder, 'package.zip')
  try {
    const made = await exchange.kernel.db.transaction().execute(async (tx) => {
      const address = await addressOf(tx, asked.to)
      const content = await makeContent(exchange, tx, { asked, address, folder })
      return numberAndSign(exchange, tx, { asked, address, content, file })
    })
    await giveOut(file, asked.out)
    return made
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function numberAndSign(
  exchange: Exchange,
  tx: Tx,
  given: { asked: AskedExport; address: Addressed; content: MadeContent; file: string },
): Promise<Exported> {
  const { asked, address, content, file } = given
  const { installation, keyFolder } = exchange
  const signer = await getPackageSigner(keyFolder, installation.logId)
  const { stream, isSuperior: _, ...recipient } = address
  // One after the other: two packages of one number would stop the recipient for good.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`package:${stream}`}, 0))`.execute(tx)
  const last = await tx
    .selectFrom('package_sent')
    .select(['sequence', 'digest'])
    .where('recipient', '=', stream)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx)
  const sequence = (last?.sequence ?? 0) + 1
  const { at } = rows[0]!
  const head: Omit<Manifest, 'format' | 'files'> = {
    ...{ kind: asked.kind, sequence, made_at: at.toISOString(), previous: last?.digest ?? null },
    sender: { title: installation.title, key: signer.key.text },
    recipient,
  }
  const { records, tables, items } = content
  const digest = await writePackage(file, { head, records, tables, signer })
  const { kind, staffId } = asked
  const noted = { recipient: stream, sequence, kind, digest, staff_id: staffId }
  await tx
    .insertInto('package_sent')
    .values({ ...noted, made_at: at, content: await readFile(file) })
    .execute()
  await notePackage(exchange, tx, {
    function: 'PACKAGE_EXPORT',
    recordId: digest,
    payload: { ...noted, items },
  })
  return { sequence, digest, items, recipient: recipient.title }
}

async function giveOut(file: string, out: string): Promise<void> {
  // Never over a file that is there.
  await copyFile(file, out, constants.COPYFILE_EXCL).catch((error: unknown) => {
    throw unwritable(out, error)
  })
}

function unwritable(out: string, error: unknown): Refusal {
  const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST'
  return new Refusal('unwritable_output', {
    zh: `数据包已生成并编号，但${isThere ? `${out} 已存在` : `不能写入 ${out}`}；请换一个位置，用 --again 重新写出。`,
    en: `the package was made and numbered, but ${isThere ? `${out} is there already` : `${out} cannot be written`}; choose another place and write it once more with --again.`,
  })
}

export interface AskedAgain {
  readonly to: Recipient
  readonly sequence: number
  readonly out: string
}

/** The same bytes once more, for what was lost on its way. */
export async function exportAgain(exchange: Exchange, { to, sequence, out }: AskedAgain): Promise<Exported> {
  const { sent, title } = await exchange.kernel.db.transaction().execute(async (tx) => {
    const address = await addressOf(tx, to)
    const found = await tx
      .selectFrom('package_sent')
      .selectAll()
      .where('recipient', '=', address.stream)
      .where('sequence', '=', sequence)
      .executeTakeFirst()
    if (found === undefined) {
      throw new Refusal('not_found', {
        zh: `没有给“${address.title}”做过第 ${sequence} 号数据包；请用 fangxian package list 查看。`,
        en: `no package ${sequence} was made for "${address.title}"; see fangxian package list.`,
      })
    }
    const payload = { recipient: address.stream, sequence, again: true }
    await notePackage(exchange, tx, { function: 'PACKAGE_EXPORT', recordId: found.digest, payload })
    return { sent: found, title: address.title }
  })
  await writeFile(out, sent.content, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    throw unwritable(out, error)
  })
  return { sequence, digest: sent.digest, items: 0, recipient: title }
}
