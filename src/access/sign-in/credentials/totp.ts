import { Secret, TOTP } from 'otpauth'

/** What every authenticator app can do (RFC 6238): SHA-1, six digits, 30 seconds. */
export const secretLength = 20
const algorithm = 'SHA1'
const digits = 6
const period = 30
/** A phone may be one step off. */
const window = 1

function secretOf(bytes: Buffer): Secret {
  return new Secret({ buffer: new Uint8Array(bytes).buffer })
}

/** The 30-second step a code belongs to, or null when it is no code of this secret now. */
export function stepOfCode(secret: Buffer, code: string, at: Date): bigint | null {
  if (!/^\d{6}$/.test(code)) return null
  const timestamp = at.getTime()
  const delta = TOTP.validate({
    token: code,
    secret: secretOf(secret),
    algorithm,
    digits,
    period,
    timestamp,
    window,
  })
  return delta === null ? null : BigInt(Math.floor(timestamp / 1_000 / period) + delta)
}

/** For the authenticator app, as text to type and as otpauth:// address to scan. */
export function totpOffer(secret: Buffer, signInName: string): { secret: string; uri: string } {
  const totp = new TOTP({
    issuer: 'Fangxian',
    label: signInName,
    algorithm,
    digits,
    period,
    secret: secretOf(secret),
  })
  return { secret: totp.secret.base32, uri: totp.toString() }
}

/** The code of a moment: what the person's app shows. */
export function codeAt(secret: Buffer, at: Date): string {
  return TOTP.generate({ secret: secretOf(secret), algorithm, digits, period, timestamp: at.getTime() })
}
