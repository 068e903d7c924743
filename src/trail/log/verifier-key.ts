import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'

/**
 * The public half of a key that signs checkpoints, Ed25519, in the form of C2SP signed-note:
 * `<name>+<8 hex digits>+<base64 of 0x01 and the 32 bytes of the key>`.
 */
export interface VerifierKey {
  readonly name: string
  /** SHA-256 of the raw public key, in hex: how the database and the key's file name it. */
  readonly keyId: string
  /** Four bytes that lead each signature in a note. */
  readonly hint: Buffer
  readonly text: string
  readonly publicKey: KeyObject
}

const ed25519 = 1
const publicKey_bytes = 32

export function verifierKeyOf(name: string, raw: Uint8Array): VerifierKey {
  const typed = Buffer.concat([Buffer.of(ed25519), raw])
  const hint = createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, 4)
  const x = Buffer.from(raw).toString('base64url')
  return {
    name,
    keyId: createHash('sha256').update(raw).digest('hex'),
    hint,
    text: `${name}+${hint.toString('hex')}+${typed.toString('base64')}`,
    publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
  }
}

/** The name of a public key object, e.g. of a pair just made. */
export function verifierKeyOfKeyObject(name: string, key: KeyObject): VerifierKey {
  return verifierKeyOf(name, Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url'))
}

/** Null for what is no Ed25519 verifier key, or one whose hint is not its own. */
export function parseVerifierKey(text: string): VerifierKey | null {
  const [, name, encoded] = /^([^\s+]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/]{44})$/.exec(text) ?? []
  if (name === undefined) return null
  const typed = Buffer.from(encoded!, 'base64')
  if (typed.length !== 1 + publicKey_bytes || typed[0] !== ed25519) return null
  const key = verifierKeyOf(name, typed.subarray(1))
  return key.text === text ? key : null
}

export function isSignature(key: VerifierKey, text: string, signature: Uint8Array): boolean {
  return verify(null, Buffer.from(text, 'utf8'), key.publicKey, signature)
}
