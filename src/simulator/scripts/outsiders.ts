import type { Part, Stage } from '#simulator/casting.ts'
import { endForDeath } from '#simulator/lives/episodes.ts'
import { pensionOf } from '#simulator/lives/life.ts'
import { employeeSchemes, expectPerson, fraud, isPaid, type LineTest } from '#simulator/stage.ts'
import { atTime, dayInMonth, firstDayOfMonth } from '#simulator/working-time.ts'

/** S-21 to S-24: nobody of the agency takes part. */

/** The family keeps quiet, and somebody shows a face to the camera. */
function concealDeath(stage: Stage): void {
  const { county, life, group } = stage
  const month = county.lastMonth - 9
  const until = county.lastMonth - 2 - (group % 3)
  const day = dayInMonth(month, 6 + (group % 20))
  const reportedOn = firstDayOfMonth(until + 1) + 2
  life.began = month + 1
  life.deaths.push({ source: 'HEALTH', diedOn: day, reportedOn, isRevoked: false })
  endForDeath(life, { day, month: until }, reportedOn)
  life.pensions[0]!.ended = until
  life.registeredDeath = day
  life.certifications = [
    { at: atTime(day - 200, 30_000), channel: 'FACE', result: 'PASS' },
    { at: atTime(day + 70, 79_000), channel: 'FACE', result: 'PASS' },
  ]
  const afterDeath: LineTest = (line) => isPaid(line) && line.from > month
  expectPerson(stage, 'DTH-01', afterDeath)
  expectPerson(stage, 'CER-05', afterDeath)
}

function goToPrison(stage: Stage): void {
  const { county, life, group } = stage
  const start = county.lastMonth - 8 - (group % 2)
  life.began = start + 1
  life.imprisonments.push({ kind: 'IMPRISONED', startedOn: dayInMonth(start, 14), endedOn: null })
  expectPerson(stage, 'PRS-01', (line) => line.kind === 'REGULAR' && isPaid(line) && line.from > start)
}

function drawBoth(stage: Stage): void {
  const { county, life } = stage
  const starts = county.lastMonth - 10
  const second = pensionOf(county, life.person, '170', { ordinal: 1, starts })
  life.began = starts
  life.pensions.push(second)
  expectPerson(stage, 'DUP-01', (line) => line.pension === second && line.kind === 'REGULAR')
}

function drawInTwoProvinces(stage: Stage): void {
  const { county, life } = stage
  const starts = county.lastMonth - 10
  life.began = starts
  life.otherRegions.push({ region: '990300', benefit: 'OLD_AGE', starts, ended: null })
  expectPerson(stage, 'DUP-03', (line) => isPaid(line) && line.kind === 'REGULAR' && line.from >= starts)
}

export const outsiders: readonly Part[] = [
  fraud('S-21', { play: concealDeath }),
  fraud('S-22', { play: goToPrison }),
  fraud('S-23', { schemes: employeeSchemes, play: drawBoth }),
  fraud('S-24', { schemes: employeeSchemes, play: drawInTwoProvinces }),
]
