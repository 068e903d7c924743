import { allDuties, type Duty } from '#access/duties.ts'
import { type AccessFunction, step } from '#access/functions/access-function.ts'
import { businessFunction } from '#access/functions/business-function.ts'

/** Who may what with training, rotation and supervised matters, for `extendCatalogue`. */

const supervisors = ['SUPERVISION', 'INTERNAL_AUDIT'] as const satisfies readonly Duty[]
const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD'] as const satisfies readonly Duty[]
const own = { reach: 'OWN_AGENCY' } as const

/** Whoever is assessed reads what is said of him and answers it, whatever his posts; colleagues do not. */
const oneself = { reach: 'REGION', ofSelf: allDuties } as const

export const dutyFunctions: readonly AccessFunction[] = [
  businessFunction('TRAINING', { zh: '培训与考试', en: 'training and exams' }, [
    step('ENTRY', [...supervisors, 'POLICY', 'DISCIPLINE'], own),
    step('APPROVAL', leaders, own),
  ]),
  businessFunction('ROTATION_PLAN', { zh: '轮岗计划', en: 'rotation plan' }, [
    step('ENTRY', [...supervisors, 'DISCIPLINE'], own),
    step('APPROVAL', ['UNIT_HEAD'], own),
  ]),
  businessFunction('ORDER_MATTER', { zh: '督办', en: 'order a matter' }, [
    step('ENTRY', [...supervisors, ...leaders, 'DISCIPLINE'], { reach: 'REGION' }),
  ]),
  businessFunction('ANSWER_MATTER', { zh: '报告督办事项', en: 'report on an ordered matter' }, [
    step('ENTRY', [...leaders, 'INTERNAL_AUDIT'], own),
  ]),
  businessFunction(
    'READ_ASSESSMENT',
    { zh: '查看考核', en: 'read assessments' },
    [step('ACT', [...supervisors, ...leaders, 'DISCIPLINE'], { ...oneself, allowsSelf: true })],
    'ANY',
  ),
  businessFunction('ASSESSMENT', { zh: '考核', en: 'assessment' }, [
    step('ENTRY', ['INTERNAL_AUDIT', 'DISCIPLINE'], own),
    step('APPROVAL', ['UNIT_HEAD']),
  ]),
  businessFunction(
    'ASSESSMENT_OWN',
    { zh: '本人考核的阅签、申请复核', en: 'read and appeal one’s own assessment' },
    [step('ACT', [], oneself)],
  ),
  businessFunction('ASSESSMENT_APPEAL', { zh: '考核复核', en: 'decide an appeal on an assessment' }, [
    step('REVIEW', ['UNIT_HEAD', 'DISCIPLINE'], { reach: 'SUPERIORS' }),
  ]),
]
