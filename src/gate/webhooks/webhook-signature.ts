import { createHmac, timingSafeEqual } from 'node:crypto'

/** `Fangxian-Signature: t=<unix seconds>,v1=<hex of HMAC-SHA256 over "<t>.<body>">` */
export const signatureHeader = 'fangxian-signature'

/** Older ones are somebody's recording; clocks may differ by as much. */
export const toleranceSeconds = 300

export interface SignedBody {
  /** Told when the key was made. */
  readonly secret: string
  /** The bytes of the body as they came, before any parsing. */
  readonly body: string
}

export function signWebhook({ secret, body }: SignedBody, seconds: number): string {
  return `t=${seconds},v1=${mac(secret, `${seconds}.${body}`).toString('hex')}`
}

function mac(secret: string, text: string): Buffer {
  return createHmac('sha256', secret).update(text).digest()
}

/** For the receiver: whether the body came from here, just now, unchanged. `nowSeconds` is the receiver's clock. */
export function isWebhookSigned(
  { secret, body }: SignedBody,
  header: string | undefined,
  nowSeconds: number,
): boolean {
  const [, seconds, signature] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? []
  if (seconds === undefined || signature === undefined) return false
  if (Math.abs(nowSeconds - Number(seconds)) > toleranceSeconds) return false
  return timingSafeEqual(Buffer.from(signature, 'hex'), mac(secret, `${seconds}.${body}`))
}
