import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { findAccountByCertificate, findAccountByOidc } from '#access/sign-in/account-store.ts'
import { readCertificate } from '#access/sign-in/credentials/client-certificate.ts'
import { testCertificate } from '#platform/http/test-certificate.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import { officeIn, probing, said } from '../test-probe.ts'
import {
  accountInput,
  actOn,
  addColleague,
  assign,
  credentialInput,
  newIdNumber,
  propose,
  resetInput,
  setUpStaffing,
} from '../test-staffing.ts'

const database = await testDatabase()
const { db, owner } = database
const { as, proposed, accept } = officeIn(db)

beforeAll(() => setUpStaffing(database))

describe('removal of access', () => {
  const removal = (staff_id: string) => ({ staff_id, status: 'LEFT', reason: '离职' })

  test('ends assignments, grants, covers and what was to come, and the person acts no more', async () => {
    const leaver = await addColleague(owner, { roles: ['ENTRY'], properties: ['TIP_HANDLING'] })
    await sql`
      insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values (${`later-${leaver}`}, ${leaver}, 'ARCHIVE', '{990101}', clock_timestamp() + interval '9 days', 'INIT')
    `.execute(owner)
    await assign(owner, leaver, 'P-seal', '2028-01-01')
    for (const [coverId, days] of [
      [`now-${leaver}`, -1],
      [`later-${leaver}`, 5],
    ] as const) {
      await sql`
        insert into app.cover (cover_id, staff_id, for_staff_id, post_id, valid_from, valid_to)
        values (
          ${coverId}, ${leaver}, 'archive1', 'P-certify', clock_timestamp() + make_interval(days => ${days}),
          clock_timestamp() + make_interval(days => ${days + 3})
        )
      `.execute(owner)
    }
    expect(said(await act(as(leaver), probing(null)))).toBe('ENTERED')
    expect(said(await propose(as('head1'), 'ACCESS_REMOVAL', removal(leaver)))).toBe('DONE')
    expect(said(await act(as(leaver), probing(null)))).toContain('your access has ended')
    const { rows } = await sql`
      select
        (select count(*)::int from app.role_grant where staff_id = ${leaver} and (valid_to is null or valid_to > clock_timestamp() and valid_to > valid_from)) as grants,
        (select count(*)::int from app.cover where staff_id = ${leaver} and valid_to > clock_timestamp() and valid_to > valid_from) as covers,
        (select count(*)::int from app.post_assignment where staff_id = ${leaver} and ended_on is null) as posts,
        (select status from app.staff_member where staff_id = ${leaver}) as status
    `.execute(owner)
    expect(rows).toEqual([{ grants: 0, covers: 0, posts: 0, status: 'LEFT' }])
    expect(said(await propose(as('head1'), 'ACCESS_REMOVAL', removal(leaver)))).toContain('has left already')
  })

  test('of the last officer who can sign in is refused, until there is another', async () => {
    const beside = (name: string, role: string, hasAccount: boolean) =>
      addColleague(owner, { name, agency: 'A990102', roles: [role], hasAccount })
    expect(said(await propose(as('headBeside'), 'ACCESS_REMOVAL', removal('systemBeside')))).toBe(
      'conflict: region 990102 would be left without a system officer who can sign in; have the officer replaced first, by the other two with the head of the unit.',
    )
    await beside('S-no-account', 'SYSTEM_ADMIN', false)
    expect(said(await propose(as('headBeside'), 'ACCESS_REMOVAL', removal('systemBeside')))).toContain(
      'left without a system officer',
    )
    await beside('S-with-account', 'SYSTEM_ADMIN', true)
    expect(said(await propose(as('headBeside'), 'ACCESS_REMOVAL', removal('systemBeside')))).toBe('DONE')
  })

  test('of two who rely on each other, at once, is done once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const two = await Promise.all(
        [1, 2].map(() => addColleague(owner, { agency: 'A990102', roles: ['AUDIT_ADMIN'] })),
      )
      const answers = await Promise.all(
        two.map((id) => propose(as('headBeside'), 'ACCESS_REMOVAL', removal(id))),
      )
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'refused'])
      const stays = two[answers.findIndex(({ outcome }) => outcome === 'refused')]!
      // For the next round nobody else may be there.
      await sql`update app.staff_member set status = 'RETIRED' where staff_id = ${stays}`.execute(owner)
    }
  })

  test('is not done by oneself', async () => {
    expect(said(await propose(as('system1'), 'ACCESS_REMOVAL', removal('system1')))).toContain(
      'concerns yourself',
    )
  })
})

describe('an account', () => {
  const ask = async (changes: Record<string, unknown>) =>
    said(await propose(as('system1'), 'ACCOUNT', accountInput(`N${newIdNumber().slice(-8)}`, changes)))

  test('has a name of its own, for a person with one number, on posts that go together', async () => {
    const known = newIdNumber()
    const clerk = await addColleague(owner, { roles: ['ENTRY'], idNumber: known })
    expect(await ask({ sign_in_name: clerk.toLowerCase() })).toContain('is taken')
    expect(await ask({ id_number: known })).toContain('one person has one number')
    expect(await ask({ staff_id: clerk })).toContain('in use with other details')
    const posts = ['P-seal', 'P-legal'].map((post_id) => ({ post_id, started_on: '2026-01-05' }))
    expect(await ask({ posts })).toContain('must not meet')
    expect(await ask({ posts: [posts[0], posts[0]] })).toContain('stands twice')
    expect(await ask({ posts: [{ post_id: 'P-none', started_on: '2026-01-05' }] })).toContain('no post')
    const same = { staff_id: clerk, name: clerk, id_number: known }
    expect(await ask(same)).toContain('has an account')
  })

  test('is proposed once, and its name is promised with it', async () => {
    const input = accountInput('N-promised')
    await proposed('system1', 'ACCOUNT', input)
    expect(said(await propose(as('system2'), 'ACCOUNT', input))).toContain('proposed or granted already')
    expect(await ask({ sign_in_name: 'n-promised' })).toContain('is taken')
  })

  test('whose code nobody fetched in thirty days is proposed anew', async () => {
    const input = accountInput('N-forgotten')
    const recordId = await proposed('system1', 'ACCOUNT', input)
    expect(said(await accept('security1', 'ACCOUNT', recordId))).toBe('DONE')
    expect(said(await propose(as('system1'), 'ACCOUNT', input))).toContain('proposed or granted already')
    await sql`
      update app.record set changed_at = changed_at - interval '31 days' where record_id = ${recordId}
    `.execute(owner)
    expect(said(await propose(as('system1'), 'ACCOUNT', input))).toBe('PROPOSED')
  })

  test('is for somebody who is known already, too, and writes nobody twice', async () => {
    const id_number = newIdNumber()
    const known = await addColleague(owner, { hasAccount: false, idNumber: id_number })
    const input = accountInput(known, { name: known, id_number })
    const recordId = await proposed('system1', 'ACCOUNT', input)
    expect(said(await accept('security1', 'ACCOUNT', recordId))).toBe('DONE')
    const { rows } = await sql`select post_id from app.post_assignment where staff_id = ${known}`.execute(
      owner,
    )
    expect(rows).toEqual([{ post_id: 'P-certify' }])
  })

  test('of oneself is nobody’s to propose or to grant', async () => {
    const idNumber = newIdNumber()
    const system = await addColleague(owner, { roles: ['SYSTEM_ADMIN'], idNumber })
    const security = await addColleague(owner, { roles: ['SECURITY_ADMIN'], hasAccount: false })
    const own = accountInput('N-own', { id_number: idNumber })
    expect(said(await propose(as(system), 'ACCOUNT', own))).toContain('concerns yourself')
    const posts = [{ post_id: 'P-certify', started_on: '2026-01-05' }]
    const input = accountInput(security, { name: security, id_number: null, posts })
    // Certification is business, which no officer does; the officer’s own role stands against nothing of a post.
    const recordId = await proposed('system1', 'ACCOUNT', input)
    expect(said(await accept(security, 'ACCOUNT', recordId))).toContain('concerns yourself')
  })
})

describe('a reset of the second factor', () => {
  test('needs an account, and an identity check by somebody else who is there', async () => {
    const without = await addColleague(owner, { roles: ['ENTRY'], hasAccount: false })
    expect(said(await propose(as('system1'), 'SECOND_FACTOR_RESET', resetInput(without)))).toContain(
      'has no account',
    )
    const clerk = await addColleague(owner, { roles: ['ENTRY'] })
    for (const checker of [clerk, 'outsider', 'G-none']) {
      const answer = await propose(as('system1'), 'SECOND_FACTOR_RESET', resetInput(clerk, checker))
      expect(said(answer)).toContain('checked by somebody else')
    }
  })
})

describe('the registration of a credential', () => {
  const ask = async (staffId: string, changes: object = {}) =>
    said(await propose(as('system1'), 'CREDENTIAL', credentialInput(staffId, changes)))

  test('lets the person sign in by it, from the decision on and not before', async () => {
    const clerk = await addColleague(owner, { roles: ['ENTRY'] })
    const certificate = testCertificate(clerk).pem
    const { fingerprint } = readCertificate(certificate)!
    const identity = { issuer: 'https://id.test', subject: `subject of ${clerk}` }
    const recordId = await proposed('system1', 'CREDENTIAL', credentialInput(clerk, { certificate }))
    expect(await findAccountByCertificate(db, fingerprint)).toBeNull()
    expect(await findAccountByOidc(db, identity)).toBeNull()
    expect(said(await accept('security1', 'CREDENTIAL', recordId))).toBe('DONE')
    expect(await findAccountByCertificate(db, fingerprint)).toMatchObject({ staffId: clerk, isValid: true })
    expect(await findAccountByOidc(db, identity)).toMatchObject({ staffId: clerk })
    const thief = await addColleague(owner, { roles: ['ENTRY'] })
    expect(await ask(thief, { certificate: `\n${certificate}\n`, identity: null })).toContain(
      'registered already',
    )
    expect(await ask(thief, { certificate: null, identity })).toContain('registered already')
  })

  test('of two with one certificate, granted at once, is done once', async () => {
    const certificate = testCertificate('both').pem
    const ids = await Promise.all(
      [1, 2].map(async () => {
        const staffId = await addColleague(owner, { roles: ['ENTRY'] })
        return proposed('system1', 'CREDENTIAL', credentialInput(staffId, { certificate }))
      }),
    )
    const answers = await Promise.all(ids.map((id) => accept('security1', 'CREDENTIAL', id)))
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'refused'])
  })

  test('is refused without an account, without anything, and for a certificate of the past', async () => {
    const clerk = await addColleague(owner, { roles: ['ENTRY'] })
    const without = await addColleague(owner, { roles: ['ENTRY'], hasAccount: false })
    expect(await ask(without)).toContain('has no account')
    expect(await ask(clerk, { certificate: null, identity: null })).toContain('give a client certificate')
    const expired = testCertificate('old', { from: new Date('2020-01-01'), to: new Date('2021-01-01') })
    expect(await ask(clerk, { certificate: expired.pem })).toContain('has expired')
  })

  test.for([
    ['words', '数字证书'],
    ['a key', '-----BEGIN PRIVATE KEY-----\nMC4CAQ==\n-----END PRIVATE KEY-----'],
    ['a broken one', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'],
    ['undecodable', '-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----'],
    ['two', `${testCertificate('1').pem}\n${testCertificate('2').pem}`],
  ])('with %s for a certificate is refused', async ([, certificate]) => {
    expect(await ask(await addColleague(owner), { certificate })).toContain('invalid_input')
  })
})

describe('the replacement of an officer', () => {
  test('is by the other two and the head; the successor has the regions, the predecessor nothing', async () => {
    const outgoing = await addColleague(owner, { roles: ['SECURITY_ADMIN'] })
    const incoming = await addColleague(owner)
    const asked = {
      role: 'SECURITY_ADMIN',
      outgoing_staff_id: outgoing,
      incoming_staff_id: incoming,
      reason: '轮岗',
    }
    expect(said(await propose(as('security1'), 'OFFICER_REPLACEMENT', asked))).toContain('not_permitted')
    const recordId = await proposed('system1', 'OFFICER_REPLACEMENT', asked)
    expect(said(await accept('system2', 'OFFICER_REPLACEMENT', recordId))).toContain('the third has to act')
    expect(said(await accept('audit1', 'OFFICER_REPLACEMENT', recordId))).toBe('AWAITING_HEAD')
    expect(said(await actOn(as('head1'), { kind: 'OFFICER_REPLACEMENT', recordId, action: 'confirm' }))).toBe(
      'DONE',
    )
    const { rows } = await sql`
      select staff_id, regions, proposed_by, granted_by, confirmed_by
      from app.role_grant
      where staff_id in (${outgoing}, ${incoming}) and (valid_to is null or valid_to > clock_timestamp())
    `.execute(owner)
    expect(rows).toEqual([
      {
        staff_id: incoming,
        regions: ['990101'],
        proposed_by: 'system1',
        granted_by: 'audit1',
        confirmed_by: 'head1',
      },
    ])
  })

  test('needs a successor with a working account and without business, and somebody in office', async () => {
    const outgoing = await addColleague(owner, { roles: ['AUDIT_ADMIN'] })
    const ask = async (incoming_staff_id: string, outgoing_staff_id: string = outgoing) =>
      said(
        await propose(as('system1'), 'OFFICER_REPLACEMENT', {
          role: 'AUDIT_ADMIN',
          outgoing_staff_id,
          incoming_staff_id,
          reason: '轮岗',
        }),
      )
    expect(await ask(await addColleague(owner, { hasAccount: false }))).toContain('no working account')
    expect(await ask(await addColleague(owner, { roles: ['ENTRY'] }))).toContain('must not meet')
    expect(await ask('outsider')).toContain('nobody with staff number')
    expect(await ask(await addColleague(owner), await addColleague(owner))).toContain(
      'does not hold that office',
    )
  })
})
