import { z } from 'zod'
import { defineRecord, type RecordKind, type Workflow } from '#records/define-record.ts'
import { hasHeadStep, type Proposal, type ProposalData, Remark } from './proposal.ts'
import { proposalActions } from './proposal-actions.ts'
import { type ProposalStatus, proposalStatuses } from './proposal-status.ts'

/** Days without an act after which a proposal ends (platform.md 19). */
const idleDays = 30

type ActionName = 'propose' | 'accept' | 'refuse' | 'withdraw' | 'lapse' | 'confirm' | 'disagree' | 'end'
type Flow = Workflow<ProposalStatus, ActionName>

function workflowOf(definition: Proposal<never, never>): Flow {
  const hasHead = hasHeadStep(definition)
  const leaving: Flow[ProposalStatus] = {
    ...(definition.canWithdraw === false ? {} : { withdraw: 'WITHDRAWN' }),
    lapse: 'LAPSED',
  }
  return {
    NEW: { propose: 'PROPOSED' },
    PROPOSED: {
      accept: hasHead ? ['AWAITING_HEAD', 'DONE'] : 'DONE',
      refuse: 'REFUSED',
      ...leaving,
    },
    AWAITING_HEAD: hasHead ? { confirm: 'DONE', disagree: 'REFUSED', ...leaving } : {},
    DONE: definition.end === undefined ? {} : { end: 'ENDED' },
    REFUSED: {},
    WITHDRAWN: {},
    LAPSED: {},
    ENDED: {},
  }
}

export function defineProposal<Asked, Facts>(definition: Proposal<Asked, Facts>): RecordKind {
  const { code, title, input, isHighRisk } = definition
  const schema = z.strictObject({ asked: input, remarks: z.array(Remark) })
  return defineRecord({
    kind: code,
    title,
    schema: schema as unknown as z.ZodType<ProposalData<Asked>>,
    statuses: proposalStatuses,
    workflow: workflowOf(definition as Proposal<never, never>),
    actions: proposalActions(definition),
    readFunction: definition.readFunction ?? 'READ_AUTHORITY',
    isHighRisk,
    lapse: { action: 'lapse', idleDays },
  }) as RecordKind
}
