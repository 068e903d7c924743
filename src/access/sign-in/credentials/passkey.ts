import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { z } from 'zod'

const Base64Url = z.string().regex(/^[\w-]{1,20000}$/)
const transports = z.array(z.string().max(30)).max(10)

/** What a browser answers at enrolment; what a browser adds beyond it is of no interest. */
export const PasskeyRegistration = z.strictObject({
  id: Base64Url,
  rawId: Base64Url,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: Base64Url,
    attestationObject: Base64Url,
    transports: transports.optional(),
  }),
  clientExtensionResults: z.record(z.string(), z.unknown()),
  authenticatorAttachment: z.string().max(30).optional(),
})
export type PasskeyRegistration = z.infer<typeof PasskeyRegistration>

/** What a browser answers at sign-in and at a confirmation. */
export const PasskeyAssertion = z.strictObject({
  id: Base64Url,
  rawId: Base64Url,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: Base64Url,
    authenticatorData: Base64Url,
    signature: Base64Url,
    userHandle: Base64Url.nullish(),
  }),
  clientExtensionResults: z.record(z.string(), z.unknown()),
  authenticatorAttachment: z.string().max(30).optional(),
})
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>

export interface StoredPasskey {
  readonly credentialId: string
  readonly publicKey: Buffer
  readonly counter: bigint
  readonly transports: readonly string[]
}

/** Under which domain and from which page. */
export interface PasskeyPlace {
  readonly domain: string
  readonly origin: string
}

const toBytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => Uint8Array.from(buffer)

export function passkeyCreation(
  { domain }: PasskeyPlace,
  person: { signInName: string; staffId: string; challenge: Buffer; present: readonly StoredPasskey[] },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName: '防线 Fangxian',
    rpID: domain,
    userName: person.signInName,
    userID: toBytes(Buffer.from(person.staffId, 'utf8')),
    challenge: toBytes(person.challenge),
    attestationType: 'none',
    excludeCredentials: person.present.map(({ credentialId, transports: ways }) => ({
      id: credentialId,
      transports: [...ways],
    })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** No list of credentials before sign-in: it would say who has one. */
export function passkeyRequest(
  { domain }: PasskeyPlace,
  challenge: Buffer,
  allowed: readonly StoredPasskey[] | null,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: domain,
    challenge: toBytes(challenge),
    userVerification: 'required',
    ...(allowed === null
      ? {}
      : {
          allowCredentials: allowed.map(({ credentialId, transports: ways }) => ({
            id: credentialId,
            transports: [...ways],
          })),
        }),
  })
}

export interface NewPasskey extends StoredPasskey {
  readonly isBackedUp: boolean
}

/** Null when the answer does not prove possession of a new key for this page and challenge. */
export async function verifyNewPasskey(
  { domain, origin }: PasskeyPlace,
  challenge: string,
  response: PasskeyRegistration,
): Promise<NewPasskey | null> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: domain,
      requireUserVerification: true,
    })
    if (!verified) return null
    const { credential, credentialBackedUp } = registrationInfo
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey),
      counter: BigInt(credential.counter),
      transports: credential.transports ?? [],
      isBackedUp: credentialBackedUp,
    }
  } catch {
    // The library throws for every mismatch, with details that are none of the sender's business.
    return null
  }
}

/** The new counter, or null when the assertion is not of this key, page and challenge, or a cloned key's. */
export async function verifyPasskey(
  { domain, origin }: PasskeyPlace,
  challenge: string,
  { stored, response }: { stored: StoredPasskey; response: PasskeyAssertion },
): Promise<bigint | null> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: domain,
      requireUserVerification: true,
      credential: {
        id: stored.credentialId,
        publicKey: toBytes(stored.publicKey),
        counter: Number(stored.counter),
        transports: [...stored.transports],
      },
    })
    return verified ? BigInt(authenticationInfo.newCounter) : null
  } catch {
    return null
  }
}
