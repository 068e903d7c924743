/** AMT-01 to AMT-04, AMT-07 and AMT-14, from core-rules.md alone. */
import { dayOfSecond, dayText, monthText } from '../dates.ts'
import {
  absolute,
  byPayMonth,
  type Context,
  type Counted,
  distinct,
  type Finding,
  finding,
  isRegular,
  latestMonth,
  onDay,
  type Payment,
  paidLines,
  sum,
  totalsByMonth,
  twiceMedian,
} from './rule.ts'

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

/**
 * "at least **2** high months of one scheme less than **12** months apart; high: monthly total at least **3** times the
 * person's median monthly total of that scheme and at least **3000**" · amount: "all high months". "AMT-02: the median is
 * over all months of the person and scheme; all high months of a scheme that has two such months less than 12 apart."
 * "Median: of an even number of values the mean of the two middle ones, exact; months without a line do not take part."
 * ambiguous: of `high_months_min` other than 2, whether all of them must lie within the window. They do here.
 */
export function severalHighMonths({ data, parameters }: Context): Finding[] {
  const { highMonthsMin, highWindowMonths, highTimes, highMin } = parameters
  const paid = paidLines(data)
  const findings: Finding[] = []
  for (const personId of distinct(paid.map((each) => each.person_id))) {
    const own = paid.filter((each) => each.person_id === personId)
    const rows = distinct(own.map((each) => each.scheme)).flatMap((scheme) => {
      const lines = own.filter((each) => each.scheme === scheme)
      const totals = totalsByMonth(lines)
      const median = twiceMedian([...totals.values()])!
      const high = [...totals]
        .filter(([, total]) => total >= highMin && total * 2_000_000n >= median * highTimes)
        .map(([month]) => month)
        .sort((one, other) => one - other)
      const isPattern = high.some((month, at) => {
        const last = high[at + highMonthsMin - 1]
        return last !== undefined && last - month < highWindowMonths
      })
      return isPattern ? lines.filter((each) => high.includes(each.pay_month)) : []
    })
    if (rows.length === 0) continue
    const subject = { ruleCode: 'AMT-02', subjectKind: 'person', subjectId: personId, level: 1 }
    findings.push(finding(subject, rows.map(byPayMonth), ['evidence']))
  }
  return findings
}

/**
 * "paid BACK_PAY lines: two less than **12** months apart, or one of at least **10000**, or one that covers more than
 * **12** months; look-back" · amount: "all paid BACK_PAY lines of the person". "AMT-04: distance between `pay_month`s (two
 * in one month are 0 apart); months covered = `period_to` − `period_from` + 1." "The look-back limits only ACC-01, AMT-01
 * and AMT-04, by `pay_month`."
 * ambiguous: whether a line before the look-back is one of "all paid BACK_PAY lines". No: the look-back limits the rule.
 */
export function backPayPattern({ data, parameters }: Context): Finding[] {
  const { backPayWindowMonths, backPayMin, backPayMonthsMax, backPayLookBackFrom } = parameters
  const backPay = paidLines(data).filter(
    (each) => each.kind === 'BACK_PAY' && each.pay_month >= backPayLookBackFrom,
  )
  const findings: Finding[] = []
  for (const personId of distinct(backPay.map((each) => each.person_id))) {
    const own = backPay.filter((each) => each.person_id === personId)
    const months = own.map((each) => each.pay_month).sort((one, other) => one - other)
    const isDecided =
      months.some((each, at) => at > 0 && each - months[at - 1]! < backPayWindowMonths) ||
      own.some((each) => each.amount >= backPayMin) ||
      own.some((each) => each.period_to - each.period_from + 1 > backPayMonthsMax)
    if (!isDecided) continue
    const subject = { ruleCode: 'AMT-04', subjectKind: 'person', subjectId: personId, level: 1 }
    findings.push(finding(subject, own.map(byPayMonth)))
  }
  return findings
}

/**
 * "`method = MANUAL`: ADJUST, CORRECT or GRANT that changes the amount by at least **500** (no amount before counts as 0),
 * BACK_PAY of at least **5000** (`amount_after`); or a retirement determined MANUAL" · amount: "the changes (BACK_PAY:
 * `amount_after`); the retirement's total". "AMT-07: |after − before|; null after: not decided."
 * ambiguous: the period of a retirement, which has two dates and a month. `decided_at`; it is not compared.
 */
export function manualChange({ data, parameters }: Context): Finding[] {
  const rows: (Counted & { readonly personId: string; readonly isRetirement: boolean })[] = []
  for (const each of data.rows('entitlement_change')) {
    if (each.method !== 'MANUAL' || each.amount_after === null) continue
    const isChange = ['ADJUST', 'CORRECT', 'GRANT'].includes(each.kind)
    if (!isChange && each.kind !== 'BACK_PAY') continue
    const amount = isChange ? absolute(each.amount_after - (each.amount_before ?? 0n)) : each.amount_after
    if (amount < (isChange ? parameters.manualChangeMin : parameters.manualBackPayMin)) continue
    const row = onDay(dayOfSecond(each.recorded_at), `entitlement_change ${each.change_id}`, amount)
    rows.push({ ...row, personId: each.person_id, isRetirement: false })
  }
  for (const each of data.rows('retirement')) {
    if (each.determined_by !== 'MANUAL') continue
    const day = each.decided_at === null ? '' : dayText(dayOfSecond(each.decided_at))
    const row = { amount: each.total, from: day, to: day, evidence: `retirement ${each.retirement_id}` }
    rows.push({ ...row, personId: each.person_id, isRetirement: true })
  }
  return distinct(rows.map((each) => each.personId)).map((personId) => {
    const own = rows.filter((each) => each.personId === personId)
    const subject = { ruleCode: 'AMT-07', subjectKind: 'person', subjectId: personId, level: 1 }
    return finding(subject, own, own.some((each) => each.isRetirement) ? ['period'] : [])
  })
}
