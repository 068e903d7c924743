import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ActorFacts } from '#access/actor.ts'
import { allRoles, isOfficerRole } from '#access/duties.ts'
import { isConflict } from '#access/duty-conflicts.ts'
import {
  at,
  countyPath,
  grant,
  moment,
  otherCountyPath,
  person,
  postFacts,
  postHeld,
  townPath,
  wednesday,
  withProperties,
  withRoles,
} from '#access/test-people.ts'
import { dayOf } from '#base/calendar-math.ts'
import type { Role } from '#standard/code-lists.ts'
import {
  conflictAfter,
  conflictHeldBy,
  type GrantRequest,
  mayGrant,
  type ProposedGrant,
} from './may-grant.ts'

const system = withRoles('G1', 'SYSTEM_ADMIN')
const security = withRoles('G2', 'SECURITY_ADMIN')
const audit = withRoles('G3', 'AUDIT_ADMIN')
const head = withProperties('G4', 'UNIT_HEAD')
const grantee = person('G9')

function proposed(role: Role, changes: Partial<ProposedGrant> = {}): ProposedGrant {
  return {
    role,
    regions: [countyPath],
    schemes: null,
    from: at('2026-04-01 00:00:00'),
    to: null,
    coverId: null,
    ...changes,
  }
}

const byG1 = [{ stage: 'PROPOSE', staffId: 'G1' }] as const
const byG1AndG2 = [...byG1, { stage: 'GRANT', staffId: 'G2' }] as const

function asked(stage: GrantRequest['stage'], changes: Partial<GrantRequest> = {}): GrantRequest {
  const earlier = { PROPOSE: [], GRANT: byG1, CONFIRM: byG1AndG2 }[stage]
  return {
    stage,
    grant: proposed('ENTRY'),
    grantee,
    granteeRegion: countyPath,
    earlier,
    moment: wednesday,
    ...changes,
  }
}

function reasonOf(actor: ActorFacts, request: GrantRequest): string {
  const decision = mayGrant(actor, request)
  return decision.allowed ? 'allowed' : decision.reason
}

describe('the three officers', () => {
  test('the first proposes, the second grants, the third does neither', () => {
    expect(reasonOf(system, asked('PROPOSE'))).toBe('allowed')
    expect(reasonOf(security, asked('GRANT'))).toBe('allowed')
    expect(reasonOf(security, asked('PROPOSE'))).toBe('NOT_AN_OFFICER_FOR_IT')
    expect(reasonOf(system, asked('GRANT', { earlier: [{ stage: 'PROPOSE', staffId: 'G8' }] }))).toBe(
      'NOT_AN_OFFICER_FOR_IT',
    )
    for (const stage of ['PROPOSE', 'GRANT', 'CONFIRM'] as const) {
      expect(reasonOf(audit, asked(stage))).toBe('NOT_AN_OFFICER_FOR_IT')
    }
  })

  test('nobody takes part twice, or before the one before', () => {
    const both = withRoles('G1', 'SYSTEM_ADMIN', 'SECURITY_ADMIN')
    expect(reasonOf(both, asked('GRANT'))).toBe('TOOK_PART')
    expect(reasonOf(both, asked('PROPOSE'))).toBe('OFFICER_HAS_CONFLICT')
    expect(reasonOf(security, asked('GRANT', { earlier: [] }))).toBe('STAGE_MISSING')
    expect(reasonOf(head, asked('CONFIRM', { earlier: byG1 }))).toBe('STAGE_MISSING')
  })

  test('nobody takes part in a grant to himself or to a relative', () => {
    expect(reasonOf(system, asked('PROPOSE', { grantee: { ...grantee, staffId: 'G1' } }))).toBe('SELF')
    expect(reasonOf(security, asked('GRANT', { grantee: { ...grantee, staffId: 'G2' } }))).toBe('SELF')
    expect(reasonOf(head, asked('CONFIRM', { grantee: { ...grantee, staffId: 'G4' } }))).toBe('SELF')
    const sister = { ...security, relativeKeys: ['key-G9'] }
    expect(reasonOf(sister, asked('GRANT'))).toBe('RELATIVE')
  })

  test('an officer is replaced by the other two together with the head', () => {
    const officer = { grant: proposed('SYSTEM_ADMIN') }
    expect(reasonOf(system, asked('PROPOSE', officer))).toBe('NOT_AN_OFFICER_FOR_IT')
    expect(reasonOf(audit, asked('PROPOSE', officer))).toBe('allowed')
    const after = { ...officer, earlier: [{ stage: 'PROPOSE', staffId: 'G3' }] as const }
    expect(mayGrant(security, asked('GRANT', after))).toEqual({ allowed: true, needsHead: true })
    const last = [...after.earlier, { stage: 'GRANT', staffId: 'G2' }] as const
    expect(reasonOf(head, asked('CONFIRM', { ...officer, earlier: last }))).toBe('allowed')
  })

  test('an officer of another region has no say', () => {
    const elsewhere = person('G1', { grants: [grant('SYSTEM_ADMIN', { regions: ['990102'] })] })
    expect(reasonOf(elsewhere, asked('PROPOSE'))).toBe('NOT_AN_OFFICER_FOR_IT')
    const provincial = person('G1', { grants: [grant('SYSTEM_ADMIN', { regions: ['990000'] })] })
    expect(reasonOf(provincial, asked('PROPOSE'))).toBe('allowed')
  })

  test('an officer who has left or is absent does nothing', () => {
    expect(reasonOf({ ...system, leftOn: dayOf(2026, 3, 4) }, asked('PROPOSE'))).toBe('LEFT')
    const absences = [{ from: at('2026-03-04 00:00:00'), to: at('2026-03-05 00:00:00') }]
    expect(reasonOf({ ...system, absences }, asked('PROPOSE'))).toBe('ABSENT')
  })
})

describe('the grant', () => {
  const of = (given: Partial<GrantRequest>) => reasonOf(system, asked('PROPOSE', given))

  test('of what must be apart is refused with both names', () => {
    const decision = mayGrant(system, asked('PROPOSE', { grantee: withRoles('G9', 'REVIEW') }))
    expect(decision).toMatchObject({ allowed: false, code: 'conflict', reason: 'CONFLICT' })
    expect(JSON.stringify(decision)).toContain('复核')
    expect(of({ grantee: withProperties('G9', 'POLICY') })).toBe('CONFLICT')
  })

  test('may follow a conflicting one to the instant, and not overlap it by a second', () => {
    const until = (to: string) => person('G9', { grants: [grant('REVIEW', { to: at(to) })] })
    expect(of({ grantee: until('2026-04-01 00:00:00') })).toBe('allowed')
    expect(of({ grantee: until('2026-04-01 00:00:01') })).toBe('CONFLICT')
    // A role that begins later counts as much as one in force.
    const later = person('G9', { grants: [grant('REVIEW', { from: at('2027-01-01 00:00:00') })] })
    expect(of({ grantee: later })).toBe('CONFLICT')
    expect(of({ grantee: later, grant: proposed('ENTRY', { to: at('2027-01-01 00:00:00') }) })).toBe(
      'allowed',
    )
  })

  test('stays within the regions of the grantee’s agency, known regions and schemes', () => {
    expect(of({ grant: proposed('ENTRY', { regions: [townPath] }) })).toBe('allowed')
    const wide = person('G1', { grants: [grant('SYSTEM_ADMIN', { regions: ['990000'] })] })
    const beyond = (regions: readonly (readonly string[])[]) =>
      reasonOf(wide, asked('PROPOSE', { grant: proposed('ENTRY', { regions }) }))
    expect(beyond([otherCountyPath])).toBe('BEYOND_AGENCY')
    expect(beyond([countyPath, otherCountyPath])).toBe('BEYOND_AGENCY')
    expect(of({ grant: proposed('ENTRY', { regions: [] }) })).toBe('UNKNOWN_REGION')
    expect(of({ grant: proposed('ENTRY', { schemes: ['170'] }) })).toBe('allowed')
    expect(of({ grant: proposed('ENTRY', { schemes: ['999'] }) })).toBe('UNKNOWN_SCHEME')
    expect(of({ grant: proposed('ENTRY', { schemes: [] }) })).toBe('UNKNOWN_SCHEME')
    expect(of({ grant: proposed('ROOT' as Role) })).toBe('UNKNOWN_ROLE')
  })

  test('needs somebody who is there when it begins, and an end after its beginning', () => {
    expect(of({ grantee: { ...grantee, status: 'RETIRED' } })).toBe('GRANTEE_LEFT')
    expect(of({ grantee: { ...grantee, leftOn: dayOf(2026, 4, 1) } })).toBe('GRANTEE_LEFT')
    expect(of({ grantee: { ...grantee, leftOn: dayOf(2026, 4, 2) } })).toBe('allowed')
    const none = proposed('ENTRY', { to: at('2026-04-01 00:00:00') })
    expect(of({ grant: none })).toBe('ENDS_BEFORE_IT_BEGINS')
  })

  test('for a cover stays within its time and the covered post', () => {
    const interval = { from: at('2026-04-01 00:00:00'), to: at('2026-04-08 00:00:00') }
    const cover = {
      ...postFacts({ roles: ['ENTRY'], isKey: true }),
      ...interval,
      coverId: 'C1',
      forStaffId: 'G8',
    }
    const covering = person('G9', { covers: [cover] })
    const within = { coverId: 'C1', ...interval }
    const request = (changes: Partial<ProposedGrant>, role: Role = 'ENTRY') =>
      of({ grantee: covering, grant: proposed(role, { ...within, ...changes }) })
    expect(request({})).toBe('allowed')
    expect(request({ to: at('2026-04-08 00:00:01') })).toBe('BEYOND_COVER')
    expect(request({ to: null })).toBe('BEYOND_COVER')
    expect(request({ from: at('2026-03-31 23:59:59') })).toBe('BEYOND_COVER')
    expect(request({ coverId: 'C2' })).toBe('BEYOND_COVER')
    expect(request({}, 'ARCHIVE')).toBe('BEYOND_COVER')
    const decision = mayGrant(
      system,
      asked('PROPOSE', { grantee: covering, grant: proposed('ENTRY', within) }),
    )
    expect(decision).toEqual({ allowed: true, needsHead: true })
  })

  test('needs the head for key posts only', () => {
    const onKeyPost = person('G9', { posts: [postHeld({ isKey: true, roles: ['BENEFIT_PAYMENT'] })] })
    const payment = { grantee: onKeyPost, grant: proposed('BENEFIT_PAYMENT') }
    expect(mayGrant(system, asked('PROPOSE', payment))).toEqual({ allowed: true, needsHead: true })
    expect(mayGrant(system, asked('PROPOSE'))).toEqual({ allowed: true, needsHead: false })
  })
})

describe('whatever is granted one after the other', () => {
  test('a person never holds two duties that must be apart at any time', () => {
    const month = fc.integer({ min: 0, max: 23 })
    const wish = fc.record({
      role: fc.constantFrom(...allRoles),
      from: month,
      length: fc.integer({ min: 1, max: 12 }),
    })
    const instant = (months: number): Date =>
      at(`${2026 + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01 00:00:00`)
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 12 }), (wishes) => {
        let person9 = person('G9')
        for (const { role, from, length } of wishes) {
          const given = proposed(role, { from: instant(from), to: instant(from + length) })
          const proposer = isOfficerRole(role) ? (role === 'SYSTEM_ADMIN' ? security : system) : system
          const request = asked('PROPOSE', {
            grant: given,
            grantee: person9,
            moment: moment('2025-12-01 10:00:00'),
          })
          const needed = role === 'SECURITY_ADMIN' ? { ...audit } : proposer
          if (!mayGrant(needed, request).allowed) continue
          const added = grant(role, { from: given.from, to: given.to })
          person9 = { ...person9, grants: [...person9.grants, added] }
        }
        expect(conflictHeldBy(person9)).toBe(null)
        for (const a of person9.grants) {
          for (const b of person9.grants) {
            const meet = a.from < b.to! && b.from < a.to!
            expect(meet && isConflict(a.role, b.role)).toBe(false)
          }
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test('a post whose own properties must be apart is a conflict in itself', () => {
    const proposedDuties = {
      duties: ['FINANCE_SEAL', 'LEGAL_SEAL'],
      from: at('2026-01-01 00:00:00'),
      to: null,
    } as const
    expect(conflictAfter(person('G9'), proposedDuties)).toEqual({ added: 'FINANCE_SEAL', held: 'LEGAL_SEAL' })
  })
})
