import { formatDay, type Month } from '#base/calendar-math.ts'
import type { Part, Stage } from '#simulator/casting.ts'
import { addChange, addOrder, earlyDay, endForDeath, imprison } from '#simulator/lives/episodes.ts'
import type { Life } from '#simulator/lives/life.ts'
import { drawOtherName } from '#simulator/people/names.ts'
import { recordedBirth } from '#simulator/people/person.ts'
import { idNumberOf, personsMaxWithSpareBirths, rankOf, twinBirth } from '#simulator/people/population.ts'
import { allSchemes, expectNothing, lookalike, modest, payBack, pensionAmount } from '#simulator/stage.ts'
import { dayInMonth, firstDayOfMonth, nextWorkingDay } from '#simulator/working-time.ts'

/** Look-alikes of ../shared/domain/6-scenarios.md 6.3 that touch several rules at once: what an agency does every year. */
/** Years that a policy lets a group pay at once, on a base of those years, shortly before the first pension. */
function payYearsAtOnce(stage: Stage): void {
  const { county, life, group, member } = stage
  const starts = county.lastMonth - 4 - (group % 3)
  const paidOn = nextWorkingDay(dayInMonth(starts - 2, 2 + ((group * 3 + member) % 20)))
  const lump = { from: starts - 62, to: starts - 3, base: 240_000n, paidOn }
  life.pensions[0]!.starts = starts
  life.lumps.push(lump)
  const amount = (BigInt(lump.to - lump.from + 1) * lump.base * 200n) / 1000n
  addOrder(life, { functionCode: 'LUMP_CONTRIBUTION', day: paidOn, amount })
  expectNothing(stage, 'CTR-01', 'CTR-21', 'RET-01')
}

/** The police struck the household off because its members live abroad: no death, though a list had it as one. */
function emigrate(stage: Stage): void {
  const { county, life, group } = stage
  const month = county.lastMonth - 6 - (group % 3)
  const listedOn = dayInMonth(month, 8)
  life.deaths.push({ source: 'POLICE', diedOn: listedOn, reportedOn: listedOn + 4, isRevoked: true })
  const pension = life.pensions[0]!
  if (group % 2 === 0) settleAbroad(life, month)
  else {
    pension.gaps.push({ from: month + 1, to: month + 2 })
    const amount = modest(pensionAmount(stage, month) * 2n)
    addChange(life, { kind: 'SUSPEND', reason: 'MIGRATED', effective: month + 1, day: dayInMonth(month, 20) })
    addChange(life, {
      kind: 'RESUME',
      reason: 'MIGRATED',
      effective: month + 3,
      day: earlyDay(month + 3, life.person.number),
      functionCode: 'STATUS_CHANGE',
      after: pensionAmount(stage, month),
    })
    payBack(stage, { payMonth: month + 3, from: month + 1, to: month + 2, amount })
  }
  expectNothing(stage, 'DTH-01', 'DTH-02', 'DTH-03', 'DTH-04', 'DTH-06')
}

/** Participation and pension end, and what is left of the account is paid out. */
function settleAbroad(life: Life, month: Month): void {
  const pension = life.pensions[0]!
  pension.paidThrough = month
  pension.status = 'ENDED'
  pension.statusReason = 'MIGRATED'
  pension.ended = month
  addChange(life, { kind: 'END', reason: 'MIGRATED', effective: month + 1, day: dayInMonth(month, 20) })
  life.enrolments.push({
    scheme: '170',
    status: 'ENDED',
    startedOn: dayInMonth(month - 60, 1),
    endedOn: dayInMonth(month, 20),
    endReason: 'OTHER',
  })
  const refund = { payMonth: month + 2, from: month + 2, to: month + 2, amount: 268_400n } as const
  life.extras.push({ pension: 0, kind: 'ONE_OFF', benefit: 'ACCOUNT_REFUND', ...refund })
  addOrder(life, {
    functionCode: 'REFUND',
    day: earlyDay(month + 2, life.person.number),
    amount: refund.amount,
  })
}

/** One twin died and the pension was stopped in time; the other, with nearly the same name, lives and draws on. */
function liveAsTwins(stage: Stage): void {
  const { county, life, group, member } = stage
  if (member === 1) {
    expectNothing(stage, 'DTH-01', 'DTH-06', 'DUP-08', 'ACC-02')
    return
  }
  const month = county.lastMonth - 3 - (group % 6)
  const day = dayInMonth(month, 6)
  life.deaths.push({ source: 'POLICE', diedOn: day, reportedOn: day + 5, isRevoked: false })
  endForDeath(life, { day, month }, day + 5)
}

/** Two people had one id number by a slip of old days; the police gave one a new one, and the other has died since. */
function bearFormerNumber(stage: Stage): void {
  const { county, life, group, random } = stage
  const { person } = life
  const rank = rankOf(county.population, person.index)
  const { day, sequence } = twinBirth(county.population, rank)
  const idNumber = idNumberOf(formatDay(day).replaceAll('-', ''), sequence)
  const diedOn = dayInMonth(county.lastMonth - 4 - (group % 4), 9)
  life.corrected = { field: 'id_number', from: idNumber }
  const of = { idNumber, name: drawOtherName(random, person.name, false) }
  life.deaths.push({ source: 'HEALTH', diedOn, reportedOn: diedOn + 3, isRevoked: false, of })
  expectNothing(stage, 'DTH-01', 'DTH-06')
}

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
      // The retirement month follows from the right day.
      stage.life.corrected = { field: 'birth_date', from: recordedBirth(stage.life.person) }
      expectNothing(stage, 'RET-01')
    },
  }),
  lookalike('police_corrected_the_id_number', {
    personsMax: personsMaxWithSpareBirths,
    play: bearFormerNumber,
  }),
  lookalike('twins_with_one_telephone', {
    groupSize: 2,
    isTwins: true,
    personsMax: personsMaxWithSpareBirths,
    play: liveAsTwins,
  }),
  lookalike('years_paid_at_once_under_a_policy', { schemes: ['110'], groupSize: 3, play: payYearsAtOnce }),
  lookalike('household_cancelled_for_emigration', { play: emigrate }),
]
