import { businessRoles } from '#access/duties.ts'
import { type AccessFunction, step } from '#access/functions/access-function.ts'

const business = {
  area: 'BUSINESS',
  isHighRisk: false,
  isTogether: false,
  hasAmount: false,
  coverage: 'ALL',
} as const

const makers = ['INTERNAL_AUDIT', 'SUPERVISION', 'POLICY', 'DEPUTY_HEAD', ...businessRoles] as const

/**
 * For `extendCatalogue`. Whoever works at the unit may propose a risk point; a leader decides, and of the first level
 * the head of the unit (一级由主要领导负责, C040).
 */
export const ledgerFunctions: readonly AccessFunction[] = [
  {
    ...business,
    code: 'RISK_POINT',
    title: { zh: '风险防控台账', en: 'risk ledger' },
    steps: [
      step('ENTRY', [...new Set(makers)]),
      step('APPROVAL', ['UNIT_HEAD', 'DEPUTY_HEAD'], { reach: 'OWN_AGENCY' }),
    ],
  },
  {
    ...business,
    code: 'RISK_POINT_FIRST',
    title: { zh: '一级风险点审定', en: 'approval of a first-level risk' },
    steps: [step('APPROVAL', ['UNIT_HEAD'], { reach: 'OWN_AGENCY' })],
  },
]
