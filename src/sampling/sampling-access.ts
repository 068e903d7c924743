import type { Duty } from '#access/duties.ts'
import { type AccessFunction, step } from '#access/functions/access-function.ts'
import { businessFunction } from '#access/functions/business-function.ts'

/**
 * Who may what in sampling, for `extendCatalogue`. Internal audit looks again at the business of its agency; a handler
 * of another agency may, too (platform.md 20). That nobody looks at what he handled himself is the decision of access:
 * an item names everybody who did, or who shares an order with them in the month, as its handlers.
 */

const auditors = ['INTERNAL_AUDIT', 'SUPERVISION'] as const satisfies readonly Duty[]
const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD'] as const satisfies readonly Duty[]
const handlers = ['REVIEW', 'BENEFIT_REVIEW'] as const satisfies readonly Duty[]
const inRegion = { reach: 'REGION' } as const

export const samplingFunctions: readonly AccessFunction[] = [
  businessFunction(
    'READ_SAMPLE',
    { zh: '查看稽核抽查', en: 'read sampling' },
    [step('ACT', [...auditors, ...leaders, ...handlers, 'DISCIPLINE', 'DATA_ANALYSIS'], inRegion)],
    'ANY',
  ),
  businessFunction('SAMPLE_PLAN', { zh: '抽查计划更正', en: 'correction of a sampling plan' }, [
    step('ENTRY', auditors, inRegion),
    step('APPROVAL', leaders),
  ]),
  businessFunction(
    'SAMPLE_CHECK',
    { zh: '抽查领办（本机构稽核）', en: 'take a sampled order, internal audit' },
    [step('ENTRY', ['INTERNAL_AUDIT'], inRegion)],
  ),
  businessFunction(
    'SAMPLE_CHECK_ELSEWHERE',
    { zh: '抽查领办（异地经办）', en: 'take a sampled order, elsewhere' },
    [step('ENTRY', handlers, inRegion)],
  ),
  businessFunction('SAMPLE_ANSWER', { zh: '抽查复核', en: 'check of a sampled order' }, [
    step('ENTRY', ['INTERNAL_AUDIT', ...handlers], inRegion),
    step('REVIEW', [...auditors, ...leaders], inRegion),
    step('ACT', [...auditors, ...leaders], inRegion),
  ]),
  businessFunction('ISSUE_FINDINGS', { zh: '疑点下发', en: 'issue findings downwards' }, [
    step('ENTRY', [...auditors, 'DATA_ANALYSIS'], inRegion),
  ]),
  businessFunction('WRITE_BACK_FINDINGS', { zh: '下发疑点反馈', en: 'write back on issued findings' }, [
    step('ENTRY', ['INTERNAL_AUDIT', 'APPROVAL', ...handlers], { reach: 'OWN_AGENCY' }),
  ]),
]
