import { type Month, parseMonth } from '#base/calendar-math.ts'
import type { CaseLabel, DatedFinding, ScoredFinding } from './score-csv.ts'
import { expectedRules } from './score-scripts.ts'
import { firstSeenMonth } from './score-seen.ts'

/**
 * Whether the rules that a script expects exist: at least one of them; none, but the script is played and leaves traces
 * that other rules see; or none, and the script waits for them.
 */
export type Coverage = 'own_rules' | 'other_rules' | 'not_covered'

/** How well a run found the scripts of ../shared/domain/6-scenarios.md, S-01 to S-25. */
export interface ScenarioScore {
  readonly scenario: string
  readonly coverage: Coverage
  /** The rules that the script expects and that do not exist yet. */
  readonly waitsFor: readonly string[]
  /** How often the script was played, and how often at least one rule saw it. */
  readonly cases: number
  readonly casesFound: number
  readonly labelled: number
  readonly found: number
  /** The rules that found something of it. */
  readonly foundBy: readonly string[]
  /** Of each case that was found: months from the first month of the fraud to the first month in which a rule sees it. */
  readonly monthsUntilSeen: { readonly least: number; readonly median: number; readonly most: number } | null
  /** Of each case the money that the rule with the most money labels or finds: rules count the same money again. */
  readonly labelledFen: bigint
  readonly foundFen: bigint
  /** Findings of the rules above that are no labelled fraud, in all and per 10,000 beneficiaries of the delivery. */
  readonly falsePositives: number
  readonly falsePositivesPer10000: number | null
}

interface Case {
  began: Month | null
  seen: Month | null
  isFound: boolean
  readonly labelledFen: Map<string, bigint>
  readonly foundFen: Map<string, bigint>
}

const keyOf = (each: ScoredFinding): string => `${each.ruleCode}|${each.subjectKind}|${each.subjectId}`

function add(sums: Map<string, bigint>, rule: string, fen: bigint): void {
  sums.set(rule, (sums.get(rule) ?? 0n) + fen)
}

function most(sums: ReadonlyMap<string, bigint>): bigint {
  return [...sums.values()].reduce((largest, fen) => (fen > largest ? fen : largest), 0n)
}

function earlier(one: Month | null, other: Month | null): Month | null {
  if (one === null || other === null) return one ?? other
  return Math.min(one, other)
}

function casesOf(labels: readonly CaseLabel[], byKey: ReadonlyMap<string, DatedFinding>): Map<string, Case> {
  const cases = new Map<string, Case>()
  for (const label of labels) {
    const each: Case = cases.get(label.caseId) ?? {
      began: null,
      seen: null,
      isFound: false,
      labelledFen: new Map(),
      foundFen: new Map(),
    }
    cases.set(label.caseId, each)
    each.began = earlier(each.began, parseMonth(label.began))
    add(each.labelledFen, label.ruleCode, label.amountFen)
    const finding = byKey.get(keyOf(label))
    if (finding === undefined) continue
    each.isFound = true
    each.seen = earlier(each.seen, firstSeenMonth(finding))
    add(each.foundFen, label.ruleCode, finding.amountFen)
  }
  return cases
}

function spreadOf(months: readonly number[]): ScenarioScore['monthsUntilSeen'] {
  if (months.length === 0) return null
  const sorted = [...months].sort((one, other) => one - other)
  return { least: sorted[0]!, median: sorted[Math.floor((sorted.length - 1) / 2)]!, most: sorted.at(-1)! }
}

/** What began in months before the first trace counts as seen at once. */
function monthsUntilSeen(cases: Iterable<Case>): number[] {
  return [...cases].flatMap(({ began, seen }) =>
    began === null || seen === null ? [] : [Math.max(0, seen - began)],
  )
}

export interface ScenarioInput {
  readonly findings: readonly DatedFinding[]
  /** Those of the rules that ran. */
  readonly labels: readonly CaseLabel[]
  /** The scripts of all labels. */
  readonly played: ReadonlySet<string>
  /** The codes of all rules that exist. */
  readonly rules: ReadonlySet<string>
  /** How many draw benefits in the delivery; null: not known. */
  readonly beneficiaries: number | null
}

function coverageOf(scenario: string, { played, rules }: ScenarioInput): Coverage {
  const expected = expectedRules[scenario] ?? []
  if (expected.some((rule) => rules.has(rule))) return 'own_rules'
  return played.has(scenario) ? 'other_rules' : 'not_covered'
}

function scenarioScore(scenario: string, input: ScenarioInput, shared: Shared): ScenarioScore {
  const labels = shared.byScenario.get(scenario) ?? []
  const cases = [...casesOf(labels, shared.byKey).values()]
  const found = labels.filter((label) => shared.byKey.has(keyOf(label)))
  const foundBy = [...new Set(found.map(({ ruleCode }) => ruleCode))].sort()
  const falsePositives = foundBy.reduce((sum, rule) => sum + (shared.falsePositives.get(rule) ?? 0), 0)
  const { beneficiaries } = input
  return {
    scenario,
    coverage: coverageOf(scenario, input),
    waitsFor: (expectedRules[scenario] ?? []).filter((rule) => !input.rules.has(rule)),
    cases: cases.length,
    casesFound: cases.filter(({ isFound }) => isFound).length,
    labelled: labels.length,
    found: found.length,
    foundBy,
    monthsUntilSeen: spreadOf(monthsUntilSeen(cases)),
    labelledFen: cases.reduce((sum, each) => sum + most(each.labelledFen), 0n),
    foundFen: cases.reduce((sum, each) => sum + most(each.foundFen), 0n),
    falsePositives,
    falsePositivesPer10000:
      beneficiaries === null || beneficiaries === 0 ? null : (falsePositives * 10_000) / beneficiaries,
  }
}

interface Shared {
  readonly byKey: ReadonlyMap<string, DatedFinding>
  readonly byScenario: ReadonlyMap<string, readonly CaseLabel[]>
  /** By rule. */
  readonly falsePositives: ReadonlyMap<string, number>
}

function sharedOf({ findings, labels }: ScenarioInput): Shared {
  const frauds = labels.filter(({ isFraud }) => isFraud)
  const byScenario = new Map<string, CaseLabel[]>()
  for (const label of frauds) {
    if (label.caseId === '') continue
    const known = byScenario.get(label.scenario) ?? []
    byScenario.set(label.scenario, known)
    known.push(label)
  }
  const right = new Set(frauds.map(keyOf))
  const falsePositives = new Map<string, number>()
  for (const finding of findings) {
    if (right.has(keyOf(finding))) continue
    falsePositives.set(finding.ruleCode, (falsePositives.get(finding.ruleCode) ?? 0) + 1)
  }
  return { byKey: new Map(findings.map((each) => [keyOf(each), each])), byScenario, falsePositives }
}

/** Every script that was played, and those that wait; in the order of their numbers. Nothing where no script was played. */
export function scoreScenarios(input: ScenarioInput): readonly ScenarioScore[] {
  const shared = sharedOf(input)
  if (shared.byScenario.size === 0) return []
  const waiting = Object.keys(expectedRules).filter((each) => coverageOf(each, input) === 'not_covered')
  return [...new Set([...shared.byScenario.keys(), ...waiting])]
    .sort()
    .map((scenario) => scenarioScore(scenario, input, shared))
}
