/** AMT-01, AMT-03 and AMT-14, from core-rules.md alone. */
import { monthText } from './dates.ts'
import {
  byPayMonth,
  type Context,
  distinct,
  type Finding,
  finding,
  isRegular,
  latestMonth,
  type Payment,
  paidLines,
  sum,
} from './rule.ts'

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value
}

/**
 * "monthly total above the cap: **110: 20000, 120: 25000, 170: 2000**; look-back" · amount: "the whole monthly totals of
 * the months above the cap" · "**monthly total**: the sum of a person's paid lines of one scheme in one `pay_month`"
 */
export function aboveCap({ data, parameters }: Context): Finding[] {
  const paid = paidLines(data).filter((each) => each.pay_month >= parameters.capLookBackFrom)
  const findings: Finding[] = []
  for (const personId of distinct(paid.map((each) => each.person_id))) {
    const rows: Payment[] = []
    for (const [scheme, cap] of Object.entries(parameters.caps)) {
      const own = paid.filter((each) => each.person_id === personId && each.scheme === scheme)
      for (const month of distinct(own.map((each) => each.pay_month))) {
        const lines = own.filter((each) => each.pay_month === month)
        if (sum(lines.map((each) => each.amount)) > cap) rows.push(...lines)
      }
    }
    if (rows.length === 0) continue
    const subject = { ruleCode: 'AMT-01', subjectKind: 'person', subjectId: personId, level: 1 }
    findings.push(finding(subject, rows.map(byPayMonth)))
  }
  return findings
}

/**
 * "regular monthly total of the latest month against the month directly before, same scheme: up by at least **20** % or
 * down by at least **50** %, and by at least **300** (scheme 170: **50**); no `entitlement_change` of the person with a
 * `policy_batch` effective in the latest month" · amount: "absolute difference". "AMT-03: both months must have a regular
 * paid line; schemes other than 170: 300", "a month before with a total of 0 or less is not compared."
 * ambiguous: whether the month before belongs to the period. The latest month alone does here: it is the one that
 * changed, the other is what it is compared with.
 */
export function largeChange(context: Context): Finding[] {
  const { data, parameters } = context
  const latest = latestMonth(context)
  if (latest === null) return []
  const regular = paidLines(data).filter(isRegular)
  const findings: Finding[] = []
  for (const personId of distinct(regular.map((each) => each.person_id))) {
    const hasPolicyBatch = data
      .rows('entitlement_change')
      .some((each) => each.person_id === personId && each.policy_batch !== null && each.effective === latest)
    if (hasPolicyBatch) continue
    const own = regular.filter((each) => each.person_id === personId)
    const month = monthText(latest)
    const changes = distinct(own.map((each) => each.scheme)).flatMap((scheme) => {
      const now = own.filter((each) => each.scheme === scheme && each.pay_month === latest)
      const before = own.filter((each) => each.scheme === scheme && each.pay_month === latest - 1)
      if (now.length === 0 || before.length === 0) return []
      const old = sum(before.map((each) => each.amount))
      const difference = sum(now.map((each) => each.amount)) - old
      const isUp = difference * 1_000_000n >= old * parameters.increaseMillionths
      const isDown = -difference * 1_000_000n >= old * parameters.decreaseMillionths
      const min = scheme === '170' ? parameters.changeMin170 : parameters.changeMin
      if (old <= 0n || !(isUp || isDown) || absolute(difference) < min) return []
      return [
        { amount: absolute(difference), from: month, to: month, evidence: `payment ${now[0]!.payment_id}` },
      ]
    })
    if (changes.length === 0) continue
    const subject = { ruleCode: 'AMT-03', subjectKind: 'person', subjectId: personId, level: 2 }
    findings.push(finding(subject, changes, ['evidence', 'period']))
  }
  return findings
}

/**
 * "lines of the batch (CANCELLED ones left out) differ from `line_count` or `total_amount`; batches without any line in
 * the delivery are left out" · amount: "absolute difference". "AMT-14: 0.00 when only the count differs."
 * ambiguous: a batch whose lines are all CANCELLED. It has lines in the delivery, so it is compared, with 0 lines.
 * ambiguous: its period. The batch's `pay_month`.
 */
export function batchDiffers({ data }: Context): Finding[] {
  const findings: Finding[] = []
  for (const batch of data.rows('payment_batch')) {
    const lines = data.rows('payment').filter((each) => each.batch_id === batch.batch_id)
    if (lines.length === 0) continue
    const standing = lines.filter((each) => each.status !== 'CANCELLED')
    const difference = sum(standing.map((each) => each.amount)) - batch.total_amount
    if (difference === 0n && BigInt(standing.length) === batch.line_count) continue
    const month = monthText(batch.pay_month)
    const row = { from: month, to: month, evidence: `payment_batch ${batch.batch_id}` }
    const subject = { ruleCode: 'AMT-14', subjectKind: 'batch', subjectId: batch.batch_id, level: 1 }
    findings.push(finding(subject, [{ ...row, amount: absolute(difference) }], ['evidence', 'period']))
  }
  return findings
}
