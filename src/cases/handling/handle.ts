import { sql } from 'kysely'
import { z } from 'zod'
import { formatYuanGrouped } from '#base/money.ts'
import type { Refusal } from '#base/refusal.ts'
import type { ActFacts } from '#records/define-record.ts'
import { conflict, fields, invalid } from '#records/form-fields.ts'
import { entry, Nothing, present, refusalOfOthers } from '../case-action.ts'
import type { CaseAction, CaseData, CaseRow, Measure } from '../case-data.ts'

const Do = z.strictObject({
  measure_id: fields.id('处理意见'),
  result: fields.text('落实情况', 2000),
  references: z.array(fields.id('业务单或文书编号')).max(20).meta({ title: '依据的业务单、文书' }),
})

const References = z.object({
  orders: z.array(z.string()),
  transfers: z.array(z.string()),
  recoveries: z.array(z.object({ status: z.string(), due_fen: z.string().transform(BigInt) })),
})
type References = z.infer<typeof References>

/** What really happened: orders in force about the person, letters issued for the case, recoveries and their end. */
const referencesQuery = (ids: readonly string[], recordId: string | null) => sql`
  select jsonb_build_object(
    'orders', array(
      select referred.record_id
      from app.record as referred
      where
        referred.record_id = any (${[...ids]}::text[])
        and referred.kind like 'ORDER\\_%'
        and referred.status in ('DONE', 'AWAITING_CONFIRMATION')
        and (record.person_id is null or referred.person_id = record.person_id)
        and referred.regions && record.regions
    ),
    'transfers', array(
      select referred.record_id
      from app.record as referred
      where
        referred.record_id = any (${[...ids]}::text[])
        and referred.kind = 'LETTER'
        and referred.status = 'FILED'
        and referred.data ->> 'template' = 'TRANSFER'
        and referred.data ->> 'case_id' = ${recordId}
    ),
    'recoveries', (
      select coalesce(
        jsonb_agg(jsonb_build_object('status', recovery.status, 'due_fen', recovery.data ->> 'due_fen')),
        '[]'::jsonb
      )
      from app.record as recovery
      where recovery.kind = 'RECOVERY' and recovery.data ->> 'case_id' = ${recordId}
    )
  )
`

/** 落实: a measure is done when what it asks for is there, not when somebody says so. */
export const measureAction: CaseAction<z.infer<typeof Do>> = {
  ...entry,
  title: { zh: '登记处理落实', en: 'record a measure as done' },
  input: Do,
  // Which of them is needed depends on the measure.
  attachments: [
    {
      purpose: 'RECTIFICATION',
      title: { zh: '整改证明材料', en: 'proof of the rectification' },
      countMin: 0,
    },
    {
      purpose: 'TRANSFER_RECEIPT',
      title: { zh: '移送签收回执', en: 'receipt of the transfer' },
      countMin: 0,
    },
  ],
  factsQuery: ({ input, recordId }) => referencesQuery(input.references, recordId),
  decide: (row, input, facts) => {
    const record = present(row)
    const measure = record.data.measures.find(({ measure_id }) => measure_id === input.measure_id)
    if (measure === undefined) return invalid('没有这项处理意见，请核对。', 'there is no such measure.')
    if (measure.done !== null)
      return conflict('该项处理已登记落实。', 'that measure is recorded as done already.')
    const refusal =
      refusalOfOthers(record, facts) ??
      refusalOfMeasure(measure, record, { facts, references: input.references })
    if (refusal !== null) return refusal
    const { result, references } = input
    const done = { by: facts.actorId, at: facts.at.toISOString(), result, references }
    const measures = record.data.measures.map((each) => (each === measure ? { ...each, done } : each))
    return { status: 'HANDLING', data: { ...record.data, measures } }
  },
}

function refusalOfMeasure(
  { kind }: Measure,
  record: CaseRow,
  { facts, references }: { readonly facts: ActFacts; readonly references: readonly string[] },
): Refusal | null {
  const found = References.parse(facts.loaded)
  const has = (purpose: string): boolean => facts.attachments.some((each) => each.purpose === purpose)
  const all = (known: readonly string[]): boolean =>
    references.length > 0 && references.every((id) => known.includes(id))
  if (kind === 'STOP' && !all(found.orders)) {
    return conflict(
      '停发须注明已生效的业务单编号，且与本案当事人一致。',
      'to stop a payment, name the order in force that did it, about the same person.',
    )
  }
  if (kind === 'TRANSFER' && !(all(found.transfers) && has('TRANSFER_RECEIPT'))) {
    return conflict(
      '移送须注明本案已归档的移送函，并附对方签收回执。',
      "to hand over, name the case's filed letter of transfer and attach the receipt of the other side.",
    )
  }
  if (kind === 'RECTIFY' && !has('RECTIFICATION')) {
    return conflict('整改须附整改证明材料。', 'rectification needs its proof attached.')
  }
  return kind === 'RECOVER' ? refusalOfRecoveries(record.data, found) : null
}

function refusalOfRecoveries(data: CaseData, { recoveries }: References): Refusal | null {
  const lossFen = data.conclusion?.loss_fen ?? 0n
  const live = recoveries.filter(({ status }) => status !== 'CANCELLED')
  const dueFen = live.reduce((sum, { due_fen }) => sum + due_fen, 0n)
  if (dueFen !== lossFen) {
    return conflict(
      `追回单应收合计 ${formatYuanGrouped(dueFen)} 元，与认定损失 ${formatYuanGrouped(lossFen)} 元不一致；请先立追回单。`,
      `recoveries are about ${formatYuanGrouped(dueFen)} yuan, the loss is ${formatYuanGrouped(lossFen)}; open or adjust them first.`,
    )
  }
  if (live.every(({ status }) => status === 'SETTLED')) return null
  return conflict('追回单尚未结清。', 'the recoveries are not settled yet.')
}

/** 办结 */
export const closeAction: CaseAction<Nothing> = {
  ...entry,
  title: { zh: '办结', en: 'close' },
  input: Nothing,
  needsConfirmation: true,
  decide: (row, _input, facts) => {
    const record = present(row)
    const { data } = record
    const refusal = refusalOfOthers(record, facts)
    if (refusal !== null) return refusal
    const open = data.measures.filter(({ done }) => done === null)
    if (open.length > 0) {
      return conflict(
        `还有 ${open.length} 项处理意见未落实，不能办结。`,
        `${open.length} measures are not done yet; the case cannot be closed.`,
      )
    }
    if (data.objections.some(({ outcome }) => outcome === null)) {
      return conflict(
        '异议尚未答复，不能办结。',
        'an objection is not answered yet; the case cannot be closed.',
      )
    }
    return { status: 'CLOSED', data }
  },
}
