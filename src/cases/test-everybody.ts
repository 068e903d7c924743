import { people as kernelPeople, personNames } from '#records/test-people.ts'
import { staff, staffNames } from './test-cases.ts'

/**
 * Everybody of the tests, and who may what by the papers (issue 5, platform.md 14, 19, 25): written a second time, and
 * sharing nothing with the decision: no catalogue, no function of access.
 */

export interface Somebody {
  readonly name: string
  readonly place: 'county' | 'city' | 'beside'
  readonly duties: readonly string[]
}

export const everybody: readonly Somebody[] = [
  ...staffNames.map((name): Somebody => {
    const given: { agency: string; roles?: readonly string[]; properties?: readonly string[] } = staff[name]
    const place = given.agency === 'A990101' ? 'county' : given.agency === 'A990100' ? 'city' : 'beside'
    return { name, place, duties: [...(given.roles ?? []), ...(given.properties ?? [])] }
  }),
  ...personNames
    .filter((name) => name !== 'gone' && name !== 'both')
    .map((name): Somebody => {
      return { name, place: name === 'outsider' ? 'beside' : 'county', duties: kernelPeople[name] }
    }),
]

export const auditors = ['INTERNAL_AUDIT', 'SUPERVISION']
export const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD']
export const accountants = ['ACCOUNTANT', 'RECONCILIATION']

export interface Rule {
  readonly duties: readonly string[]
  /** People of the city above may, too. */
  readonly above: boolean
  /** Only the one person that the case is assigned to. */
  readonly isOnlyAssignee?: boolean
  /** Nobody who verified. */
  readonly isSecondPerson?: boolean
}

export function isExpected({ place, duties, name }: Somebody, rule: Rule): boolean {
  if (place === 'beside' || (place === 'city' && !rule.above)) return false
  if (rule.isOnlyAssignee === true) return name === 'audit1'
  if (rule.isSecondPerson === true && name === 'audit1') return false
  return duties.some((duty) => rule.duties.includes(duty))
}

/** Records of business exist for whoever has business in the region; for officers and neighbours they do not. */
export const isKnown = ({ place, duties }: Somebody): boolean =>
  place !== 'beside' && !duties.includes('SYSTEM_ADMIN')
