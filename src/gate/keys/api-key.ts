import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { type HighRiskCode, highRiskCodes } from '#access/functions/high-risk-functions.ts'
import { Refusal } from '#base/refusal.ts'

/** Whom a core system speaks for and what it may ask. */
export interface ApiKey {
  readonly keyId: string
  readonly title: string
  readonly agencyId: string
  readonly functions: readonly string[]
  readonly requestsPerMinute: number
  readonly webhookUrl: string | null
}

const secretBytes = 32
const tokenForm = /^fxk_([A-Za-z0-9-]{8,64})_([A-Za-z0-9_-]{43})$/

/** `fxk_<key id>_<32 bytes in base64url>`, told once; only its hash is kept. */
export function apiKeyToken(keyId: string, secret: Buffer): string {
  return `fxk_${keyId}_${secret.toString('base64url')}`
}

export function parseApiKeyToken(header: string | undefined): { keyId: string; secret: Buffer } | null {
  const [, keyId, secret] = tokenForm.exec(/^Bearer (\S+)$/.exec(header ?? '')?.[1] ?? '') ?? []
  if (keyId === undefined || secret === undefined) return null
  return { keyId, secret: Buffer.from(secret, 'base64url') }
}

export function secretHash(secret: Buffer): Buffer {
  return createHash('sha256').update(secret).digest()
}

export function isSecret(secret: Buffer, hash: Buffer): boolean {
  return secret.length === secretBytes && timingSafeEqual(secretHash(secret), hash)
}

/** What the receiver verifies webhooks with: told once, beside the key, and derived again for each signature. */
export function webhookSecret(webhookKey: Buffer, keyId: string): string {
  return createHmac('sha256', webhookKey).update(keyId).digest('hex')
}

/** As the trail knows it. */
export function actorOfKey(keyId: string): string {
  return `api-key:${keyId}`
}

/** Encrypted, or on this machine. */
export function checkWebhookUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : null
  const isLocal = url?.protocol === 'http:' && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname)
  if ((url?.protocol === 'https:' || isLocal) && url?.username === '' && url.password === '') return
  throw new Refusal('invalid_input', {
    zh: '回调地址应为 https 网址，且不含用户名和口令。',
    en: 'the webhook address must be an https URL without a user name or password.',
  })
}

/** Of this system itself: nobody else's core system grants roles here. */
const ownFunctions: readonly string[] = ['PARAMETER_CHANGE', 'GRANT_ROLE', 'DATA_REPAIR']

export function checkFunctions(functions: readonly string[]): asserts functions is readonly HighRiskCode[] {
  const known = highRiskCodes.filter((each) => !ownFunctions.includes(each)) as readonly string[]
  const strange = functions.find((each) => !known.includes(each))
  if (strange === undefined && functions.length > 0 && new Set(functions).size === functions.length) return
  throw new Refusal('invalid_input', {
    zh: `接口密钥的业务类别须取自高风险业务（本系统自身的参数、授权、数据维护除外），不得为空或重复${strange === undefined ? '' : `：不含“${strange}”`}。`,
    en: `the functions of a key are of the high-risk ones but those of this system itself (parameters, roles, repairs), at least one and none twice${strange === undefined ? '' : `: not ${strange}`}.`,
  })
}
