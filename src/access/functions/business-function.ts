import type { Bilingual } from '#base/bilingual.ts'
import type { AccessFunction, AccessStep } from './access-function.ts'

/** Of the business of supervision: no high risk, done by one at a time, without an amount. */
export function businessFunction(
  code: string,
  title: Bilingual,
  steps: readonly AccessStep[],
  coverage: AccessFunction['coverage'] = 'ALL',
): AccessFunction {
  const common = { area: 'BUSINESS', isHighRisk: false, isTogether: false, hasAmount: false } as const
  return { code, title, coverage, steps, ...common }
}
