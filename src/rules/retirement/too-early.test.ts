import { testRule } from '#screening/test-rule.ts'
import { tooEarly } from './too-early.ts'

const person = {
  person_id: 'P1',
  id_number: '990101197005010019',
  name: '张三',
  sex: '1',
  birth_date: '1970-05-20',
  category: 'WORKER',
}
/** Men born in May 1970 retire in October 2031. */
const retirement = {
  retirement_id: 'R1',
  person_id: 'P1',
  scheme: '110',
  kind: 'NORMAL',
  retire_month: '2024-01',
  total: '3100.50',
  decided_at: '2023-12-20 10:00:00',
}
const paidFor = (month: string, change: Record<string, string> = {}) => ({
  payment_id: `L-${month}`,
  person_id: 'P1',
  scheme: '110',
  benefit: 'OLD_AGE',
  kind: 'REGULAR',
  status: 'PAID',
  amount: '3100.50',
  pay_month: month,
  period_from: month,
  period_to: month,
  ...change,
})

/** One person for each birth and month, named by its place, of sex and category as given. */
function retiredIn(
  cases: readonly (readonly [birth: string, retireMonth: string])[],
  of: Readonly<Record<string, string>>,
  retired: Readonly<Record<string, string>> = {},
) {
  return {
    person: cases.map(([birth], index) => ({
      ...person,
      ...of,
      person_id: `P${index}`,
      id_number: `99010119700501${String(index).padStart(4, '0')}`,
      birth_date: birth,
    })),
    retirement: cases.map(([, month], index) => ({
      ...retirement,
      ...retired,
      retirement_id: `R${index}`,
      person_id: `P${index}`,
      retire_month: month,
    })),
  }
}

testRule(tooEarly, [
  {
    name: 'pension lines for months before the lawful month are the amount',
    given: {
      person: [person],
      retirement: [retirement],
      payment: ['2024-01', '2024-02', '2031-09', '2031-10'].map((month) => paidFor(month)),
    },
    found: [
      {
        subjectId: 'P1',
        level: 1,
        amount: '9301.50',
        periodFrom: '2024-01',
        periodTo: '2031-09',
        evidenceCount: 3,
        evidence: ['L-2024-01', 'L-2024-02', 'L-2031-09'],
        context: ['P1', 'R1'],
        says:
          '张*（个人编号 P1）生于 1970-05-20（男职工），法定退休年月为 2031-10，' +
          '却于 2024-01 办理正常退休，早 93 个月，已按正常发放法定退休年月之前的养老金 3 笔共 9,301.50 元',
      },
    ],
  },
  {
    name: 'where nothing was paid yet the retirement counts without money and without a day',
    given: { person: [person], retirement: [retirement] },
    found: [
      {
        subjectId: 'P1',
        amount: '0.00',
        periodFrom: '',
        periodTo: '',
        evidenceCount: 1,
        evidence: ['R1'],
        context: ['P1'],
        says: '尚无法定退休年月之前的正常发放',
      },
    ],
  },
  {
    name: 'men: the lawful month is right, the month before is not, with delay and before it',
    given: retiredIn(
      [
        ['1970-05-01', '2031-10'],
        ['1970-05-31', '2031-09'],
        ['1964-12-31', '2024-12'],
        ['1964-12-01', '2024-11'],
        ['1965-01-01', '2025-02'],
        ['1965-01-01', '2025-01'],
        ['1950-06-15', '2010-06'],
        ['1950-06-15', '2010-05'],
      ],
      { sex: '1' },
    ),
    found: ['P1', 'P3', 'P5', 'P7'].map((subjectId) => ({ subjectId })),
  },
  {
    name: 'women cadres retire at 55 and the delay, a category that is not CADRE at 50 and the delay',
    given: {
      person: [
        { ...person, sex: '2', birth_date: '1971-04-10', category: 'CADRE' },
        ...['WORKER', 'FLEXIBLE', 'RESIDENT', ''].map((category) => ({
          ...person,
          person_id: `W${category}`,
          sex: '2',
          birth_date: '1971-04-10',
          category,
        })),
      ],
      retirement: [
        { ...retirement, retire_month: '2026-07' },
        ...['WORKER', 'FLEXIBLE', 'RESIDENT', ''].map((category) => ({
          ...retirement,
          retirement_id: `R${category}`,
          person_id: `W${category}`,
          retire_month: '2021-04',
        })),
      ],
    },
    found: [{ subjectId: 'P1', says: '（女干部），法定退休年月为 2026-08' }],
  },
  {
    name: 'other women: a month too early, with delay and before it',
    given: retiredIn(
      [
        ['1975-03-10', '2025-05'],
        ['1975-03-10', '2025-04'],
        ['1974-12-10', '2024-12'],
        ['1974-12-10', '2024-11'],
      ],
      { sex: '2' },
    ),
    found: [{ subjectId: 'P1', says: '（女职工），法定退休年月为 2025-05' }, { subjectId: 'P3' }],
  },
  {
    name: 'a man who is a cadre is a man',
    given: retiredIn([['1964-12-31', '2024-11']], { sex: '1', category: 'CADRE' }),
    found: [{ subjectId: 'P0', says: '（男职工）' }],
  },
  {
    name: 'residents: 60 for both sexes and without delay, as NORMAL and as RESIDENT, whatever sex is known',
    given: {
      person: ['1', '2', '9', ''].map((sex) => ({ ...person, person_id: `S${sex}`, sex })),
      retirement: ['1', '2', '9', ''].flatMap((sex) => [
        {
          ...retirement,
          retirement_id: `N${sex}`,
          person_id: `S${sex}`,
          scheme: '170',
          kind: 'NORMAL',
          retire_month: '2030-05',
        },
        {
          ...retirement,
          retirement_id: `R${sex}`,
          person_id: `S${sex}`,
          scheme: '170',
          kind: 'RESIDENT',
          retire_month: '2030-04',
        },
      ]),
    },
    found: [
      {
        subjectId: 'S1',
        evidence: ['R1'],
        says: '（城乡居民），法定退休年月为 2030-05，却于 2030-04 办理居民退休，早 1 个月',
      },
      { subjectId: 'S2', evidence: ['R2'] },
      { subjectId: 'S9', evidence: ['R9'] },
      { subjectId: 'S', evidence: ['R'] },
    ],
  },
  {
    name: 'other kinds are not decided here, and RESIDENT only in scheme 170',
    given: {
      person: [person],
      retirement: ['SPECIAL_WORK', 'ILLNESS', 'FLEXIBLE_LATE', 'POLICY', 'RESIDENT'].map((kind) => ({
        ...retirement,
        retirement_id: kind,
        kind,
      })),
    },
    found: [],
  },
  {
    name: 'flexible early: at most 36 months before the lawful month',
    given: retiredIn(
      [
        // Women born in November 1984 are delayed by 60 months, to November 2039.
        ['1984-11-05', '2036-11'],
        ['1984-11-05', '2036-10'],
      ],
      { sex: '2' },
      { kind: 'FLEXIBLE_EARLY' },
    ),
    found: [
      {
        subjectId: 'P1',
        says: '法定退休年月为 2039-11，弹性提前最早也只能在 2036-11，却于 2036-10 办理弹性提前退休，早 37 个月',
      },
    ],
  },
  {
    name: 'flexible early: not before the original age, though less than 36 months early',
    given: retiredIn(
      [
        ['1970-05-05', '2030-05'],
        ['1970-05-05', '2030-04'],
      ],
      { sex: '1' },
      { kind: 'FLEXIBLE_EARLY' },
    ),
    found: [{ subjectId: 'P1', says: '最早也只能在 2030-05' }],
  },
  {
    name: 'a flexible retirement that is too early costs every line before the lawful month',
    given: {
      person: [person],
      retirement: [{ ...retirement, kind: 'FLEXIBLE_EARLY', retire_month: '2030-04' }],
      payment: ['2030-04', '2030-05', '2031-09', '2031-10'].map((month) => paidFor(month)),
    },
    found: [{ subjectId: 'P1', evidence: ['L-2030-04', 'L-2030-05', 'L-2031-09'] }],
  },
  {
    name: 'who was born when, and of which sex, must be known',
    given: {
      person: [
        { ...person, birth_date: '' },
        { ...person, person_id: 'P2', sex: '' },
        { ...person, person_id: 'P3', sex: '9' },
      ],
      retirement: [
        ...['P1', 'P2', 'P3', 'P9'].map((id) => ({ ...retirement, retirement_id: id, person_id: id })),
        { ...retirement, retirement_id: 'R4', person_id: 'P1', scheme: '170' },
        { ...retirement, retirement_id: 'R5', retire_month: '' },
      ],
    },
    found: [],
  },
  {
    name: 'only paid regular pension lines of the retirement’s scheme count, by the month they are for',
    given: {
      person: [person],
      retirement: [retirement],
      payment: [
        paidFor('2024-01', { status: 'RETURNED' }),
        paidFor('2024-02', { kind: 'BACK_PAY' }),
        paidFor('2024-03', { benefit: 'ILLNESS_ALLOWANCE' }),
        paidFor('2024-04', { scheme: '170', benefit: 'RESIDENT_BASIC' }),
        paidFor('2031-12', { payment_id: 'late', period_from: '2031-10' }),
        paidFor('2031-11', { payment_id: 'Y1', period_from: '2031-09', period_to: '2031-10' }),
        paidFor('2024-05', { payment_id: 'Y2', amount: '-0.50' }),
        paidFor('2023-12', { payment_id: 'Y3', amount: '1.00' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '3101.00',
        periodFrom: '2023-12',
        periodTo: '2031-10',
        evidence: ['Y1', 'Y3', 'Y2'],
      },
    ],
  },
  {
    name: 'two early retirements of a person are one finding, and a line counts once',
    given: {
      person: [person],
      retirement: [
        retirement,
        { ...retirement, retirement_id: 'R2', retire_month: '2024-02' },
        { ...retirement, retirement_id: 'R3', retire_month: '2024-03', scheme: '170' },
        { ...retirement, retirement_id: 'R4', retire_month: '2031-10' },
      ],
      payment: [
        paidFor('2024-02'),
        // A resident may have it from May 2030 on.
        paidFor('2030-04', { scheme: '170', benefit: 'RESIDENT_BASIC', amount: '143.00' }),
        paidFor('2030-05', { scheme: '170', benefit: 'RESIDENT_BASIC', amount: '143.00' }),
      ],
    },
    found: [
      {
        subjectId: 'P1',
        amount: '3243.50',
        evidence: ['L-2024-02', 'L-2030-04'],
        context: ['P1', 'R1', 'R2', 'R3'],
        says: '却于 2024-01 办理',
      },
    ],
  },
  {
    name: 'a birth long ago is decided like any other',
    given: retiredIn(
      [
        ['1850-01-01', '1909-12'],
        ['1850-01-01', '1910-01'],
        ['2090-01-01', '2152-12'],
        ['2090-01-01', '2153-01'],
      ],
      { sex: '1' },
    ),
    found: [{ subjectId: 'P0' }, { subjectId: 'P2' }],
  },
])
