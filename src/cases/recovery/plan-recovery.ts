import { sql } from 'kysely'
import { z } from 'zod'
import { formatDay, parseDay } from '#base/calendar-math.ts'
import { formatYuan, formatYuanGrouped } from '#base/money.ts'
import { assert, type Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ToDoDraft } from '#records/define-record.ts'
import { conflict, fenOf, fields, invalid, reason } from '#records/form-fields.ts'
import { approvalWorkingDays } from '../case-status.ts'
import {
  instalments,
  type RecoveryAction,
  type RecoveryData,
  type RecoveryRow,
  statusOf,
  withBalance,
} from './recovery-data.ts'

export function present(record: RecoveryRow | null): RecoveryRow {
  assert(record !== null, 'the workflow opens no recovery by this action')
  return record
}

export const entry = { by: 'person', function: 'RECOVERY', step: 'ENTRY' } as const
export const approval = { by: 'person', function: 'RECOVERY', step: 'APPROVAL' } as const
export const enteringActions = ['open', 'plan', 'adjust'] as const

export function leaders(record: RecoveryRow, zh: string, en: string): ToDoDraft[] {
  const { agency } = record.subject
  if (agency === null) return []
  return (['DEPUTY_HEAD', 'UNIT_HEAD'] as const).map((duty) => {
    return { duty, step: 'APPROVAL', agencyId: agency.agencyId, title: { zh, en } }
  })
}

const Open = z.strictObject({
  case_id: fields.id('案件'),
  debtor_name: fields.text('退还义务人', 100),
  amount: fields.yuan('应退金额'),
})

const CaseFacts = z
  .object({
    status: z.string(),
    loss_fen: z.string().transform(BigInt).nullable(),
    recovers: z.boolean(),
    claimed_fen: z.string().transform(BigInt),
  })
  .nullable()

/** @param caseId an expression of type text; `besides`: a recovery that does not count */
const caseFacts = (caseId: unknown, besides: string | null) => sql`
  select jsonb_build_object(
    'status', concerned.status,
    'loss_fen', concerned.data -> 'conclusion' ->> 'loss_fen',
    'recovers', concerned.data -> 'measures' @> '[{"kind": "RECOVER"}]'::jsonb,
    'claimed_fen', coalesce(
      (
        select sum((other.data ->> 'due_fen')::bigint)
        from app.record as other
        where
          other.kind = 'RECOVERY'
          and other.status <> 'CANCELLED'
          and other.data ->> 'case_id' = concerned.record_id
          and other.record_id is distinct from ${besides}::text
      ),
      0
    )::text
  )
  from app.record as concerned
  where concerned.kind = 'CASE' and concerned.record_id = ${caseId}
`

function refusalOfClaim(loaded: unknown, amountFen: bigint): Refusal | null {
  const facts = CaseFacts.parse(loaded)
  if (facts === null || facts.status !== 'HANDLING' || !facts.recovers) {
    return conflict(
      '该案件不在处理中或没有追回意见，不能立追回单。',
      'that case is not being handled or has nothing to recover.',
    )
  }
  const left = (facts.loss_fen ?? 0n) - facts.claimed_fen
  if (amountFen <= left) return null
  return conflict(
    `应退金额超过认定损失中尚未立单的 ${formatYuanGrouped(left)} 元，请核对。`,
    `more than the ${formatYuanGrouped(left)} yuan of the loss that no recovery is about; check the amount.`,
  )
}

/** 追回立单: of a case that is being handled, at most its confirmed loss; its subject is the case's. */
export const openAction: RecoveryAction<z.infer<typeof Open>> = {
  ...entry,
  title: { zh: '立追回单', en: 'open a recovery' },
  input: Open,
  subjectQuery: ({ input }) => sql`
    select jsonb_build_object(
      'regions', to_jsonb(concerned.regions),
      'agencyId', concerned.agency_id,
      'scheme', concerned.scheme,
      'personId', concerned.person_id,
      'personKeys', coalesce(concerned.concerned -> 'personKeys', '[]'::jsonb),
      'staffIds', coalesce(concerned.concerned -> 'staffIds', '[]'::jsonb),
      'handlers', coalesce(concerned.concerned -> 'handlers', '[]'::jsonb)
    )
    from app.record as concerned
    where concerned.kind = 'CASE' and concerned.record_id = ${input.case_id}
  `,
  factsQuery: ({ input }) => caseFacts(input.case_id, null),
  decide: (_record, input, facts) => {
    const due_fen = fenOf(input.amount)
    if (due_fen === 0n) return invalid('应退金额不能为零。', 'the amount must not be zero.')
    const refusal = refusalOfClaim(facts.loaded, due_fen)
    if (refusal !== null) return refusal
    const zero = { recovered_fen: 0n, written_off_fen: 0n, outstanding_fen: due_fen }
    const lists = { receipts: [], settled_by_orders: [], reminders: [], missed: [], remarks: [] }
    const { case_id, debtor_name } = input
    const data = { case_id, debtor_name, due_fen, ...zero, ...lists, plan: null, adjustment: null }
    return { status: 'OPENED', data, amountFen: due_fen, due: { workingDays: 10 } }
  },
}

const Plan = z.strictObject({
  kind: fields.code('退还方式', ['ONCE', 'INSTALMENTS', 'OFFSET']),
  items: z
    .array(z.strictObject({ due_on: fields.day('期限'), amount: fields.yuan('金额') }))
    .min(1)
    .max(120)
    .meta({ title: '退还计划' }),
})
type Plan = z.infer<typeof Plan>

function refusalOfPlan({ kind, items }: Plan, data: RecoveryData, today: string): Refusal | null {
  const sum = items.reduce((total, { amount }) => total + fenOf(amount), 0n)
  if (sum !== data.outstanding_fen) {
    return invalid(
      `计划合计 ${formatYuan(sum)} 元，与尚欠 ${formatYuan(data.outstanding_fen)} 元不一致，请改正。`,
      `the plan comes to ${formatYuan(sum)} yuan, ${formatYuan(data.outstanding_fen)} are outstanding; correct it.`,
    )
  }
  if (items.some(({ amount }) => fenOf(amount) === 0n)) {
    return invalid('每期金额不能为零。', 'no instalment is zero.')
  }
  const isOrdered = items.every(({ due_on }, index) => index === 0 || items[index - 1]!.due_on < due_on)
  if (!isOrdered || items[0]!.due_on < today) {
    return invalid('各期期限须从今天起依次递增。', 'the days of the plan run forward from today.')
  }
  const isOnce = items.length === 1
  if (kind === 'ONCE' && !isOnce) return invalid('一次退还只有一期。', 'at once means one item.')
  if (kind === 'INSTALMENTS' && isOnce) return invalid('分期退还至少两期。', 'instalments are at least two.')
  return null
}

/** 退还计划: also a new one later, of what is outstanding then; each is approved. */
export const planAction: RecoveryAction<Plan> = {
  ...entry,
  title: { zh: '提出退还计划', en: 'propose a plan' },
  opensRound: true,
  input: Plan,
  decide: (row, input, facts) => {
    const record = present(row)
    const { data } = record
    const refusal = refusalOfPlan(input, data, formatDay(shanghaiDay(facts.at)))
    if (refusal !== null) return refusal
    const plan = {
      kind: input.kind,
      items: input.items.map(({ due_on, amount }) => ({ due_on, amount_fen: fenOf(amount) })),
      by: facts.actorId,
      recovered_before_fen: data.recovered_fen + data.written_off_fen,
      approved: null,
    }
    return {
      status: 'PLANNED',
      data: { ...data, plan },
      due: { workingDays: approvalWorkingDays },
      toDos: leaders(record, '审批退还计划', 'approve the plan'),
    }
  },
}

const Opinion = z.strictObject({ opinion: fields.text('审批意见', 1000) })
const read = { needsConfirmation: true, needsDetailOpened: true, differsFrom: enteringActions } as const

export const approvePlanAction: RecoveryAction<z.infer<typeof Opinion>> = {
  ...approval,
  ...read,
  title: { zh: '同意退还计划', en: 'approve the plan' },
  input: Opinion,
  decide: (row, { opinion }, facts) => {
    const { data } = present(row)
    const approved = { by: facts.actorId, at: facts.at.toISOString(), opinion }
    const after = { ...data, plan: { ...data.plan!, approved } }
    return { status: 'RECOVERING', data: after, due: nextDue(after) }
  },
}

/** The next day on which something is asked for and not there. */
export function nextDue(data: RecoveryData, after: string = ''): { day: number } | null {
  const next = instalments(data).find(({ due_on, missing_fen }) => missing_fen > 0n && due_on > after)
  return next === undefined ? null : { day: parseDay(next.due_on)! }
}

const Reason = z.strictObject({ reason })
type Reason = z.infer<typeof Reason>

export const returnPlanAction: RecoveryAction<Reason> = {
  ...approval,
  ...read,
  title: { zh: '退回计划', en: 'return the plan' },
  input: Reason,
  decide: (row, { reason: why }, facts) => {
    const { data } = present(row)
    const remark = { action: 'returnPlan', by: facts.actorId, at: facts.at.toISOString(), reason: why }
    return {
      status: 'OPENED',
      data: { ...data, plan: null, remarks: [...data.remarks, remark] },
      due: { workingDays: 10 },
    }
  },
}

const Adjust = z.strictObject({ amount: fields.yuan('调整后的应退金额'), reason })

/** 应收调整: the amount was wrong, or the case was concluded anew; never below what has come. */
export const adjustAction: RecoveryAction<z.infer<typeof Adjust>> = {
  ...entry,
  title: { zh: '申请调整应退金额', en: 'ask to adjust the amount' },
  opensRound: true,
  input: Adjust,
  decide: (row, input, facts) => {
    const record = present(row)
    const { data } = record
    const due_fen = fenOf(input.amount)
    const least = data.recovered_fen + data.written_off_fen
    if (due_fen < least) {
      return conflict(
        `已追回和核销 ${formatYuanGrouped(least)} 元，应退金额不能少于此数；多收的请先按退费办理。`,
        `${formatYuanGrouped(least)} yuan have come or were written off; the amount cannot be less.`,
      )
    }
    if (due_fen === data.due_fen) return invalid('金额没有变化。', 'the amount is the same.')
    const adjustment = { due_fen, by: facts.actorId, at: facts.at.toISOString(), reason: input.reason }
    return {
      status: 'ADJUSTING',
      data: { ...data, adjustment },
      due: { workingDays: approvalWorkingDays },
      toDos: leaders(record, '审批应退金额调整', 'approve the adjustment'),
    }
  },
}

export const approveAdjustAction: RecoveryAction<z.infer<typeof Opinion>> = {
  ...approval,
  ...read,
  title: { zh: '同意调整', en: 'approve the adjustment' },
  input: Opinion,
  factsQuery: ({ recordId }) => caseFacts(sql`record.data ->> 'case_id'`, recordId),
  decide: (row, { opinion }, facts) => {
    const { data } = present(row)
    const { adjustment } = data
    assert(adjustment !== null, 'an adjustment was asked for')
    const { due_fen } = adjustment
    const refusal = due_fen > data.due_fen ? refusalOfClaim(facts.loaded, due_fen) : null
    if (refusal !== null) return refusal
    const remark = { action: 'approveAdjust', by: facts.actorId, at: facts.at.toISOString(), reason: opinion }
    const remarks = [...data.remarks, remark]
    // Its plan is of another amount.
    const after = withBalance({ ...data, due_fen, adjustment: null, plan: null, remarks })
    const status = due_fen === 0n ? 'CANCELLED' : statusOf(after)
    return { status, data: after, amountFen: due_fen, due: status === 'OPENED' ? { workingDays: 10 } : null }
  },
}

export const refuseAdjustAction: RecoveryAction<Reason> = {
  ...approval,
  ...read,
  title: { zh: '不同意调整', en: 'refuse the adjustment' },
  input: Reason,
  decide: (row, { reason: why }, facts) => {
    const { data } = present(row)
    const remark = { action: 'refuseAdjust', by: facts.actorId, at: facts.at.toISOString(), reason: why }
    const after = { ...data, adjustment: null, remarks: [...data.remarks, remark] }
    return { status: statusOf(after), data: after, due: nextDue(after) }
  },
}
