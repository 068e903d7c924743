import { z } from 'zod'
import { parseDay } from '#base/calendar-math.ts'
import type { Refusal } from '#base/refusal.ts'
import { fields, invalid } from '#records/form-fields.ts'
import { Remark } from '../remark.ts'
import { campaignKinds, groupRoles, type PhaseCode, phaseCodes, phases, unitKinds } from './plan-codes.ts'

/**
 * The plan of a campaign: 排查 in the phases of founding text 004 (安排部署、部门自查、市级检查、省级抽查、汇总报告), 专项治理 in
 * those of 002 (部署启动、自查自纠、检查验收、总结报告), each with its date.
 */

const codes = <Code extends string>(of: Readonly<Record<Code, unknown>>): [Code, ...Code[]] =>
  Object.keys(of) as [Code, ...Code[]]

const Phase = z.strictObject({
  code: z.enum(codes(phases)).meta({ title: '阶段' }),
  starts_on: fields.day('开始'),
  due_on: fields.day('截止'),
})

const GroupMember = z.strictObject({
  role: z.enum(codes(groupRoles)).meta({ title: '组内职务' }),
  member: fields.text('姓名', 40),
  unit: fields.text('单位及职务', 100),
})

const percent = (title: string, min: number) => z.int().min(min).max(100).meta({ title })

export const Plan = z.strictObject({
  name: fields.text('名称', 120).meta({ isPersonal: false }),
  kind: z.enum(codes(campaignKinds)).meta({ title: '类型' }),
  basis: fields.text('依据（文件名、文号）', 500),
  schemes: z
    .array(z.enum(['110', '120', '170', '210', '310', '390', '410', '510']))
    .max(8)
    .meta({ title: '险种（不选为全部）' }),
  period_from: fields.month('排查时段起'),
  period_to: fields.month('排查时段止'),
  categories: z.array(z.int().min(1).max(10)).min(1).max(10).meta({ title: '排查内容（十类）' }),
  regions: z.array(fields.region('地区')).min(1).max(50).meta({ title: '排查地区（含下级）' }),
  unit_kinds: z
    .array(z.enum(codes(unitKinds)))
    .min(1)
    .meta({ title: '填报单位' }),
  phases: z.array(Phase).length(phaseCodes.length).meta({ title: '阶段安排' }),
  /** 复查面达到100%; 抽查面不低于50% (002 四); 至少包括市本级和两个县区 (004 三（四）); 处理率和整改率达到95%以上 (002 二). */
  spot_percent: percent('省级抽查市的比例（%，不低于 50）', 50),
  spot_counties: z.int().min(2).max(20).meta({ title: '每市抽查县（区）数（不少于 2，另含市本级）' }),
  rate_percent: percent('处理率、整改率（%，不低于 95）', 95),
  leading_group: z.array(GroupMember).min(1).max(60).meta({ title: '领导小组' }),
})
export type Plan = z.infer<typeof Plan>

export const SpotCheck = z.strictObject({
  draw_id: z.string(),
  frozen_by: z.string(),
  frozen_at: z.string(),
  /** Cities, and of each its counties, as they stood. */
  strata: z.array(
    z.strictObject({ code: z.string(), ratio_millionths: z.string(), items: z.array(z.string()) }),
  ),
  population_hash: z.string(),
  /** Once a checkpoint was signed after that: nobody knew it before (platform.md 20). */
  drawn: z
    .strictObject({
      at: z.string(),
      checkpoint: z.string(),
      seed: z.string(),
      /** Drawn cities themselves and counties of theirs. */
      regions: z.array(z.string()),
    })
    .nullable(),
})
export type SpotCheck = z.infer<typeof SpotCheck>

export const CampaignData = z.strictObject({
  plan: Plan,
  region: z.string(),
  /** Ids of agencies, frozen when it is started. */
  units: z.array(z.string()),
  started_on: z.string().nullable(),
  spot: SpotCheck.nullable(),
  finished: z.strictObject({ on: z.string(), summary: z.string() }).nullable(),
  remarks: z.array(Remark),
})
export type CampaignData = z.infer<typeof CampaignData>

const day = (text: string): number => parseDay(text) ?? 0

/** What the fields cannot say one by one. */
export function faultOfPlan(plan: Plan): Refusal | null {
  const listed = plan.phases.map(({ code }) => code)
  if (listed.some((code, index) => code !== phaseCodes[index])) {
    return invalid(
      '阶段须按安排部署、部门自查、市级检查、省级抽查、汇总报告的顺序各填一次。',
      'list the five phases once each and in their order.',
    )
  }
  const late = plan.phases.find(
    ({ starts_on, due_on }, index) =>
      day(starts_on) > day(due_on) || day(due_on) < day(plan.phases[index - 1]?.due_on ?? due_on),
  )
  if (late !== undefined) {
    return invalid(
      `“${phases[late.code].zh}”的日期不对：截止不得早于开始，也不得早于上一阶段截止。`,
      `the dates of ${phases[late.code].en} are wrong: it cannot end before it starts, nor before the phase before it.`,
    )
  }
  if (plan.period_from > plan.period_to) {
    return invalid('排查时段的起月晚于止月；请更正。', 'the period ends before it starts; correct it.')
  }
  if (new Set(plan.categories).size < plan.categories.length) {
    return invalid('排查内容有重复；请每类只选一次。', 'a category stands twice; choose each once.')
  }
  if (!plan.leading_group.some(({ role }) => role === 'HEAD')) {
    return invalid('领导小组没有组长；请补充。', 'the leading group has no head; name one.')
  }
  return null
}

export function dueOf(plan: Pick<Plan, 'phases'>, code: PhaseCode): string {
  return plan.phases.find((each) => each.code === code)!.due_on
}
