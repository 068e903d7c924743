import { describe, expect, test } from 'vitest'
import { type Cause, causesOfRule, changedTables } from './causes.ts'
import type { RuleRecord, RunRecord } from './run-record.ts'

const rule: RuleRecord = {
  code: 'DTH-01',
  version: 1,
  status: 'HIT',
  reason: null,
  reason_en: null,
  findings: 1,
  amount: '1.00',
  parameters: { grace_months: '0' },
  sql_sha256: 'a',
}
const payment = { file: 'payment.csv', table: 'payment', sha256: '1', rows_loaded: 5, rows_rejected: 0 }
const staff = { file: 'staff.csv', table: 'staff', sha256: '2', rows_loaded: 3, rows_rejected: 0 }

function run(change: Partial<RunRecord> = {}): RunRecord {
  return {
    standard_version: 1,
    program_version: '0.1.0',
    as_of: '2024-12-31',
    inputs: [payment, staff],
    rules: [rule],
    findings_sha256: 'f',
    ...change,
  }
}

function causes(after: RunRecord, before = run(), hasDifference = true): readonly Cause[] {
  const tablesOf = (code: string) => (code === 'DTH-01' ? ['payment', 'death'] : null)
  return causesOfRule({ before, after, ruleCode: 'DTH-01', tablesOf, hasDifference })
}

const kinds = (after: RunRecord, before?: RunRecord): string[] =>
  causes(after, before).map(({ kind, text }) => `${kind}: ${text.en}`)

describe('why a rule found something else', () => {
  test.for<[Partial<RunRecord>, string]>([
    [{ inputs: [{ ...payment, sha256: '9' }, staff] }, 'data: data (payment)'],
    [{ inputs: [payment, staff, { ...staff, table: 'death' }] }, 'data: data (death)'],
    [{ inputs: [staff] }, 'data: data (payment)'],
    [{ inputs: [{ ...payment, rows_loaded: 4, rows_rejected: 1 }, staff] }, 'data: data (payment)'],
    [{ rules: [{ ...rule, parameters: { grace_months: '2' } }] }, 'parameters: parameter grace_months 0 → 2'],
    [{ rules: [{ ...rule, parameters: {} }] }, 'parameters: parameter grace_months 0 → –'],
    [{ rules: [{ ...rule, version: 2 }] }, 'rule_version: rule version 1 → 2'],
    [{ rules: [{ ...rule, sql_sha256: 'b' }] }, 'sql: other SQL'],
    [{ as_of: '2025-01-31' }, 'as_of: as of 2024-12-31 → 2025-01-31'],
    [{ program_version: '0.2.0' }, 'program_version: program version 0.1.0 → 0.2.0'],
    [{ rules: [] }, 'rule_removed: the rule did not run afterwards'],
    [
      {
        rules: [
          {
            ...rule,
            status: 'NOT_EVALUATED',
            reason: '缺少数据：死亡信息',
            reason_en: 'not delivered: death',
          },
        ],
      },
      'status: status HIT → NOT_EVALUATED (not delivered: death)',
    ],
  ])('%j', ([change, expected]) => {
    expect(kinds(run(change))).toEqual([expected])
  })

  test('all that differs is named', () => {
    const after = run({ as_of: '2025-01-31', inputs: [], rules: [{ ...rule, version: 2, sql_sha256: 'b' }] })
    expect(causes(after).map(({ kind }) => kind)).toEqual(['data', 'rule_version', 'sql', 'as_of'])
  })

  test('a rule that did not run before', () => {
    expect(kinds(run(), run({ rules: [] }))).toEqual(['rule_added: the rule did not run before'])
  })

  test('a table that it does not read is no reason, nor is a file of another name', () => {
    expect(causes(run({ inputs: [payment] }), run(), false)).toEqual([])
    expect(causes(run({ inputs: [{ ...payment, file: 'b.csv' }, staff] }), run(), false)).toEqual([])
    expect(causes(run(), run(), false)).toEqual([])
  })

  test('a difference without a reason is said to be one', () => {
    expect(causes(run()).map(({ kind }) => kind)).toEqual(['unrecorded'])
  })
})

test('tables that were delivered differently are named in the order of the standard', () => {
  expect(changedTables(run(), run({ inputs: [] }))).toEqual(['payment', 'staff'])
  expect(changedTables(run(), run({ inputs: [staff, payment] }))).toEqual([])
})
