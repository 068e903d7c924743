import { period, type Said } from './model.ts'

/** Of the whole province, in the phases of founding text 004. */
export function campaignPlan(dayIn: (days: number) => string) {
  return {
    name: '全省社会保险基金管理风险排查',
    kind: 'RISK_CHECK',
    basis: '关于开展社会保险基金管理风险排查工作的通知',
    schemes: ['110', '170'],
    period_from: period.from,
    period_to: period.to,
    categories: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    regions: ['990000'],
    unit_kinds: ['HANDLING', 'TOWN'],
    phases: [
      { code: 'DEPLOY', starts_on: dayIn(0), due_on: dayIn(5) },
      { code: 'SELF_CHECK', starts_on: dayIn(5), due_on: dayIn(30) },
      { code: 'CITY_CHECK', starts_on: dayIn(30), due_on: dayIn(45) },
      { code: 'PROVINCE_CHECK', starts_on: dayIn(45), due_on: dayIn(60) },
      { code: 'SUMMARY', starts_on: dayIn(60), due_on: dayIn(75) },
    ],
    spot_percent: 50,
    spot_counties: 2,
    rate_percent: 95,
    leading_group: [{ role: 'HEAD', member: '示例组长', unit: '省厅' }],
  }
}

/** What every county finds in itself. */
export const problem = {
  ...{
    category: 3,
    question: '3.3',
    description: '账号借给他人使用',
    people_count: 2,
    nature: 'IRREGULAR',
  },
  ...{ cause: '管理不严', responsible: '某岗位', kind: 'DEADLINE', measures: '收回账号，重新授权' },
  ...{ needs_legislation: false, in_crime: false, case_id: null, major_event_reported: false },
  amount_yuan: '1234.50',
}

export const answerOf = (said: Partial<Said> = {}) => ({
  ...{ question: '1.2', answer: 'NO', count: 0, amount_yuan: '0.00', evidence: null, rectify_by: null },
  ...{ explanation: null, ...said },
})
