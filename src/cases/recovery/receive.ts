import { sql } from 'kysely'
import { z } from 'zod'
import { formatDay } from '#base/calendar-math.ts'
import { formatYuanGrouped } from '#base/money.ts'
import type { Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, Decision } from '#records/define-record.ts'
import { conflict, fenOf, fields, notPermitted, reason } from '#records/form-fields.ts'
import { refusalOfTooMany } from '../case-action.ts'
import { Line, lineQuery } from './line-source.ts'
import { entry, nextDue, present } from './plan-recovery.ts'
import {
  instalments,
  type RecoveryAction,
  type RecoveryData,
  type RecoveryRow,
  type RecoveryStatus,
  statusOf,
  withBalance,
} from './recovery-data.ts'

const money = { by: 'person', function: 'RECOVERY_RECEIPT', step: 'ACT' } as const

/** R-WF-14: nothing happened for so many days. */
const stalledWorkingDays = 40

type Moved = Decision<RecoveryStatus, RecoveryData>

/** After money came or went. A plan that waits for its approval was of another amount, and is made anew. */
function moved({ status }: RecoveryRow, data: RecoveryData): Moved {
  if (status === 'PLANNED' && data.outstanding_fen > 0n) {
    return { status: 'OPENED', data: { ...data, plan: null }, due: { workingDays: 10 } }
  }
  const next = statusOf(data)
  return { status: next, data, due: next === 'SETTLED' ? null : nextDue(data) }
}

const Receive = z.strictObject({
  line_key: z
    .string()
    .regex(/^(BANK:.{1,140}#\d{1,18}|PAYMENT:.{1,64})$/, '应为 BANK:账户#流水序号 或 PAYMENT:发放明细编号')
    .meta({ title: '到账流水' }),
  /** Null: all that is left of the line, at most what is outstanding. */
  amount: fields.yuan('计入金额').nullable(),
})

/** 到账: matched to a line that exists, which pays for no more than it brought. */
export const receiveAction: RecoveryAction<z.infer<typeof Receive>> = {
  ...money,
  title: { zh: '登记到账', en: 'match a receipt' },
  input: Receive,
  factsQuery: ({ input }) => lineQuery(input.line_key),
  decide: (row, { line_key, amount }, facts) => {
    const record = present(row)
    const { data } = record
    const line = Line.parse(facts.loaded)
    if (line === null) {
      return conflict(
        '没有这笔收入流水或该人员的扣发明细，请核对；须以银行流水、已确认的对账单或已发放的扣发明细为准。',
        'there is no such incoming line, nor a deduction of this person; only lines that exist are matched.',
      )
    }
    const left = line.line_fen - line.matched_fen
    const most = left < data.outstanding_fen ? left : data.outstanding_fen
    const amount_fen = amount === null ? most : fenOf(amount)
    const refusal =
      refusalOfTooMany(data.receipts.length, 500, '到账记录', 'receipts') ??
      refusalOfAmount(amount_fen, { left, outstanding: data.outstanding_fen })
    if (refusal !== null) return refusal
    const receipt = {
      ...{ receipt_id: facts.newId(), line_key, line_fen: line.line_fen, amount_fen },
      ...{ received_on: line.received_on, by: facts.actorId, at: facts.at.toISOString(), undone: null },
    }
    return moved(record, withBalance({ ...data, receipts: [...data.receipts, receipt] }))
  },
}

function refusalOfAmount(
  amountFen: bigint,
  { left, outstanding }: { readonly left: bigint; readonly outstanding: bigint },
): Refusal | null {
  if (left === 0n) return conflict('该笔流水已全部计入追回。', 'that line is matched already, all of it.')
  if (amountFen === 0n) return conflict('计入金额不能为零。', 'the amount must not be zero.')
  if (amountFen > left) {
    return conflict(
      `该笔流水只剩 ${formatYuanGrouped(left)} 元可计入。`,
      `only ${formatYuanGrouped(left)} yuan of that line are left.`,
    )
  }
  if (amountFen <= outstanding) return null
  return conflict(
    `计入金额超过尚欠的 ${formatYuanGrouped(outstanding)} 元；多收的部分请另行退还。`,
    `more than the ${formatYuanGrouped(outstanding)} yuan outstanding; what is too much is paid back separately.`,
  )
}

const Undo = z.strictObject({ receipt_id: fields.id('到账记录'), reason })

/** 撤销到账: it was matched wrongly; by somebody else. */
export const undoReceiptAction: RecoveryAction<z.infer<typeof Undo>> = {
  ...money,
  title: { zh: '撤销到账登记', en: 'undo a receipt' },
  input: Undo,
  needsConfirmation: true,
  decide: (row, input, facts) => {
    const record = present(row)
    const receipt = record.data.receipts.find(({ receipt_id }) => receipt_id === input.receipt_id)
    if (receipt === undefined || receipt.undone !== null) {
      return conflict('没有这笔有效的到账记录，请核对。', 'there is no such receipt.')
    }
    if (receipt.by === facts.actorId) {
      return notPermitted('到账是您登记的，须由他人撤销。', 'you matched it; somebody else undoes it.')
    }
    const undone = { by: facts.actorId, at: facts.at.toISOString(), reason: input.reason }
    const receipts = record.data.receipts.map((each) => (each === receipt ? { ...each, undone } : each))
    return moved(record, withBalance({ ...record.data, receipts }))
  },
}

const ByOrder = z.strictObject({ order_id: fields.id('核销业务单') })
const Order = z
  .object({ amount_fen: z.string().transform(BigInt).nullable(), counted_in: z.string().nullable() })
  .nullable()

/** 核销: two people decided it by an order of its own, about this person, which is counted once. */
export const writeOffAction: RecoveryAction<z.infer<typeof ByOrder>> = {
  ...entry,
  title: { zh: '登记核销', en: 'count a write-off' },
  input: ByOrder,
  factsQuery: ({ input }) => sql`
    select jsonb_build_object(
      'amount_fen', referred.amount_fen::text,
      'counted_in', (
        select settled_order.record_id from app.settled_order where settled_order.order_id = referred.record_id
      )
    )
    from app.record as referred
    where
      referred.record_id = ${input.order_id}
      and referred.kind = 'ORDER_WRITE_OFF'
      and referred.status = 'DONE'
      and referred.person_id = record.person_id
      and not exists (
        select
        from app.record as reversal
        where
          reversal.kind like 'REVERSAL\\_%'
          and reversal.data -> 'asked' ->> 'reverses' = referred.record_id
          and reversal.status in ('DONE', 'AWAITING_CONFIRMATION')
      )
  `,
  decide: (row, { order_id }, facts) => {
    const record = present(row)
    const { data } = record
    const order = Order.parse(facts.loaded)
    if (order === null || order.amount_fen === null) {
      return conflict(
        '没有该人员已生效的核销业务单，请核对；核销须先由两人办理“核销”业务单。',
        'there is no write-off in force about this person; it is an order of its own by two people.',
      )
    }
    if (order.counted_in !== null) {
      return conflict(
        `该核销业务单已计入追回单 ${order.counted_in}。`,
        `that write-off is counted in recovery ${order.counted_in} already.`,
      )
    }
    const { amount_fen } = order
    if (amount_fen > data.outstanding_fen) {
      return conflict(
        `核销金额超过尚欠的 ${formatYuanGrouped(data.outstanding_fen)} 元。`,
        `the write-off is more than the ${formatYuanGrouped(data.outstanding_fen)} yuan outstanding.`,
      )
    }
    const settled = { order_id, amount_fen, by: facts.actorId, at: facts.at.toISOString() }
    return moved(record, withBalance({ ...data, settled_by_orders: [...data.settled_by_orders, settled] }))
  },
}

const Remind = z.strictObject({
  channel: fields.code('催告方式', ['IN_PERSON', 'PHONE', 'MAIL', 'MESSAGE', 'PUBLIC_NOTICE']),
  text: fields.text('催告内容', 1000),
  letter_id: fields.id('催告书').nullable(),
})

/** 催告: with the letter, where there is one of this recovery. */
export const remindAction: RecoveryAction<z.infer<typeof Remind>> = {
  ...entry,
  title: { zh: '登记催告', en: 'record a reminder' },
  input: Remind,
  factsQuery: ({ input, recordId }) => sql`
    select to_jsonb(${input.letter_id}::text is null or exists (
      select
      from app.record as letter
      where
        letter.record_id = ${input.letter_id}
        and letter.kind = 'LETTER'
        and letter.status = 'FILED'
        and letter.data ->> 'recovery_id' = ${recordId}
    ))
  `,
  decide: (row, input, facts) => {
    const record = present(row)
    const { data } = record
    if (facts.loaded !== true) {
      return conflict(
        '没有本追回单已归档的该文书，请核对。',
        'there is no such filed letter of this recovery.',
      )
    }
    const refusal = refusalOfTooMany(data.reminders.length, 500, '催告', 'reminders')
    if (refusal !== null) return refusal
    const reminder = { ...input, by: facts.actorId, at: facts.at.toISOString() }
    return { status: record.status, data: { ...data, reminders: [...data.reminders, reminder] } }
  },
}

/** The server notes an instalment whose day passed without the money, and asks for a reminder. */
export const missAction: RecoveryAction<Readonly<Record<string, never>>> = {
  by: 'system',
  function: 'RECOVERY',
  step: 'ACT',
  title: { zh: '逾期提醒', en: 'overdue' },
  input: z.strictObject({}),
  decide: (row, _input, facts) => missed(present(row), facts),
}

function missed(record: RecoveryRow, facts: ActFacts): Moved | Refusal {
  const { data, subject } = record
  const today = formatDay(shanghaiDay(facts.at))
  const passed = instalments(data).filter(({ due_on, missing_fen }) => due_on < today && missing_fen > 0n)
  const last = passed.at(-1)
  if (last === undefined) return conflict('没有逾期的一期。', 'nothing is overdue.')
  const noted = { ...last, at: facts.at.toISOString() }
  const title = { zh: '追回款逾期，请催告', en: 'money is overdue: remind the debtor' }
  const { agency } = subject
  return {
    status: 'RECOVERING',
    data: { ...data, missed: [...data.missed, noted] },
    due: nextDue(data, last.due_on) ?? { workingDays: stalledWorkingDays },
    toDos:
      agency === null ? [] : [{ duty: 'INTERNAL_AUDIT', step: 'ENTRY', agencyId: agency.agencyId, title }],
  }
}
