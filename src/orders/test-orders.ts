import type pg from 'pg'
import type { FunctionCatalogue } from '#access/functions/access-function.ts'
import { accessFunctions } from '#access/functions/catalogue.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import { openRecord } from '#records/reading/open-record.ts'
import { confirmed, requestOf } from '#records/test-kernel.ts'
import { loadRows } from '#register/load-rows.ts'
import type { RegisterClient } from '#register/read-rows.ts'
import { registerRow, type WrittenRow } from '#register/register-row.ts'
import { getTable, type TableName } from '#standard/tables.ts'

/** Off-hours is tested in access; here it would make the tests depend on the hour. */
export const catalogueAtAnyHour: FunctionCatalogue = new Map(
  [...accessFunctions].map(([code, each]) => [code, { ...each, isHighRisk: false }]),
)

export async function loadTable(pool: pg.Pool, table: TableName, rows: readonly WrittenRow[]): Promise<void> {
  const stored = rows.map((each) => registerRow(getTable(table), each))
  await loadRows(pool as RegisterClient, { table, deliveryId: 'D1' }, stored)
}

export function accountChangeInput(
  person_id: string,
  old_account: string,
  new_account: string,
): Readonly<Record<string, string>> {
  return {
    person_id,
    old_account,
    new_account,
    bank: '示例银行',
    holder_name: '王一',
    holder_id_number: '990101195001010011',
    holder_kind: 'SELF',
    kind: 'BANK_CARD',
    channel: 'COUNTER',
    reason: '换卡',
  }
}

/** Opens the details as they are and acts on them, with the confirmation of somebody who was shown them. */
export async function orderStep(
  context: ActContext,
  {
    kind,
    action,
    recordId,
    input = {},
  }: { readonly kind: string; readonly action: string; readonly recordId: string; readonly input?: unknown },
): Promise<Answer> {
  const { record } = await openRecord(context, { kind, recordId })
  const shown = await context.db
    .selectFrom('record')
    .select(['status', 'data'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return act(context, confirmed(requestOf({ kind, action, recordId, version: record.version, input }), shown))
}
