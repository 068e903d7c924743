import { Refusal } from '#base/refusal.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import { type Answer, refusedAnswer } from '#records/answer.ts'
import type { ActRequest } from '#records/record.ts'

/** One item of a bulk act: what the person asked for it, under its own key (platform.md 18). */
export type TriageItem = Pick<ActRequest, 'recordId' | 'action' | 'input' | 'version' | 'idempotencyKey'>

export interface TriageResult {
  readonly idempotencyKey: string
  readonly answer: Answer
}

export const triageMax = 200
/** What does not need a look at the details and a confirmation of its own. */
const triageActions: readonly string[] = ['open', 'assign', 'begin', 'extend', 'split', 'openMerged']
/** The pool of connections is everybody's. */
const atOnce = 4

/**
 * Bulk triage of findings and cases: each item is an act of its own, allowed or refused by itself, and each has its own
 * answer. What the database could not say is 'unavailable' for that item: the same list may be sent again, and what was
 * done is answered as before.
 */
export async function triage(
  context: ActContext,
  items: readonly TriageItem[],
): Promise<readonly TriageResult[]> {
  checkItems(items)
  const results: TriageResult[] = []
  let next = 0
  const work = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await triageOne(context, items[index]!)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work))
  return results
}

function checkItems(items: readonly TriageItem[]): void {
  if (items.length === 0 || items.length > triageMax) {
    throw new Refusal('invalid_input', {
      zh: `批量办理一次 1 至 ${triageMax} 项，请分批。`,
      en: `a bulk act has 1 to ${triageMax} items; send them in several.`,
    })
  }
  if (new Set(items.map(({ idempotencyKey }) => idempotencyKey)).size < items.length) {
    throw new Refusal('invalid_input', {
      zh: '批量办理的每一项须有各自的幂等键；请刷新页面后重试。',
      en: 'each item of a bulk act has a key of its own; reload the page and try again.',
    })
  }
  const strange = items.find(({ action }) => !triageActions.includes(action))
  if (strange !== undefined) {
    throw new Refusal('invalid_input', {
      zh: `“${strange.action}”不能批量办理，请逐件办理。`,
      en: `${strange.action} is not done in bulk; do it case by case.`,
    })
  }
}

async function triageOne(context: ActContext, item: TriageItem): Promise<TriageResult> {
  const { idempotencyKey } = item
  const request = { ...item, kind: 'CASE', attachments: [], confirmation: null, endpoint: 'triage' }
  try {
    return { idempotencyKey, answer: await act(context, request) }
  } catch (error) {
    if (error instanceof Refusal) return { idempotencyKey, answer: refusedAnswer(error) }
    throw error
  }
}
