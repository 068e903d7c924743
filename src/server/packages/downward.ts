import path from 'node:path'
import { sql } from 'kysely'
import { formatYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { questionsAsked } from '#campaigns/answering/completeness.ts'
import { type AnswerInput, TaskData } from '#campaigns/answering/task-data.ts'
import { selfCheckTable } from '#campaigns/documents/self-check-table.ts'
import { dueOf } from '#campaigns/planning/plan.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { IssuedData } from '#sampling/issued/issued-data.ts'
import { issuedTable } from '#sampling/issued/issued-table.ts'
import { maskData } from '../acting/mask-data.ts'
import { visibleTo } from '../organisation/reader.ts'
import type { Contents } from './contents.ts'
import { askStep, type Exchange } from './exchange.ts'
import type { MadeContent } from './export-package.ts'

/** What goes down to a unit outside: what waits for it and for the units below it, masked as the pages mask it. */

export interface AskedDown {
  readonly staffId: string
  readonly agencyId: string
  /** Where the tables are written. */
  readonly folder: string
}

interface Row {
  readonly record_id: string
  readonly agency_id: string
  readonly agency: string
  readonly data: unknown
}

const masked = (text: string): string => String(maskData(text))
const maskedOrNull = (text: string | null): string | null => (text === null ? null : masked(text))

/** Read and taken away: both are asked, as for any export. */
async function openRecords(
  exchange: Exchange,
  tx: Tx,
  asked: AskedDown & { readonly kind: string; readonly statuses: readonly string[] },
): Promise<readonly Row[]> {
  const { staffId, agencyId, kind, statuses } = asked
  const reader = await askStep(exchange, tx, { staffId, function: 'EXPORT', step: 'ACT', agencyId })
  const read = exchange.kernel.kinds.get(kind)?.readFunction ?? 'READ'
  const columns = { region: sql`agency.region` }
  const { rows } = await sql<Row>`
    select record.record_id, record.agency_id, agency.name as agency, record.data
    from app.record
    inner join app.agency on agency.agency_id = record.agency_id
    where record.kind = ${kind}
      and record.status = any (${[...statuses]}::text[])
      and agency.path @> array[${agencyId}::text]
      and ${visibleTo(exchange, reader, { code: read, columns })}
      and ${visibleTo(exchange, reader, { code: 'EXPORT', columns })}
    order by record.agency_id, record.entered_at, record.record_id
  `.execute(tx)
  if (rows.length > 0) return rows
  throw new Refusal('nothing_to_read', {
    zh: '该单位没有可以下发的内容（任务或疑点均未下发，或已经办结）；请先在系统中下发。',
    en: 'nothing waits for that unit: nothing was issued to it, or all is done; issue it in the system first.',
  })
}

function answersOf({ answers }: TaskData): AnswerInput[] {
  return Object.entries(answers).map(([question, { by: _by, at: _at, amount_fen, ...said }]) => ({
    question,
    ...said,
    amount_yuan: formatYuan(amount_fen),
    evidence: maskedOrNull(said.evidence),
    explanation: maskedOrNull(said.explanation),
  }))
}

const tableName = (recordId: string): string => `${recordId.replace(/[^A-Za-z0-9_-]/g, '_')}.xlsx`

export async function tasksFor(exchange: Exchange, tx: Tx, asked: AskedDown): Promise<MadeContent> {
  const statuses = ['ISSUED', 'ANSWERING', 'RETURNED']
  const rows = await openRecords(exchange, tx, { ...asked, kind: 'CAMPAIGN_TASK', statuses })
  const tasks: Contents['TASKS']['tasks'] = []
  const tables: MadeContent['tables'][number][] = []
  for (const { record_id: taskId, agency_id, agency: unit, data: stored } of rows) {
    const data = TaskData.parse(stored)
    const { name: campaign, basis, period_from, period_to } = data.plan
    const head = { taskId, campaign, agency: unit, dueOn: dueOf(data.plan, 'SELF_CHECK') }
    const answers = answersOf(data)
    const name = tableName(taskId)
    const file = path.join(asked.folder, name)
    await writeXlsx(file, [selfCheckTable(head, answers)], { title: campaign })
    tables.push({ name, path: file })
    tasks.push({
      ...{ task_id: taskId, agency_id, unit, campaign, basis, period_from, period_to },
      ...{ due_on: head.dueOn, questions: [...questionsAsked(data.plan)], answers, table: name },
    })
  }
  return { records: { tasks }, tables, items: tasks.length }
}

export async function issuedFindingsFor(exchange: Exchange, tx: Tx, asked: AskedDown): Promise<MadeContent> {
  const rows = await openRecords(exchange, tx, { ...asked, kind: 'ISSUED_FINDINGS', statuses: ['ISSUED'] })
  const sets: Contents['ISSUED_FINDINGS']['sets'] = []
  const tables: MadeContent['tables'][number][] = []
  for (const { record_id: recordId, agency_id, agency: unit, data: stored } of rows) {
    const { title, request, basis, issued_on, due_on, findings } = IssuedData.parse(stored)
    const open = findings
      .filter(({ result }) => result === null)
      .map(({ result: _, ...each }) => ({ ...each, explanation: masked(each.explanation) }))
    const head = { recordId, unit, title: masked(title), request: masked(request), due_on }
    const name = tableName(recordId)
    const file = path.join(asked.folder, name)
    await writeXlsx(file, [issuedTable(head, open)], { title: head.title })
    tables.push({ name, path: file })
    sets.push({
      ...{ record_id: recordId, agency_id, unit, title: head.title, request: head.request },
      ...{ basis: masked(basis), issued_on, due_on, table: name },
      findings: open.map(({ amount_fen, ...each }) => ({ ...each, amount_yuan: formatYuan(amount_fen) })),
    })
  }
  return { records: { sets }, tables, items: sets.length }
}
