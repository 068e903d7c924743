import { expect, test } from 'vitest'
import { checkCharacter } from '#base/identity-number.ts'
import { samples } from '../test-samples.ts'
import { account, changed, deadPerson, effectOf, person, sentenceOf } from '../test-situations.ts'
import { identityChange } from './identity-change.ts'

const idOf = (seventeen: string): string => seventeen + checkCharacter(seventeen)
const sample = changed(samples.IDENTITY_CHANGE(), { new_value: '王一一' })
const renumbered = changed(sample, {
  field: 'id_number',
  old_value: person.id_number,
  new_value: idOf('99010119520301002'),
})

test('a name changes with its history, and in the person’s own accounts only', () => {
  const accounts = [
    account,
    { ...account, account_number: 'A2', holder_kind: 'GUARDIAN', holder_name: '王父' },
    { ...account, account_number: 'A3', valid_to: '2022-01-01' },
    { ...account, account_number: 'A4', holder_kind: 'INSTITUTION' },
  ]
  expect(effectOf(identityChange, changed(sample, {}, { accounts }))).toEqual([
    {
      operation: 'update',
      table: 'person',
      key: { person_id: 'P1' },
      values: { name: '王一一' },
      expected: { name: '王一' },
    },
    {
      operation: 'insert',
      table: 'person_change',
      values: {
        change_id: 'O1-name',
        person_id: 'P1',
        field: 'name',
        old_value: '王一',
        new_value: '王一一',
        support_document: '文示例',
        order_id: 'O1',
        operator_id: 'S1',
        reviewer_id: 'S2',
        recorded_at: '2024-06-15 09:30:00',
      },
    },
    {
      operation: 'update',
      table: 'payee_account',
      key: { account_number: 'A1', person_id: 'P1' },
      values: { holder_name: '王一一' },
      expected: { holder_name: '王一' },
    },
  ])
})

test('a new id number brings its birth date and sex, each with its history', () => {
  const number = idOf('99010119520301002')
  expect(effectOf(identityChange, renumbered)).toMatchObject([
    {
      table: 'person',
      values: { id_number: number, birth_date: '1952-03-01', sex: '2' },
      expected: { id_number: person.id_number, birth_date: '1950-01-01', sex: '1' },
    },
    { table: 'person_change', values: { change_id: 'O1-id_number', field: 'id_number', new_value: number } },
    {
      table: 'person_change',
      values: { field: 'birth_date', old_value: '1950-01-01', new_value: '1952-03-01' },
    },
    { table: 'person_change', values: { field: 'sex', old_value: '1', new_value: '2' } },
    { table: 'payee_account', values: { holder_id_number: number } },
  ])
})

test('a birth date may be that of the id number or of the archive, and no third one', () => {
  const facts = { person: [{ ...person, birth_date: '1951-01-01', archive_birth_date: '1949-12-01' }] }
  const of = (new_value: string) =>
    sentenceOf(
      effectOf(
        identityChange,
        changed(sample, { field: 'birth_date', old_value: '1951-01-01', new_value }, facts),
      ),
    )
  expect(of('1950-01-01')).toBe('accepted')
  expect(of('1949-12-01')).toBe('accepted')
  expect(of('1948-01-01')).toContain('档案出生日期都不一致')
  expect(of('1950-02-30')).toContain('新值不合规')
})

test('a field that was empty is set, and the history says that it was', () => {
  const first = { field: 'first_work_date', old_value: null, new_value: '1970-01-01' }
  const facts = { person: [{ ...person, first_work_date: null }] }
  expect(effectOf(identityChange, changed(sample, first, facts))).toMatchObject([
    { values: { first_work_date: '1970-01-01' }, expected: { first_work_date: null } },
    { values: { old_value: null, new_value: '1970-01-01' } },
  ])
})

const earlier = (field: string, recorded_at: string) => [{ change_id: 'X', field, recorded_at }]
test.for([
  {
    what: 'an old value that is not there',
    given: sample,
    input: { old_value: '李一' },
    why: '原值与登记内容不一致',
  },
  { what: 'no change', given: sample, input: { new_value: '王一' }, why: '无需变更' },
  {
    what: 'a wrong check character',
    given: renumbered,
    input: { new_value: '990101195203010020' },
    why: '新值不合规',
  },
  {
    what: 'a number that another has',
    given: renumbered,
    facts: { sameNumber: [person] },
    why: '办理账户合并',
  },
  {
    what: 'a number of the dead',
    given: renumbered,
    facts: { deathsOfNumber: [{ ...deadPerson, revoked: null }] },
    why: '已有未撤销的死亡报送',
  },
  {
    what: 'a name after the number within a year',
    given: sample,
    facts: { earlier: earlier('id_number', '2023-06-15 00:00:00') },
    why: '双改',
  },
  {
    what: 'a number after the name within a year',
    given: renumbered,
    facts: { earlier: earlier('name', '2024-01-01 00:00:00') },
    why: '双改',
  },
])('refused for $what', ({ given, input = {}, facts = {}, why }) => {
  expect(sentenceOf(effectOf(identityChange, changed(given, input, facts)))).toContain(why)
})

test('a year and a day apart, name and number are two changes', () => {
  const facts = { earlier: earlier('id_number', '2023-06-14 23:59:59') }
  expect(sentenceOf(effectOf(identityChange, changed(sample, {}, facts)))).toBe('accepted')
})
