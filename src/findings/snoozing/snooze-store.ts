import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import { keyset } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'

export interface Snooze {
  readonly snoozeId: string
  readonly subjectKind: string
  readonly subjectId: string
  /** Null: of every rule. */
  readonly ruleCode: string | null
  readonly reason: string
  readonly regions: readonly string[]
  /** YYYY-MM-DD, the last silent day. */
  readonly until: string
  readonly setBy: string
}

const keyReused = new Refusal('key_reused', {
  zh: '这个编号已用于另一次静默；请刷新页面后重试。',
  en: 'This id belongs to another silence; reload the page and try again.',
})

/** False: this very one was set already; an id of another is refused. */
export async function insertSnooze(tx: Tx, snooze: Snooze): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into app.finding_snooze (
      snooze_id, subject_kind, subject_id, rule_code, reason, regions, until, set_by, set_at
    )
    values (
      ${snooze.snoozeId}, ${snooze.subjectKind}, ${snooze.subjectId}, ${snooze.ruleCode}, ${snooze.reason},
      ${[...snooze.regions]}::text[], ${snooze.until}::date, ${snooze.setBy}, clock_timestamp()
    )
    on conflict (snooze_id) do nothing
  `.execute(tx)
  if (numAffectedRows !== 1n) {
    await refuseOther(tx, snooze)
    return false
  }
  await silence(tx, snooze)
  return true
}

async function refuseOther(tx: Tx, snooze: Snooze): Promise<void> {
  const { rows } = await sql`
    select snooze_id
    from app.finding_snooze
    where snooze_id = ${snooze.snoozeId}
      and subject_kind = ${snooze.subjectKind}
      and subject_id = ${snooze.subjectId}
      and rule_code is not distinct from ${snooze.ruleCode}
      and until = ${snooze.until}::date
      and reason = ${snooze.reason}
      and set_by = ${snooze.setBy}
    order by snooze_id
  `.execute(tx)
  if (rows.length === 0) throw keyReused
}

/** The latest end of what still silences a finding of the subject; null where nothing does. */
async function silence(
  tx: Tx,
  { subjectKind, subjectId }: Pick<Snooze, 'subjectKind' | 'subjectId'>,
): Promise<void> {
  await sql`
    update app.finding
    set
      snoozed_until = (
        select max(finding_snooze.until)
        from app.finding_snooze
        where finding_snooze.subject_kind = finding.subject_kind
          and finding_snooze.subject_id = finding.subject_id
          and (finding_snooze.rule_code is null or finding_snooze.rule_code = finding.rule_code)
          and finding_snooze.ended_at is null
      )
    where finding.subject_kind = ${subjectKind}
      and finding.subject_id = ${subjectId}
  `.execute(tx)
}

export interface SnoozeRow {
  readonly snooze_id: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly rule_code: string | null
  readonly reason: string
  readonly regions: string[]
  readonly until: string
  readonly set_by: string
  readonly set_at: Date
  readonly ended_by: string | null
  readonly ended_at: Date | null
}

const snoozeColumns = sql`
  finding_snooze.snooze_id,
  finding_snooze.subject_kind,
  finding_snooze.subject_id,
  finding_snooze.rule_code,
  finding_snooze.reason,
  finding_snooze.regions,
  finding_snooze.until,
  finding_snooze.set_by,
  finding_snooze.set_at,
  finding_snooze.ended_by,
  finding_snooze.ended_at
`

/** Null: not there, or not in the scope. Locked until the transaction ends. */
export async function findSnooze(
  tx: Tx,
  { snoozeId, visible }: { readonly snoozeId: string; readonly visible: RawBuilder<SqlBool> },
): Promise<SnoozeRow | null> {
  const { rows } = await sql<SnoozeRow>`
    select ${snoozeColumns}
    from app.finding_snooze
    where finding_snooze.snooze_id = ${snoozeId}
      and ${visible}
    order by finding_snooze.snooze_id
    for update
  `.execute(tx)
  return rows[0] ?? null
}

export async function endSnooze(
  tx: Tx,
  { snooze, by }: { readonly snooze: SnoozeRow; readonly by: string },
): Promise<void> {
  await sql`
    update app.finding_snooze
    set ended_by = ${by}, ended_at = clock_timestamp()
    where snooze_id = ${snooze.snooze_id}
      and ended_at is null
  `.execute(tx)
  await silence(tx, { subjectKind: snooze.subject_kind, subjectId: snooze.subject_id })
}

/** Of one finding: its rule's and those of every rule, the latest first; a subject has few. */
export async function listSnoozesOf(
  tx: Tx,
  finding: { readonly subject_kind: string; readonly subject_id: string; readonly rule_code: string },
  visible: RawBuilder<SqlBool>,
): Promise<SnoozeRow[]> {
  const { rows } = await sql<SnoozeRow>`
    select ${snoozeColumns}
    from app.finding_snooze
    where finding_snooze.subject_kind = ${finding.subject_kind}
      and finding_snooze.subject_id = ${finding.subject_id}
      and (finding_snooze.rule_code is null or finding_snooze.rule_code = ${finding.rule_code})
      and ${visible}
    order by finding_snooze.set_at desc, finding_snooze.snooze_id
    limit 50
  `.execute(tx)
  return rows
}

export async function listSnoozes(
  tx: Tx,
  request: ListRequest<'set_at'>,
  { isInForce, visible }: { readonly isInForce: boolean | null; readonly visible: RawBuilder<SqlBool> },
): Promise<(SnoozeRow & { readonly cursor_value: string; readonly cursor_id: string })[]> {
  const columns = { set_at: { expression: sql`finding_snooze.set_at`, type: 'timestamptz' as const } }
  const page = keyset(request, columns, sql<string>`finding_snooze.snooze_id`)
  const inForce = sql<SqlBool>`(finding_snooze.ended_at is null and finding_snooze.until >= current_date)`
  const { rows } = await sql<SnoozeRow & { cursor_value: string; cursor_id: string }>`
    select ${snoozeColumns}, ${page.position}
    from app.finding_snooze
    where ${visible}
      and (${isInForce}::boolean is null or ${inForce} = ${isInForce}::boolean)
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}
