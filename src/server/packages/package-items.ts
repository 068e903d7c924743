import { type RawBuilder, sql } from 'kysely'
import type { StepCode } from '#access/functions/access-function.ts'
import type { PackageKind } from '#packages/package-kinds.ts'
import { otherUnit } from '#packages/package-refusals.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { type Contents, parseContent } from './contents.ts'

/** One act that a package asks for. */
export interface PackageItem {
  /** From 1, in the order of the package. */
  readonly item: number
  readonly kind: string
  /** Null: there is none yet, the act opens it. */
  readonly recordId: string | null
  readonly action: string
  readonly input: unknown
  /** In the name of the person, or of the server for a person whom access was asked for. */
  readonly by: 'person' | { readonly function: string; readonly step: StepCode; readonly agencyId: string }
}

export interface ItemsOf {
  readonly kind: PackageKind
  readonly records: unknown
  /** The unit that the sender speaks for. */
  readonly agencyId: string
  readonly staffId: string
  readonly sender: string
  readonly sequence: number
}

/** The acts of what goes up, each on a record of the sender's unit or of one below it; nothing else is touched. */
export async function itemsOf(tx: Tx, given: ItemsOf): Promise<readonly PackageItem[]> {
  const { kind, records } = given
  if (kind === 'ANSWERS') return answerItems(tx, given, parseContent(kind, records))
  if (kind === 'WRITE_BACKS') return writeBackItems(tx, given, parseContent(kind, records))
  if (kind === 'LEDGERS') return ledgerItems(tx, given, parseContent(kind, records))
  return []
}

async function ownRecords(
  tx: Tx,
  { agencyId }: ItemsOf,
  asked: { readonly kind: string; readonly ids: readonly string[] },
): Promise<void> {
  const { rows } = await sql<{ record_id: string }>`
    select record.record_id
    from app.record
    inner join app.agency on agency.agency_id = record.agency_id
    where record.kind = ${asked.kind}
      and record.record_id = any (${[...asked.ids]}::text[])
      and agency.path @> array[${agencyId}::text]
  `.execute(tx)
  const own = new Set(rows.map(({ record_id }) => record_id))
  const strange = asked.ids.findIndex((id, index) => !own.has(id) || asked.ids.indexOf(id) < index)
  if (strange >= 0) throw otherUnit(strange + 1)
}

async function answerItems(tx: Tx, given: ItemsOf, { tasks }: Contents['ANSWERS']) {
  const kind = 'CAMPAIGN_TASK'
  await ownRecords(tx, given, { kind, ids: tasks.map(({ task_id }) => task_id) })
  return tasks.map(({ task_id: recordId, answers }, index): PackageItem => {
    return { item: index + 1, kind, recordId, action: 'answer', input: { answers }, by: 'person' }
  })
}

async function writeBackItems(tx: Tx, given: ItemsOf, { sets }: Contents['WRITE_BACKS']) {
  const kind = 'ISSUED_FINDINGS'
  await ownRecords(tx, given, { kind, ids: sets.map(({ record_id }) => record_id) })
  return sets.map(({ record_id: recordId, results }, index): PackageItem => {
    return { item: index + 1, kind, recordId, action: 'write_back', input: { results }, by: 'person' }
  })
}

const filingOf = (agencyId: string, year: number): RawBuilder<{ record_id: string }> => sql`
  select record.record_id
  from app.record
  where record.kind = 'LEDGER_FILING'
    and record.agency_id = ${agencyId}
    and record.data ->> 'year' = ${String(year)}
  order by record.record_id
`

async function ledgerItems(tx: Tx, given: ItemsOf, { ledgers }: Contents['LEDGERS']) {
  const { agencyId, staffId, sender, sequence } = given
  const items: PackageItem[] = []
  for (const [index, { year, rows }] of ledgers.entries()) {
    const { rows: found } = await filingOf(agencyId, year).execute(tx)
    items.push({
      ...{ item: index + 1, kind: 'LEDGER_FILING', recordId: found[0]?.record_id ?? null },
      action: 'receive',
      input: { agency_id: agencyId, year, rows, by: staffId, from: `${sender} #${sequence}` },
      by: { function: 'LEDGER_FILING', step: 'ENTRY', agencyId },
    })
  }
  return items
}
