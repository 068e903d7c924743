import { describe, expect, it } from 'vitest'
import { monthOf } from '#base/calendar-math.ts'
import { lawfulRetirement } from '#benefit/lawful-retirement.ts'
import { readRetirementAge } from '#platform/policy.ts'
import { rowsOf } from '#simulator/oracle/test-rows.ts'
import { simulate } from '#simulator/simulate.ts'
import { retirementMonthsOf } from './person.ts'

const people = [
  ['MALE', { isMale: true, category: 'WORKER', scheme: '110' }],
  ['FEMALE_CADRE', { isMale: false, category: 'CADRE', scheme: '120' }],
  ['FEMALE_OTHER', { isMale: false, category: 'FLEXIBLE', scheme: '110' }],
  ['RESIDENT', { isMale: true, category: 'RESIDENT', scheme: '170' }],
] as const

describe('the retirement months of the simulator', () => {
  it('are those of the law for every month of birth', async () => {
    const policy = await readRetirementAge()
    for (const [category, who] of people) {
      for (let birth = monthOf(1930, 1); birth <= monthOf(2000, 12); birth += 1) {
        const law = lawfulRetirement(policy, category, birth)
        expect(retirementMonthsOf(birth, who)).toEqual({
          original: law.originalMonth,
          lawful: law.lawfulMonth,
        })
      }
    }
  })

  it('are chosen earlier or later by some since the reform', () => {
    const rows = rowsOf(simulate({ persons: 30_000, months: 12, seed: 3, isClean: true }))
    const kinds = new Set(rows('retirement').map((row) => row.kind))
    expect([...kinds].sort()).toEqual(['FLEXIBLE_EARLY', 'FLEXIBLE_LATE', 'NORMAL', 'RESIDENT'])
  })
})
