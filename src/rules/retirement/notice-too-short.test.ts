import { afterAll, describe, expect, test } from 'vitest'
import { monthOfDay } from '#base/calendar-math.ts'
import { openDuck, runSql, selectRows } from '#platform/duckdb.ts'
import { createCalendar, createEmptyTable } from '#screening/prepare-tables.ts'
import { type Situation, situationCalendar, testRule } from '#screening/test-rule.ts'
import { noticeTooShort } from './notice-too-short.ts'

/** Days that differ from Monday to Friday of 2024: a holiday on a Monday, a make-up day on a Saturday. */
const calendar = situationCalendar({ '2024-04-01': false, '2024-04-13': true })

/** Monday 4 to Friday 8 March 2024: five working days. */
const retirement = {
  retirement_id: 'R1',
  person_id: 'P1',
  scheme: '110',
  kind: 'SPECIAL_WORK',
  retire_month: '2024-04',
  total: '3100.50',
  notice_from: '2024-03-04',
  notice_to: '2024-03-08',
  decided_at: '2024-03-11 09:00:00',
}

const situations: readonly Situation[] = [
  {
    name: 'five working days and a decision on the next one: as it should be',
    given: { retirement: [retirement] },
    found: [],
  },
  {
    name: 'four working days are too few',
    given: {
      person: [{ person_id: 'P1', id_number: '990101197005010019', name: '张三' }],
      retirement: [{ ...retirement, notice_to: '2024-03-07' }],
    },
    found: [
      {
        subjectId: 'P1',
        level: 2,
        amount: '3100.50',
        periodFrom: '2024-03-11',
        periodTo: '2024-03-11',
        evidenceCount: 1,
        evidence: ['R1'],
        context: [],
        says:
          '张*（个人编号 P1）按特殊工种提前退休，公示 2024-03-04 至 2024-03-07，只有 4 个工作日，' +
          '核定于 2024-03-11，核定月养老金共 3,100.50 元',
      },
    ],
  },
  {
    name: 'days of rest do not count, at either end or within',
    given: {
      retirement: [
        { ...retirement, notice_from: '2024-03-02', notice_to: '2024-03-10' },
        {
          ...retirement,
          retirement_id: 'R2',
          person_id: 'P2',
          notice_from: '2024-03-02',
          notice_to: '2024-03-07',
        },
        {
          ...retirement,
          retirement_id: 'R3',
          person_id: 'P3',
          notice_from: '2024-03-05',
          notice_to: '2024-03-10',
        },
        {
          ...retirement,
          retirement_id: 'R4',
          person_id: 'P4',
          notice_from: '2024-03-09',
          notice_to: '2024-03-10',
          decided_at: '2024-04-30 09:00:00',
        },
      ],
    },
    found: [
      { subjectId: 'P2', says: '只有 4 个工作日' },
      { subjectId: 'P3', says: '只有 4 个工作日' },
      { subjectId: 'P4', says: '只有 0 个工作日' },
    ],
  },
  {
    name: 'a holiday counts as rest and a make-up day as work',
    given: {
      retirement: [
        {
          ...retirement,
          notice_from: '2024-04-01',
          notice_to: '2024-04-05',
          decided_at: '2024-04-30 09:00:00',
        },
        {
          ...retirement,
          retirement_id: 'R2',
          person_id: 'P2',
          notice_from: '2024-04-09',
          notice_to: '2024-04-13',
          decided_at: '2024-04-30 09:00:00',
        },
      ],
    },
    found: [{ subjectId: 'P1', says: '只有 4 个工作日' }],
  },
  {
    name: 'decided on the last day of the notice is too soon, whatever the hour; the day after is not',
    given: {
      retirement: [
        { ...retirement, decided_at: '2024-03-08 23:59:59' },
        { ...retirement, retirement_id: 'R2', person_id: 'P2', decided_at: '2024-03-09 00:00:00' },
        { ...retirement, retirement_id: 'R3', person_id: 'P3', decided_at: '2024-02-01 10:00:00' },
      ],
    },
    found: [
      {
        subjectId: 'P1',
        periodFrom: '2024-03-08',
        says: '公示 2024-03-04 至 2024-03-08，核定于 2024-03-08，公示未满即批，核定',
      },
      { subjectId: 'P3', periodFrom: '2024-02-01' },
    ],
  },
  {
    name: 'a notice without first or last day, or none at all, is no complete notice',
    given: {
      retirement: [
        { ...retirement, notice_from: '' },
        { ...retirement, retirement_id: 'R2', person_id: 'P2', notice_to: '' },
        { ...retirement, retirement_id: 'R3', person_id: 'P3', notice_from: '', notice_to: '' },
      ],
    },
    found: [
      { subjectId: 'P1', says: '没有完整的公示起止日期，核定于 2024-03-11，核定' },
      { subjectId: 'P2' },
      { subjectId: 'P3' },
    ],
  },
  {
    name: 'without decided_at only the notice decides, and the period is empty',
    given: {
      retirement: [
        { ...retirement, decided_at: '' },
        {
          ...retirement,
          retirement_id: 'R2',
          person_id: 'P2',
          decided_at: '',
          notice_to: '2024-03-07',
        },
      ],
    },
    found: [{ subjectId: 'P2', periodFrom: '', periodTo: '', says: '核定日期没有登记，核定月养老金' }],
  },
  {
    name: 'special work and illness need the notice, other kinds do not',
    given: {
      retirement: [
        'SPECIAL_WORK',
        'ILLNESS',
        'NORMAL',
        'FLEXIBLE_EARLY',
        'FLEXIBLE_LATE',
        'POLICY',
        'RESIDENT',
      ].map((kind) => ({
        ...retirement,
        retirement_id: kind,
        person_id: kind,
        kind,
        notice_from: '',
      })),
    },
    found: [{ subjectId: 'SPECIAL_WORK' }, { subjectId: 'ILLNESS', says: '按病退提前退休' }],
  },
  {
    name: 'a notice that touches a day of an unannounced year is not decided by its number of days',
    given: {
      retirement: [
        {
          ...retirement,
          notice_from: '2023-12-29',
          notice_to: '2024-01-02',
          decided_at: '2024-02-01 09:00:00',
        },
        {
          ...retirement,
          retirement_id: 'R2',
          person_id: 'P2',
          notice_from: '2024-12-31',
          notice_to: '2025-01-01',
          decided_at: '2025-02-01 09:00:00',
        },
        {
          ...retirement,
          retirement_id: 'R3',
          person_id: 'P3',
          notice_from: '2030-01-01',
          notice_to: '2030-01-01',
          decided_at: '2030-02-01 09:00:00',
        },
      ],
    },
    found: [],
  },
  {
    name: 'in an unannounced year the day of the decision still decides, and so does a missing day',
    given: {
      retirement: [
        {
          ...retirement,
          notice_from: '2023-12-29',
          notice_to: '2024-01-02',
          decided_at: '2024-01-02 09:00:00',
        },
        {
          ...retirement,
          retirement_id: 'R2',
          person_id: 'P2',
          notice_from: '',
          notice_to: '2030-01-02',
        },
      ],
    },
    found: [
      { subjectId: 'P1', says: '公示 2023-12-29 至 2024-01-02，核定于 2024-01-02，公示未满即批' },
      { subjectId: 'P2' },
    ],
  },
  {
    name: 'a notice that ends before it begins has no working day, in whatever year',
    given: {
      retirement: [
        {
          ...retirement,
          notice_from: '2024-03-08',
          notice_to: '2024-03-04',
          decided_at: '2024-03-11 09:00:00',
        },
        {
          ...retirement,
          retirement_id: 'R2',
          person_id: 'P2',
          notice_from: '2030-03-08',
          notice_to: '2030-03-04',
          decided_at: '2030-04-01 09:00:00',
        },
      ],
    },
    found: [{ subjectId: 'P1', says: '只有 0 个工作日' }, { subjectId: 'P2' }],
  },
  {
    name: 'several retirements of a person are summed, a regular one is not part of it',
    given: {
      retirement: [
        { ...retirement, notice_to: '2024-03-07' },
        {
          ...retirement,
          retirement_id: 'R2',
          notice_from: '',
          notice_to: '',
          total: '99.50',
          decided_at: '2023-05-05 09:00:00',
        },
        { ...retirement, retirement_id: 'R3' },
        { ...retirement, retirement_id: 'R4', notice_from: '', total: '', decided_at: '' },
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '3200.00',
        periodFrom: '2023-05-05',
        periodTo: '2024-03-11',
        evidenceCount: 3,
        evidence: ['R1', 'R2', 'R4'],
        says: '没有完整的公示起止日期，核定于 2023-05-05（共 3 次核定有同类情形，此为其一）',
      },
    ],
  },
  {
    name: 'with another number of days that many are needed',
    parameters: { working_days_min: '6' },
    given: {
      retirement: [
        retirement,
        {
          ...retirement,
          retirement_id: 'R2',
          person_id: 'P2',
          notice_to: '2024-03-11',
          decided_at: '2024-03-12 09:00:00',
        },
      ],
    },
    found: [{ subjectId: 'P1', says: '只有 5 个工作日' }],
  },
  {
    name: 'where no working day is asked for, a notice that ends before it begins is long enough',
    parameters: { working_days_min: '0' },
    given: { retirement: [{ ...retirement, notice_from: '2024-03-08', notice_to: '2024-03-04' }] },
    found: [],
  },
]

describe('the rule', () => testRule(noticeTooShort, situations, calendar))

/** 2023 and 2025 are announced, the year between is not. */
const withGap = [-366, 366].flatMap((shift) =>
  situationCalendar()
    .map((each) => ({ ...each, day: each.day + shift, workingNumber: each.workingNumber + shift }))
    .filter((each) => Math.floor(monthOfDay(each.day) / 12) !== 2024),
)

const situationsWithGap: readonly Situation[] = [
  {
    name: 'a notice from the year before to the year after touches it',
    given: {
      retirement: [
        {
          ...retirement,
          notice_from: '2023-12-29',
          notice_to: '2025-01-03',
          decided_at: '2025-02-03 09:00:00',
        },
      ],
    },
    found: [],
  },
  {
    name: 'notices within the announced years are decided',
    given: {
      retirement: [
        {
          ...retirement,
          notice_from: '2023-03-06',
          notice_to: '2023-03-07',
          decided_at: '2023-04-03 09:00:00',
        },
      ],
    },
    found: [{ subjectId: 'P1', says: '个工作日' }],
  },
]

describe('the rule where a year between is not announced', () =>
  testRule(noticeTooShort, situationsWithGap, withGap))

describe('its remark', async () => {
  const database = await openDuck({ threads: 1 })
  const { connection } = database
  await createEmptyTable(connection, 'retirement')
  await createCalendar(connection, withGap)
  await runSql(
    connection,
    `insert into retirement (retirement_id, person_id, kind, notice_from_day, notice_to_day)
    select id, id, kind,
      date_diff('day', date '1970-01-01', first::date), date_diff('day', date '1970-01-01', last::date)
    from (values
      ('known', 'ILLNESS', '2023-03-06', '2023-03-10'),
      ('before', 'ILLNESS', '2023-12-29', '2024-01-05'),
      ('across', 'SPECIAL_WORK', '2023-12-29', '2025-01-05'),
      ('within', 'SPECIAL_WORK', '2024-05-06', '2024-05-10'),
      ('reversed', 'SPECIAL_WORK', '2024-05-10', '2024-05-06'),
      ('incomplete', 'SPECIAL_WORK', '2024-05-10', null),
      ('other', 'NORMAL', '2024-05-06', '2024-05-10')) as given(id, kind, first, last)`,
  )
  afterAll(() => database.close())

  test('counts the notices that touch a day of an unannounced year, between announced ones too', async () => {
    const [remark] = noticeTooShort.remarks ?? []
    const [row] = await selectRows(connection, remark!.sql)
    expect(Number(row?.rows)).toBe(3)
    expect(remark!.text(3).zh).toContain('有 3 次公示')
  })
})
