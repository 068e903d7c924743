import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { CouldBeDoneBy } from '#access/act-request.ts'
import { canonicalJson } from '#base/canonical-json.ts'
import { exitStatusOfRefusal, Refusal, type RefusalCode } from '#base/refusal.ts'
import { AccessRefusal } from './ask-access.ts'
import type { ActRequest } from './record.ts'

/** What an act is answered with, kept for whoever asks again with the same key (platform.md 18). */
export type Answer =
  | {
      readonly outcome: 'accepted'
      readonly kind: string
      readonly recordId: string
      readonly status: string
      readonly version: number
      /** Of the trail. */
      readonly entryId: string
    }
  | {
      readonly outcome: 'refused'
      readonly code: RefusalCode
      readonly text: { readonly zh: string; readonly en: string }
      readonly couldBeDoneBy: CouldBeDoneBy | null
    }

const RefusalCodeJson = z.custom<RefusalCode>(
  (code) => typeof code === 'string' && Object.hasOwn(exitStatusOfRefusal, code),
)

const AnswerJson = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('accepted'),
    kind: z.string(),
    recordId: z.string(),
    status: z.string(),
    version: z.int(),
    entryId: z.string(),
  }),
  z.object({
    outcome: z.literal('refused'),
    code: RefusalCodeJson,
    text: z.object({ zh: z.string(), en: z.string() }),
    couldBeDoneBy: z.custom<CouldBeDoneBy | null>(),
  }),
])

export function parseAnswer(json: unknown): Answer {
  return AnswerJson.parse(json)
}

export function refusedAnswer(refusal: Refusal): Extract<Answer, { outcome: 'refused' }> {
  // Of what is not found, nothing: an absent record has the same answer to the letter (platform.md 25).
  const isSaid = refusal instanceof AccessRefusal && refusal.code !== 'not_found'
  const couldBeDoneBy = isSaid ? refusal.couldBeDoneBy : null
  return { outcome: 'refused', code: refusal.code, text: refusal.text, couldBeDoneBy }
}

/**
 * What is said about the record and may be said again. Not: that there is none (the same answer to everybody), that the
 * server was busy or broken, that the key was used for something else.
 */
const storedCodes: readonly RefusalCode[] = [
  'action_not_available',
  'conflict',
  'invalid_input',
  'not_permitted',
  'stale_version',
  'too_large',
]

export function isStored(answer: Answer): boolean {
  return answer.outcome === 'accepted' || storedCodes.includes(answer.code)
}

/** Longer ones are no ids of ours, and would be written into the trail. */
const idPattern = /^[A-Za-z0-9_-]{1,64}$/
const keyPattern = /^[\x21-\x7e]{8,200}$/

/** SHA-256 of the canonical body, as hex; refuses what could not be stored as it was said. */
export function requestHash(request: ActRequest): string {
  const { kind, recordId, action, input, version, attachments } = request
  const ids = [...attachments.map(({ id }) => id), ...(recordId === null ? [] : [recordId])]
  if (!ids.every((id) => idPattern.test(id))) throw unfit('编号', 'an id')
  if (!keyPattern.test(request.idempotencyKey)) throw unfit('幂等键', 'the idempotency key')
  const body = canonicalOf({ kind, recordId, action, input, version, attachments })
  return createHash('sha256').update(body).digest('hex')
}

function canonicalOf(body: unknown): string {
  let text: string
  try {
    text = canonicalJson(body)
  } catch {
    throw unfit('其中的文字或数字', 'a text or number in it')
  }
  // PostgreSQL's jsonb cannot hold U+0000.
  if (/(?<!\\)(\\\\)*\\u0000/.test(text)) throw unfit('其中的文字', 'a text in it')
  return text
}

function unfit(zh: string, en: string): Refusal {
  return new Refusal('invalid_input', {
    zh: `请求无效：${zh}的格式不正确，请检查后重新提交。`,
    en: `the request is invalid: ${en} is malformed; check it and send it again.`,
  })
}
