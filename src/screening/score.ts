import { formatYuan } from '#base/money.ts'
import type { ScoredFinding, ScoredLabel } from './score-csv.ts'

/** How well a run found what was hidden: compared by rule and subject, exact in level and money. */
export interface RuleScore {
  readonly ruleCode: string
  /** Labelled frauds, and how many of them the run found or not. */
  readonly labelled: number
  readonly found: number
  readonly missed: number
  /** Findings that are no labelled fraud, and how many of them are labelled look-alikes. */
  readonly falsePositives: number
  readonly lookalikesFlagged: number
  /** Labelled look-alikes in all. */
  readonly lookalikes: number
  /** Found of all findings, found of all labelled; null where there is nothing to divide by. */
  readonly precision: number | null
  readonly recall: number | null
  readonly labelledFen: bigint
  /** The money of the labelled frauds that were found, as the run says. */
  readonly foundFen: bigint
  /** Found less labelled, over all labelled frauds. */
  readonly differenceFen: bigint
  /** Found, but with another level or amount. */
  readonly mismatches: number
}

export interface Discrepancy {
  readonly kind: 'missed' | 'false_positive' | 'level' | 'amount'
  readonly ruleCode: string
  readonly subjectId: string
  /** Of the label; empty where there is none. */
  readonly scenario: string
  readonly expected: string
  readonly actual: string
}

export interface Score {
  /** In the order of codes; a rule that has neither labels nor findings has no row. */
  readonly rules: readonly RuleScore[]
  readonly total: RuleScore
  /** The first of each kind; all are counted in the rules. */
  readonly discrepancies: readonly Discrepancy[]
  /** Every labelled fraud found, nothing else, each with its level and money. */
  readonly isExact: boolean
}

const listedOfKind = 20

interface Counting {
  ruleCode: string
  labelled: number
  found: number
  falsePositives: number
  lookalikesFlagged: number
  lookalikes: number
  labelledFen: bigint
  foundFen: bigint
  mismatches: number
}

function counting(ruleCode: string): Counting {
  return {
    ruleCode,
    labelled: 0,
    found: 0,
    falsePositives: 0,
    lookalikesFlagged: 0,
    lookalikes: 0,
    labelledFen: 0n,
    foundFen: 0n,
    mismatches: 0,
  }
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

function scoreOf(counted: Counting): RuleScore {
  const { labelled, found, falsePositives, labelledFen, foundFen } = counted
  return {
    ...counted,
    missed: labelled - found,
    precision: share(found, found + falsePositives),
    recall: share(found, labelled),
    differenceFen: foundFen - labelledFen,
  }
}

const keyOf = (each: ScoredFinding): string => `${each.ruleCode}|${each.subjectKind}|${each.subjectId}`

function sum(rules: readonly Counting[]): Counting {
  const total = counting('')
  for (const rule of rules) {
    total.labelled += rule.labelled
    total.found += rule.found
    total.falsePositives += rule.falsePositives
    total.lookalikesFlagged += rule.lookalikesFlagged
    total.lookalikes += rule.lookalikes
    total.labelledFen += rule.labelledFen
    total.foundFen += rule.foundFen
    total.mismatches += rule.mismatches
  }
  return total
}

/** A fraud that was found: its level and money must be the label's. */
function compare(finding: ScoredFinding, label: ScoredLabel): Discrepancy[] {
  const about = { ruleCode: label.ruleCode, subjectId: label.subjectId, scenario: label.scenario }
  const found: Discrepancy[] = []
  if (finding.level !== label.level) {
    found.push({ ...about, kind: 'level', expected: String(label.level), actual: String(finding.level) })
  }
  if (finding.amountFen !== label.amountFen) {
    const [expected, actual] = [formatYuan(label.amountFen), formatYuan(finding.amountFen)]
    found.push({ ...about, kind: 'amount', expected, actual })
  }
  return found
}

function falsePositive(finding: ScoredFinding, label: ScoredLabel | undefined): Discrepancy {
  return {
    kind: 'false_positive',
    ruleCode: finding.ruleCode,
    subjectId: finding.subjectId,
    scenario: label?.scenario ?? '',
    expected: '',
    actual: formatYuan(finding.amountFen),
  }
}

function missed(label: ScoredLabel): Discrepancy {
  const { ruleCode, subjectId, scenario } = label
  return { kind: 'missed', ruleCode, subjectId, scenario, expected: formatYuan(label.amountFen), actual: '' }
}

/** Only rules that ran should be given labels: a rule that did not find its frauds because it did not run misses them. */
export function score(findings: readonly ScoredFinding[], labels: readonly ScoredLabel[]): Score {
  const rules = new Map<string, Counting>()
  const listed = new Map<Discrepancy['kind'], Discrepancy[]>()
  const ruleOf = (code: string): Counting => {
    const known = rules.get(code) ?? counting(code)
    rules.set(code, known)
    return known
  }
  const list = (discrepancy: Discrepancy): void => {
    const of = listed.get(discrepancy.kind) ?? []
    listed.set(discrepancy.kind, of)
    if (of.length < listedOfKind) of.push(discrepancy)
  }
  const byKey = new Map(findings.map((finding) => [keyOf(finding), finding]))
  const labelOf = new Map(labels.map((label) => [keyOf(label), label]))
  for (const label of labelOf.values()) {
    const rule = ruleOf(label.ruleCode)
    if (!label.isFraud) {
      rule.lookalikes += 1
      continue
    }
    rule.labelled += 1
    rule.labelledFen += label.amountFen
    const finding = byKey.get(keyOf(label))
    if (finding === undefined) {
      list(missed(label))
      continue
    }
    rule.found += 1
    rule.foundFen += finding.amountFen
    const differences = compare(finding, label)
    if (differences.length > 0) rule.mismatches += 1
    differences.forEach(list)
  }
  for (const finding of byKey.values()) {
    const label = labelOf.get(keyOf(finding))
    if (label?.isFraud === true) continue
    const rule = ruleOf(finding.ruleCode)
    rule.falsePositives += 1
    if (label !== undefined) rule.lookalikesFlagged += 1
    list(falsePositive(finding, label))
  }
  const counted = [...rules.values()].sort((one, other) => (one.ruleCode < other.ruleCode ? -1 : 1))
  const total = scoreOf(sum(counted))
  return {
    rules: counted.map(scoreOf),
    total,
    discrepancies: [...listed.values()].flat(),
    isExact: total.missed === 0 && total.falsePositives === 0 && total.mismatches === 0,
  }
}
