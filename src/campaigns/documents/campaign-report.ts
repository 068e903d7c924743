import { formatYuanGrouped } from '#base/money.ts'
import { type CategoryNumber, getCategory } from '../forms/categories.ts'
import { questions } from '../forms/questions.ts'
import type { Plan } from '../planning/plan.ts'
import { campaignKinds, groupRoles, phases } from '../planning/plan-codes.ts'
import { percentText } from './percent.ts'
import type { campaignReportTags, ValuesOf } from './report-tags.ts'

export interface CategoryAnswers {
  readonly category: CategoryNumber
  readonly yes: number
  readonly partial: number
  readonly no: number
  readonly contradictions: number
  readonly explained: number
}

export interface RegionResult {
  readonly name: string
  readonly units: number
  readonly submitted: number
  readonly contradictions: number
  readonly problems: number
  readonly rectified: number
  readonly amountFen: bigint
}

/** The figures of a campaign within a scope, as they stand. */
export interface CampaignFigures {
  readonly units: number
  readonly submitted: number
  readonly accepted: number
  readonly overdueUnits: number
  readonly byCategory: readonly CategoryAnswers[]
  readonly cityChecksWanted: number
  readonly cityChecksDone: number
  readonly citiesWanted: number
  readonly citiesDone: number
  readonly problems: number
  /** Of those, what only a superior can mend: not in the rates (R-WF-02). */
  readonly legislation: number
  readonly handled: number
  readonly rectified: number
  /** Of those that count in the rates. */
  readonly countedHandled: number
  readonly countedRectified: number
  readonly overdueProblems: number
  readonly amountFen: bigint
  readonly byRegion: readonly RegionResult[]
}

export interface CampaignReportGiven {
  readonly plan: Plan
  readonly agency: string
  /** `2026年8月31日` */
  readonly on: string
  readonly regions: readonly string[]
  readonly schemes: readonly string[]
  readonly figures: CampaignFigures
  /** Empty until the campaign is finished. */
  readonly summary: string
}

type Values = ValuesOf<typeof campaignReportTags>

/** 风险排查情况报告: what fills `campaign-report.docx`. */
export function campaignReportValues(given: CampaignReportGiven): Values {
  const { plan, agency, on, regions, schemes, figures, summary } = given
  const asked = questions.filter(({ category }) => plan.categories.includes(category))
  return {
    名称: plan.name,
    机构: agency,
    日期: on,
    依据: `《${plan.basis}》`.replace(/^《《|》》$/g, (found) => found[0]!),
    排查地区: regions.join('、'),
    排查时段: `${plan.period_from} 至 ${plan.period_to} `,
    险种: schemes.length === 0 ? '全部险种' : schemes.join('、'),
    内容类数: String(plan.categories.length),
    问题数: String(asked.length),
    领导小组: plan.leading_group.map(({ role, member, unit }) => ({
      职务: groupRoles[role].zh,
      姓名: member,
      单位: unit,
    })),
    阶段安排: plan.phases.map(({ code, starts_on, due_on }) => ({
      阶段: phases[code].zh,
      开始: starts_on,
      截止: due_on,
    })),
    ...answerValues(figures),
    ...checkValues(plan, figures),
    ...problemValues(plan, figures),
    总结: summary === '' ? `${campaignKinds[plan.kind].zh}尚未结束，总结待填。` : summary,
  }
}

function answerValues({ units, submitted, accepted, overdueUnits, byCategory }: CampaignFigures) {
  const contradictions = byCategory.reduce((sum, each) => sum + each.contradictions, 0)
  const explained = byCategory.reduce((sum, each) => sum + each.explained, 0)
  return {
    应报单位: String(units),
    已提交: String(submitted),
    已认可: String(accepted),
    逾期未报: String(overdueUnits),
    报送率: percentText(submitted, units),
    分类答复: byCategory.map(({ category, yes, partial, no, ...against }) => ({
      内容: getCategory(category).title.zh,
      是: String(yes),
      部分: String(partial),
      否: String(no),
      不符: String(against.contradictions),
      已说明: String(against.explained),
    })),
    不符合计: String(contradictions),
    已说明合计: String(explained),
    未说明合计: String(contradictions - explained),
  }
}

function checkValues(plan: Plan, figures: CampaignFigures) {
  return {
    市级应查: String(figures.cityChecksWanted),
    市级已查: String(figures.cityChecksDone),
    复查面: percentText(figures.cityChecksDone, figures.cityChecksWanted),
    复查面要求: '100%',
    省级应查: String(figures.citiesWanted),
    省级已查: String(figures.citiesDone),
    抽查面: percentText(figures.citiesDone, figures.citiesWanted),
    抽查面要求: `${plan.spot_percent}%`,
    每市县区数: String(plan.spot_counties),
  }
}

function problemValues(plan: Plan, figures: CampaignFigures) {
  const counted = figures.problems - figures.legislation
  return {
    发现问题: String(figures.problems),
    涉及金额: formatYuanGrouped(figures.amountFen),
    已处理: String(figures.handled),
    处理率: percentText(figures.countedHandled, counted),
    已整改: String(figures.rectified),
    整改率: percentText(figures.countedRectified, counted),
    率要求: `${plan.rate_percent}%`,
    逾期问题: String(figures.overdueProblems),
    制度完善: String(figures.legislation),
    各地情况: figures.byRegion.map((each) => ({
      地区: each.name,
      单位数: String(each.units),
      已提交数: String(each.submitted),
      不符数: String(each.contradictions),
      问题数量: String(each.problems),
      整改数: String(each.rectified),
      金额: formatYuanGrouped(each.amountFen),
    })),
  }
}
