import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Duty } from '#access/duties.ts'
import { Refusal } from '#base/refusal.ts'
import type { ActFacts, ActionDefinition, Decision, ToDoDraft } from '#records/define-record.ts'
import { reason } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import {
  dutiesOf,
  factsWithNext,
  hasHeadStep,
  type Judged,
  type Judging,
  type Proposal,
  type ProposalData,
  type Stage,
} from './proposal.ts'
import type { ProposalStatus } from './proposal-status.ts'

const Nothing = z.strictObject({})
const Reason = z.strictObject({ reason })
type Nothing = z.infer<typeof Nothing>
type Reason = z.infer<typeof Reason>

export type ProposalInputs<Asked> = {
  readonly propose: Asked
  readonly accept: Nothing
  readonly refuse: Reason
  readonly withdraw: Nothing
  readonly lapse: Nothing
  readonly confirm: Nothing
  readonly disagree: Reason
  readonly end: Reason
}
type Action<Asked, Name extends keyof ProposalInputs<Asked>> = ActionDefinition<
  ProposalStatus,
  ProposalData<Asked>,
  ProposalInputs<Asked>[Name]
>
export type ProposalActions<Asked> = {
  readonly [Name in keyof ProposalInputs<Asked>]: Action<Asked, Name>
}
type Row<Asked> = RecordState<ProposalStatus, ProposalData<Asked>>
type Made<Asked> = Decision<ProposalStatus, ProposalData<Asked>> | Refusal

/** Working days for the next step. */
const stepWorkingDays = 3
/** What was shown when it was decided is what was asked: the input itself, or what the record holds of it. */
const askedOfRecord = sql`record.data -> 'asked'`
const read = { needsConfirmation: true, needsDetailOpened: true } as const

interface Deciding<Facts> {
  readonly own: Facts
  readonly next: Readonly<Record<string, string | null>>
  readonly judging: Judging
}

function factsOf<Asked, Facts>(
  definition: Proposal<Asked, Facts>,
  facts: ActFacts,
  stage: Stage,
): Deciding<Facts> {
  const loaded = z
    .object({ own: z.unknown(), next: z.record(z.string(), z.string().nullable()) })
    .parse(facts.loaded)
  const { at, actorId, recordId, earlier } = facts
  return {
    own: definition.factsSchema.parse(loaded.own),
    next: loaded.next,
    judging: { stage, at, actorId, recordId, earlier },
  }
}

function toDos<Asked, Facts>(
  { title }: Proposal<Asked, Facts>,
  { next }: Deciding<Facts>,
  asked: { readonly step: 'REVIEW' | 'APPROVAL'; readonly duties: readonly Duty[] },
): readonly ToDoDraft[] {
  return asked.duties.flatMap((duty) => {
    const agencyId = next[duty] ?? null
    if (agencyId === null) return []
    const text = { zh: `审批：${title.zh}`, en: `decide: ${title.en}` }
    return [{ duty, step: asked.step, agencyId, title: text }]
  })
}

function decided<Asked, Facts>(
  definition: Proposal<Asked, Facts>,
  asked: Asked,
  given: {
    readonly facts: ActFacts
    readonly stage: Stage
    readonly remarks: ProposalData<Asked>['remarks']
  },
): Made<Asked> {
  const deciding = factsOf(definition, given.facts, given.stage)
  const judged: Judged | Refusal = definition.judge(asked, deciding.own, deciding.judging)
  if (judged instanceof Refusal) return judged
  const data = { asked, remarks: given.remarks }
  const { code, acceptStep } = definition
  const due = { workingDays: stepWorkingDays }
  if (given.stage === 'PROPOSE') {
    const next = { step: acceptStep, duties: dutiesOf(code, acceptStep) }
    return { status: 'PROPOSED', data, due, toDos: toDos(definition, deciding, next) }
  }
  if (given.stage === 'ACCEPT' && judged.needsHead === true) {
    const next = { step: 'APPROVAL', duties: dutiesOf(code, 'APPROVAL') } as const
    return { status: 'AWAITING_HEAD', data, due, toDos: toDos(definition, deciding, next) }
  }
  return { status: 'DONE', data, effects: judged.effects }
}

function remarked<Asked>(
  record: Row<Asked>,
  action: string,
  { reason: text, facts }: { readonly reason: string; readonly facts: ActFacts },
): ProposalData<Asked> {
  const remark = { action, actorId: facts.actorId, at: facts.at.toISOString(), reason: text }
  return { ...record.data, remarks: [...record.data.remarks, remark] }
}

/** The decision of a step on a proposal that is there. */
function step<Asked, Facts>(
  definition: Proposal<Asked, Facts>,
  stage: 'ACCEPT' | 'CONFIRM',
): Pick<Action<Asked, 'accept'>, 'factsQuery' | 'decide'> {
  return {
    factsQuery: ({ actorId }) => factsWithNext(definition, askedOfRecord, actorId),
    decide: (record, _input, facts) =>
      decided(definition, record!.data.asked, { facts, stage, remarks: record!.data.remarks }),
  }
}

function saysNo<Asked>(
  code: string,
  name: 'refuse' | 'disagree',
  given: { readonly step: 'REVIEW' | 'APPROVAL'; readonly differsFrom: readonly string[] },
): Action<Asked, 'refuse'> {
  return {
    ...given,
    by: 'person',
    function: code,
    title: name === 'refuse' ? { zh: '不同意', en: 'refuse' } : { zh: '负责人不同意', en: 'disagree' },
    input: Reason,
    needsConfirmation: true,
    decide: (record, { reason: text }, facts) => ({
      status: 'REFUSED',
      data: remarked(record!, name, { reason: text, facts }),
    }),
  }
}

function proposeAction<Asked, Facts>(definition: Proposal<Asked, Facts>): Action<Asked, 'propose'> {
  const json = (input: Asked): RawBuilder<unknown> => sql`${JSON.stringify(input)}::jsonb`
  return {
    by: 'person',
    function: definition.code,
    step: 'ENTRY',
    title: definition.titles.propose,
    input: definition.input,
    subjectQuery: ({ input, actorId }) => definition.subject(json(input), actorId),
    factsQuery: ({ input, actorId }) => factsWithNext(definition, json(input), actorId),
    decide: (_record, asked, facts) => decided(definition, asked, { facts, stage: 'PROPOSE', remarks: [] }),
  }
}

function endAction<Asked, Facts>(definition: Proposal<Asked, Facts>): Action<Asked, 'end'> {
  const { end } = definition
  return {
    by: 'person',
    function: end?.function ?? definition.code,
    step: end?.step ?? 'ACT',
    title: end?.title ?? { zh: '提前结束', en: 'end early' },
    input: Reason,
    needsConfirmation: true,
    factsQuery: ({ actorId }) => factsWithNext(definition, askedOfRecord, actorId),
    decide: (record, { reason: text }, facts) => {
      const { own, judging } = factsOf(definition, facts, 'ACCEPT')
      const effects = end?.effects(own, judging) ?? []
      if (effects instanceof Refusal) return effects
      return { status: 'ENDED', data: remarked(record!, 'end', { reason: text, facts }), effects }
    },
  }
}

/** Only those that the kind's workflow has: a definition names no action that is in no status. */
export function proposalActions<Asked, Facts>(definition: Proposal<Asked, Facts>): ProposalActions<Asked> {
  const { code, acceptStep: accepting, titles, end } = definition
  const person = { by: 'person', function: code } as const
  const all: ProposalActions<Asked> = {
    propose: proposeAction(definition),
    accept: {
      ...person,
      ...read,
      step: accepting,
      title: titles.accept,
      input: Nothing,
      differsFrom: ['propose'],
      // What is ended later is decided by the same posts once more, of another round.
      ...(end?.step === accepting ? { opensRound: true } : {}),
      ...step(definition, 'ACCEPT'),
    },
    refuse: saysNo(code, 'refuse', { step: accepting, differsFrom: ['propose'] }),
    withdraw: {
      ...person,
      step: 'ENTRY',
      title: { zh: '撤回', en: 'withdraw' },
      onlyByEnterer: true,
      input: Nothing,
      decide: (record) => ({ status: 'WITHDRAWN', data: record!.data }),
    },
    lapse: {
      by: 'system',
      function: code,
      step: 'ACT',
      title: { zh: '失效', en: 'lapse' },
      input: Nothing,
      decide: (record) => ({ status: 'LAPSED', data: record!.data }),
    },
    confirm: {
      ...person,
      ...read,
      step: 'APPROVAL',
      title: { zh: '负责人确认', en: 'confirm' },
      input: Nothing,
      differsFrom: ['propose', 'accept'],
      ...step(definition, 'CONFIRM'),
    },
    disagree: saysNo(code, 'disagree', { step: 'APPROVAL', differsFrom: ['propose', 'accept'] }),
    end: endAction(definition),
  }
  const unused = [
    ...(hasHeadStep(definition as Proposal<never, never>) ? [] : ['confirm', 'disagree']),
    ...(end === undefined ? ['end'] : []),
    ...(definition.canWithdraw === false ? ['withdraw'] : []),
  ]
  const kept = Object.entries(all).filter(([name]) => !unused.includes(name))
  return Object.fromEntries(kept) as unknown as ProposalActions<Asked>
}
