import { z } from 'zod'
import { formatDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, Decision } from '#records/define-record.ts'
import type { RecordState } from '#records/record.ts'
import { effectsOf } from '../../order-effect.ts'
import type { RegisterOwner } from '../../order-status.ts'
import { HeldLineFacts, type HeldLineKey } from './held-line-query.ts'
import { dayAfter, dayOfText, type HoldStatus, type PaymentHoldData } from './payment-hold-data.ts'

/** The decisions of a hold, pure (platform.md 19). */

type Hold = RecordState<HoldStatus, PaymentHoldData>
type Made = Decision<HoldStatus, PaymentHoldData> | Refusal
type Decide<Input> = (record: Hold | null, input: Input, facts: ActFacts) => Made
type Reason = { readonly reason: string }

const today = ({ at }: ActFacts): string => formatDay(shanghaiDay(at))
const remark = ({ reason }: Reason, facts: ActFacts) => ({ by: facts.actorId, on: today(facts), reason })

export const decideOpen: Decide<HeldLineKey> = (_record, { file_id, payment_id }, facts) => {
  const found = HeldLineFacts.parse(facts.loaded)
  if (found === null || found.hasHold) {
    return new Refusal('conflict', {
      zh: '该文件没有这笔暂缓明细，或已建暂缓单。',
      en: 'that file holds no such line, or the hold is there.',
    })
  }
  const { batchId, payMonth, approvedOn, enteredBy, holding, agencyId } = found
  const { hold_id: _earlier, ...line } = found.line
  const { amountFen, reasons } = found.held
  const until = dayAfter(dayOfText(approvedOn), holding.days)
  const title = {
    zh: `核实暂缓发放的待遇（批次 ${batchId}），${until} 到期`,
    en: `look into a held payment (batch ${batchId}) by ${until}`,
  }
  return {
    status: 'HELD',
    amountFen,
    due: { day: dayOfText(until) },
    toDos: [{ duty: 'BENEFIT_REVIEW', step: 'ACT', agencyId, title, personId: holding.staff_id }],
    data: {
      ...{ fileId: file_id, batchId, payMonth, paymentId: payment_id, line, amountFen, reasons },
      ...{ holderId: holding.staff_id, enteredBy, heldOn: approvedOn, until },
      ...{ extensions: [], notices: [], proposal: null, conclusion: null, carriedBy: null },
    },
  }
}

/** Nobody prolongs or ends what is laid on himself, and who entered the file does not free its lines. */
function refusalOfOwn({ data }: Hold, { actorId }: ActFacts): Refusal | null {
  if (actorId !== data.holderId && actorId !== data.enteredBy) return null
  return new Refusal('not_permitted', {
    zh: '您是本单的核实责任人或原文件的录入人，延期、解除和停发须由他人办理。',
    en: 'you are named on this hold or entered its file; prolonging, releasing and stopping are for another person.',
  })
}

export const decideExtend: Decide<Reason & { readonly days: number }> = (record, input, facts) => {
  const hold = record!
  const own = refusalOfOwn(hold, facts)
  if (own !== null) return own
  const until = dayAfter(shanghaiDay(facts.at), input.days)
  if (until <= hold.data.until) {
    return new Refusal('invalid_input', {
      zh: `延期后的到期日 ${until} 不晚于现到期日 ${hold.data.until}；请重填天数（从今天起算，最多 30 天）。`,
      en: `${until} is not later than the present deadline ${hold.data.until}; the days count from today, at most 30.`,
    })
  }
  const extensions = [...hold.data.extensions, { ...remark(input, facts), until }]
  return { status: 'HELD', data: { ...hold.data, until, extensions }, due: { day: dayOfText(until) } }
}

export const decideNotice: Decide<{ readonly channel: string; readonly answer: string }> = (
  record,
  { channel, answer },
  facts,
) => {
  const { status, data } = record!
  if (facts.actorId !== data.holderId) {
    return new Refusal('not_permitted', {
      zh: '告知和当事人陈述由核实责任人登记。',
      en: 'the notice and the answer to it are written down by the person named on the hold.',
    })
  }
  const notice = { by: facts.actorId, on: today(facts), channel, answer }
  return { status, data: { ...data, notices: [...data.notices, notice] } }
}

export const decideRelease: Decide<Reason> = (record, input, facts) => {
  const hold = record!
  const own = refusalOfOwn(hold, facts)
  if (own !== null) return own
  const conclusion = { ...remark(input, facts), how: 'RELEASED' as const }
  return { status: 'RELEASED', data: { ...hold.data, conclusion } }
}

/** By the server, the day after the last one; a stop that nobody has approved by then falls with it. */
export const decideEnd: Decide<unknown> = (record, _input, facts) => {
  const { data } = record!
  if (today(facts) <= data.until) {
    return new Refusal('conflict', {
      zh: `暂缓期限至 ${data.until}，尚未到期。`,
      en: `the hold lasts until ${data.until}.`,
    })
  }
  const conclusion = { ...remark({ reason: '到期自动解除' }, facts), how: 'ENDED' as const }
  return { status: 'RELEASED', data: { ...data, conclusion } }
}

export const decideProposal: Decide<Reason> = (record, input, facts) => ({
  status: 'STOP_PROPOSED',
  data: { ...record!.data, proposal: remark(input, facts) },
  due: { day: dayOfText(record!.data.until) },
})

export const decideDecline: Decide<Reason> = (record) => ({
  status: 'HELD',
  data: { ...record!.data, proposal: null },
  due: { day: dayOfText(record!.data.until) },
})

export function decideStop(register: RegisterOwner): Decide<Reason> {
  return (record, input, facts) => {
    const hold = record!
    const own = refusalOfOwn(hold, facts)
    if (own !== null) return own
    const { id, data } = hold
    const conclusion = { ...remark(input, facts), how: 'STOPPED' as const }
    const cancelled = {
      operation: 'update',
      table: 'payment',
      key: { payment_id: data.paymentId },
      values: { status: 'CANCELLED' },
      expected: { status: 'HELD' },
    } as const
    const effects = register === 'own' ? effectsOf([cancelled], id) : []
    return { status: 'STOPPED', data: { ...data, conclusion }, effects }
  }
}

export const decideCarry: Decide<{ readonly file_id: string }> = (record, { file_id }, facts) => {
  const { id, data } = record!
  if (z.array(z.string()).parse(facts.loaded).includes(id)) {
    return { status: 'CARRIED', data: { ...data, carriedBy: file_id } }
  }
  return new Refusal('conflict', {
    zh: '该发放文件没有列入此暂缓单。',
    en: 'that file does not carry this hold.',
  })
}
