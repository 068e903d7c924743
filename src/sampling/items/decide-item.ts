import { z } from 'zod'
import { formatDay, parseDay } from '#base/calendar-math.ts'
import { assert, type Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, Decision, ToDoDraft } from '#records/define-record.ts'
import { conflict, fenOf, notPermitted, type Reason } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import type { SampleDecision } from '../codes.ts'
import type { ItemStatus } from '../statuses.ts'
import { blindAsked } from './blind-asked.ts'
import type { Difference, FirstResult, ItemAnswer, ItemData } from './item-data.ts'
import type { ItemPlace } from './item-facts.ts'
import type { AnswerInput } from './sample-item.ts'

/** The decisions on an item of a sample, pure. */

type Row = RecordState<ItemStatus, ItemData>
type Made = Decision<ItemStatus, ItemData> | Refusal
export type DecideItem<Input> = (record: Row | null, input: Input, facts: ActFacts) => Made

/** Working days for the second person, once the answer differs. */
const secondWorkingDays = 5

const OpenFacts = z.object({
  audited_agency_id: z.string(),
  checking_agency_id: z.string(),
  month: z.string(),
  due_on: z.string(),
  function: z.string(),
  status: z.string(),
})

const title = { zh: '抽查复核：一笔上月业务', en: 'check: a sampled order of last month' }

/** Whoever may take it: internal audit, and above the agency its handlers, too. */
function toDosOf({ audited_agency_id, checking_agency_id }: ItemData): ToDoDraft[] {
  const duties: readonly ToDoDraft['duty'][] =
    audited_agency_id === checking_agency_id ? ['INTERNAL_AUDIT'] : ['INTERNAL_AUDIT', 'REVIEW']
  return duties.map((duty) => ({ duty, step: 'ENTRY', agencyId: checking_agency_id, title }))
}

function dueOf({ due_on }: ItemData): { readonly day: number } {
  const day = parseDay(due_on)
  assert(day !== null, 'an item is due on a day')
  return { day }
}

export const opened: DecideItem<ItemPlace> = (_record, { plan_id, stratum, place }, facts) => {
  const found = OpenFacts.parse(facts.loaded)
  if (found.status !== 'DRAWN') {
    return conflict('该计划尚未抽取或已更正。', 'the plan is not drawn, or was corrected.')
  }
  const { audited_agency_id, checking_agency_id, month, due_on } = found
  const data: ItemData = {
    ...{ plan_id, stratum, function: found.function, month, place },
    ...{ audited_agency_id, checking_agency_id, due_on, checker: null, material: null },
    ...{ answer: null, first: null, difference: null, second: null, finding_id: null, remarks: [] },
  }
  return { status: 'OPEN', data, due: dueOf(data), toDos: toDosOf(data) }
}

const ClaimFacts = z.object({
  agency_id: z.string().nullable(),
  has_seen: z.boolean(),
  person_id: z.string().nullable(),
  applied_on: z.string().nullable(),
  channel: z.string().nullable(),
  asked: z.record(z.string(), z.json()),
  documents: z.array(z.object({ attachment_id: z.string(), purpose: z.string() })),
})

function refusalOfSeen(hasSeen: boolean): Refusal | null {
  if (!hasSeen) return null
  return conflict(
    '您已打开过这笔业务，看到过原办理结果，不能再作盲审；请由其他人员复核。',
    'you have opened this order and seen what came of it: the check would not be blind; somebody else does it.',
  )
}

/** Internal audit of the agency, or anybody fit of one above it; a handler never of his own agency. */
export function claimed(isElsewhere: boolean): DecideItem<unknown> {
  return (record, _input, facts) => {
    const { data } = record!
    const found = ClaimFacts.parse(facts.loaded)
    const refusal = refusalOfSeen(found.has_seen)
    if (refusal !== null) return refusal
    if (isElsewhere && found.agency_id === data.audited_agency_id) {
      return notPermitted(
        '本机构业务由稽核岗或其他机构的经办人员复核，不能由本机构经办人员复核。',
        'business of an agency is checked by its internal audit or by handlers of another agency, not by its own.',
      )
    }
    const { person_id, channel, documents } = found
    const asked = blindAsked(found.asked)
    const material = { person_id, applied_on: found.applied_on ?? data.month, channel, asked, documents }
    return {
      status: 'CLAIMED',
      data: { ...data, checker: facts.actorId, material },
      due: dueOf(data),
      toDos: [
        {
          ...{ duty: 'INTERNAL_AUDIT', step: 'ENTRY', agencyId: data.checking_agency_id, title },
          personId: facts.actorId,
        },
      ],
    }
  }
}

function refusalOfOthers({ data }: Row, { actorId }: ActFacts): Refusal | null {
  if (data.checker === actorId) return null
  return notPermitted('这笔业务由他人领办复核。', 'somebody else has taken this order to check.')
}

const AnswerFacts = z.object({
  has_seen: z.boolean(),
  order_id: z.string(),
  order_kind: z.string().nullable(),
  status: z.string(),
  amount_fen: z
    .string()
    .nullable()
    .transform((text) => (text === null ? null : BigInt(text))),
  people: z.array(z.object({ step: z.string(), staff_id: z.string(), at: z.string() })),
})

const refusedStatuses = ['REFUSED', 'REJECTED', 'DISAPPROVED']

function firstOf(loaded: unknown): FirstResult {
  const { order_id, order_kind, status, amount_fen, people } = AnswerFacts.parse(loaded)
  const decision: SampleDecision =
    refusedStatuses.includes(status) || people.at(-1)?.step === 'REJECT' ? 'REFUSED' : 'APPROVED'
  const ended_on = people.at(-1)?.at.slice(0, 10) ?? ''
  return { order_id, order_kind, decision, amount_fen, ended_on, people }
}

/**
 * What the second look says against the first. Granted and to be refused: the whole amount is in question, and so the
 * other way round; both grant: what they differ by.
 */
export function differenceOf(
  first: Pick<FirstResult, 'decision' | 'amount_fen'>,
  answer: Pick<ItemAnswer, 'decision' | 'amount_fen' | 'problems'>,
): Difference | null {
  const isDecision = first.decision !== answer.decision
  const size = (fen: bigint): bigint => (fen < 0n ? -fen : fen)
  const paid = first.decision === 'APPROVED' ? first.amount_fen : 0n
  const due = answer.decision === 'APPROVED' ? answer.amount_fen : 0n
  // Who names no amount has none to name: then only a decision that differs puts the first one's money in question.
  const isAmountKnown = paid !== null && due !== null
  const amount = isAmountKnown ? size(paid - due) : isDecision ? size(first.amount_fen ?? due ?? 0n) : 0n
  const hasProblems = answer.problems.length > 0
  if (!isDecision && amount === 0n && !hasProblems) return null
  return { isDecision, amount_fen: amount === 0n ? null : amount, hasProblems }
}

const seconds = (['UNIT_HEAD', 'DEPUTY_HEAD', 'INTERNAL_AUDIT'] as const).map((duty) => ({
  duty,
  step: 'REVIEW' as const,
  title: { zh: '二次确认：抽查结果与原结果不一致', en: 'confirm: a sampled order differs' },
}))

export const answered: DecideItem<AnswerInput> = (record, input, facts) => {
  const row = record!
  const refusal = refusalOfOthers(row, facts) ?? refusalOfSeen(AnswerFacts.parse(facts.loaded).has_seen)
  if (refusal !== null) return refusal
  const first = firstOf(facts.loaded)
  const { decision, method, looked_at, problems, statement } = input
  const answer: ItemAnswer = {
    ...{ decision, method, looked_at, problems, statement },
    amount_fen: input.amount === undefined ? null : fenOf(input.amount),
    by: facts.actorId,
    at: facts.at.toISOString(),
  }
  const difference = differenceOf(first, answer)
  const data = { ...row.data, answer, first, difference }
  if (difference === null) return { status: 'AGREED', data, due: null, amountFen: null }
  return {
    status: 'DIFFERS',
    data,
    amountFen: difference.amount_fen,
    due: { workingDays: secondWorkingDays },
    toDos: seconds.map((each) => ({ ...each, agencyId: data.checking_agency_id })),
  }
}

export const released: DecideItem<Reason> = (record, { reason }, facts) => {
  const row = record!
  return refusalOfOthers(row, facts) ?? givenBack('release', row.data, reason, facts)
}

export const takenBack: DecideItem<Reason> = (record, { reason }, facts) =>
  givenBack('take_back', record!.data, reason, facts)

function givenBack(action: string, before: ItemData, reason: string, facts: ActFacts): Made {
  const remark = { action, by: facts.actorId, at: facts.at.toISOString(), reason }
  const data = { ...before, checker: null, material: null, remarks: [...before.remarks, remark] }
  return { status: 'OPEN', data, due: dueOf(data), toDos: toDosOf(data) }
}

export function judged(isConfirmed: boolean): DecideItem<{ readonly opinion: string }> {
  return (record, { opinion }, facts) => {
    const { data } = record!
    const second = { is_confirmed: isConfirmed, opinion, by: facts.actorId, at: facts.at.toISOString() }
    const judgedData = { ...data, second }
    if (isConfirmed) return { status: 'WRONG', data: judgedData, due: null }
    return { status: 'OVERRULED', data: judgedData, due: null, amountFen: null }
  }
}

export const referred: DecideItem<{ readonly finding_id: string }> = (record, { finding_id }) => ({
  status: 'REFERRED',
  data: { ...record!.data, finding_id },
  due: null,
})

/** Of a plan that was corrected: what is not answered yet is drawn anew with the next one. */
export const dropped: DecideItem<unknown> = (record, _input, facts) => {
  if (facts.loaded !== true) return conflict('该计划未更正。', 'the plan was not corrected.')
  const { data } = record!
  const reason = `计划已更正（${formatDay(shanghaiDay(facts.at))}）`
  const remark = { action: 'drop', by: facts.actorId, at: facts.at.toISOString(), reason }
  return { status: 'DROPPED', data: { ...data, remarks: [...data.remarks, remark] }, due: null }
}
