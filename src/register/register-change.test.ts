import { describe, expect, it, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import { getTable, type TableName } from '#standard/tables.ts'
import {
  assumeChanges,
  keysOfChanges,
  type RegisterChange,
  type RegisterRows,
  rowKeyOf,
  storedChanges,
} from './register-change.ts'
import { registerRow } from './register-row.ts'

const employer = getTable('employer')
const stored = registerRow(employer, { employer_id: 'E1', name: '甲公司', region: '990101' })
const current: RegisterRows = new Map([['employer' as TableName, new Map([['E1', stored]])]])

const insert = (id: string): RegisterChange => ({
  operation: 'insert',
  table: 'employer',
  values: { employer_id: id, name: '乙公司' },
})
const rename = (id: string, name: string): RegisterChange => ({
  operation: 'update',
  table: 'employer',
  key: { employer_id: id },
  values: { name },
})
const remove = (id: string): RegisterChange => ({
  operation: 'delete',
  table: 'employer',
  key: { employer_id: id },
})

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  return 'accepted'
}

test('row keys are those of evidence', () => {
  const grant = getTable('role_grant')
  const row = { account_id: 'U1', role: 'ENTRY', granted_at: '2024-03-01 09:00:00' }
  expect(rowKeyOf(grant, registerRow(grant, row))).toBe('U1#ENTRY#2024-03-01T09:00:00')
  const declaration = getTable('contribution_declaration')
  const declared = { employer_id: 'E1', scheme: '110', period: '2024-03', payable: '1', paid: '1' }
  expect(rowKeyOf(declaration, registerRow(declaration, declared))).toBe('E1#110#2024-03')
})

test('the rows to read are those the changes name, each once', () => {
  expect([...keysOfChanges([rename('E1', '丙'), remove('E1'), insert('E2')])]).toEqual([
    ['employer', ['E1', 'E2']],
  ])
})

describe('the effect laid over the register', () => {
  const after = (changes: RegisterChange[]): unknown =>
    [...assumeChanges(changes, current).get('employer')!.after.values()].map(
      ({ employer_id, name, region }) => `${employer_id} ${name} ${region}`,
    )

  it('keeps what an update does not name', () => {
    expect(after([rename('E1', '丙公司')])).toEqual(['E1 丙公司 990101'])
  })

  it('is applied change by change: an insert and its update make one row', () => {
    expect(after([insert('E2'), rename('E2', '丁公司'), remove('E1')])).toEqual(['E2 丁公司 null'])
  })

  it('hides the rows as they were', () => {
    const { before } = assumeChanges([insert('E2'), remove('E1')], current).get('employer')!
    expect([...before.keys()]).toEqual(['E1'])
  })

  it('leaves a row that is deleted and inserted again as inserted', () => {
    expect(after([remove('E1'), insert('E1')])).toEqual(['E1 乙公司 null'])
  })
})

describe('refuses', () => {
  it.each([
    ['an insert of what is there', [insert('E1')], 'conflict'],
    ['the second of two inserts of one row', [insert('E2'), insert('E2')], 'conflict'],
    ['an update of what is not there', [rename('E9', '丙')], 'not_found'],
    ['an update of what was deleted', [remove('E1'), rename('E1', '丙')], 'not_found'],
    ['a change of the key', [{ ...rename('E1', '丙'), values: { employer_id: 'E7' } }], 'invalid_input'],
    ['a key with another column', [{ ...remove('E1'), key: { name: '甲公司' } }], 'invalid_input'],
    ['a key that says nothing', [{ ...remove('E1'), key: { employer_id: null } }], 'invalid_input'],
  ] as [string, RegisterChange[], string][])('%s', (_, changes, code) => {
    expect(codeOf(() => assumeChanges(changes, current))).toBe(code)
  })
})

test('for the writer each row names the order, in the register’s columns', () => {
  const changes: RegisterChange[] = [
    insert('E2'),
    { ...rename('E1', '丙公司'), expected: { region: '990101' } } as RegisterChange,
    remove('E1'),
  ]
  expect(storedChanges(changes, { orderId: 'O1' })).toEqual([
    { operation: 'insert', table: 'employer', values: expect.objectContaining({ source_order: 'O1' }) },
    {
      operation: 'update',
      table: 'employer',
      key: { employer_id: 'E1' },
      values: { name: '丙公司', source_order: 'O1' },
      expected: { region: '990101' },
    },
    { operation: 'delete', table: 'employer', key: { employer_id: 'E1' } },
  ])
})
