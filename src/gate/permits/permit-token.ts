import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '#base/canonical-json.ts'
import { Refusal } from '#base/refusal.ts'

/** platform.md 2. */
export const permitSeconds = 15 * 60

/** What a permit says: the core system can read it, and cannot change it. */
const PermitJson = z.strictObject({
  v: z.literal(1),
  permit_id: z.string(),
  key_id: z.string(),
  function: z.string(),
  /** SHA-256 of the canonical body of what was asked, as 64 hex digits. */
  body_sha256: z.string().regex(/^[0-9a-f]{64}$/),
  expires_at: z.iso.datetime(),
})
export type Permit = z.infer<typeof PermitJson>

/** Canonical JSON and its HMAC-SHA256, both in base64url with a dot between. */
export function signPermit(permit: Permit, permitKey: Buffer): string {
  const text = canonicalJson(permit)
  return `${Buffer.from(text).toString('base64url')}.${mac(text, permitKey).toString('base64url')}`
}

function mac(text: string, permitKey: Buffer): Buffer {
  return createHmac('sha256', permitKey).update(text).digest()
}

/** Null for what was not signed with this key, to the letter. */
export function verifiedPermit(token: string, permitKey: Buffer): Permit | null {
  const [, body, signature] = /^([\w-]{1,2000})\.([\w-]{43})$/.exec(token) ?? []
  if (body === undefined || signature === undefined) return null
  const text = Buffer.from(body, 'base64url').toString()
  if (!timingSafeEqual(Buffer.from(signature, 'base64url'), mac(text, permitKey))) return null
  return PermitJson.parse(JSON.parse(text))
}

/** What a request and its permit are bound to; a Refusal for a number that has no exact form. */
export function bodyHash(body: unknown): string {
  return createHash('sha256').update(canonicalText(body)).digest('hex')
}

function canonicalText(body: unknown): string {
  try {
    return canonicalJson(body)
  } catch {
    throw new Refusal('invalid_input', {
      zh: '请求中有过大的数字；金额和编号请用文字提交。',
      en: 'a number in the request is too large; send amounts and numbers of records as text.',
    })
  }
}
