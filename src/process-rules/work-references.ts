import type { Day } from '#base/calendar-math.ts'
import { isWorkingDay, type WorkingDays } from '#records/deadlines/working-days.ts'
import type { RecordKind } from '#records/define-record.ts'
import type { ReferenceRow, References } from '#screening/on-records/reference-step.ts'
import type { Rule } from '#screening/rule.ts'

/** Leads older than this are late whatever the calendar says. */
const daysBack = 3_660
const daysAhead = 60

/** Each day with the number of working days up to and with it: what lies between two days is a difference. */
export function workCalendar(calendar: WorkingDays, today: Day): ReferenceRow[] {
  const rows: ReferenceRow[] = []
  let working_number = 0
  for (let day = today - daysBack; day <= today + daysAhead; day += 1) {
    const is_working = isWorkingDay(calendar, day)
    if (is_working) working_number += 1
    rows.push({ day, is_working, working_number })
  }
  return rows
}

/** Every step that a workflow allows, with where it may lead. */
export function workflowSteps(kinds: Iterable<RecordKind>): ReferenceRow[] {
  return [...kinds].flatMap(({ kind, workflow }) =>
    Object.entries(workflow).flatMap(([status_before, actions]) =>
      Object.entries(actions ?? {}).flatMap(([action, after]) =>
        [after ?? []].flat().map((status_after) => ({ kind, status_before, action, status_after })),
      ),
    ),
  )
}

/** Which tables the rules on deliveries cannot do without. */
export function ruleNeeds(rules: readonly Rule[]): ReferenceRow[] {
  return rules.flatMap(({ code, needs }) =>
    [...new Set(needs.flat().map((need) => need.split('.')[0]!))].map((table_name) => ({
      rule_code: code,
      table_name,
    })),
  )
}

export function referencesOf(given: {
  readonly workingDays: WorkingDays
  readonly today: Day
  readonly kinds: Iterable<RecordKind>
  readonly rules: readonly Rule[]
}): References {
  return {
    work_calendar: workCalendar(given.workingDays, given.today),
    workflow_step: workflowSteps(given.kinds),
    rule_need: ruleNeeds(given.rules),
  }
}
