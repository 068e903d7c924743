import { allDuties, businessRoles, type Duty } from '#access/duties.ts'
import { type AccessFunction, type AccessStep, step } from '#access/functions/access-function.ts'
import type { Bilingual } from '#base/bilingual.ts'

/**
 * Who may what in a campaign, for `extendCatalogue`. A unit answers for itself and its leader submits; whoever is above
 * sees it and sends it back, but never writes an answer; who checks belongs to the agency that checks, never to the one
 * that is checked (founding texts 002 and 004; R-WF-18).
 */

const supervisors = ['INTERNAL_AUDIT', 'SUPERVISION'] as const satisfies readonly Duty[]
const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD'] as const satisfies readonly Duty[]
/** 抽调政策、经办、信息、监督业务骨干 (004 三（三）). */
const makers: readonly Duty[] = [...new Set<Duty>([...supervisors, 'POLICY', ...businessRoles])]
const confidants = ['SUPERVISION', 'DISCIPLINE'] as const satisfies readonly Duty[]
const inRegion = { reach: 'REGION' } as const
const own = { reach: 'OWN_AGENCY' } as const

function campaignFunction(
  code: string,
  title: Bilingual,
  steps: readonly AccessStep[],
  more: Partial<Pick<AccessFunction, 'coverage' | 'area'>> = {},
): AccessFunction {
  const common = { area: 'BUSINESS', isHighRisk: false, isTogether: false, hasAmount: false } as const
  return { ...common, coverage: 'ALL', code, title, steps, ...more }
}

export const campaignFunctions: readonly AccessFunction[] = [
  campaignFunction('CAMPAIGN', { zh: '排查与专项治理', en: 'campaigns' }, [
    step('ENTRY', [...supervisors, 'POLICY'], own),
    step('APPROVAL', leaders, own),
  ]),
  campaignFunction('CAMPAIGN_TASK', { zh: '自查', en: 'self-check' }, [
    step('ENTRY', makers, own),
    step('APPROVAL', leaders, own),
  ]),
  campaignFunction('CAMPAIGN_TASK_REVIEW', { zh: '自查退回与认可', en: 'return of self-checks' }, [
    step('ACT', [...supervisors, ...leaders], inRegion),
  ]),
  campaignFunction('CAMPAIGN_PAIRING', { zh: '安排互查', en: 'arrangement of mutual checks' }, [
    step('ACT', [...supervisors, ...leaders], inRegion),
  ]),
  campaignFunction(
    'CAMPAIGN_CHECK',
    { zh: '互查、市级检查与省级抽查', en: 'mutual, city and provincial checks' },
    [step('ENTRY', makers, own), step('APPROVAL', leaders, own)],
    // A mutual check lies in two regions: that of the unit and that of who checks it.
    { coverage: 'ANY' },
  ),
  campaignFunction('CAMPAIGN_PROBLEM', { zh: '排查问题整改', en: 'problems and their rectification' }, [
    step('ENTRY', makers, own),
    step('REVIEW', [...supervisors, ...leaders], inRegion),
    step('APPROVAL', leaders),
  ]),
  campaignFunction('CAMPAIGN_PROBLEM_FOUND', { zh: '检查发现问题登记', en: 'problems found by a check' }, [
    // No entry of its own: whoever found it may verify what became of it.
    step('ACT', supervisors, inRegion),
  ]),
  campaignFunction('MONTHLY_REPORT', { zh: '专项治理月报', en: 'monthly report of a campaign' }, [
    step('ENTRY', makers, own),
    step('APPROVAL', leaders, own),
  ]),
  campaignFunction('MONTHLY_REPORT_REVIEW', { zh: '月报退回', en: 'return of monthly reports' }, [
    step('ACT', [...supervisors, ...leaders], inRegion),
  ]),
  campaignFunction('DISCLOSE', { zh: '主动说明', en: 'voluntary disclosure' }, [
    step('ENTRY', allDuties, { ...own, allowsSelf: true }),
  ]),
  // Of the trail's area: to whoever has no business with it, it does not exist.
  campaignFunction(
    'READ_DISCLOSURE',
    { zh: '查看主动说明', en: 'read disclosures' },
    [step('ACT', confidants, inRegion)],
    { area: 'TRAIL', coverage: 'ANY' },
  ),
  campaignFunction(
    'DISCLOSURE',
    { zh: '主动说明处理', en: 'handling of disclosures' },
    [step('ACT', confidants, inRegion)],
    { area: 'TRAIL' },
  ),
]
