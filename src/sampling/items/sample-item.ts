import { sql } from 'kysely'
import { z } from 'zod'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { codesOf, fields, Nothing, Reason } from '#records/form-fields.ts'
import { checkMethods, decisions, problems } from '../codes.ts'
import { itemStatuses } from '../statuses.ts'
import { answered, claimed, dropped, judged, opened, referred, released, takenBack } from './decide-item.ts'
import { ItemData } from './item-data.ts'
import { answerFacts, checkingAgency, claimFacts, itemSubject, openFacts } from './item-facts.ts'

const Open = z.strictObject({
  plan_id: fields.id('抽查计划'),
  stratum: fields.text('层', 120),
  place: z.int().min(1).meta({ title: '顺序号' }),
})

const Answer = z.strictObject({
  decision: fields.code('复核意见（应予办理或不应办理）', codesOf(decisions)),
  amount: fields.yuan('应发金额（元，有金额的业务）').optional(),
  method: fields.code('稽核方式', codesOf(checkMethods)),
  looked_at: fields.text('查看了什么（系统、档案、原始凭证）', 1_000),
  problems: z
    .array(z.enum(Object.keys(problems) as [keyof typeof problems, ...(keyof typeof problems)[]]))
    .max(8)
    .meta({ title: '发现的问题' })
    .default([]),
  statement: fields.text('复核情况和依据', 2_000),
})
export type AnswerInput = z.infer<typeof Answer>

const Opinion = z.strictObject({ opinion: fields.text('确认意见', 1_000) })
const Refer = z.strictObject({ finding_id: fields.id('疑点') })

const server = { by: 'system', function: 'SAMPLE_ANSWER', step: 'ACT' } as const
const checker = { by: 'person', function: 'SAMPLE_ANSWER', step: 'ENTRY' } as const
const second = {
  by: 'person',
  function: 'SAMPLE_ANSWER',
  step: 'REVIEW',
  needsConfirmation: true,
  needsDetailOpened: true,
  differsFrom: ['claim', 'claim_elsewhere', 'answer'],
} as const
const own = { by: 'person', function: 'SAMPLE_CHECK', step: 'ENTRY' } as const
const elsewhere = { by: 'person', function: 'SAMPLE_CHECK_ELSEWHERE', step: 'ENTRY' } as const
const lead = { by: 'person', function: 'SAMPLE_ANSWER', step: 'ACT' } as const
const title = (zh: string, en: string) => ({ title: { zh, en } })

function checkerActions() {
  return {
    claim: {
      ...own,
      ...title('领办复核', 'take it to check'),
      input: Nothing,
      factsQuery: ({ actorId }: { readonly actorId: string }) => claimFacts(actorId),
      decide: claimed(false),
    },
    claim_elsewhere: {
      ...elsewhere,
      ...title('领办复核（其他机构经办）', 'take it to check, from another agency'),
      input: Nothing,
      factsQuery: ({ actorId }: { readonly actorId: string }) => claimFacts(actorId),
      decide: claimed(true),
    },
    answer: {
      ...checker,
      ...title('提交复核结果', 'answer'),
      needsConfirmation: true,
      input: Answer,
      factsQuery: ({ actorId }: { readonly actorId: string }) => answerFacts(actorId),
      decide: answered,
    },
    release: { ...checker, ...title('退回待领办', 'give it back'), input: Reason, decide: released },
    take_back: {
      ...lead,
      ...title('收回重新领办', 'take it back from its checker'),
      input: Reason,
      decide: takenBack,
    },
  } as const
}

function laterActions() {
  return {
    confirm: { ...second, ...title('确认有误', 'confirm: wrong'), input: Opinion, decide: judged(true) },
    overrule: {
      ...second,
      ...title('确认原结果正确', 'the first result stands'),
      input: Opinion,
      decide: judged(false),
    },
    refer: { ...server, ...title('转为疑点', 'make it a finding'), input: Refer, decide: referred },
    drop: {
      ...server,
      ...title('作废', 'drop'),
      input: Nothing,
      factsQuery: () => sql`
        select to_jsonb(exists (
          select
          from app.record as plan
          where plan.record_id = record.data ->> 'plan_id' and plan.status = 'SUPERSEDED'
        ))
      `,
      decide: dropped,
    },
  } as const
}

/** 抽查业务: an order that was drawn, looked at once more by somebody who knows nothing of the first time. */
export function sampleItemKind(): RecordKind {
  return defineRecord({
    kind: 'SAMPLE_ITEM',
    title: { zh: '抽查业务', en: 'sampled order' },
    schema: ItemData,
    statuses: itemStatuses,
    isHighRisk: false,
    readFunction: 'READ_SAMPLE',
    workflow: {
      NEW: { open: 'OPEN' },
      OPEN: { claim: 'CLAIMED', claim_elsewhere: 'CLAIMED', drop: 'DROPPED' },
      CLAIMED: { answer: ['AGREED', 'DIFFERS'], release: 'OPEN', take_back: 'OPEN', drop: 'DROPPED' },
      DIFFERS: { confirm: 'WRONG', overrule: 'OVERRULED' },
      WRONG: { refer: 'REFERRED' },
      AGREED: {},
      OVERRULED: {},
      REFERRED: {},
      DROPPED: {},
    },
    actions: {
      open: {
        ...server,
        ...title('列入抽查', 'put into the sample'),
        input: Open,
        subjectQuery: ({ input }) => itemSubject(input, checkingAgency(input)),
        factsQuery: ({ input }) => openFacts(input),
        decide: opened,
      },
      ...checkerActions(),
      ...laterActions(),
    },
  })
}
