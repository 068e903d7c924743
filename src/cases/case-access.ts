import type { Duty } from '#access/duties.ts'
import { type AccessFunction, type AccessStep, step } from '#access/functions/access-function.ts'
import type { Bilingual } from '#base/bilingual.ts'

/**
 * Who may what with cases, recoveries and letters, for `extendCatalogue`. Auditors and supervisors verify, leaders
 * approve, accountants see money come in. Whoever handled what is looked into, or is concerned by it, does nothing
 * (domain 3.11): the decision of access says so for every function.
 */

const auditors = ['INTERNAL_AUDIT', 'SUPERVISION'] as const satisfies readonly Duty[]
const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD'] as const satisfies readonly Duty[]
const money = ['ACCOUNTANT', 'CASHIER', 'RECONCILIATION', 'FINANCE_HEAD'] as const satisfies readonly Duty[]
const inRegion = { reach: 'REGION' } as const

function caseFunction(
  code: string,
  title: Bilingual,
  steps: readonly AccessStep[],
  coverage: AccessFunction['coverage'] = 'ALL',
): AccessFunction {
  const common = { area: 'BUSINESS', isHighRisk: false, isTogether: false, hasAmount: false } as const
  return { code, title, coverage, steps, ...common }
}

export const caseAccessFunctions: readonly AccessFunction[] = [
  caseFunction(
    'READ_CASE',
    { zh: '查看案件与追回', en: 'read cases and recoveries' },
    [step('ACT', [...auditors, ...leaders, ...money, 'DISCIPLINE'], inRegion)],
    'ANY',
  ),
  caseFunction('CASE', { zh: '疑点核查', en: 'verification of findings' }, [
    step('ENTRY', auditors, inRegion),
    step('APPROVAL', leaders),
  ]),
  caseFunction('CASE_ASSIGN', { zh: '案件分派', en: 'assignment of cases' }, [
    step('ACT', [...auditors, ...leaders], inRegion),
  ]),
  caseFunction('CASE_LEAD', { zh: '案件延期、免于陈述与异议处理', en: 'extension, waiver and objections' }, [
    step('ACT', leaders, { reach: 'SUPERIORS' }),
  ]),
  caseFunction('RECOVERY', { zh: '追回', en: 'recovery' }, [
    step('ENTRY', auditors, inRegion),
    step('APPROVAL', leaders),
  ]),
  caseFunction('RECOVERY_RECEIPT', { zh: '追回到账登记', en: 'receipts of recoveries' }, [
    step('ACT', ['ACCOUNTANT', 'RECONCILIATION']),
  ]),
  caseFunction('BANK_STATEMENT', { zh: '银行对账单', en: 'bank statements' }, [
    step('ENTRY', ['CASHIER', 'ACCOUNTANT']),
    step('REVIEW', ['RECONCILIATION']),
  ]),
  caseFunction('LETTER', { zh: '文书', en: 'letters' }, [
    step('ENTRY', auditors, inRegion),
    step('APPROVAL', leaders),
    step('ACT', [...auditors, ...leaders], inRegion),
  ]),
]
