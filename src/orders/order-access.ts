import { businessRoles, type Duty } from '#access/duties.ts'
import { type AccessFunction, step } from '#access/functions/access-function.ts'

/** For `extendCatalogue`: the system officer enters a data repair and must be able to open it, but no other order. */
export const orderAccessFunctions: readonly AccessFunction[] = [
  {
    code: 'READ_DATA_REPAIR',
    title: { zh: '查看后台数据维护', en: 'read data repairs' },
    area: 'BUSINESS',
    isHighRisk: false,
    isTogether: false,
    hasAmount: false,
    coverage: 'ANY',
    steps: [step('ACT', readers(), { reach: 'REGION', allowsSelf: true })],
  },
]

function readers(): readonly Duty[] {
  return ['SYSTEM_ADMIN', 'AUDIT_ADMIN', 'UNIT_HEAD', 'DEPUTY_HEAD', 'DISCIPLINE', ...businessRoles]
}
