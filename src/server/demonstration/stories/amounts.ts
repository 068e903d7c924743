import { formatMonth, monthOfDay, parseDay } from '#base/calendar-math.ts'
import { fenOfYuan, formatYuan } from '#base/money.ts'
import type { Pensioner } from '../chosen-pensioners.ts'
import { type Setting, type Story, scene } from '../story.ts'
import { orderSteps } from './orders.ts'

/** The month after the one in which it is entered: at most that month may be named then, and it is not over today. */
export const monthAfter = (entered: string): string => formatMonth(monthOfDay(parseDay(entered)!) + 1)

/** An amount set by hand: always approved, within a limit. */
function adjustmentStory(setting: Setting, pensioner: Pensioner): Story {
  const { cast } = setting
  const enteredDaysAgo = 3
  const { take } = orderSteps('adjustment', 'ORDER_MANUAL_ADJUST')
  const { personId, entitlementId, scheme, monthly } = pensioner
  const input = {
    person_id: personId,
    entitlement_id: entitlementId,
    scheme,
    kind: 'CORRECT',
    cause: 'ERROR',
    amount_before: monthly,
    amount_after: formatYuan(fenOfYuan(monthly)! + 3_650n),
    effective: monthAfter(setting.day(enteredDaysAgo)),
    document: '云漳社险核〔示例〕12号',
    reason: '视同缴费年限计算有误，重新核算',
  }
  const files = [{ purpose: 'CALCULATION', name: '调整依据和计算表.pdf' }]
  return {
    name: 'adjustment',
    scenes: [
      scene(enteredDaysAgo, '10:10', (stage) =>
        take(stage, { by: cast('entry', 1), action: 'enter', input, files }),
      ),
      scene(2, '09:40', (stage) => take(stage, { by: cast('review', 2), action: 'review', input: {} })),
    ],
  }
}

/** Suspended until somebody has looked: it is in the register from then on. */
function suspensionStory(setting: Setting, pensioner: Pensioner): Story {
  const { cast } = setting
  const enteredDaysAgo = 9
  const { take, approveIfAsked } = orderSteps('suspension', 'ORDER_STATUS_CHANGE')
  const input = {
    person_id: pensioner.personId,
    entitlement_id: pensioner.entitlementId,
    operation: 'SUSPEND',
    cause: 'TO_VERIFY',
    effective: monthAfter(setting.day(enteredDaysAgo)),
    document: '云漳社险稽〔示例〕7号',
    reason: '资格认证存疑，核实期间暂停',
  }
  const files = [{ purpose: 'PROOF', name: '暂停依据材料.pdf' }]
  return {
    name: 'suspension',
    scenes: [
      scene(enteredDaysAgo, '09:50', (stage) =>
        take(stage, { by: cast('certification'), action: 'enter', input, files }),
      ),
      scene(8, '10:30', async (stage) => {
        await take(stage, { by: cast('review', 1), action: 'review', input: {} })
        await approveIfAsked(stage, cast('approval', 1), '情况属实，同意暂停')
      }),
    ],
  }
}

export function amountStories(setting: Setting, pensioners: readonly Pensioner[]): readonly Story[] {
  const [adjusted, suspended] = pensioners
  return [
    ...(adjusted === undefined ? [] : [adjustmentStory(setting, adjusted)]),
    ...(suspended === undefined ? [] : [suspensionStory(setting, suspended)]),
  ]
}
