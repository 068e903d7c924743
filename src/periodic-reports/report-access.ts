import { type AccessFunction, step } from '#access/functions/access-function.ts'

const business = { area: 'BUSINESS', isHighRisk: false, isTogether: false, hasAmount: false } as const
const makers = ['INTERNAL_AUDIT', 'SUPERVISION', 'POLICY'] as const
const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD'] as const

/** For `extendCatalogue`: the unit writes, its leader approves and files, the supervision of the level above accepts. */
export const reportFunctions: readonly AccessFunction[] = [
  {
    ...business,
    code: 'READ_PERIODIC_REPORT',
    title: { zh: '查看定期报告', en: 'read periodic reports' },
    coverage: 'ANY',
    steps: [step('ACT', [...makers, ...leaders, 'DISCIPLINE', 'DATA_ANALYSIS'], { reach: 'REGION' })],
  },
  {
    ...business,
    code: 'PERIODIC_REPORT',
    title: { zh: '定期报告', en: 'periodic report' },
    coverage: 'ALL',
    steps: [
      step('ENTRY', makers),
      step('APPROVAL', leaders, { reach: 'OWN_AGENCY' }),
      step('REVIEW', ['SUPERVISION'], { reach: 'REGION' }),
    ],
  },
]
