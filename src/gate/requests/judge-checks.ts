import type { AccessFunction } from '#access/functions/access-function.ts'
import { Refusal } from '#base/refusal.ts'
import type { GateCheck } from '../gate-context.ts'
import type { GateReason } from './gate-order.ts'

export interface Judgement {
  readonly outcome: 'ALLOW' | 'REVIEW' | 'REFUSE'
  readonly reasons: readonly GateReason[]
}

/**
 * What the checks make of a request (platform.md 2, 5). What could not be evaluated is decided by people, here.
 */
export function judgeChecks(
  definition: AccessFunction,
  checks: readonly GateCheck[],
  { isForPeople }: { readonly isForPeople: boolean },
): Judgement {
  const stops = checks.filter(({ outcome, isHardStop }) => outcome === 'HIT' && isHardStop)
  if (stops.length > 0) return { outcome: 'REFUSE', reasons: stops.flatMap(reasonsOf) }
  const open = checks.filter(({ outcome }) => outcome !== 'PASS')
  const people = reasonsForPeople(definition, isForPeople)
  const reasons = [...open.flatMap(reasonsOf), ...people]
  return { outcome: reasons.length === 0 ? 'ALLOW' : 'REVIEW', reasons }
}

/** A check in ERROR says nothing: the request may be sent again. */
export function refuseErrors(checks: readonly GateCheck[]): void {
  const failed = checks.filter(({ outcome }) => outcome === 'ERROR').map(({ ruleCode }) => ruleCode)
  if (failed.length === 0) return
  throw new Refusal('unavailable', {
    zh: `检查 ${failed.join('、')} 未能完成，未作答复；请稍候用同一幂等键重试。`,
    en: `The checks ${failed.join(', ')} could not be completed and nothing was answered; try again with the same key.`,
  })
}

export function reasonsOf({ ruleCode, outcome, reasons, title }: GateCheck): GateReason[] {
  const texts = reasons.length === 0 ? [title] : reasons
  const code = outcome === 'HIT' ? ruleCode : `${ruleCode}:${outcome}`
  return texts.map((text) => ({ code, text }))
}

/** Two who confirm within ten minutes at their terminals, and a key post's head, are seen by this system only here. */
function reasonsForPeople({ isTogether, steps }: AccessFunction, isForPeople: boolean): GateReason[] {
  const needsHead = steps.some(({ when }) => when === 'KEY_POST')
  if (!isTogether && !needsHead && !isForPeople) return []
  return [
    {
      code: 'CONFIRMED_HERE',
      text: {
        zh: '该业务须由有关人员在本系统中共同确认，已转入本系统办理。',
        en: 'this function is confirmed by its people in this system; an order has been opened here.',
      },
    },
  ]
}
