import { sql } from 'kysely'
import { z } from 'zod'
import { formatDay, lastDayOfMonth, parseMonth } from '#base/calendar-math.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { type ActFacts, defineRecord, type RecordKind } from '#records/define-record.ts'
import { fenCodec } from '#records/fen-codec.ts'
import { conflict, fields, notPermitted, Reason } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import { Remark } from '../remark.ts'

/**
 * 市州专项治理领导小组每月底向省级专项治理领导小组上报 (002 五（三）): of each city and county a report of the month, with the
 * figures as they stand when it is filed.
 */

export const monthlyReportStatuses = {
  DUE: { zh: '待填报', en: 'due' },
  DRAFTED: { zh: '待签报', en: 'drafted' },
  FILED: { zh: '已上报', en: 'filed' },
  RETURNED: { zh: '退回修改', en: 'returned' },
} as const
type Status = keyof typeof monthlyReportStatuses

const Text = z.strictObject({
  work_done: fields.text('本月工作', 4000),
  difficulties: fields.text('存在问题', 2000),
  next_steps: fields.text('下月打算', 2000),
  /** 遇有重要情况及时上报. */
  important: fields.text('重要情况', 2000).nullable(),
})

/** Of the units in the region and below, up to the moment of filing. */
export const Figures = z.strictObject({
  units: z.int(),
  submitted: z.int(),
  accepted: z.int(),
  contradictions: z.int(),
  explained: z.int(),
  problems: z.int(),
  legislation: z.int(),
  handled: z.int(),
  rectified: z.int(),
  /** Without those that need legislation: what the rates count (R-WF-02). */
  counted_handled: z.int(),
  counted_rectified: z.int(),
  overdue: z.int(),
  amount_fen: fenCodec,
})
export type Figures = z.infer<typeof Figures>

const ReportData = z.strictObject({
  campaign_id: z.string(),
  campaign_name: z.string().meta({ isPersonal: false }),
  region: z.string(),
  month: z.string(),
  text: Text.nullable(),
  figures: Figures.nullable(),
  filed: z.strictObject({ by: z.string(), at: z.string(), on: z.string() }).nullable(),
  remarks: z.array(Remark),
})
type ReportData = z.infer<typeof ReportData>

const Open = z.strictObject({
  campaign_id: fields.id('排查'),
  agency_id: fields.id('单位'),
  month: fields.month('月份'),
})
type Open = z.infer<typeof Open>

const unitOf = ({ campaign_id, agency_id }: Open) => sql`
  from app.campaign_unit as unit
  inner join app.record as campaign on campaign.record_id = unit.campaign_id and campaign.status = 'RUNNING'
  where unit.campaign_id = ${campaign_id} and unit.agency_id = ${agency_id}
`

const figuresQuery = () => sql`
  select jsonb_build_object(
    'units', count(*),
    'submitted', count(*) filter (where unit.status in ('SUBMITTED', 'ACCEPTED')),
    'accepted', count(*) filter (where unit.status = 'ACCEPTED'),
    'contradictions', coalesce(sum(unit.contradictions), 0),
    'explained', coalesce(sum(unit.explained), 0),
    'problems', coalesce(sum(problem.problems), 0),
    'legislation', coalesce(sum(problem.legislation), 0),
    'handled', coalesce(sum(problem.handled), 0),
    'rectified', coalesce(sum(problem.rectified), 0),
    'counted_handled', coalesce(sum(problem.counted_handled), 0),
    'counted_rectified', coalesce(sum(problem.counted_rectified), 0),
    'overdue', coalesce(sum(problem.overdue), 0),
    'amount_fen', coalesce(sum(problem.amount_fen), 0)::text
  )
  from app.campaign_unit as unit
  inner join app.region as place on place.region = unit.region
  left join lateral (
    select
      count(*) as problems,
      count(*) filter (where problem.needs_legislation) as legislation,
      count(*) filter (where problem.handled_on is not null) as handled,
      count(*) filter (where problem.rectified_on is not null) as rectified,
      count(*) filter (
        where problem.handled_on is not null and not problem.needs_legislation
      ) as counted_handled,
      count(*) filter (
        where problem.rectified_on is not null and not problem.needs_legislation
      ) as counted_rectified,
      count(*) filter (
        where problem.rectified_on is null
          and problem.due_on < (clock_timestamp() at time zone 'Asia/Shanghai')::date
      ) as overdue,
      sum(problem.amount_fen) as amount_fen
    from app.campaign_problem as problem
    where problem.campaign_id = unit.campaign_id and problem.agency_id = unit.agency_id
  ) as problem on true
  where unit.campaign_id = record.data ->> 'campaign_id'
    and place.path @> array[record.data ->> 'region']
`

const actorAgencyQuery = ({ actorId }: { readonly actorId: string }) => sql`
  select to_jsonb(staff_member.agency_id) from app.staff_member where staff_member.staff_id = ${actorId}
`

const title = (zh: string, en: string) => ({ title: { zh, en } })
type Row = RecordState<Status, ReportData>

/** Of the month's last day the kernel reminds on the working day before (platform.md 17). */
const dueOf = (month: string) => ({ day: lastDayOfMonth(parseMonth(month)!) })

const Opened = z.object({ name: z.string(), region: z.string() }).nullable()

function opened(_record: Row | null, { campaign_id, month }: Open, { loaded }: ActFacts) {
  const found = Opened.parse(loaded)
  if (found === null)
    return conflict('排查已结束，不再填报月报。', 'the campaign is over; there is no report.')
  const data = { campaign_id, campaign_name: found.name, region: found.region, month }
  return {
    status: 'DUE' as const,
    data: { ...data, text: null, figures: null, filed: null, remarks: [] },
    due: dueOf(month),
  }
}

/** The first draft is the leader's turn; a later one is the same turn still. */
function drafted(record: Row | null, text: z.infer<typeof Text>) {
  const { status, data, subject } = record!
  const agencyId = subject.agency?.agencyId
  const title = { zh: '签报：排查月报', en: 'file: monthly report' }
  const toDos =
    status === 'DRAFTED' || agencyId === undefined
      ? []
      : [{ duty: 'UNIT_HEAD' as const, step: 'APPROVAL' as const, agencyId, title }]
  return { status: 'DRAFTED' as const, data: { ...data, text }, due: dueOf(data.month), toDos }
}

function filed(record: Row | null, _input: unknown, facts: ActFacts) {
  const made = { by: facts.actorId, at: facts.at.toISOString(), on: formatDay(shanghaiDay(facts.at)) }
  const figures = Figures.parse(facts.loaded)
  return { status: 'FILED' as const, data: { ...record!.data, figures, filed: made }, due: null }
}

function returned(record: Row | null, { reason }: Reason, facts: ActFacts) {
  if (z.string().parse(facts.loaded) === record!.subject.agency?.agencyId) {
    return notPermitted('本单位的月报由上级退回。', 'a unit’s own report is returned by a unit above.')
  }
  const remark = { action: 'return', by: facts.actorId, at: facts.at.toISOString(), text: reason }
  const { data } = record!
  return {
    status: 'RETURNED' as const,
    data: { ...data, figures: null, filed: null, remarks: [...data.remarks, remark] },
    due: { workingDays: 3 },
  }
}

export function monthlyReportKind(): RecordKind {
  return defineRecord({
    kind: 'MONTHLY_REPORT',
    title: { zh: '排查月报', en: 'monthly report' },
    schema: ReportData,
    statuses: monthlyReportStatuses,
    isHighRisk: false,
    workflow: {
      NEW: { open: 'DUE' },
      DUE: { draft: 'DRAFTED' },
      DRAFTED: { draft: 'DRAFTED', file: 'FILED' },
      FILED: { return: 'RETURNED' },
      RETURNED: { draft: 'DRAFTED' },
    },
    actions: reportActions(),
  })
}

function reportActions() {
  return {
    open: {
      by: 'system',
      function: 'MONTHLY_REPORT',
      step: 'ACT',
      ...title('布置', 'ask for'),
      input: Open,
      subjectQuery: ({ input }: { readonly input: Open }) => sql`
        select jsonb_build_object('regions', jsonb_build_array(unit.region), 'agencyId', unit.agency_id)
        ${unitOf(input)}
      `,
      factsQuery: ({ input }: { readonly input: Open }) => sql`
        select jsonb_build_object('name', campaign.data -> 'plan' ->> 'name', 'region', unit.region)
        ${unitOf(input)}
      `,
      toDos: [
        {
          duty: 'INTERNAL_AUDIT',
          step: 'ENTRY',
          title: { zh: '填报：排查月报', en: 'write: monthly report' },
        },
      ],
      decide: opened,
    },
    draft: {
      by: 'person',
      function: 'MONTHLY_REPORT',
      step: 'ENTRY',
      ...title('填报', 'write'),
      input: Text,
      decide: drafted,
    },
    file: {
      by: 'person',
      function: 'MONTHLY_REPORT',
      step: 'APPROVAL',
      ...title('签报', 'file'),
      needsDetailOpened: true,
      needsConfirmation: true,
      differsFrom: ['draft'],
      opensRound: true,
      input: z.strictObject({}),
      factsQuery: figuresQuery,
      decide: filed,
    },
    return: {
      by: 'person',
      function: 'MONTHLY_REPORT_REVIEW',
      step: 'ACT',
      ...title('退回修改', 'return'),
      input: Reason,
      factsQuery: actorAgencyQuery,
      decide: returned,
    },
  } as const
}
