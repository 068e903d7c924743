import { formatYuan } from '#base/money.ts'
import { castOfSlot, indexOfSlot } from './casting.ts'
import { maternityClaims } from './claims/claims.ts'
import type { County } from './county.ts'
import { employerIdOf } from './firms/employers.ts'
import { rankOfFirmMember } from './firms/firm-casting.ts'
import type { DeclaredBatch } from './fund/batches.ts'
import { cashierSince, type FundPart, playedAccounts } from './fund/fund-parts.ts'
import { statementRows } from './fund/statements.ts'
import { lifeOf } from './lives/life-of.ts'
import { linesOf } from './lives/lines.ts'
import { accountOf, personOf } from './people/person.ts'
import { indexOfRank } from './people/population.ts'
import { levels, type RuleCode } from './rule-levels.ts'
import type { Guest } from './staff/guests.ts'
import type { OffHoursCase } from './staff/off-hours.ts'
import { parentIndexOf } from './staff/staff-ranks.ts'
import { staffIdOf } from './staff/staffing.ts'
import { monthText } from './texts.ts'

/** What a run should find (is_fraud) or must not find about a subject. */
export interface Label {
  readonly rule_code: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly level: string
  /** Yuan with two decimals. */
  readonly amount: string
  /** Of a script of ../shared/domain/6-scenarios.md its number (S-02), else a name. */
  readonly scenario: string
  readonly is_fraud: string
  /** Scripts only: which of several performances, and the month in which the fraud began. */
  readonly case_id: string
  readonly began: string
}

/** The scripts have numbers; single frauds and look-alikes have names. */
export function isScript(scenario: string): boolean {
  return /^S-\d\d$/.test(scenario)
}

interface Said {
  readonly rule: RuleCode
  readonly kind: string
  readonly subject: string
  readonly level?: number | undefined
  readonly amount?: bigint
  readonly scenario: string
  readonly isFraud: boolean
  /** Of several performances of a script. */
  readonly performance?: number
  readonly began?: number | null | undefined
}

function labelOf(said: Said): Label {
  const { rule, scenario } = said
  return {
    rule_code: rule,
    subject_kind: said.kind,
    subject_id: said.subject,
    level: String(said.level ?? levels[rule]),
    amount: formatYuan(said.amount ?? 0n),
    scenario,
    is_fraud: String(said.isFraud),
    case_id: isScript(scenario) ? `${scenario}#${(said.performance ?? 0) + 1}` : '',
    began: isScript(scenario) ? monthText(said.began ?? null) : '',
  }
}

function* lifeLabels(county: County): Generator<Label> {
  for (let slot = 0; slot < county.casting.slots; slot += 1) {
    const life = lifeOf(county, personOf(county, indexOfSlot(county, slot)))
    if (life === null) continue
    const { scenario, group } = castOfSlot(county.casting, slot)
    const lines = linesOf(life)
    for (const { rule, kind, subject, isFraud, amount } of life.labels) {
      yield labelOf({
        rule,
        kind,
        subject,
        isFraud,
        amount: amount(lines),
        scenario: scenario.name,
        performance: group,
        began: life.began,
      })
    }
  }
}

function* batchLabels(batches: readonly DeclaredBatch[]): Generator<Label> {
  for (const { batchId, scenario, isFraud, difference, total, file, payMonth } of batches) {
    const about = { kind: 'batch', subject: batchId } as const
    if (scenario !== null) yield labelOf({ ...about, rule: 'AMT-14', amount: difference, scenario, isFraud })
    if (file.scenario === null) continue
    const isFound = file.way === 'by_hand' || file.way === 'changed'
    yield labelOf({
      ...about,
      rule: 'FIN-27',
      amount: isFound ? total : 0n,
      scenario: file.scenario,
      isFraud: isFound,
      performance: file.performance ?? 0,
      began: payMonth,
    })
  }
}

function* staffLabels(cases: readonly OffHoursCase[], guests: readonly Guest[]): Generator<Label> {
  for (const { staffNumber, level, scenario, isFraud } of cases) {
    yield labelOf({
      rule: 'SYS-03',
      kind: 'staff',
      subject: staffIdOf(staffNumber),
      level,
      scenario,
      isFraud,
    })
  }
  const performances = new Map<string, number>()
  for (const { scenario, isFraud, labels } of guests) {
    const performance = performances.get(scenario) ?? 0
    performances.set(scenario, performance + 1)
    for (const label of labels) yield labelOf({ ...label, scenario, isFraud, performance })
  }
}

/** A parent of staff draws a pension of their own, to their own account. */
function* familyLabels(county: County): Generator<Label> {
  if (county.casting.slots === 0) return
  for (let staffNumber = 0; staffNumber < county.staffCount; staffNumber += 1) {
    const index = parentIndexOf(county, staffNumber)
    const life = index === null ? null : lifeOf(county, personOf(county, index))
    if (life === null || linesOf(life).length === 0) continue
    const about = { kind: 'account', subject: accountOf(life.person, 0) } as const
    yield labelOf({ ...about, rule: 'ACC-05', scenario: 'parent_of_staff_draws_a_pension', isFraud: false })
  }
}

/** So does a member of staff with a new child. */
function* maternityLabels(county: County): Generator<Label> {
  if (county.casting.slots === 0) return
  for (const { person } of maternityClaims(county)) {
    const about = { kind: 'account', subject: accountOf(person, 0) } as const
    yield labelOf({ ...about, rule: 'ACC-05', scenario: 'staff_member_on_maternity_leave', isFraud: false })
  }
}

function* firmLabels(county: County): Generator<Label> {
  for (const firm of county.firms.firms) {
    const { name: scenario, isFraud, expects } = firm.part
    for (const { rule, member, level, amount } of expects(firm)) {
      const about = { rule, level, amount, scenario, isFraud } as const
      if (member === null) {
        yield labelOf({ ...about, kind: 'employer', subject: employerIdOf(firm.number) })
        continue
      }
      const rank = rankOfFirmMember(county.firms, firm, member)
      const { personId } = personOf(county, indexOfRank(county.population, rank))
      yield labelOf({ ...about, kind: 'person', subject: personId })
    }
  }
}

function absolute(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}

function* fundLabels(county: County, batches: readonly DeclaredBatch[], part: FundPart): Generator<Label> {
  for (const row of statementRows(county, batches, part)) {
    if (row.scenario === undefined) continue
    const { name: scenario, isFraud } = row.scenario
    yield labelOf({
      rule: 'FIN-03',
      kind: 'bank_transaction',
      subject: `${row.fundAccount}#${row.sequence}`,
      amount: isFraud ? row.amount : 0n,
      scenario,
      isFraud,
      began: cashierSince(county),
    })
  }
  for (const account of playedAccounts(county, part)) {
    const { scenario, isFraud, breaks } = account
    const began = cashierSince(county)
    const about = { kind: 'fund_account', subject: account.id, scenario, isFraud, began } as const
    if (county.casting.slots > 0) yield labelOf({ ...about, rule: 'FIN-24', amount: breaks ?? 0n })
    for (const each of account.reconciliations) {
      if (county.casting.slots === 0) continue
      yield labelOf({
        rule: 'FIN-06',
        kind: 'reconciliation',
        subject: each.id,
        amount: each.isFound ? absolute(each.difference) : 0n,
        scenario: each.scenario,
        isFraud: each.isFraud,
        began,
      })
    }
  }
}

export interface Played {
  readonly cases: readonly OffHoursCase[]
  readonly guests: readonly Guest[]
  readonly fund: FundPart
  readonly batches: () => readonly DeclaredBatch[]
}

export function labelsOf(county: County, played: Played): readonly Label[] {
  const batches = played.batches()
  const labels = [
    ...lifeLabels(county),
    ...batchLabels(batches),
    ...staffLabels(played.cases, played.guests),
    ...familyLabels(county),
    ...maternityLabels(county),
    ...firmLabels(county),
    ...fundLabels(county, batches, played.fund),
  ]
  const key = (label: Label): string => `${label.rule_code}|${label.subject_id}`
  return labels.sort((one, other) => (key(one) < key(other) ? -1 : 1))
}
