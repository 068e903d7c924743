import type { Part, Stage } from '#simulator/casting.ts'
import { addChange } from '#simulator/lives/episodes.ts'
import { expectPerson, expectSubject, fraud, isPaid, type LineTest, pensionAmount } from '#simulator/stage.ts'
import { cardNumberOf } from '#simulator/texts.ts'
import { atTime, dayInMonth, nextWorkingDay } from '#simulator/working-time.ts'

/**
 * S-04: a section chief and the heads of township stations keep the cards of dead residents. The death reaches the
 * agency months later; a stop on a rumour was lifted; the station certifies the dead alone; the register never knows.
 */
function play(stage: Stage): void {
  const { county, life } = stage
  const month = county.lastMonth - 9
  const diedOn = dayInMonth(month, 4 + stage.member * 3)
  const reportedOn = dayInMonth(county.lastMonth - 2, 20)
  life.began = month + 1
  life.deaths.push({ source: 'HEALTH', diedOn, reportedOn, isRevoked: false })
  life.pensions[0]!.gaps.push({ from: month + 1, to: month + 2 })
  addChange(life, {
    kind: 'SUSPEND',
    reason: 'DEATH',
    effective: month + 1,
    day: nextWorkingDay(dayInMonth(month, 28)),
  })
  addChange(life, {
    kind: 'RESUME',
    reason: 'TO_VERIFY',
    effective: month + 3,
    day: nextWorkingDay(dayInMonth(month + 3, 2)),
    functionCode: 'DEATH_RESUME',
    after: pensionAmount(stage, month),
  })
  life.certifications = [
    { at: atTime(diedOn - 90, 36_000), channel: 'VISIT', result: 'PASS' },
    {
      at: atTime(nextWorkingDay(dayInMonth(month + 4, 10)), 54_000 + stage.member * 60),
      channel: 'COMMUNITY',
      result: 'PASS',
      reviewer: null,
    },
  ]
  life.card = {
    status: 'ACTIVE',
    location: 'HOLDER',
    madeOn: diedOn - 2_000,
    issuedOn: diedOn - 1_970,
    activatedOn: diedOn - 1_970,
    isActivatedInPerson: true,
    recalledOn: null,
  }
  const afterDeath: LineTest = (line) => isPaid(line) && line.from > month
  expectPerson(stage, 'DTH-01', afterDeath)
  expectPerson(stage, 'CER-05', afterDeath)
  expectPerson(stage, 'DTH-02', (line) => isPaid(line) && line.payMonth >= month + 3)
  expectPerson(stage, 'DTH-06', (line) => isPaid(line) && line.payMonth > county.lastMonth - 2)
  expectPerson(stage, 'CER-06', () => false)
  expectSubject(stage, 'CRD-02', { kind: 'card', id: cardNumberOf(life.person.number) })
}

export const deadCards: Part = fraud('S-04', { schemes: ['170'], groupSize: 6, play })
