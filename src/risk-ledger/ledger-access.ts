import { businessRoles } from '#access/duties.ts'
import { type AccessFunction, type AccessStep, step } from '#access/functions/access-function.ts'
import type { Bilingual } from '#base/bilingual.ts'

const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD'] as const
const makers = [
  ...new Set(['INTERNAL_AUDIT', 'SUPERVISION', 'POLICY', 'DEPUTY_HEAD', ...businessRoles] as const),
]
const own = { reach: 'OWN_AGENCY' } as const

function ledgerFunction(code: string, title: Bilingual, steps: readonly AccessStep[]): AccessFunction {
  const common = { area: 'BUSINESS', isHighRisk: false, isTogether: false, hasAmount: false } as const
  return { code, title, steps, coverage: 'ALL', ...common }
}

/**
 * For `extendCatalogue`. Whoever works at the unit may propose a risk point; a leader decides, and of the first level
 * the head of the unit (一级由主要领导负责, C040). The ledger is filed by the head and accepted by fund supervision above:
 * of which agency, the decision on the filing says.
 */
export const ledgerFunctions: readonly AccessFunction[] = [
  ledgerFunction('RISK_POINT', { zh: '风险防控台账', en: 'risk ledger' }, [
    step('ENTRY', makers),
    step('APPROVAL', leaders, own),
  ]),
  ledgerFunction('RISK_POINT_FIRST', { zh: '一级风险点审定', en: 'approval of a first-level risk' }, [
    step('APPROVAL', ['UNIT_HEAD'], own),
  ]),
  ledgerFunction('LEDGER_FILING', { zh: '台账报送', en: 'filing of the risk ledger' }, [
    step('ENTRY', makers),
    step('APPROVAL', ['UNIT_HEAD'], own),
    step('REVIEW', ['SUPERVISION', ...leaders], { reach: 'REGION' }),
  ]),
  ledgerFunction('MEASURE_ASSESSMENT', { zh: '48项措施自评', en: 'self-assessment of the 48 measures' }, [
    step('ENTRY', makers),
    step('APPROVAL', leaders, own),
  ]),
  ledgerFunction('MEASURE_LIST', { zh: '48项措施文本', en: 'text of the 48 measures' }, [
    step('ENTRY', ['SUPERVISION', 'POLICY'], own),
    step('APPROVAL', leaders, own),
  ]),
]
