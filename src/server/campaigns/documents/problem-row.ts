import type { ProblemSummaryRow } from '#campaigns/documents/problem-summary.ts'
import { type CategoryNumber, getCategory } from '#campaigns/forms/categories.ts'
import { problemStatuses } from '#campaigns/rectifying/define-problem.ts'
import { natures, rectifications } from '#campaigns/rectifying/problem-codes.ts'
import type { ProblemForm } from '../line-forms.ts'

const titleIn = (titles: Readonly<Record<string, { readonly zh: string }>>, code: string): string =>
  titles[code]?.zh ?? code

/** `2026-08-01 已核验销号`, or how far it is. */
function doneText({ status, rectified_on, needs_legislation }: ProblemForm): string {
  const title = titleIn(problemStatuses, status)
  const done = rectified_on === null ? title : `${rectified_on} ${title}`
  return needs_legislation ? `${done}（须上级完善制度）` : done
}

/** A problem as 附件2 wants it. */
export function problemSummaryRow(problem: ProblemForm): ProblemSummaryRow {
  return {
    unit: `${problem.region_name} ${problem.agency_name}`,
    category: getCategory(problem.category as CategoryNumber).title.zh,
    ...{ description: problem.description, people: problem.people_count },
    amountFen: BigInt(problem.amount_fen),
    nature: titleIn(natures, problem.nature),
    ...{ cause: problem.cause, responsible: problem.responsible },
    measures: `${titleIn(rectifications, problem.kind)}：${problem.measures}`,
    dueOn: problem.due_on,
    done: doneText(problem),
    ...{ isCase: problem.in_crime, isMajorEvent: problem.major_event_reported },
  }
}
