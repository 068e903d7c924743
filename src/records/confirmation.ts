import { createHash } from 'node:crypto'
import { canonicalJson } from '#base/canonical-json.ts'
import { Refusal } from '#base/refusal.ts'
import type { RecordAction } from './define-record.ts'
import type { Actor, ActRequest, EarlierAct } from './record.ts'

/** What a person is shown before a step, and confirms. `data` is the stored form of the record's data. */
export interface Shown {
  readonly request: Pick<ActRequest, 'kind' | 'recordId' | 'action' | 'input' | 'version' | 'attachments'>
  readonly status: string | null
  readonly data: unknown
}

/** SHA-256 of the canonical JSON of exactly what was shown, as 64 hex digits (platform.md 25). */
export function confirmationDigest({ request, status, data }: Shown): string {
  const { kind, recordId, action, input, version, attachments } = request
  const shown = { kind, recordId, action, input, version, attachments, status, data }
  return createHash('sha256').update(canonicalJson(shown)).digest('hex')
}

export function checkConfirmation(action: RecordAction, request: ActRequest, shown: Shown): void {
  if (action.needsConfirmation !== true) return
  if (request.confirmation === null) {
    throw new Refusal('invalid_input', {
      zh: `“${action.title.zh}”需要本人确认：请用通行密钥、证书或再次输入密码确认所显示的内容。`,
      en: `${action.title.en} needs your confirmation: confirm what is shown with a passkey, a certificate or your password.`,
    })
  }
  if (request.confirmation.digest !== confirmationDigest(shown)) {
    throw new Refusal('stale_version', {
      zh: '所确认的内容与现在的内容不一致；请刷新页面，核对后重新确认。',
      en: 'what was confirmed is not what is there now; reload the page, check it and confirm again.',
    })
  }
}

/** platform.md 25: the second confirmation of functions marked 'together'. */
export const togetherSecondsMax = 600

/** The two confirm one after the other, each in a session and at a terminal of their own. */
export function checkTogether(
  action: RecordAction,
  { actor, at, earlier }: { actor: Actor; at: Date; earlier: readonly EarlierAct[] },
): void {
  if (action.together === undefined) return
  const first = earlier.findLast((each) => each.action === action.together)
  if (first === undefined || actor.kind !== 'person') {
    throw new Refusal('action_not_available', {
      zh: `“${action.title.zh}”须在前一人确认之后进行。`,
      en: `${action.title.en} follows the confirmation of the first person.`,
    })
  }
  if (at.getTime() - first.at.getTime() > togetherSecondsMax * 1000) {
    throw new Refusal('action_not_available', {
      zh: '距前一人确认已超过 10 分钟；请退回后由前一人重新确认，再共同完成。',
      en: 'more than 10 minutes have passed since the first confirmation; return it so that the first person confirms again.',
    })
  }
  if (first.sessionId === actor.sessionId || first.terminalId === actor.terminalId) {
    throw new Refusal('not_permitted', {
      zh: '两人须在不同的会话和不同的终端上分别确认；请在自己的终端上登录后确认。',
      en: 'the two confirm in different sessions at different terminals; sign in at your own terminal and confirm there.',
    })
  }
}
