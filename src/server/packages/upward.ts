import path from 'node:path'
import { sql } from 'kysely'
import { fenOfYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import type { AnswerInput } from '#campaigns/answering/task-data.ts'
import { readSelfCheck } from '#campaigns/documents/read-self-check.ts'
import { selfCheckTable } from '#campaigns/documents/self-check-table.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { CopyFacts, copyFacts } from '#risk-ledger/filing/filing-facts.ts'
import { ledgerSheet } from '#risk-ledger/filing/ledger-form.ts'
import { issuedTable } from '#sampling/issued/issued-table.ts'
import { readIssuedTable } from '#sampling/issued/read-issued-table.ts'
import { maskData } from '../acting/mask-data.ts'
import { type Contents, parseContent, type SetContent, type TaskContent } from './contents.ts'
import { askStep, type Exchange } from './exchange.ts'
import type { MadeContent } from './export-package.ts'

/** What goes up: tables that the unit filled in, checked against what it was sent, and its ledger. */

export interface AskedUp {
  readonly staffId: string
  /** Of the superior: what it sent is what is answered. */
  readonly keyId: string
  readonly tables: readonly string[]
  readonly folder: string
}

const invalid = (zh: string, en: string): Refusal => new Refusal('invalid_input', { zh, en })
const maskedOrNull = (text: string | null): string | null => (text === null ? null : String(maskData(text)))

async function received<Kind extends 'TASKS' | 'ISSUED_FINDINGS'>(
  tx: Tx,
  keyId: string,
  kind: Kind,
): Promise<readonly Contents[Kind][]> {
  const rows = await tx
    .selectFrom('package_received')
    .select('records')
    .where('sender_key_id', '=', keyId)
    .where('kind', '=', kind)
    .orderBy('sequence', 'desc')
    .execute()
  return rows.map(({ records }) => parseContent(kind, records))
}

function needTables({ tables }: AskedUp): void {
  if (tables.length > 0) return
  throw invalid(
    '请用 --table 给出填好的表（数据包中的 .xlsx）。',
    'give the filled-in tables (the .xlsx of the package) with --table.',
  )
}

/** By id; of a task sent again the newest. */
function newest<Item>(items: readonly Item[], idOf: (item: Item) => string): ReadonlyMap<string, Item> {
  const found = new Map<string, Item>()
  for (const item of items) if (!found.has(idOf(item))) found.set(idOf(item), item)
  return found
}

async function readTask(file: string, tasks: Iterable<TaskContent>) {
  const fitting: { task: TaskContent; answers: readonly AnswerInput[] }[] = []
  let refusal: Refusal | null = null
  for (const task of tasks) {
    try {
      const { answers, faults } = await readSelfCheck(file, task.task_id)
      if (faults[0] !== undefined) throw new Refusal('invalid_input', faults[0].text)
      fitting.push({ task, answers })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refusal ??= error
    }
  }
  const name = path.basename(file)
  if (fitting.length > 1) {
    throw invalid(
      `${name} 中没有任务编号，不知道是哪一个任务的；请用数据包中的原表填报。`,
      `${name} does not say which task it answers; fill in the table of the package as it was.`,
    )
  }
  if (fitting[0] !== undefined) return fitting[0]
  throw (
    refusal ??
    invalid(
      '还没有收到该上级的排查任务；请先导入任务数据包。',
      'no task of that superior was received; import its package of tasks first.',
    )
  )
}

export async function answersFrom(exchange: Exchange, tx: Tx, asked: AskedUp): Promise<MadeContent> {
  const { staffId } = asked
  await askStep(exchange, tx, { staffId, function: 'CAMPAIGN_TASK', step: 'ENTRY' })
  needTables(asked)
  const known = (await received(tx, asked.keyId, 'TASKS')).flatMap(({ tasks }) => tasks)
  const tasks = newest(known, ({ task_id }) => task_id)
  const made: Contents['ANSWERS']['tasks'] = []
  const tables: MadeContent['tables'][number][] = []
  for (const file of asked.tables) {
    const { task, answers: read } = await readTask(file, tasks.values())
    if (made.some(({ task_id }) => task_id === task.task_id)) throw twice(file)
    const answers = read.map((each) => ({
      ...each,
      evidence: maskedOrNull(each.evidence),
      explanation: maskedOrNull(each.explanation),
    }))
    if (answers.length === 0) throw empty(file)
    const { task_id: taskId, campaign, unit: agency, due_on: dueOn } = task
    const name = `${taskId}.xlsx`
    const written = path.join(asked.folder, name)
    await writeXlsx(written, [selfCheckTable({ taskId, campaign, agency, dueOn }, answers)], {
      title: campaign,
    })
    tables.push({ name, path: written })
    made.push({ task_id: taskId, answers })
  }
  return { records: { tasks: made }, tables, items: made.length }
}

const twice = (file: string): Refusal =>
  invalid(
    `${path.basename(file)} 与另一张表属于同一任务；请每个任务只给一张表。`,
    `${path.basename(file)} belongs to the same task as another table; give one table for each.`,
  )
const empty = (file: string): Refusal =>
  invalid(
    `${path.basename(file)} 一题也没有答复；请填写后再导出。`,
    `${path.basename(file)} answers no question; fill it in first.`,
  )

export async function writeBacksFrom(exchange: Exchange, tx: Tx, asked: AskedUp): Promise<MadeContent> {
  const { staffId } = asked
  await askStep(exchange, tx, { staffId, function: 'WRITE_BACK_FINDINGS', step: 'ENTRY' })
  needTables(asked)
  const known = (await received(tx, asked.keyId, 'ISSUED_FINDINGS')).flatMap(({ sets }) => sets)
  const sets = newest(known, ({ record_id }) => record_id)
  const made: Contents['WRITE_BACKS']['sets'] = []
  const tables: MadeContent['tables'][number][] = []
  for (const file of asked.tables) {
    const { recordId, results } = await readIssuedTable(file)
    const set = sets.get(recordId)
    const ids = new Set(set?.findings.map(({ finding_id }) => finding_id))
    if (set === undefined || !results.every(({ finding_id }) => ids.has(finding_id))) {
      throw invalid(
        `${path.basename(file)} 中有该上级没有下发的疑点；请用数据包中的原表填报。`,
        `${path.basename(file)} has findings that this superior did not issue; fill in the table of the package.`,
      )
    }
    if (made.some(({ record_id }) => record_id === recordId)) throw twice(file)
    const masked = results.map((each) => ({ ...each, note: String(maskData(each.note)) }))
    made.push({ record_id: recordId, results: masked })
    const name = `${recordId}.xlsx`
    const written = path.join(asked.folder, name)
    await writeXlsx(written, [issuedTable({ ...set, recordId }, linesOf(set, masked))], { title: set.title })
    tables.push({ name, path: written })
  }
  return { records: { sets: made }, tables, items: made.length }
}

function linesOf({ findings }: SetContent, results: Contents['WRITE_BACKS']['sets'][number]['results']) {
  const said = new Map(results.map((each) => [each.finding_id, each]))
  return findings.map(({ amount_yuan, ...each }) => {
    const result = said.get(each.finding_id)
    const line = { ...each, amount_fen: fenOfYuan(amount_yuan) ?? 0n }
    return result === undefined ? line : { ...line, said: result }
  })
}

/** The ledger as it stands, signed by the head's own export: nobody above accepts it in this installation. */
export async function ledgerOf(
  exchange: Exchange,
  tx: Tx,
  { staffId, year, folder }: Pick<AskedUp, 'staffId' | 'folder'> & { readonly year: number },
): Promise<MadeContent> {
  const asked = { staffId, function: 'LEDGER_FILING', step: 'APPROVAL' } as const
  const { agencyId } = await askStep(exchange, tx, asked)
  const { rows } = await sql<{ name: string; copied: unknown }>`
    select agency.name, (${copyFacts()}) as copied
    from app.agency
    -- As a filing of this unit would copy it.
    cross join lateral (select agency.agency_id) as record (agency_id)
    where agency.agency_id = ${agencyId}
  `.execute(tx)
  const { name: unit } = rows[0]!
  const copied = CopyFacts.parse(rows[0]!.copied)
  if (copied.rows.length === 0) {
    throw new Refusal('nothing_to_read', {
      zh: '台账中没有在册的风险点；请先提出并审定风险点。',
      en: 'the ledger has no risk point in force; propose and approve risk points first.',
    })
  }
  const file = path.join(folder, 'ledger.xlsx')
  await writeXlsx(file, [ledgerSheet({ unit, rows: copied.rows })], { title: unit })
  const records = { ledgers: [{ year, unit, rows: copied.rows }] } satisfies Contents['LEDGERS']
  return { records, tables: [{ name: 'ledger.xlsx', path: file }], items: 1 }
}
