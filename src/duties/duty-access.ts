import type { Duty } from '#access/duties.ts'
import { type AccessFunction, type AccessStep, step } from '#access/functions/access-function.ts'
import type { Bilingual } from '#base/bilingual.ts'

/** Who may what with training, rotation and supervised matters, for `extendCatalogue`. */

const supervisors = ['SUPERVISION', 'INTERNAL_AUDIT'] as const satisfies readonly Duty[]
const leaders = ['UNIT_HEAD', 'DEPUTY_HEAD'] as const satisfies readonly Duty[]
const own = { reach: 'OWN_AGENCY' } as const

function business(code: string, title: Bilingual, steps: readonly AccessStep[]): AccessFunction {
  const common = { area: 'BUSINESS', isHighRisk: false, isTogether: false, hasAmount: false } as const
  return { code, title, coverage: 'ALL', steps, ...common }
}

export const dutyFunctions: readonly AccessFunction[] = [
  business('TRAINING', { zh: '培训与考试', en: 'training and exams' }, [
    step('ENTRY', [...supervisors, 'POLICY', 'DISCIPLINE'], own),
    step('APPROVAL', leaders, own),
  ]),
  business('ROTATION_PLAN', { zh: '轮岗计划', en: 'rotation plan' }, [
    step('ENTRY', [...supervisors, 'DISCIPLINE'], own),
    step('APPROVAL', ['UNIT_HEAD'], own),
  ]),
  business('ORDER_MATTER', { zh: '督办', en: 'order a matter' }, [
    step('ENTRY', [...supervisors, ...leaders, 'DISCIPLINE'], { reach: 'REGION' }),
  ]),
  business('ANSWER_MATTER', { zh: '报告督办事项', en: 'report on an ordered matter' }, [
    step('ENTRY', [...leaders, 'INTERNAL_AUDIT'], own),
  ]),
]
