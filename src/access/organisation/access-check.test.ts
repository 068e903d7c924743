import { describe, expect, test } from 'vitest'
import { highRiskFunctions } from '#access/functions/high-risk-functions.ts'
import { at, centre, countyPath, grant, person, wednesday, withRoles } from '#access/test-people.ts'
import { type CheckedAgency, checkAccess } from './access-check.ts'

const agency: CheckedAgency = { ...centre, name: '云漳县社会保险中心', regionPath: countyPath }
const merge = highRiskFunctions.filter(({ code }) => code === 'ACCOUNT_MERGE')
const check = (actors: Parameters<typeof checkAccess>[1], given = agency) =>
  checkAccess([given], actors, wednesday, merge)

describe('whether enough different people exist', () => {
  const three = [withRoles('G1', 'ENTRY'), withRoles('G2', 'REVIEW'), withRoles('G3', 'APPROVAL')]

  test('three people are enough today and each of them is indispensable', () => {
    const { checked, enoughToday, enoughAlways, gaps } = check(three)
    expect({ checked, enoughToday, enoughAlways }).toEqual({ checked: 1, enoughToday: 1, enoughAlways: 0 })
    expect(gaps[0]).toMatchObject({ missing: [], dependsOn: ['G1', 'G2', 'G3'] })
    expect(gaps[0]!.proposals.map(({ zh }) => zh)).toEqual([
      '云漳县社会保险中心增设“初审”岗位一名。',
      '云漳县社会保险中心增设“复核”岗位一名，或改为上级代审。',
      '云漳县社会保险中心增设“审批”岗位一名。',
    ])
  })

  test('two for every step are enough always', () => {
    const six = [...three, withRoles('G4', 'ENTRY'), withRoles('G5', 'REVIEW'), withRoles('G6', 'APPROVAL')]
    expect(check(six)).toMatchObject({ enoughToday: 1, enoughAlways: 1, gaps: [] })
  })

  test('one person with two roles is not two people', () => {
    const two = [withRoles('G1', 'ENTRY', 'APPROVAL'), withRoles('G2', 'REVIEW')]
    const { enoughToday, gaps } = check(two)
    expect(enoughToday).toBe(0)
    expect(gaps[0]!.missing.map(({ step }) => step)).toEqual(['APPROVAL'])
  })

  test('finds the assignment that works even if the first person tried is needed elsewhere', () => {
    // G1 could enter or approve, G4 could only enter: taken greedily, approval would be left over.
    const people = [withRoles('G1', 'ENTRY', 'APPROVAL'), withRoles('G2', 'REVIEW'), withRoles('G4', 'ENTRY')]
    expect(check(people).enoughToday).toBe(1)
  })

  test('an absent person does not count, and review by the superior agency helps', () => {
    const absences = [{ from: at('2026-03-01 00:00:00'), to: at('2026-03-31 00:00:00') }]
    const people = [three[0]!, { ...three[1]!, absences }, three[2]!]
    expect(check(people).gaps[0]!.missing.map(({ step }) => step)).toEqual(['REVIEW'])
    const above = person('G7', { agencyId: 'A990100', grants: [grant('REVIEW')] })
    expect(check([...people, above]).enoughToday).toBe(0)
    expect(check([...people, above], { ...agency, isReviewedBySuperior: true }).enoughToday).toBe(1)
  })
})
