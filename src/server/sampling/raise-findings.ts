import { sql } from 'kysely'
import { sha256 } from '#base/digest.ts'
import { formatYuanGrouped } from '#base/money.ts'
import type { Database, Tx } from '#platform/postgres/database.ts'
import { act } from '#records/act.ts'
import type { Kernel } from '#records/act-context.ts'
import { ItemData } from '#sampling/items/item-data.ts'
import { findingId } from '#screening/on-postgres/finding-id.ts'
import { functions } from '#standard/code-lists.ts'
import { standardVersion } from '#standard/tables.ts'

/** 抽查差错: the code under which a confirmed error of a sample stands among the findings. */
export const sampleRuleCode = 'SMP-01'

const itemsMax = 200

/**
 * What two people have found to be wrong becomes a finding like any other (platform.md 4): about the order, with its
 * month, its money and who handled it, so that a case can be opened on it. Written first, then told to the item by an
 * act; a crash in between writes nothing twice, for the finding's id is made of the order.
 */
export async function raiseFindings(kernel: Kernel): Promise<{ readonly refused: readonly string[] }> {
  const refused: string[] = []
  for (const item of await wrongItems(kernel.db)) {
    const data = ItemData.parse(item.data)
    const id = findingId(sampleRuleCode, 'order', data.first!.order_id)
    await kernel.db.transaction().execute((tx) => writeFinding(tx, { id, data, itemId: item.record_id }))
    const answer = await act(
      { ...kernel, actor: { kind: 'system', job: 'sampling' } },
      {
        ...{ kind: 'SAMPLE_ITEM', recordId: item.record_id, action: 'refer', input: { finding_id: id } },
        ...{ version: null, attachments: [], confirmation: null, endpoint: 'sampling' },
        idempotencyKey: `refer:${item.record_id}`,
      },
    )
    if (answer.outcome !== 'accepted') refused.push(`refer:${item.record_id} ${answer.code}`)
  }
  return { refused }
}

async function wrongItems(db: Database): Promise<readonly { record_id: string; data: unknown }[]> {
  const { rows } = await sql<{ record_id: string; data: unknown }>`
    select record_id, data
    from app.record
    where kind = 'SAMPLE_ITEM' and status = 'WRONG'
    order by changed_at, record_id
    limit ${itemsMax}
  `.execute(db)
  return rows
}

interface Raised {
  readonly id: string
  readonly data: ItemData
  readonly itemId: string
}

/** In Chinese, as the rules write theirs: what to look at, without names. */
function sentenceOf({ data }: Raised): string {
  const { first, answer, difference } = data
  const what = functions[data.function as keyof typeof functions] ?? data.function
  const decided = (decision: string): string => (decision === 'APPROVED' ? '应予办理' : '不应办理')
  const money =
    difference!.amount_fen === null ? '' : `，涉及 ${formatYuanGrouped(difference!.amount_fen)} 元`
  const verdict = difference!.isDecision
    ? `原结果为${first!.decision === 'APPROVED' ? '已办理' : '未办理'}，复核认为${decided(answer!.decision)}`
    : '金额或办理程序与复核结果不一致'
  return `${data.month} 业务抽查：${what}业务单 ${first!.order_id} ${verdict}${money}，经二次确认有误。`
}

async function writeFinding(tx: Tx, raised: Raised): Promise<void> {
  const { id, data, itemId } = raised
  const { first, difference, answer } = data
  const amount = difference!.amount_fen ?? 0n
  const level = difference!.isDecision ? 2 : 3
  const { numAffectedRows } = await sql`
    insert into app.finding (
      finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name,
      period_from, period_to, amount_fen, evidence_count, explanation, regions, owner_region, agency_id, sources,
      episode, status, open_amount_fen, first_found_at, last_found_at, last_as_of
    )
    select
      ${id}, ${standardVersion}, ${sampleRuleCode}, 1, ${level}, 'order', ${first!.order_id}, '',
      ${data.month}, ${data.month}, ${amount}, 1, ${sentenceOf(raised)}, array[agency.region], agency.region,
      agency.agency_id, '{ORDER}', 1, 'OPEN', ${amount}, clock_timestamp(), clock_timestamp(),
      (clock_timestamp() at time zone 'Asia/Shanghai')::date
    from app.agency
    where agency.agency_id = ${data.audited_agency_id}
    on conflict (finding_id) do nothing
  `.execute(tx)
  if ((numAffectedRows ?? 0n) === 0n) return
  await sql`
    insert into app.finding_episode (
      finding_id, episode, opened_at, rule_version, state, amount_fen, evidence_count
    )
    values (${id}, 1, clock_timestamp(), 1, 'OPEN', ${amount}, 1)
  `.execute(tx)
  const content = {
    ...{ order_id: first!.order_id, function_code: data.function, sample_item_id: itemId },
    person_id: data.material?.person_id ?? null,
    staff_id: first!.people[0]?.staff_id ?? null,
    happened_at: first!.ended_on,
    amount: formatYuanGrouped(amount),
  }
  const digest = Buffer.from(sha256(`${itemId}|${answer!.at}|${amount}`), 'hex')
  await sql`
    insert into app.finding_evidence (
      finding_id, table_name, row_key, digest, episode, is_context, amount_fen, content, region, is_current
    )
    select
      ${id}, 'business_order', ${first!.order_id}, ${digest}, 1, false, ${amount},
      ${JSON.stringify(content)}::jsonb, agency.region, true
    from app.agency
    where agency.agency_id = ${data.audited_agency_id}
  `.execute(tx)
}
