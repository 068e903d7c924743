import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { formatDay, parseDay } from '#base/calendar-math.ts'
import { countRemark } from '#screening/count-remark.ts'
import { createCalendar, createEmptyTable } from '#screening/prepare-tables.ts'
import { situationCalendar, testRule } from '#screening/test-rule.ts'
import { offHoursOperation } from './off-hours-operation.ts'

// 2024-03-15 is a Friday, 2024-05-01 a holiday on a Wednesday, 2024-05-11 a make-up working Saturday.
const calendar = situationCalendar({ '2024-05-01': false, '2024-05-11': true })

const operation = (id: string, at: string, other: Record<string, string> = {}) => ({
  operation_id: id,
  recorded_at: at,
  staff_id: 'S1',
  account_id: 'U1',
  function_code: 'BACK_PAY',
  action: 'CREATE',
  ...other,
})
const night = '2024-03-15 22:00:00'
const staff = { staff_id: 'S1', name: '王小五', status: 'ON_POST' }

testRule(
  offHoursOperation,
  [
    {
      name: 'working hours include their start and exclude their end',
      given: {
        operation: [
          operation('a', '2024-03-15 08:00:00'),
          operation('b', '2024-03-15 12:30:00'),
          operation('c', '2024-03-15 18:29:59'),
        ],
      },
      found: [],
    },
    {
      name: 'a second before the start and the second of the end are outside',
      given: {
        staff: [staff],
        operation: [
          operation('early', '2024-03-14 07:59:59', { person_id: 'P1' }),
          operation('in time', '2024-03-15 08:00:00'),
          operation('late', '2024-03-15 18:30:00', { person_id: 'P1' }),
        ],
      },
      found: [
        {
          subjectId: 'S1',
          level: 2,
          amount: '0.00',
          periodFrom: '2024-03-14',
          periodTo: '2024-03-15',
          evidenceCount: 2,
          evidence: ['early', 'late'],
          context: [],
          says: '王**（工号 S1） 2024-03-14 至 2024-03-15 间有 2 天在非工作时间办理补发 2 次，涉及 1 人，',
        },
      ],
    },
    {
      name: 'midnight is outside',
      given: {
        operation: [operation('a', '2024-03-15 00:00:00'), operation('b', '2024-03-15 23:59:59')],
      },
      found: [{ subjectId: 'S1', evidenceCount: 2, says: '工号 S1 2024-03-15 在非工作时间' }],
    },
    {
      name: 'the whole of a Saturday, a Sunday and a holiday is outside; a make-up working Saturday is not',
      given: {
        operation: [
          operation('saturday', '2024-03-16 10:00:00'),
          operation('sunday', '2024-03-17 10:00:00'),
          operation('holiday', '2024-05-01 10:00:00'),
          operation('make-up', '2024-05-11 10:00:00'),
          operation('make-up night', '2024-05-11 20:00:00'),
        ],
      },
      found: [
        {
          subjectId: 'S1',
          periodFrom: '2024-03-16',
          periodTo: '2024-05-11',
          evidence: ['holiday', 'make-up night', 'saturday', 'sunday'],
        },
      ],
    },
    {
      name: 'a day of a year that is not announced is left out, even at night',
      given: {
        operation: [
          operation('a', '2031-03-15 10:00:00'),
          operation('b', '2031-03-15 23:00:00'),
          operation('c', '2017-12-31 23:00:00'),
        ],
      },
      found: [],
    },
    {
      name: 'only CREATE, UPDATE, APPROVE and IMPORT of high-risk functions count',
      given: {
        operation: [
          ...['CREATE', 'UPDATE', 'APPROVE', 'IMPORT'].map((action) => operation(action, night, { action })),
          ...['VIEW', 'DELETE', 'REJECT', 'EXPORT'].map((action) => operation(action, night, { action })),
          operation('ordinary', night, { function_code: 'ORDINARY' }),
          operation('repair', night, { function_code: 'DATA_REPAIR' }),
        ],
      },
      found: [
        {
          subjectId: 'S1',
          evidence: ['APPROVE', 'CREATE', 'IMPORT', 'UPDATE', 'repair'],
          says: '办理补发等 2 类业务 5 次，未记录涉及人员，',
        },
      ],
    },
    {
      name: 'overtime covers from its first to its last second',
      given: {
        operation: [
          operation('before', '2024-03-15 18:59:59'),
          operation('first', '2024-03-15 19:00:00'),
          operation('last', '2024-03-15 21:00:00'),
          operation('after', '2024-03-15 21:00:01'),
        ],
        overtime: [
          { staff_id: 'S1', started_at: '2024-03-15 19:00:00', ended_at: '2024-03-15 21:00:00' },
          { staff_id: 'S1', started_at: '2024-03-18 19:00:00', ended_at: '2024-03-18 21:00:00' },
        ],
      },
      found: [{ subjectId: 'S1', evidence: ['after', 'before'], context: ['S1#2024-03-15T19:00:00'] }],
    },
    {
      name: 'overtime on a holiday and across midnight covers; two entries that overlap cover once',
      given: {
        operation: [
          operation('holiday', '2024-05-01 10:00:00'),
          operation('past midnight', '2024-03-16 00:30:00'),
        ],
        overtime: [
          { staff_id: 'S1', started_at: '2024-05-01 09:00:00', ended_at: '2024-05-01 17:00:00' },
          { staff_id: 'S1', started_at: '2024-05-01 08:00:00', ended_at: '2024-05-01 12:00:00' },
          { staff_id: 'S1', started_at: '2024-03-15 18:30:00', ended_at: '2024-03-16 01:00:00' },
        ],
      },
      found: [],
    },
    {
      name: 'overtime of somebody else covers nothing',
      given: {
        operation: [operation('a', night)],
        overtime: [{ staff_id: 'S2', started_at: '2024-03-15 18:00:00', ended_at: '2024-03-15 23:00:00' }],
      },
      found: [{ subjectId: 'S1', context: [] }],
    },
    {
      name: 'five persons make level 1, four persons in more operations level 2',
      given: {
        operation: [
          ...['P1', 'P2', 'P3', 'P4', 'P5'].map((person_id, index) =>
            operation(`S1-${index}`, `2024-0${index + 1}-03 22:00:00`, { person_id }),
          ),
          ...['P1', 'P2', 'P3', 'P4', 'P4', ''].map((person_id, index) =>
            operation(`S2-${index}`, night, { person_id, staff_id: 'S2' }),
          ),
        ],
      },
      found: [
        { subjectId: 'S1', level: 1, evidenceCount: 5, says: '涉及 5 人' },
        { subjectId: 'S2', level: 2, evidenceCount: 6, says: '涉及 4 人' },
      ],
    },
    {
      name: 'persons of operations that are covered or in working hours do not count for the level',
      given: {
        operation: [
          ...['P1', 'P2', 'P3', 'P4'].map((person_id) => operation(person_id, night, { person_id })),
          operation('by day', '2024-03-15 10:00:00', { person_id: 'P5' }),
          operation('covered', '2024-03-15 20:00:00', { person_id: 'P6' }),
        ],
        overtime: [{ staff_id: 'S1', started_at: '2024-03-15 19:00:00', ended_at: '2024-03-15 21:00:00' }],
      },
      found: [{ subjectId: 'S1', level: 2, evidenceCount: 4 }],
    },
    {
      name: 'without staff_id the account’s staff member is the subject, and so is their overtime',
      given: {
        user_account: [
          { account_id: 'U1', staff_id: 'S1', status: 'ENABLED' },
          { account_id: 'U2', staff_id: 'S1', status: 'DISABLED' },
        ],
        operation: [
          operation('a', night, { staff_id: '', person_id: 'P1' }),
          operation('b', night, { staff_id: '', account_id: 'U2', person_id: 'P2' }),
          operation('covered', '2024-03-15 19:00:00', { staff_id: '' }),
        ],
        overtime: [{ staff_id: 'S1', started_at: '2024-03-15 18:30:00', ended_at: '2024-03-15 20:00:00' }],
      },
      found: [{ subjectId: 'S1', evidence: ['a', 'b'], context: ['S1#2024-03-15T18:30:00'] }],
    },
    {
      name: 'the operation’s own staff_id goes before the account’s',
      given: {
        user_account: [{ account_id: 'U1', staff_id: 'S9', status: 'ENABLED' }],
        operation: [operation('a', night)],
      },
      found: [{ subjectId: 'S1' }],
    },
    {
      name: 'an account without staff, or one that is not known, is a subject of its own',
      given: {
        user_account: [{ account_id: 'U1', status: 'ENABLED' }],
        operation: [
          operation('a', night, { staff_id: '' }),
          operation('b', night, { staff_id: '', account_id: 'U2' }),
        ],
        overtime: [{ staff_id: 'S1', started_at: '2024-03-15 18:30:00', ended_at: '2024-03-15 23:00:00' }],
      },
      found: [
        { subjectId: 'account:U1', says: '系统账号 U1 2024-03-15 在非工作时间' },
        { subjectId: 'account:U2', level: 2 },
      ],
    },
    {
      name: 'hours and persons can be set',
      parameters: { day_starts: '09:00', day_ends: '17:00', level_1_people: '1' },
      given: {
        operation: [
          operation('a', '2024-03-15 08:59:59', { person_id: 'P1' }),
          operation('b', '2024-03-15 09:00:00', { person_id: 'P2' }),
          operation('c', '2024-03-15 16:59:59', { person_id: 'P3' }),
          operation('d', '2024-03-15 17:00:00'),
          operation('e', '2024-03-15 20:00:00', { staff_id: 'S2' }),
        ],
      },
      found: [
        { subjectId: 'S1', level: 1, evidence: ['a', 'd'] },
        { subjectId: 'S2', level: 2, evidence: ['e'] },
      ],
    },
  ],
  calendar,
)

test('days that are not announced, and the high-risk operations on them, are counted in the remarks', async () => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await createEmptyTable(connection, 'operation')
  await createCalendar(connection, calendar)
  const given = [
    ['2031-03-15', 'BACK_PAY', 'CREATE'],
    ['2031-03-15', 'REFUND', 'IMPORT'],
    ['2031-03-16', 'BACK_PAY', 'UPDATE'],
    ['2031-03-17', 'ORDINARY', 'CREATE'],
    ['2031-03-18', 'BACK_PAY', 'VIEW'],
    ['2024-03-15', 'BACK_PAY', 'CREATE'],
  ] as const
  for (const [index, [day, business, action]] of given.entries()) {
    await connection.run(
      `insert into operation (operation_id, recorded_at_day, function_code, action)
      values ('${index}', ${parseDay(day)}, '${business}', '${action}')`,
    )
  }
  const counted = async (): Promise<number[]> => {
    const rows = []
    for (const remark of offHoursOperation.remarks ?? []) {
      const reader = await connection.runAndReadAll(remark.sql)
      rows.push(countRemark(reader.getRowObjectsJS()))
    }
    return rows
  }
  expect(await counted()).toEqual([2, 3])
  await connection.run('delete from operation where recorded_at_day > $day', { day: calendar.at(-1)!.day })
  expect(formatDay(calendar.at(-1)!.day)).toBe('2024-12-31')
  expect(await counted()).toEqual([0, 0])
  connection.closeSync()
  instance.closeSync()
  expect(offHoursOperation.remarks?.map((remark) => remark.text(2).zh).join('；')).toBe(
    '有 2 天的高风险操作未判断：所在年度的放假安排不在工作日历中；这些日期的高风险操作共 2 次',
  )
})
