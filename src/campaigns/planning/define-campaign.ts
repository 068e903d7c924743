import { sql } from 'kysely'
import { z } from 'zod'
import { defineRecord, type RecordKind } from '#records/define-record.ts'
import { fields, Nothing, Reason } from '#records/form-fields.ts'
import { ownRegion } from '#records/own-unit.ts'
import { drawn, finished, moved, passed, prepared, proposed, said, started } from './decide-campaign.ts'
import { CampaignData, Plan } from './plan.ts'
import { placesQuery, unitsQuery, waitingQuery } from './plan-facts.ts'

export const campaignStatuses = {
  PROPOSED: { zh: '待批准', en: 'proposed' },
  RETURNED: { zh: '退回修改', en: 'returned' },
  APPROVED: { zh: '已批准', en: 'approved' },
  STARTING: { zh: '正在下发', en: 'being passed down' },
  RUNNING: { zh: '进行中', en: 'running' },
  FINISHED: { zh: '已结束', en: 'finished' },
  REFUSED: { zh: '未批准', en: 'refused' },
  WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
  LAPSED: { zh: '已失效', en: 'lapsed' },
} as const
export type CampaignStatus = keyof typeof campaignStatuses

const Finish = z.strictObject({
  summary: fields.text('总结', 4000),
  unfinished_reason: fields.text('尚有未完成的，说明原因', 500).nullable(),
})

/** The plan's own regions, so that whoever plans must be above all of them; the agency is that of who proposes. */
const subjectQuery = ({ input, actorId }: { readonly input: Plan; readonly actorId: string }) => sql`
  select jsonb_build_object(
    'regions', to_jsonb(${[...input.regions]}::text[]),
    'agencyId', staff_member.agency_id
  )
  from app.staff_member
  where staff_member.staff_id = ${actorId}
`

const entry = { by: 'person', function: 'CAMPAIGN', step: 'ENTRY' } as const
const leader = {
  by: 'person',
  function: 'CAMPAIGN',
  step: 'APPROVAL',
  needsDetailOpened: true,
  needsConfirmation: true,
} as const
const system = { by: 'system', function: 'CAMPAIGN', step: 'ACT', input: Nothing } as const
const title = (zh: string, en: string) => ({ title: { zh, en } })
const asking = {
  ...entry,
  input: Plan,
  factsQuery: ownRegion,
  deadlineWorkingDays: 5,
  toDos: (['UNIT_HEAD', 'DEPUTY_HEAD'] as const).map((duty) => ({
    duty,
    step: 'APPROVAL' as const,
    title: { zh: '批准：排查方案', en: 'approve: plan of a campaign' },
  })),
  decide: proposed,
} as const
const differsFrom = ['propose', 'resubmit']

/** 排查、专项治理: proposed, approved by a second person, passed down, spot check drawn, finished. */
export function campaignKind(): RecordKind {
  return defineRecord({
    kind: 'CAMPAIGN',
    title: { zh: '排查（专项治理）', en: 'campaign' },
    schema: CampaignData,
    statuses: campaignStatuses,
    isHighRisk: false,
    lapse: { action: 'lapse', idleDays: 60 },
    workflow: {
      NEW: { propose: 'PROPOSED' },
      PROPOSED: {
        approve: 'APPROVED',
        return: 'RETURNED',
        refuse: 'REFUSED',
        withdraw: 'WITHDRAWN',
        lapse: 'LAPSED',
      },
      RETURNED: { resubmit: 'PROPOSED', withdraw: 'WITHDRAWN', lapse: 'LAPSED' },
      APPROVED: { start: 'STARTING', withdraw: 'WITHDRAWN', lapse: 'LAPSED' },
      STARTING: { pass: 'RUNNING' },
      RUNNING: { prepare_spot: 'RUNNING', draw: 'RUNNING', finish: 'FINISHED' },
      FINISHED: {},
      REFUSED: {},
      WITHDRAWN: {},
      LAPSED: {},
    },
    actions: { ...entryActions(), ...leaderActions(), ...systemActions() },
  })
}

function entryActions() {
  return {
    propose: { ...asking, ...title('提出方案', 'propose'), subjectQuery },
    resubmit: { ...asking, ...title('修改后重新提出', 'correct and propose'), onlyByEnterer: true },
    withdraw: {
      ...entry,
      ...title('撤回', 'withdraw'),
      onlyByEnterer: true,
      input: Nothing,
      decide: moved('WITHDRAWN'),
    },
    start: {
      ...entry,
      ...title('启动并下发', 'start and pass down'),
      input: Nothing,
      needsDetailOpened: true,
      factsQuery: () => unitsQuery,
      decide: started,
    },
    prepare_spot: {
      ...entry,
      ...title('准备省级抽查（冻结抽查范围）', 'prepare the spot check'),
      input: Nothing,
      factsQuery: () => placesQuery,
      decide: prepared,
    },
  } as const
}

function leaderActions() {
  return {
    approve: {
      ...leader,
      ...title('批准', 'approve'),
      input: Nothing,
      differsFrom,
      opensRound: true,
      decide: moved('APPROVED'),
    },
    return: {
      ...leader,
      ...title('退回修改', 'return'),
      input: Reason,
      differsFrom,
      opensRound: true,
      decide: said('RETURNED', 'return'),
    },
    refuse: {
      ...leader,
      ...title('不批准', 'refuse'),
      input: Reason,
      differsFrom,
      decide: said('REFUSED', 'refuse'),
    },
    finish: {
      ...leader,
      ...title('结束', 'finish'),
      input: Finish,
      differsFrom,
      factsQuery: () => waitingQuery,
      decide: finished,
    },
  } as const
}

function systemActions() {
  return {
    pass: { ...system, ...title('下发完毕', 'passed down'), decide: passed },
    draw: {
      ...system,
      ...title('抽取', 'draw'),
      factsQuery: () => checkpointQuery,
      decide: drawn,
    },
    lapse: { ...system, ...title('失效', 'lapse'), decide: moved('LAPSED') },
  } as const
}

/** The first checkpoint that holds the act by which cities and counties were frozen, so it was signed after that. */
const checkpointQuery = sql`
  select to_jsonb(checkpoint.note)
  from app.record_action as frozen
  inner join app.trail_leaf on trail_leaf.entry_id = frozen.entry_id
  inner join app.trail_checkpoint as checkpoint on checkpoint.tree_size > trail_leaf.leaf_index
  where frozen.record_id = record.record_id and frozen.action = 'prepare_spot'
  order by checkpoint.tree_size, checkpoint.epoch
  limit 1
`
