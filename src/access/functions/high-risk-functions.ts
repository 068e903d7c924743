import type { Duty } from '#access/duties.ts'
import { functions as titlesInChinese } from '#standard/code-lists.ts'
import { type AccessFunction, type AccessStep, step } from './access-function.ts'

/**
 * The 22 high-risk functions (domain 2.0, HRF) in the order of that list: who enters, who reviews, who approves. Data,
 * not code: slice `orders` builds its records from it, and `mayAct` decides by it.
 */

export const highRiskCodes = [
  'ACCOUNT_CHANGE',
  'STATUS_CHANGE',
  'DEATH_RESUME',
  'BACK_PAY',
  'MANUAL_ADJUST',
  'DETERMINATION',
  'IDENTITY_CHANGE',
  'ACCOUNT_MERGE',
  'BACK_FILL',
  'LUMP_CONTRIBUTION',
  'TRANSFER_IN',
  'REFUND',
  'FUNERAL',
  'RESEND',
  'BATCH_IMPORT',
  'PAYMENT_FILE',
  'PARAMETER_CHANGE',
  'GRANT_ROLE',
  'DEATH_FLAG_CANCEL',
  'CONTRIBUTION_CHANGE',
  'WRITE_OFF',
  'DATA_REPAIR',
] as const satisfies readonly (keyof typeof titlesInChinese)[]
export type HighRiskCode = (typeof highRiskCodes)[number]

const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD'] as const satisfies readonly Duty[]

/** 一事两岗两审: entry and review by two posts; approval always, or after a hit. */
function twoPosts(options: {
  readonly entry?: readonly Duty[]
  readonly review?: readonly Duty[]
  readonly approval?: readonly Duty[]
  readonly approvalWhen: AccessStep['when']
  readonly isLimited?: boolean
}): readonly AccessStep[] {
  const { entry = ['ENTRY'], review = ['REVIEW'], approval = ['APPROVAL'], isLimited = false } = options
  return [
    step('ENTRY', entry),
    step('REVIEW', review),
    step('APPROVAL', approval, { when: options.approvalWhen, isLimited }),
  ]
}

interface Outline {
  readonly en: string
  readonly steps: readonly AccessStep[]
  readonly isTogether?: boolean
  readonly hasAmount?: boolean
}

const benefitReviewed = { review: ['BENEFIT_REVIEW'] } as const
const certified = { entry: ['ENTRY', 'CERTIFICATION'] } as const
const always = { approvalWhen: 'ALWAYS' } as const
const onHit = { approvalWhen: 'ON_HIT' } as const
/** Officers and the policy post serve every agency of their regions: small ones have none of their own. */
const inRegion = { reach: 'REGION' } as const
const limited = { isLimited: true } as const

const outlines: Readonly<Record<HighRiskCode, Outline>> = {
  ACCOUNT_CHANGE: { en: 'payee account change', steps: twoPosts(onHit) },
  STATUS_CHANGE: { en: 'suspended to normal', steps: twoPosts({ ...certified, ...onHit }) },
  // R-DTH-02: hard stop and two-level approval.
  DEATH_RESUME: { en: 'resumption after death', steps: twoPosts(always), isTogether: true },
  BACK_PAY: { en: 'back-pay', steps: twoPosts({ ...always, ...limited }), hasAmount: true },
  MANUAL_ADJUST: { en: 'manual adjustment', steps: twoPosts({ ...always, ...limited }), hasAmount: true },
  DETERMINATION: {
    en: 'determination of a benefit',
    steps: twoPosts({ ...benefitReviewed, ...onHit, ...limited }),
    hasAmount: true,
  },
  IDENTITY_CHANGE: { en: 'change of key facts', steps: twoPosts(onHit) },
  ACCOUNT_MERGE: { en: 'account merge', steps: twoPosts(always) },
  BACK_FILL: { en: 'back-fill', steps: twoPosts(always) },
  LUMP_CONTRIBUTION: {
    en: 'lump-sum back contribution',
    steps: twoPosts({ ...always, ...limited }),
    hasAmount: true,
  },
  TRANSFER_IN: { en: 'transfer in', steps: twoPosts({ ...onHit, ...limited }), hasAmount: true },
  REFUND: { en: 'refund', steps: twoPosts({ ...always, ...limited }), hasAmount: true },
  FUNERAL: {
    en: 'funeral and survivor grants',
    steps: twoPosts({ ...benefitReviewed, ...onHit, ...limited }),
    hasAmount: true,
  },
  RESEND: {
    en: 're-sending of a returned payment',
    steps: twoPosts({ entry: ['BENEFIT_PAYMENT'], ...benefitReviewed, ...onHit, ...limited }),
    hasAmount: true,
  },
  BATCH_IMPORT: { en: 'batch import', steps: twoPosts(always) },
  PAYMENT_FILE: {
    en: 'payment file',
    steps: twoPosts({ entry: ['BENEFIT_PAYMENT'], ...benefitReviewed, ...always, ...limited }),
    isTogether: true,
    hasAmount: true,
  },
  // platform.md 6: entered by the policy post, approved by a leader; parameters are a region's, not an agency's.
  PARAMETER_CHANGE: {
    en: 'parameter change',
    steps: [step('ENTRY', ['POLICY'], inRegion), step('APPROVAL', leaders, inRegion)],
  },
  // platform.md 6: entered by the system officer, reviewed by the security officer, key posts confirmed by the head.
  GRANT_ROLE: {
    en: 'granting of a role',
    steps: [
      step('ENTRY', ['SYSTEM_ADMIN'], inRegion),
      step('REVIEW', ['SECURITY_ADMIN'], inRegion),
      step('APPROVAL', ['UNIT_HEAD'], { when: 'KEY_POST' }),
    ],
  },
  DEATH_FLAG_CANCEL: {
    en: 'cancellation of a death flag',
    steps: twoPosts({ ...certified, ...always }),
  },
  CONTRIBUTION_CHANGE: { en: 'change of a contribution record', steps: twoPosts(onHit) },
  WRITE_OFF: {
    en: 'write-off',
    steps: twoPosts({ approval: ['UNIT_HEAD'], ...always, ...limited }),
    isTogether: true,
    hasAmount: true,
  },
  // platform.md 6: entered by the system officer, reviewed by the owning business post, executed by the server.
  DATA_REPAIR: {
    en: 'data repair',
    steps: [
      step('ENTRY', ['SYSTEM_ADMIN'], inRegion),
      step('REVIEW', ['REVIEW', 'BENEFIT_REVIEW']),
      step('APPROVAL', ['APPROVAL'], { when: 'ON_HIT' }),
    ],
    isTogether: true,
  },
}

export const highRiskFunctions: readonly AccessFunction[] = highRiskCodes.map((code) => {
  const { en, steps, isTogether = false, hasAmount = false } = outlines[code]
  return {
    code,
    title: { zh: titlesInChinese[code], en },
    area: code === 'GRANT_ROLE' ? 'AUTHORITY' : 'BUSINESS',
    isHighRisk: true,
    isTogether,
    hasAmount,
    coverage: 'ALL',
    steps,
  }
})
