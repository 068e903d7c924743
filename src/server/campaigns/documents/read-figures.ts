import type { CampaignFigures, CategoryAnswers } from '#campaigns/documents/campaign-report.ts'
import { findQuestion } from '#campaigns/forms/questions.ts'
import {
  type QuestionTotal,
  readQuestionTotals,
  readSpotCoverage,
} from '#campaigns/totals/campaign-coverage.ts'
import { noLine, readCampaignTotals } from '#campaigns/totals/campaign-line.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { Looked } from '../campaign-scope.ts'

function byCategory(categories: readonly number[], totals: readonly QuestionTotal[]): CategoryAnswers[] {
  return categories
    .toSorted((one, other) => one - other)
    .map((category) => {
      const own = totals.filter(({ question }) => findQuestion(question)?.category === category)
      const sum = (of: (total: QuestionTotal) => number): number =>
        own.reduce((all, each) => all + of(each), 0)
      return {
        category: category as CategoryAnswers['category'],
        ...{ yes: sum(({ yes }) => yes), partial: sum(({ partial }) => partial), no: sum(({ no }) => no) },
        contradictions: sum(({ contradicted }) => contradicted),
        explained: sum(({ explained }) => explained),
      }
    })
}

/** The figures of the report, the same as on the page: within the scope, or the one region asked for. */
export async function readFigures(tx: Tx, { campaign, coverage, members }: Looked): Promise<CampaignFigures> {
  const { campaignId, plan } = campaign
  const { parts } = coverage
  const own = parts === coverage.members ? [] : members
  const places = { campaignId, members, parts: parts.map(({ region }) => region), own }
  const { whole, byRegion } = await readCampaignTotals(tx, places)
  const spot = await readSpotCoverage(tx, { campaignId, members }, plan.spot_counties)
  const totals = await readQuestionTotals(tx, { campaignId, members })
  return {
    ...{ units: whole.units, accepted: whole.accepted, overdueUnits: whole.overdue },
    submitted: whole.units - whole.issued - whole.answering - whole.returned,
    byCategory: byCategory(plan.categories, totals),
    ...{ cityChecksWanted: whole.reviewable, cityChecksDone: whole.city_done },
    ...{ citiesWanted: spot.cities, citiesDone: spot.cities_done },
    ...{ problems: whole.problems, legislation: whole.legislation, handled: whole.handled },
    ...{ rectified: whole.rectified, overdueProblems: whole.problems_overdue, amountFen: whole.problem_fen },
    ...{ countedHandled: whole.counted_handled, countedRectified: whole.counted_rectified },
    byRegion: parts
      .map(({ region, name }) => ({ name, line: byRegion.get(region) ?? noLine }))
      .filter(({ line }) => line.units > 0)
      .map(({ name, line }) => ({
        ...{ name, units: line.units, contradictions: line.contradictions, problems: line.problems },
        submitted: line.units - line.issued - line.answering - line.returned,
        ...{ rectified: line.rectified, amountFen: line.problem_fen },
      })),
  }
}
