import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

/** A security key in software (WebAuthn level 3, ES256), so that the real verification runs in tests. */
export interface TestAuthenticator {
  readonly credentialId: string
  readonly register: (challenge: string, changes?: Changes) => Record<string, unknown>
  readonly assert: (challenge: string, changes?: Changes) => Record<string, unknown>
}

export interface Changes {
  readonly origin?: string
  readonly domain?: string
  /** Without the person's finger or PIN. */
  readonly isUserVerified?: boolean
  /** What a cloned key shows. */
  readonly counter?: number
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

const flagUserPresent = 0x01
const flagUserVerified = 0x04
const flagCredential = 0x40

export function testAuthenticator(place: { origin: string; domain: string }): TestAuthenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(32)
  let counter = 0

  const clientData = (type: string, challenge: string, origin: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

  const authenticatorData = (flags: number, changes: Changes, rest: Uint8Array = Buffer.alloc(0)): Buffer => {
    counter += 1
    const head = Buffer.alloc(5)
    head[0] = flags | flagUserPresent | (changes.isUserVerified === false ? 0 : flagUserVerified)
    head.writeUInt32BE(changes.counter ?? counter, 1)
    const domainHash = createHash('sha256')
      .update(changes.domain ?? place.domain)
      .digest()
    return Buffer.concat([domainHash, head, rest])
  }

  const answer = (response: Record<string, unknown>) => ({
    id: base64url(id),
    rawId: base64url(id),
    type: 'public-key',
    clientExtensionResults: {},
    response,
  })

  return {
    credentialId: base64url(id),
    register: (challenge, changes = {}) => {
      const key = new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
        [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
      ])
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const credential = Buffer.concat([Buffer.alloc(16), length, id, isoCBOR.encode(key)])
      const data = authenticatorData(flagCredential, changes, credential)
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(data)],
      ])
      return answer({
        clientDataJSON: base64url(clientData('webauthn.create', challenge, changes.origin ?? place.origin)),
        attestationObject: base64url(isoCBOR.encode(attestation as Parameters<typeof isoCBOR.encode>[0])),
        transports: ['usb'],
      })
    },
    assert: (challenge, changes = {}) => {
      const data = authenticatorData(0, changes)
      const client = clientData('webauthn.get', challenge, changes.origin ?? place.origin)
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
      return answer({
        clientDataJSON: base64url(client),
        authenticatorData: base64url(data),
        signature: base64url(sign('sha256', signed, privateKey)),
      })
    },
  }
}
