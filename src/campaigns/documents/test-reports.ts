import type { Plan } from '../planning/plan.ts'
import type { CampaignFigures } from './campaign-report.ts'
import type { MonthlyReportGiven } from './monthly-report.ts'

/** A campaign that does not exist, with figures that are easy to check. */

export const testPlan: Plan = {
  name: '2026年社保基金管理风险排查',
  kind: 'RISK_CHECK',
  basis: '关于开展社会保险基金管理风险排查工作的通知',
  schemes: [],
  period_from: '2025-01',
  period_to: '2026-05',
  categories: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  regions: ['990000'],
  unit_kinds: ['HANDLING'],
  phases: [
    { code: 'DEPLOY', starts_on: '2026-05-06', due_on: '2026-05-29' },
    { code: 'SELF_CHECK', starts_on: '2026-06-01', due_on: '2026-07-10' },
    { code: 'CITY_CHECK', starts_on: '2026-07-13', due_on: '2026-07-24' },
    { code: 'PROVINCE_CHECK', starts_on: '2026-08-03', due_on: '2026-08-14' },
    { code: 'SUMMARY', starts_on: '2026-08-17', due_on: '2026-08-31' },
  ],
  spot_percent: 50,
  spot_counties: 2,
  rate_percent: 95,
  leading_group: [
    { role: 'HEAD', member: '张三', unit: '示例省人社厅厅长' },
    { role: 'OFFICE', member: '李四', unit: '示例省人社厅基金监督处处长' },
  ],
}

export const testFigures: CampaignFigures = {
  ...{ units: 40, submitted: 38, accepted: 30, overdueUnits: 2 },
  byCategory: [
    { category: 1, yes: 3, partial: 1, no: 36, contradictions: 5, explained: 4 },
    { category: 10, yes: 0, partial: 0, no: 38, contradictions: 0, explained: 0 },
  ],
  ...{ cityChecksWanted: 40, cityChecksDone: 40, citiesWanted: 3, citiesDone: 1 },
  ...{ problems: 23, legislation: 3, handled: 21, rectified: 18, overdueProblems: 1 },
  ...{ countedHandled: 19, countedRectified: 18 },
  amountFen: 123_456_789n,
  byRegion: [
    {
      ...{ name: '示例市', units: 12, submitted: 12, contradictions: 3, problems: 7, rectified: 6 },
      amountFen: 500_00n,
    },
  ],
}

export const testMonth: MonthlyReportGiven = {
  ...{ campaign: testPlan.name, month: '2026-07', agency: '示例市人社局', on: '2026年7月31日' },
  ...{ workDone: '完成自查。', difficulties: '数据不全。', nextSteps: '组织市级检查。', important: null },
  figures: {
    ...{ units: 12, submitted: 12, accepted: 10, contradictions: 5, explained: 5 },
    ...{ problems: 23, legislation: 3, handled: 22, rectified: 20, overdue: 1, amount_fen: 500_00n },
    // Of the three that need legislation all were handled and two rectified.
    ...{ counted_handled: 19, counted_rectified: 18 },
  },
  ratePercent: 95,
}
