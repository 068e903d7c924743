import { type AccessFunction, step } from '#access/functions/access-function.ts'

const business = {
  area: 'BUSINESS',
  isHighRisk: false,
  isTogether: false,
  hasAmount: false,
  coverage: 'ALL',
} as const
const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD'] as const
const supervisors = ['INTERNAL_AUDIT', 'SUPERVISION', 'POLICY'] as const
const money = ['ACCOUNTANT', 'FINANCE_HEAD', 'FUND_MANAGEMENT', 'BENEFIT_PAYMENT'] as const

/** For `extendCatalogue`: whoever prepares the meeting writes its minutes, the leader who chaired it approves them. */
export const meetingFunctions: readonly AccessFunction[] = [
  {
    ...business,
    code: 'MEETING',
    title: { zh: '会议与纪要', en: 'meetings and minutes' },
    steps: [step('ENTRY', [...money, ...supervisors]), step('APPROVAL', leaders, { reach: 'OWN_AGENCY' })],
  },
  {
    ...business,
    code: 'LEADING_GROUP',
    title: { zh: '领导小组名册', en: 'register of leading groups' },
    steps: [step('ENTRY', supervisors), step('APPROVAL', leaders, { reach: 'OWN_AGENCY' })],
  },
]
