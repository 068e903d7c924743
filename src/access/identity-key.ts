import { sha256 } from '#base/digest.ts'
import { normaliseIdentityNumber } from '#base/identity-number.ts'

/**
 * What the decision compares instead of an id number, so that none of them travels through facts, logs and refusals
 * (platform.md 13). The same value as `app.identity_key(id_number)`; both change together when columns are encrypted.
 */
export function identityKey(idNumber: string): string {
  return sha256(normaliseIdentityNumber(idNumber))
}
