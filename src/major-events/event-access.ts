import { type AccessFunction, step } from '#access/functions/access-function.ts'

const business = { area: 'BUSINESS', isHighRisk: false, isTogether: false, hasAmount: false } as const
const makers = ['INTERNAL_AUDIT', 'SUPERVISION', 'DISCIPLINE'] as const
const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD'] as const

/**
 * For `extendCatalogue`. The unit reports, its leader signs (审签), and the supervision of the level above receives;
 * that it is above is asked of the regions when it acts. Nobody else of a unit reads who is suspected.
 */
export const eventFunctions: readonly AccessFunction[] = [
  {
    ...business,
    code: 'READ_MAJOR_EVENT',
    title: { zh: '查看要情', en: 'read major events' },
    coverage: 'ANY',
    steps: [step('ACT', [...makers, ...leaders], { reach: 'REGION' })],
  },
  {
    ...business,
    code: 'MAJOR_EVENT',
    title: { zh: '要情报告', en: 'report of a major event' },
    coverage: 'ALL',
    steps: [
      step('ENTRY', makers),
      step('APPROVAL', leaders, { reach: 'OWN_AGENCY' }),
      step('REVIEW', ['SUPERVISION'], { reach: 'REGION' }),
    ],
  },
  // Whoever holds a report up is often who would sign it: it is noted by any of those who know, above or here.
  {
    ...business,
    code: 'REPORT_OBSTRUCTION',
    title: { zh: '阻拦报告登记', en: 'note that a report was obstructed' },
    coverage: 'ALL',
    steps: [step('ACT', makers, { reach: 'REGION' })],
  },
]
