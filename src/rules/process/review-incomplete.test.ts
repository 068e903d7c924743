import { reviewIncomplete } from './review-incomplete.ts'
import { testProcessRule } from './test-process-rule.ts'

/** Two cities, each with its own unit and three counties; the bureaus that check are SU1, SU2 and SU0. */
const cities = ['990100', '990200']
const record_agency = [
  { agency_id: 'SU0', kind: 'SUPERVISION', region: '990000', region_level: 'PROVINCE', city_region: null },
  ...cities.flatMap((city, index) => [
    {
      agency_id: `SU${index + 1}`,
      kind: 'SUPERVISION',
      region: city,
      region_level: 'CITY',
      city_region: city,
    },
    { agency_id: `U${city}`, kind: 'HANDLING', region: city, region_level: 'CITY', city_region: city },
    ...[1, 2, 3].map((county) => {
      const region = String(Number(city) + county)
      return { agency_id: `U${region}`, kind: 'HANDLING', region, region_level: 'COUNTY', city_region: city }
    }),
  ]),
]
const units = record_agency.filter(({ kind }) => kind === 'HANDLING')
const record_campaign_answer = units.map(({ agency_id }) => ({
  campaign_id: 'C1',
  task_id: `T-${agency_id}`,
  agency_id,
  question: '1.1',
  answer: 'NO',
}))
const check = (level: string, agency_id: string, other: Record<string, unknown> = {}) => ({
  check_id: `${level}-${agency_id}`,
  campaign_id: 'C1',
  agency_id,
  level,
  by_agency_id: level === 'PROVINCE' ? 'SU0' : agency_id.startsWith('U9901') ? 'SU1' : 'SU2',
  due_on: '2024-07-25',
  done_on: '2024-07-20',
  ...other,
})
const byCities = (other: Record<string, Record<string, unknown>> = {}) =>
  units.map(({ agency_id }) => check('CITY', agency_id, other[agency_id]))
const given = (record_campaign_check: readonly Record<string, unknown>[]) => ({
  record_agency,
  record_campaign_answer,
  record_campaign_check,
})
const spot = (...agencies: string[]) => agencies.map((agency) => check('PROVINCE', agency))
const asOf = '2024-07-26'

testProcessRule(reviewIncomplete, [
  {
    name: 'every unit checked by its city, half of the cities by the province, with the city and two counties',
    asOf,
    given: given([...byCities(), ...spot('U990100', 'U990101', 'U990103')]),
    found: [],
  },
  {
    name: 'a unit that its city did not check',
    asOf,
    given: given(byCities({ U990102: { done_on: null } })),
    found: [
      {
        subjectId: 'SU1',
        evidence: ['SU1', 'U990102'],
        says: '市级检查没有覆盖全部单位，涉及未检查单位 1 个',
      },
    ],
  },
  {
    name: 'before the last day of the phase nothing is missing',
    asOf: '2024-07-25',
    given: given(byCities({ U990102: { done_on: null } })),
    found: [],
  },
  {
    name: 'a unit without any check is missing like one whose check was not done',
    asOf,
    given: given(byCities().filter(({ agency_id }) => agency_id !== 'U990203')),
    found: [{ subjectId: 'SU2', evidence: ['SU2', 'U990203'] }],
  },
  {
    name: 'the province must see the city itself and two counties of it',
    asOf,
    given: given([...byCities(), ...spot('U990101', 'U990102')]),
    found: [
      { subjectId: 'SU0', evidence: ['SU0', 'U990100', 'U990103'], says: '没有查市本级和规定数量的县区' },
    ],
  },
  {
    name: 'one county is not enough, and no city is less than half',
    asOf,
    given: given([...byCities(), ...spot('U990100', 'U990101')]),
    found: [{ subjectId: 'SU0', says: '规定数量的县区' }],
  },
  {
    name: 'no city is less than half of them',
    asOf,
    given: given([...byCities(), check('PROVINCE', 'U990100', { done_on: null })]),
    found: [{ subjectId: 'SU0', says: '省级抽查的市不够，涉及未检查单位 8 个' }],
  },
])
