import { sql } from 'kysely'
import { z } from 'zod'
import { formatDay } from '#base/calendar-math.ts'
import { formatYuanGrouped } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts } from '#records/define-record.ts'
import { conflict, fenOf, fields, invalid } from '#records/form-fields.ts'
import {
  approval,
  entry,
  present,
  Reason,
  refusalOfOthers,
  remarked,
  toDoOfAssignee,
  toDosOfLeaders,
  verifyingActions,
} from '../case-action.ts'
import type { CaseAction, CaseData, CaseRow, Measure } from '../case-data.ts'
import {
  approvalWorkingDays,
  codesOf,
  concludeWorkingDays,
  handlingWorkingDays,
  intents,
  measureKinds,
  natures,
  verdicts,
} from '../case-status.ts'
import { refusalOfEarlyEnd, statementEnd } from '../verifying/verify.ts'
import { judgeLoss } from './judge-loss.ts'

const Conclude = z.strictObject({
  results: z
    .array(
      z.strictObject({
        finding_id: fields.id('疑点'),
        verdict: fields.code('结论', codesOf(verdicts)),
        rows: z
          .array(
            z.strictObject({
              table: z.string().min(1).max(64).meta({ title: '数据表' }),
              key: z.string().min(1).max(400).meta({ title: '行' }),
              /** Null: the whole row. */
              lost: fields.yuan('损失金额').nullable(),
            }),
          )
          .max(5000)
          .meta({ title: '计入损失的证据行' }),
        note: z.string().trim().max(2000).meta({ title: '说明' }),
      }),
    )
    .min(1)
    .max(200)
    .meta({ title: '逐条结论' }),
  nature: fields.code('性质', codesOf(natures)).nullable(),
  intent: fields.code('主观情形', codesOf(intents)).nullable(),
  facts_found: fields.text('查明的事实', 4000),
  measures: z
    .array(
      z.strictObject({
        kind: fields.code('处理方式', codesOf(measureKinds)),
        what: fields.text('处理内容', 1000),
        due_on: fields.day('完成时限'),
      }),
    )
    .max(20)
    .meta({ title: '处理意见' }),
})
type Conclude = z.infer<typeof Conclude>

/** 结论: after the statement wherever somebody is found to have done something. */
export const concludeAction: CaseAction<Conclude> = {
  ...entry,
  title: { zh: '提出核查结论', en: 'conclude' },
  input: Conclude,
  attachments: [{ purpose: 'EVIDENCE', title: { zh: '核查证据', en: 'evidence' }, countMin: 0 }],
  needsConfirmation: true,
  factsQuery: statementEnd,
  decide: (row, input, facts) => {
    const record = present(row)
    const loss = judgeLoss(record.data.findings, input.results.map(askedOf))
    if (loss instanceof Refusal) return loss
    const isAdverse = loss.verdict === 'TRUE' || loss.verdict === 'PARTIAL'
    const refusal =
      refusalOfOthers(record, facts) ??
      refusalOfUnverified(record, facts, isAdverse) ??
      refusalOfStatement(record, facts, isAdverse) ??
      refusalOfHandling(input, loss, { isAdverse, at: facts.at })
    if (refusal !== null) return refusal
    const { nature, intent, facts_found } = input
    const { data } = record
    const said = { by: facts.actorId, at: facts.at.toISOString(), approved: null }
    const conclusion = { ...loss, nature, intent, facts_found, ...said }
    return {
      status: 'CONCLUDED',
      amountFen: loss.loss_fen,
      due: { workingDays: approvalWorkingDays },
      toDos: toDosOfLeaders(record, '审批核查结论', 'approve the conclusion'),
      data: {
        ...data,
        statement: endedStatement(record, facts.at),
        conclusion,
        measures: measuresOf(input, data, facts),
      },
    }
  },
}

const askedOf = ({ rows, ...rest }: Conclude['results'][number]) => ({
  ...rest,
  rows: rows.map(({ table, key, lost }) => ({ table, key, lostFen: lost === null ? null : fenOf(lost) })),
})

/** What was done under an earlier conclusion stays done. */
function measuresOf(input: Conclude, data: CaseData, facts: ActFacts): Measure[] {
  const asked = input.measures.map((each) => ({ measure_id: facts.newId(), ...each, done: null }))
  return [...data.measures.filter(({ done }) => done !== null), ...asked]
}

function endedStatement({ status, data }: CaseRow, at: Date): CaseData['statement'] {
  if (status !== 'AWAITING_STATEMENT' || data.statement === null) return data.statement
  return { ...data.statement, ended_on: formatDay(shanghaiDay(at)) }
}

function refusalOfUnverified({ data }: CaseRow, facts: ActFacts, isAdverse: boolean): Refusal | null {
  if (data.papers.length === 0) {
    return conflict(
      '尚未登记工作底稿，不能下结论。',
      'there is no working paper yet; nothing can be concluded.',
    )
  }
  if (isAdverse && !facts.attachments.some(({ purpose }) => purpose === 'EVIDENCE')) {
    return conflict(
      '结论为属实或部分属实的，须附核查证据；请上传后再提出结论。',
      'a conclusion that something is true needs evidence attached; upload it first.',
    )
  }
  return null
}

function refusalOfStatement({ status, data }: CaseRow, facts: ActFacts, isAdverse: boolean): Refusal | null {
  const { statement, waiver } = data
  if (waiver !== null) return null
  if (status === 'AWAITING_STATEMENT') {
    if (statement !== null && statement.answers.length === 0 && statement.absence === null) {
      return (
        refusalOfEarlyEnd(facts.loaded, facts.at) ??
        conflict(
          '请先登记当事人的陈述申辩，或登记逾期未陈述。',
          'record what the person or unit said, or that nothing was said, first.',
        )
      )
    }
    return refusalOfEarlyEnd(facts.loaded, facts.at)
  }
  if (!isAdverse || (statement !== null && statement.ended_on !== null)) return null
  return conflict(
    '结论为属实或部分属实的，须先告知当事人并听取陈述申辩（不少于五个工作日）。',
    'before something is found true, the person or unit is given notice and at least five working days to answer.',
  )
}

function refusalOfHandling(
  { nature, intent, measures }: Conclude,
  { loss_fen }: { readonly loss_fen: bigint },
  { isAdverse, at }: { readonly isAdverse: boolean; readonly at: Date },
): Refusal | null {
  if (!isAdverse) {
    if (nature === null && intent === null && measures.length === 0) return null
    return invalid(
      '不属实或无法核实的，不填性质、主观情形和处理意见。',
      'where nothing was found true there is no nature, intent or measure.',
    )
  }
  if (nature === null || intent === null) {
    return invalid('请填写性质和主观情形。', 'say the nature and the intent.')
  }
  if (measures.length === 0) {
    return invalid('请填写处理意见。', 'say what is to be done.')
  }
  if (measures.some(({ due_on }) => due_on < formatDay(shanghaiDay(at)))) {
    return invalid('完成时限早于今天，请改正。', 'a measure is due in the past; correct it.')
  }
  const recovers = measures.some(({ kind }) => kind === 'RECOVER')
  if (recovers !== loss_fen > 0n) {
    return recovers
      ? invalid('没有计入损失，不能提出追回。', 'no loss is counted, so there is nothing to recover.')
      : invalid('有损失的，处理意见须包括追回。', 'there is a loss, so it must be recovered.')
  }
  return null
}

const Approve = z.strictObject({ opinion: fields.text('审批意见', 1000) })
const read = { needsConfirmation: true, needsDetailOpened: true, differsFrom: verifyingActions } as const

/** 审批: the second person; what needs no handling is closed with it. */
export const approveAction: CaseAction<z.infer<typeof Approve>> = {
  ...approval,
  ...read,
  title: { zh: '同意结论', en: 'approve the conclusion' },
  input: Approve,
  factsQuery: ({ recordId }) => sql`
    select to_jsonb(coalesce(sum((recovery.data ->> 'due_fen')::bigint), 0)::text)
    from app.record as recovery
    where
      recovery.kind = 'RECOVERY'
      and recovery.status <> 'CANCELLED'
      and recovery.data ->> 'case_id' = ${recordId}
  `,
  decide: (row, { opinion }, facts) => {
    const record = present(row)
    const { data } = record
    const claimedFen = BigInt(z.string().parse(facts.loaded))
    if (claimedFen > data.conclusion!.loss_fen) {
      return conflict(
        `已立追回单合计 ${formatYuanGrouped(claimedFen)} 元，超过新认定的损失；请先调减追回单，再审批结论。`,
        `recoveries are about ${formatYuanGrouped(claimedFen)} yuan, more than the loss found now; adjust them first.`,
      )
    }
    const approved = { by: facts.actorId, at: facts.at.toISOString(), opinion }
    const after = { ...data, conclusion: { ...data.conclusion!, approved } }
    if (data.measures.every(({ done }) => done !== null)) return { status: 'CLOSED', data: after }
    return {
      status: 'HANDLING',
      data: after,
      due: { workingDays: handlingWorkingDays },
      toDos: toDoOfAssignee(record, data, '落实处理意见', 'carry out the measures'),
    }
  },
}

/** 退回: verified once more, in another round. */
export const returnAction: CaseAction<Reason> = {
  ...approval,
  ...read,
  title: { zh: '退回补充核查', en: 'return' },
  opensRound: true,
  input: Reason,
  decide: (row, { reason }, facts) => {
    const record = present(row)
    return {
      status: 'VERIFYING',
      data: withoutConclusion(remarked(record.data, 'return', facts, reason)),
      due: { workingDays: concludeWorkingDays[record.data.level] },
      toDos: toDoOfAssignee(record, record.data, '补充核查', 'verify once more'),
    }
  },
}

/** What was concluded before stays to be seen. */
export function withoutConclusion(data: CaseData): CaseData {
  const { conclusion, measures, earlier_conclusions } = data
  return {
    ...data,
    conclusion: null,
    earlier_conclusions: conclusion === null ? earlier_conclusions : [...earlier_conclusions, conclusion],
    measures: measures.filter(({ done }) => done !== null),
  }
}
