import { sql } from 'kysely'
import { z } from 'zod'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { Nothing, Reason } from '#records/form-fields.ts'
import { ownUnit } from '#records/own-unit.ts'
import {
  accepted,
  type Decide,
  ended,
  kept,
  proposed,
  refusalOfFirstLevel,
  reminded,
  retirementAsked,
  returned,
  reviewed,
  revisionAsked,
} from './decide-risk-point.ts'
import { riskPointStatuses } from './ledger-codes.ts'
import { RiskPoint, RiskPointData } from './risk-point-data.ts'

const Revision = RiskPoint.extend(Reason.shape)

/** Who of the three is on post at the unit, with names. */
function responsibleQuery({ input, actorId }: { readonly input: RiskPoint; readonly actorId: string }) {
  const ids = [input.direct_staff_id, input.department_head_id, input.unit_head_id]
  return sql`
    select jsonb_object_agg(colleague.staff_id, colleague.name)
    from app.staff_member as colleague
    where colleague.staff_id = any(${ids}::text[])
      and colleague.status = 'ON_POST'
      and colleague.agency_id = coalesce(
        record.agency_id,
        (select actor.agency_id from app.staff_member as actor where actor.staff_id = ${actorId})
      )
  `
}

const entry = { by: 'person', function: 'RISK_POINT', step: 'ENTRY' } as const
const leader = {
  by: 'person',
  function: 'RISK_POINT',
  step: 'APPROVAL',
  needsConfirmation: true,
  needsDetailOpened: true,
} as const
const head = { ...leader, function: 'RISK_POINT_FIRST' } as const
const toLeaders = (['UNIT_HEAD', 'DEPUTY_HEAD'] as const).map((duty) => ({
  duty,
  step: 'APPROVAL' as const,
  title: { zh: '审定：风险点', en: 'decide: a risk point' },
}))
const asking = { ...entry, deadlineWorkingDays: 5, toDos: toLeaders } as const
const makers = ['propose', 'resubmit', 'revise', 'retire']
const title = (zh: string, en: string) => ({ title: { zh, en } })

/** A leader's decision; of the first level only by the head's own action. */
const belowFirst =
  (decide: Decide<unknown>): Decide<unknown> =>
  (record, input, facts) =>
    refusalOfFirstLevel(record!.data) ?? decide(record, input, facts)

export function riskPointKind(): RecordKind {
  return defineRecord({
    kind: 'RISK_POINT',
    title: { zh: '风险点', en: 'risk point' },
    schema: RiskPointData,
    statuses: riskPointStatuses,
    isHighRisk: false,
    lapse: { action: 'lapse', idleDays: 30 },
    workflow: {
      NEW: { propose: 'PROPOSED' },
      PROPOSED: {
        approve: 'IN_FORCE',
        approve_first: 'IN_FORCE',
        return: 'RETURNED',
        refuse: 'REFUSED',
        withdraw: 'WITHDRAWN',
        lapse: 'LAPSED',
      },
      RETURNED: { resubmit: 'PROPOSED', withdraw: 'WITHDRAWN', lapse: 'LAPSED' },
      IN_FORCE: {
        remind: 'IN_FORCE',
        review: 'IN_FORCE',
        revise: 'REVISION_PROPOSED',
        retire: 'RETIREMENT_PROPOSED',
      },
      REVISION_PROPOSED: { approve: 'IN_FORCE', approve_first: 'IN_FORCE', keep: 'IN_FORCE' },
      RETIREMENT_PROPOSED: { approve: 'RETIRED', approve_first: 'RETIRED', keep: 'IN_FORCE' },
      RETIRED: {},
      REFUSED: {},
      WITHDRAWN: {},
      LAPSED: {},
    },
    actions: { ...entryActions(), ...leaderActions() },
  })
}

function entryActions() {
  return {
    propose: {
      ...asking,
      ...title('提出', 'propose'),
      input: RiskPoint,
      // The three responsible people stand in the facts, not here: they decide, too.
      subjectQuery: ownUnit,
      factsQuery: responsibleQuery,
      decide: proposed,
    },
    resubmit: {
      ...asking,
      ...title('修改后重新提出', 'correct and propose'),
      onlyByEnterer: true,
      input: RiskPoint,
      factsQuery: responsibleQuery,
      decide: proposed,
    },
    withdraw: {
      ...entry,
      ...title('撤回', 'withdraw'),
      onlyByEnterer: true,
      input: Nothing,
      decide: ended('WITHDRAWN'),
    },
    review: {
      ...entry,
      ...title('复查，仍然适用', 'review: still right'),
      input: Reason,
      decide: reviewed,
    },
    revise: {
      ...asking,
      ...title('提出修改', 'propose a revision'),
      input: Revision,
      factsQuery: responsibleQuery,
      decide: revisionAsked,
    },
    retire: { ...asking, ...title('提出销号', 'propose removal'), input: Reason, decide: retirementAsked },
    remind: {
      by: 'system',
      function: 'RISK_POINT',
      step: 'ACT',
      ...title('提醒复查', 'remind of the review'),
      input: z.strictObject({ when: z.enum(['BEFORE', 'AFTER']) }),
      decide: reminded,
    },
    lapse: {
      by: 'system',
      function: 'RISK_POINT',
      step: 'ACT',
      ...title('失效', 'lapse'),
      input: Nothing,
      decide: ended('LAPSED'),
    },
  } as const
}

function leaderActions() {
  return {
    approve: {
      ...leader,
      ...title('审定', 'approve'),
      input: Nothing,
      differsFrom: makers,
      opensRound: true,
      decide: belowFirst(accepted),
    },
    approve_first: {
      ...head,
      ...title('审定（一级，主要负责人）', 'approve, by the head'),
      input: Nothing,
      differsFrom: makers,
      opensRound: true,
      decide: accepted,
    },
    return: {
      ...leader,
      ...title('退回修改', 'return'),
      input: Reason,
      differsFrom: makers,
      opensRound: true,
      decide: returned('return', 'RETURNED'),
    },
    refuse: {
      ...leader,
      ...title('不同意', 'refuse'),
      input: Reason,
      differsFrom: makers,
      decide: returned('refuse', 'REFUSED'),
    },
    keep: {
      ...leader,
      ...title('不同意，维持现状', 'keep as it is'),
      input: Reason,
      differsFrom: makers,
      opensRound: true,
      decide: kept,
    },
  } as const
}
