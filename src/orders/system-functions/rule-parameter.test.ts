import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { beijingDayOf } from '#access/moment.ts'
import { formatDay } from '#base/calendar-math.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { enterOrder, openOffice, setUpOffice } from '../test-office.ts'
import { orderStep } from '../test-orders.ts'
import { type KnownParameters, parameterChanges, ruleParameterChange } from './rule-parameter.ts'

/** `0.20` and `0.2` are one value; two digits at most. */
const known: KnownParameters = new Map([
  [
    'DTH-01.grace_months',
    {
      default: '0',
      canonical: (written) => (/^\d{1,2}$/.test(written) ? String(Number(written)) : null),
      unit: { zh: '整数', en: 'a whole number' },
    },
  ],
])
const database = await testDatabase()
const { owner } = database
const matter = ruleParameterChange(known)
const { kind } = matter
// A mirror, too: the rules are ours, whoever owns the register.
const office = openOffice(database, 'mirror', [matter])
const dayIn = (days: number): string => formatDay(beijingDayOf(new Date()) + days)

beforeAll(async () => {
  await setUpOffice(database)
  await sql`
    insert into app.agency (agency_id, name, kind, region, parent_id, path, reviewed_by_superior)
    values ('B990000', '示例省厅', 'SUPERVISION', '990000', null, '{B990000}', false)
  `.execute(owner)
  for (const [staffId, property] of [
    ['policy0', 'POLICY'],
    ['head0', 'UNIT_HEAD'],
  ] as const) {
    await sql`
      insert into app.staff_member (staff_id, name, agency_id, status)
      values (${staffId}, ${staffId}, 'B990000', 'ON_POST')
    `.execute(owner)
    await sql`insert into app.authority_epoch (staff_id, epoch) values (${staffId}, 1)`.execute(owner)
    await sql`
      insert into app.post (post_id, agency_id, title, title_in_english, is_key, roles, properties)
      values (${`${property}0`}, 'B990000', ${property}, ${property}, false, '{}', ${[property]})
    `.execute(owner)
    await sql`
      insert into app.post_assignment (staff_id, post_id, started_on)
      values (${staffId}, ${`${property}0`}, '2025-01-01')
    `.execute(owner)
  }
})

const asked = (changes: Readonly<Record<string, string>> = {}) => ({
  parameter: 'DTH-01.grace_months',
  value: '2',
  valid_from: dayIn(3),
  document: '基监〔2026〕7号',
  reason: '各地死亡信息交换滞后一个月',
  ...changes,
})
const stored = async () => {
  const { rows } = await sql`
    select rule_code, parameter, valid_from::text as valid_from, value, value_before, source_order
    from register.rule_parameter
    order by valid_from
  `.execute(owner)
  return rows
}
const approve = (recordId: string, staffId = 'head0') =>
  orderStep(office.as(staffId), { kind, action: 'approve', recordId, input: { reason: null } })

describe('a parameter of a rule', () => {
  test('is set by two people of the whole installation, from its day on, and says what held before', async () => {
    const { recordId } = acceptedAnswer(await enterOrder(office.as('policy0'), { kind, input: asked() }))
    expect(await stored()).toEqual([])
    expect(await approve(recordId, 'policy0')).toMatchObject({ code: 'not_permitted' })
    expect(await approve(recordId)).toMatchObject({ status: 'DONE' })
    const first = {
      rule_code: 'DTH-01',
      parameter: 'grace_months',
      valid_from: dayIn(3),
      value: '2',
      value_before: '0',
      source_order: recordId,
    }
    expect(await stored()).toEqual([first])
    const later = acceptedAnswer(
      await enterOrder(office.as('policy0'), { kind, input: asked({ value: '05', valid_from: dayIn(9) }) }),
    )
    expect(await approve(later.recordId)).toMatchObject({ status: 'DONE' })
    expect((await stored())[1]).toMatchObject({ value: '5', value_before: '2', valid_from: dayIn(9) })
  })

  test('is none of a county’s: its policy post and its head cannot', async () => {
    const answer = await enterOrder(office.as('policy1'), { kind, input: asked({ valid_from: dayIn(20) }) })
    expect(['not_found', 'not_permitted']).toContain((answer as { code: string }).code)
    const input = asked({ valid_from: dayIn(20), value: '7' })
    const { recordId } = acceptedAnswer(await enterOrder(office.as('policy0'), { kind, input }))
    await expect(approve(recordId, 'head1')).rejects.toThrow()
  })

  test('that somebody else set meanwhile is looked at again', async () => {
    const input = asked({ valid_from: dayIn(30), value: '8' })
    const { recordId } = acceptedAnswer(await enterOrder(office.as('policy0'), { kind, input }))
    await sql`
      insert into register.rule_parameter (rule_code, parameter, valid_from, value, value_before, source_order)
      values ('DTH-01', 'grace_months', ${dayIn(29)}::date, '6', '5', 'O')
    `.execute(owner)
    expect(await approve(recordId)).toMatchObject({ code: 'conflict' })
  })
})

describe('the change of a parameter', () => {
  const today = '2026-11-21'
  const set = [
    { validFrom: '2026-01-01', value: '1' },
    { validFrom: '2026-12-01', value: '3' },
  ]
  const judge = (changes: Readonly<Record<string, string>>) =>
    parameterChanges(known, { asked: asked({ valid_from: '2026-11-25', ...changes }), set, today }, 'O')

  test.for([
    ['a parameter that no rule has', { parameter: 'DTH-01.nothing' }, /没有规则参数/],
    ['a value that it cannot have', { value: '2.5' }, /不能设为/],
    ['a day that has passed', { valid_from: '2026-11-20' }, /已过/],
    ['a day from which it was changed already', { valid_from: '2026-12-01' }, /另选/],
    ['the value that it has', { value: '01' }, /无需变更/],
    ['the value that it will have by then', { value: '3', valid_from: '2027-01-01' }, /无需变更/],
  ] as const)('refuses %s', ([, changes, sentence]) => {
    expect((judge(changes) as { text: { zh: string } }).text.zh).toMatch(sentence)
  })

  test('may begin today, and between two others', () => {
    expect(judge({ valid_from: today })).toMatchObject([{ values: { value: '2', value_before: '1' } }])
    expect(judge({ valid_from: '2027-01-01' })).toMatchObject([{ values: { value_before: '3' } }])
    expect(judge({ valid_from: '2026-11-30', value: '3' })).toMatchObject([{ values: { value_before: '1' } }])
  })
})
