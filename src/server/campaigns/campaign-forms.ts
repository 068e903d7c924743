import { z } from 'zod'
import { questionsAsked } from '#campaigns/answering/completeness.ts'
import { Plan, SpotCheck } from '#campaigns/planning/plan.ts'
import type { CategoryTotal, SpotCoverage } from '#campaigns/totals/campaign-coverage.ts'
import { type CampaignLine, type CampaignTotals, noLine } from '#campaigns/totals/campaign-line.ts'
import { problemRates, rateOf } from '#campaigns/totals/rates.ts'
import type { Coverage } from '#overview/coverage.ts'
import type { SeenCampaign } from './campaign-scope.ts'

/** Campaigns as the API shows them: fen as text of digits. */

const count = z.int()
const fen = z.string()
export const LineForm = z
  .object({
    ...{ units: count, issued: count, answering: count, submitted: count, returned: count, accepted: count },
    overdue: count,
    /** Answers that there have to be. */
    asked: count,
    ...{ answered: count, yes: count, no: count, partial: count, contradictions: count, explained: count },
    ...{ claimed_fen: fen, detected_count: count, detected_fen: fen },
    ...{ problems: count, legislation: count, handled: count, rectified: count, counted_handled: count },
    ...{ counted_rectified: count, problems_overdue: count, problem_fen: fen, reviewable: count },
    ...{ city_checks: count, city_done: count, spot_checks: count, spot_done: count, mutual_checks: count },
    ...{ mutual_done: count, redo: count },
  })
  .meta({ id: 'CampaignLine' })
export type LineForm = z.infer<typeof LineForm>

export function lineForm(line: CampaignLine, questions: number): LineForm {
  const { claimed_fen, detected_fen, problem_fen, ...counts } = line
  return {
    ...counts,
    asked: line.units * questions,
    claimed_fen: claimed_fen.toString(),
    detected_fen: detected_fen.toString(),
    problem_fen: problem_fen.toString(),
  }
}

export const RateForm = z
  .object({
    part: count,
    whole: count,
    millionths: count.nullable(),
    needed_percent: count,
    is_reached: z.boolean(),
  })
  .meta({ id: 'Rate' })

const RegionLine = LineForm.extend({
  region: z.string(),
  name: z.string(),
  level: z.string(),
  is_own: z.boolean(),
})

export const CampaignForm = z
  .object({
    campaign_id: z.string(),
    status: z.string(),
    agency_id: z.string().nullable(),
    started_on: z.string().nullable(),
    plan: Plan,
    spot: SpotCheck.nullable(),
    is_own_plan: z.boolean(),
    region: z.string().nullable(),
    today: z.string(),
    whole: LineForm,
    by_region: z.array(RegionLine),
    rates: z.object({
      answered: RateForm,
      submitted: RateForm,
      handled: RateForm,
      rectified: RateForm,
      city_review: RateForm,
      spot_cities: RateForm,
    }),
    spot_coverage: z.object({ cities: count, cities_done: count, cities_complete: count }),
    categories: z.array(
      z.object({
        category: count,
        problems: count,
        people_count: count,
        amount_fen: fen,
        handled: count,
        rectified: count,
        overdue: count,
      }),
    ),
  })
  .meta({ id: 'CampaignAtAGlance' })

export interface Glance {
  readonly campaign: SeenCampaign
  readonly region: string | null
  readonly coverage: Coverage
  readonly totals: CampaignTotals
  readonly spot: SpotCoverage
  readonly categories: readonly CategoryTotal[]
  readonly today: string
}

function regionLines({ campaign, coverage, totals }: Glance): z.infer<typeof RegionLine>[] {
  const questions = questionsAsked(campaign.plan).length
  const { members, parts } = coverage
  const lines = parts.map((part) => ({
    ...lineForm(totals.byRegion.get(part.region) ?? noLine, questions),
    ...{ region: part.region, name: part.name, level: part.level, is_own: false },
  }))
  const own = (parts === members ? [] : members).flatMap((member) => {
    const line = totals.ofOwn.get(member.region)
    if (line === undefined) return []
    const { region, name, level } = member
    return [{ ...lineForm(line, questions), region, name, level, is_own: true }]
  })
  return [...own, ...lines.filter(({ units }) => units > 0)]
}

export function campaignForm(glance: Glance): z.infer<typeof CampaignForm> {
  const { campaign, totals, spot, categories, region, today } = glance
  const { campaignId, status, agencyId, startedOn, plan, isOwnPlan } = campaign
  const questions = questionsAsked(plan).length
  const { whole } = totals
  return {
    ...{ campaign_id: campaignId, status, agency_id: agencyId, started_on: startedOn, plan },
    ...{ spot: campaign.spot, is_own_plan: isOwnPlan, region, today },
    whole: lineForm(whole, questions),
    by_region: regionLines(glance),
    rates: {
      answered: rateOf(whole.answered, whole.units * questions, 100),
      submitted: rateOf(whole.units - whole.issued - whole.answering - whole.returned, whole.units, 100),
      ...problemRates(whole, plan.rate_percent),
      city_review: rateOf(whole.city_done, whole.reviewable, 100),
      spot_cities: rateOf(spot.cities_done, spot.cities, plan.spot_percent),
    },
    spot_coverage: spot,
    categories: categories.map((each) => ({ ...each, amount_fen: each.amount_fen.toString() })),
  }
}
