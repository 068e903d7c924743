import type { Part } from '#simulator/casting.ts'
import { addChange, earlyDay, imprison } from '#simulator/episodes.ts'
import { allSchemes, expectNothing, lookalike, modest, payBack, pensionAmount } from '#simulator/stage.ts'
import { dayInMonth, firstDayOfMonth } from '#simulator/working-time.ts'

/** Look-alikes of ../shared/domain/6-scenarios.md 6.3 that touch several rules at once: what an agency does every year. */
export const everydayScenarios: readonly Part[] = [
  lookalike('annual_adjustment_with_three_months_of_arrears', {
    play: (stage) => {
      const { life, county } = stage
      const pension = life.pensions[0]!
      const { lastMonth } = county
      const after = pension.amount + pension.amount / 4n + 10_000n
      pension.isAdjusted = false
      life.edits.set(lastMonth, { amount: after })
      life.extras.push({
        pension: 0,
        payMonth: lastMonth,
        from: lastMonth - 3,
        to: lastMonth - 1,
        kind: 'ADJUSTMENT',
        amount: (after - pension.amount) * 3n,
      })
      addChange(life, {
        kind: 'ADJUST',
        reason: 'ANNUAL_ADJUSTMENT',
        effective: lastMonth,
        day: firstDayOfMonth(lastMonth) + 2,
        before: pension.amount,
        after,
        policyBatch: `TZ${Math.floor(lastMonth / 12)}-BF`,
      })
      expectNothing(stage, 'AMT-03', 'AMT-01', 'AMT-04')
    },
  }),
  lookalike('old_age_allowance_beside_the_pension', {
    play: (stage) => {
      const { life, county } = stage
      for (let month = county.lastMonth - 7; month <= county.lastMonth; month += 1) {
        const line = { pension: 0, payMonth: month, from: month, to: month, amount: 10_000n } as const
        life.extras.push({ ...line, kind: 'REGULAR', benefit: 'OTHER' })
      }
      expectNothing(stage, 'DUP-08', 'DUP-01', 'AMT-03')
    },
  }),
  lookalike('retiree_works_again_with_injury_insurance', {
    play: (stage) => {
      const startedOn = dayInMonth(stage.county.lastMonth - 6, 1)
      const enrolment = { scheme: '410', status: 'ACTIVE', startedOn, endedOn: null, endReason: '' } as const
      stage.life.enrolments.push(enrolment)
      expectNothing(stage, 'DTH-04')
    },
  }),
  lookalike('released_and_paid_back_from_release_on', {
    play: (stage) => {
      const { life, county } = stage
      const start = county.lastMonth - 10
      const end = start + 2 + (stage.group % 4)
      const amount = modest(pensionAmount(stage, end + 1))
      imprison(life, start, end)
      life.pensions[0]!.gaps.push({ from: end + 1, to: end + 1 })
      payBack(stage, { payMonth: end + 2, from: end + 1, to: end + 1, amount })
      expectNothing(stage, 'PRS-01', 'AMT-04')
    },
  }),
  lookalike('institution_pension_determined_again', {
    schemes: ['120'],
    play: (stage) => {
      const { life, county } = stage
      const pension = life.pensions[0]!
      pension.isAdjusted = false
      const after = pension.amount + pension.amount / 4n
      life.edits.set(county.lastMonth, { amount: after })
      addChange(life, {
        kind: 'CORRECT',
        reason: 'OTHER',
        effective: county.lastMonth,
        day: earlyDay(county.lastMonth, life.person.number),
        before: pension.amount,
        after,
        policyBatch: `JFJS${Math.floor(county.lastMonth / 12)}`,
        functionCode: 'DETERMINATION',
      })
      expectNothing(stage, 'AMT-03', 'AMT-07')
    },
  }),
  lookalike('police_corrected_the_day_of_birth', {
    schemes: allSchemes,
    play: (stage) => {
      // The register has had the right day ever since: the retirement month follows from it.
      stage.life.correctedBirth = true
      expectNothing(stage, 'RET-01')
    },
  }),
]
