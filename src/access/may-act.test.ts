import { describe, expect, test } from 'vitest'
import { dayOf } from '#base/calendar-math.ts'
import type { ActDecision, RegionPath } from './act-request.ts'
import type { ActorFacts } from './actor.ts'
import { type AccessFunction, step } from './functions/access-function.ts'
import { accessFunctions, extendCatalogue } from './functions/catalogue.ts'
import { mayAct, whoCould } from './may-act.ts'
import {
  at,
  centre,
  countyPath,
  grant,
  moment,
  otherCountyPath,
  person,
  postFacts,
  postHeld,
  request,
  townPath,
  withProperties,
  withRoles,
} from './test-people.ts'

const entry = withRoles('G1', 'ENTRY')
const reviewer = withRoles('G2', 'REVIEW')

function reasonOf(decision: ActDecision): string {
  return decision.allowed ? `allowed as ${decision.duty}` : decision.reason
}

describe('the step', () => {
  test('is open to whoever holds its role, and to nobody else', () => {
    expect(reasonOf(mayAct(entry, request('ACCOUNT_CHANGE', 'ENTRY')))).toBe('allowed as ENTRY')
    expect(reasonOf(mayAct(reviewer, request('ACCOUNT_CHANGE', 'REVIEW')))).toBe('allowed as REVIEW')
    expect(reasonOf(mayAct(entry, request('ACCOUNT_CHANGE', 'REVIEW')))).toBe('DUTY_MISSING')
  })

  test('that does not exist is refused', () => {
    expect(reasonOf(mayAct(entry, request('ACCOUNT_CHANGE', 'PAYMENT')))).toBe('UNKNOWN_FUNCTION')
    expect(reasonOf(mayAct(entry, request('constructor', 'ENTRY')))).toBe('UNKNOWN_FUNCTION')
  })

  test('refused within one’s scope names posts, and people of one’s own agency only', () => {
    const refused = mayAct(entry, request('ACCOUNT_CHANGE', 'REVIEW'))
    expect(refused).toMatchObject({ code: 'not_permitted', couldBeDoneBy: { duties: [{ duty: 'REVIEW' }] } })
    expect(JSON.stringify(refused)).toContain('复核')
    const stranger = person('G9', { agencyId: 'A990100', grants: [grant('REVIEW')] })
    const asked = request('ACCOUNT_CHANGE', 'REVIEW', {
      subject: { agency: { ...centre, isReviewedBySuperior: true } },
    })
    expect(reasonOf(mayAct(stranger, asked))).toBe('allowed as REVIEW')
    expect(whoCould(entry, [reviewer, stranger, entry], asked)).toEqual(['G2'])
  })
})

describe('what is of the person it is about', () => {
  const own: AccessFunction = {
    ...{
      code: 'OWN',
      title: { zh: '本人', en: 'own' },
      area: 'BUSINESS',
      isHighRisk: false,
      isTogether: false,
    },
    ...{ hasAmount: false, coverage: 'ALL' },
    steps: [step('ACT', [], { reach: 'REGION', ofSelf: ['ENTRY', 'SYSTEM_ADMIN'] })],
  }
  const catalogue = extendCatalogue(accessFunctions, [own])
  const ask = (
    actor: ActorFacts,
    staffIds: readonly string[],
    regions: readonly RegionPath[] = [countyPath],
  ) => reasonOf(mayAct(actor, request('OWN', 'ACT', { subject: { regions, staffIds } }), catalogue))

  test('is theirs whatever their scope, and nobody else’s', () => {
    expect(ask(entry, ['G1'])).toBe('allowed as ENTRY')
    expect(ask(entry, ['G1'], [otherCountyPath])).toBe('allowed as ENTRY')
    expect(ask(withRoles('G3', 'SYSTEM_ADMIN'), ['G3'])).toBe('allowed as SYSTEM_ADMIN')
    expect(ask(entry, ['G2'])).toBe('OTHER_PERSON')
    expect(ask(entry, [])).toBe('OTHER_PERSON')
    expect(ask(entry, ['G2'], [otherCountyPath])).toBe('OUT_OF_SCOPE')
  })

  test('needs one of its duties', () => {
    expect(ask(reviewer, ['G2'])).toBe('OTHER_PERSON')
  })
})

describe('the scope', () => {
  test('covers a region with everything below it', () => {
    const subject = { regions: [townPath] }
    expect(reasonOf(mayAct(entry, request('ACCOUNT_CHANGE', 'ENTRY', { subject })))).toBe('allowed as ENTRY')
  })

  test('outside of it the answer is not found, without a reason, a post or a name', () => {
    const asked = request('ACCOUNT_CHANGE', 'ENTRY', { subject: { regions: [otherCountyPath] } })
    const refused = mayAct(entry, asked)
    expect(refused).toEqual({
      allowed: false,
      code: 'not_found',
      reason: 'OUT_OF_SCOPE',
      text: { zh: '没有找到该记录，请核对编号。', en: 'not found; check the number.' },
      couldBeDoneBy: { duties: [], staffIds: [] },
    })
    // An id that does not exist has no region at all, and reads the same.
    expect(mayAct(entry, { ...asked, subject: { ...asked.subject, regions: [] } })).toEqual(refused)
    expect(mayAct(entry, { ...asked, subject: { ...asked.subject, regions: [[]] } })).toEqual(refused)
  })

  test('of a subject in several regions must cover all to handle and one to see', () => {
    const subject = { regions: [countyPath, otherCountyPath] }
    expect(reasonOf(mayAct(entry, request('READ', 'ACT', { subject })))).toBe('allowed as ENTRY')
    expect(reasonOf(mayAct(entry, request('ACCOUNT_CHANGE', 'ENTRY', { subject })))).toBe('DUTY_OUT_OF_SCOPE')
  })

  test('may be limited to schemes', () => {
    const resident = person('G1', { grants: [grant('ENTRY', { schemes: ['170'] })] })
    const of = (scheme: string | null) => request('ACCOUNT_CHANGE', 'ENTRY', { subject: { scheme } })
    expect(reasonOf(mayAct(resident, of('170')))).toBe('allowed as ENTRY')
    expect(reasonOf(mayAct(resident, of('110')))).toBe('OUT_OF_SCOPE')
    expect(reasonOf(mayAct(resident, of(null)))).toBe('allowed as ENTRY')
  })

  test('ends with the grant, to the instant', () => {
    const to = at('2026-03-04 10:00:00')
    const ending = person('G1', { grants: [grant('ENTRY', { to })] })
    const asked = (time: string) => request('ACCOUNT_CHANGE', 'ENTRY', { moment: moment(time) })
    expect(mayAct(ending, asked('2026-03-04 09:59:59')).allowed).toBe(true)
    expect(mayAct(ending, asked('2026-03-04 10:00:00')).allowed).toBe(false)
  })
})

describe('the agency', () => {
  test('of the record enters; another one does not, whatever its regions', () => {
    const other = person('G5', { agencyId: 'A990102', grants: [grant('ENTRY')] })
    expect(reasonOf(mayAct(other, request('ACCOUNT_CHANGE', 'ENTRY')))).toBe('OTHER_AGENCY')
  })

  test('above reviews only where review is assigned to it', () => {
    const cityReviewer = person('G5', { agencyId: 'A990100', grants: [grant('REVIEW')] })
    const provincial = person('G6', { agencyId: 'A990000', grants: [grant('REVIEW')] })
    const small = { agency: { ...centre, isReviewedBySuperior: true } }
    expect(reasonOf(mayAct(cityReviewer, request('ACCOUNT_CHANGE', 'REVIEW')))).toBe('OTHER_AGENCY')
    expect(mayAct(cityReviewer, request('ACCOUNT_CHANGE', 'REVIEW', { subject: small })).allowed).toBe(true)
    expect(reasonOf(mayAct(provincial, request('ACCOUNT_CHANGE', 'REVIEW', { subject: small })))).toBe(
      'OTHER_AGENCY',
    )
    expect(mayAct(reviewer, request('ACCOUNT_CHANGE', 'REVIEW', { subject: small })).allowed).toBe(true)
  })

  test('any above may approve', () => {
    const posts = [postHeld({ limits: [{ function: null, level: 1, maxFen: 100n }] })]
    const provincial = person('G6', { agencyId: 'A990000', grants: [grant('APPROVAL')], posts })
    const asked = request('REFUND', 'APPROVAL', { subject: { amountFen: 100n } })
    expect(mayAct(provincial, asked).allowed).toBe(true)
  })
})

describe('separation of duties', () => {
  test('refuses whoever holds two roles that must be apart, in both of them', () => {
    const both = withRoles('G1', 'ENTRY', 'REVIEW')
    expect(reasonOf(mayAct(both, request('ACCOUNT_CHANGE', 'ENTRY')))).toBe('CONFLICTING_DUTIES')
    expect(reasonOf(mayAct(both, request('ACCOUNT_CHANGE', 'REVIEW')))).toBe('CONFLICTING_DUTIES')
  })

  test('does not let a conflict elsewhere stop an innocent duty', () => {
    const three = withRoles('G1', 'CERTIFICATION', 'ENTRY', 'REVIEW')
    expect(reasonOf(mayAct(three, request('STATUS_CHANGE', 'ENTRY')))).toBe('allowed as CERTIFICATION')
  })

  test('gives no officer any business, and no business role an officer’s work', () => {
    const officer = withRoles('G1', 'SYSTEM_ADMIN')
    expect(reasonOf(mayAct(officer, request('ACCOUNT_CHANGE', 'ENTRY')))).toBe('OUT_OF_SCOPE')
    expect(reasonOf(mayAct(officer, request('DATA_REPAIR', 'ENTRY')))).toBe('allowed as SYSTEM_ADMIN')
    const mixed = withRoles('G1', 'SYSTEM_ADMIN', 'ENTRY')
    expect(reasonOf(mayAct(mixed, request('DATA_REPAIR', 'ENTRY')))).toBe('CONFLICTING_DUTIES')
    expect(reasonOf(mayAct(mixed, request('ACCOUNT_CHANGE', 'ENTRY')))).toBe('CONFLICTING_DUTIES')
  })

  test('lets the audit officer see grants and take no part in them', () => {
    const audit = withRoles('G3', 'AUDIT_ADMIN')
    expect(mayAct(audit, request('READ_AUTHORITY', 'ACT')).allowed).toBe(true)
    expect(mayAct(audit, request('READ_TRAIL', 'ACT')).allowed).toBe(true)
    expect(reasonOf(mayAct(audit, request('GRANT_ROLE', 'ENTRY')))).toBe('DUTY_MISSING')
    expect(reasonOf(mayAct(audit, request('GRANT_ROLE', 'REVIEW')))).toBe('DUTY_MISSING')
    expect(reasonOf(mayAct(audit, request('READ', 'ACT')))).toBe('OUT_OF_SCOPE')
  })

  test('per record: whoever entered reviews nothing of it, even with a new role and after a return', () => {
    const now = withRoles('G1', 'REVIEW')
    const history = [{ step: 'ENTRY', staffId: 'G1', round: 1 }] as const
    expect(reasonOf(mayAct(now, request('REFUND', 'REVIEW', { history })))).toBe('OTHER_STEP_DONE')
    expect(reasonOf(mayAct(now, request('REFUND', 'REVIEW', { history, round: 2 })))).toBe('OTHER_STEP_DONE')
  })

  test('per record: two reviews of one round are two people’s, a corrected one may be reviewed again', () => {
    const history = [
      { step: 'ENTRY', staffId: 'G1', round: 1 },
      { step: 'REVIEW', staffId: 'G2', round: 1 },
    ] as const
    const again = (round: number) => mayAct(reviewer, request('REFUND', 'REVIEW', { history, round }))
    expect(reasonOf(again(1))).toBe('SAME_STEP_DONE')
    expect(again(2).allowed).toBe(true)
    expect(mayAct(entry, request('REFUND', 'ENTRY', { history })).allowed).toBe(true)
    expect(mayAct(withRoles('G7', 'REVIEW'), request('REFUND', 'REVIEW', { history })).allowed).toBe(true)
  })

  test('nobody audits one’s own work or handles the tip about one’s unit', () => {
    const auditor = withRoles('G4', 'INTERNAL_AUDIT')
    const audited = request('EXPORT', 'ACT', { subject: { handlers: ['G4'] } })
    expect(reasonOf(mayAct(auditor, audited))).toBe('HANDLED_WHAT_IS_AUDITED')
    const reported = request('READ', 'ACT', { subject: { reportedAgencies: [centre.agencyId] } })
    expect(reasonOf(mayAct(auditor, reported))).toBe('OF_REPORTED_UNIT')
  })
})

describe('oneself and relatives', () => {
  test('are handled by somebody else, wherever they stand in the subject', () => {
    const relative = person('G1', { grants: [grant('ENTRY')], relativeKeys: ['key-mother'] })
    const of = (...personKeys: string[]) => request('ACCOUNT_CHANGE', 'ENTRY', { subject: { personKeys } })
    expect(reasonOf(mayAct(relative, of('key-other', 'key-mother')))).toBe('RELATIVE')
    expect(reasonOf(mayAct(relative, of('key-other', 'key-G1')))).toBe('SELF')
    expect(mayAct(relative, of('key-other')).allowed).toBe(true)
    const asStaff = request('ACCOUNT_CHANGE', 'ENTRY', { subject: { staffIds: ['G1'] } })
    expect(reasonOf(mayAct(relative, asStaff))).toBe('SELF')
  })

  test('of whom no number is known match nobody', () => {
    const unknown = person('G1', { grants: [grant('ENTRY')], ownKey: null })
    expect(mayAct(unknown, request('ACCOUNT_CHANGE', 'ENTRY', { subject: { personKeys: [] } })).allowed).toBe(
      true,
    )
  })

  test('ask for their own overtime and do not approve it', () => {
    const asked = (step: string) =>
      request('OVERTIME', step, { subject: { staffIds: ['G1'], personKeys: ['key-G1'] } })
    expect(mayAct(entry, asked('ENTRY')).allowed).toBe(true)
    expect(reasonOf(mayAct(withProperties('G1', 'UNIT_HEAD'), asked('APPROVAL')))).toBe('SELF')
    expect(mayAct(withProperties('G3', 'UNIT_HEAD'), asked('APPROVAL')).allowed).toBe(true)
  })
})

describe('the amount', () => {
  const limits = [
    { function: null, level: 1, maxFen: 5_000_000n },
    { function: 'REFUND', level: 2, maxFen: 9_007_199_254_740_993n },
  ]
  const approver = person('G3', { grants: [grant('APPROVAL')], posts: [postHeld({ limits })] })
  const of = (code: string, amountFen: bigint | null, approvalLevel = 1) =>
    mayAct(approver, request(code, 'APPROVAL', { subject: { amountFen }, approvalLevel }))

  test('may be the limit and no fen more, repayments by their size', () => {
    expect(of('BACK_PAY', 5_000_000n).allowed).toBe(true)
    expect(reasonOf(of('BACK_PAY', 5_000_001n))).toBe('ABOVE_LIMIT')
    expect(reasonOf(of('BACK_PAY', -5_000_001n))).toBe('ABOVE_LIMIT')
    expect(of('REFUND', 9_007_199_254_740_993n).allowed).toBe(true)
    expect(reasonOf(of('REFUND', 9_007_199_254_740_994n))).toBe('ABOVE_LIMIT')
  })

  test('after a hit needs the second level', () => {
    expect(reasonOf(of('BACK_PAY', 1n, 2))).toBe('ABOVE_LIMIT')
    expect(of('REFUND', 1n, 2).allowed).toBe(true)
  })

  test('that is unknown, and an approver without any limit, are refused', () => {
    expect(reasonOf(of('BACK_PAY', null))).toBe('AMOUNT_UNKNOWN')
    const without = withRoles('G3', 'APPROVAL')
    const asked = request('BACK_PAY', 'APPROVAL', { subject: { amountFen: 0n } })
    const refused = mayAct(without, asked)
    expect(reasonOf(refused)).toBe('ABOVE_LIMIT')
    expect(JSON.stringify(refused)).toContain('没有设定额度')
  })
})

describe('the hours', () => {
  const asked = (time: string, code = 'ACCOUNT_CHANGE') => request(code, 'ENTRY', { moment: moment(time) })

  test('of high-risk work are 08:00 to 18:30 on working days, the end excluded', () => {
    expect(mayAct(entry, asked('2026-03-04 08:00:00'))).toMatchObject({ allowed: true, hours: 'WORKING' })
    expect(mayAct(entry, asked('2026-03-04 18:29:59')).allowed).toBe(true)
    expect(reasonOf(mayAct(entry, asked('2026-03-04 07:59:59')))).toBe('OFF_HOURS')
    expect(reasonOf(mayAct(entry, asked('2026-03-04 18:30:00')))).toBe('OFF_HOURS')
    expect(reasonOf(mayAct(entry, asked('2026-03-07 10:00:00')))).toBe('OFF_HOURS')
    expect(reasonOf(mayAct(entry, asked('2026-10-01 10:00:00')))).toBe('OFF_HOURS')
  })

  test('do not bind other work', () => {
    expect(mayAct(entry, asked('2026-03-07 03:00:00', 'ORDINARY'))).toMatchObject({
      allowed: true,
      hours: 'NOT_NEEDED',
    })
  })

  test('are longer with a permit, its end included', () => {
    const permitted = {
      ...entry,
      overtime: [{ from: at('2026-03-07 09:00:00'), to: at('2026-03-07 12:00:00') }],
    }
    expect(mayAct(permitted, asked('2026-03-07 12:00:00'))).toMatchObject({
      allowed: true,
      hours: 'OVERTIME',
    })
    expect(reasonOf(mayAct(permitted, asked('2026-03-07 12:00:01')))).toBe('OFF_HOURS')
    expect(reasonOf(mayAct(permitted, asked('2026-03-07 08:59:59')))).toBe('OFF_HOURS')
  })

  test('of an unannounced year are not evaluated by day, Monday to Friday, and need a permit otherwise', () => {
    expect(mayAct(entry, asked('2027-03-03 10:00:00'))).toMatchObject({
      allowed: true,
      hours: 'NOT_EVALUATED',
    })
    expect(reasonOf(mayAct(entry, asked('2027-03-03 19:00:00')))).toBe('OFF_HOURS')
    expect(reasonOf(mayAct(entry, asked('2027-03-06 10:00:00')))).toBe('OFF_HOURS')
  })
})

describe('the person', () => {
  test('who leaves has no access from the beginning of that day', () => {
    const leaving = { ...entry, leftOn: dayOf(2026, 3, 4) }
    const asked = (time: string) => request('ORDINARY', 'ENTRY', { moment: moment(time) })
    expect(mayAct(leaving, asked('2026-03-03 23:59:59')).allowed).toBe(true)
    expect(reasonOf(mayAct(leaving, asked('2026-03-04 00:00:00')))).toBe('LEFT')
    expect(reasonOf(mayAct({ ...entry, status: 'SUSPENDED' }, asked('2026-03-03 10:00:00')))).toBe('LEFT')
  })

  test('who is absent does nothing, and somebody with a cover does it', () => {
    const interval = { from: at('2026-03-02 00:00:00'), to: at('2026-03-06 00:00:00') }
    const absent = { ...reviewer, absences: [interval] }
    expect(reasonOf(mayAct(absent, request('REFUND', 'REVIEW')))).toBe('ABSENT')
    const cover = { ...postFacts({ roles: ['REVIEW'] }), ...interval, coverId: 'C1', forStaffId: 'G2' }
    const covering = person('G8', { covers: [cover], grants: [grant('REVIEW', { coverId: 'C1' })] })
    expect(mayAct(covering, request('REFUND', 'REVIEW')).allowed).toBe(true)
    const after = request('REFUND', 'REVIEW', { moment: moment('2026-03-06 10:00:00') })
    expect(mayAct(covering, after).allowed).toBe(false)
  })

  test('with a grant for a cover has only the roles of the covered post', () => {
    const interval = { from: at('2026-03-02 00:00:00'), to: at('2026-03-06 00:00:00') }
    const cover = { ...postFacts({ roles: ['ARCHIVE'] }), ...interval, coverId: 'C1', forStaffId: 'G2' }
    const covering = person('G8', { covers: [cover], grants: [grant('REVIEW', { coverId: 'C1' })] })
    expect(mayAct(covering, request('REFUND', 'REVIEW')).allowed).toBe(false)
    const orphan = person('G8', { grants: [grant('REVIEW', { coverId: 'C1' })] })
    expect(mayAct(orphan, request('REFUND', 'REVIEW')).allowed).toBe(false)
  })
})
