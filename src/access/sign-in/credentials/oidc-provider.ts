import * as client from 'openid-client'
import { Refusal } from '#base/refusal.ts'
import type { SignInSettings } from '../settings.ts'

export type OidcSettings = NonNullable<SignInSettings['oidc']>

/** What is kept on our side until the person comes back. */
export interface OidcRound {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
}

export const oidcCallbackPath = '/api/sign-in/oidc/callback'

/** Asked once and kept; an unreachable provider is asked again at the next sign-in. */
const configurations = new WeakMap<OidcSettings, Promise<client.Configuration>>()

async function discover(settings: OidcSettings): Promise<client.Configuration> {
  try {
    return await client.discovery(
      new URL(settings.issuer),
      settings.clientId,
      {},
      client.ClientSecretBasic(settings.clientSecret),
      { execute: settings.allowsPlainHttp ? [client.allowInsecureRequests] : [], timeout: 10 },
    )
  } catch {
    throw new Refusal('unavailable', {
      zh: '统一身份认证服务暂时无法连接；请稍后再试，或用其他方式登录。',
      en: 'The identity provider cannot be reached; try again later or sign in another way.',
    })
  }
}

function configurationOf(settings: OidcSettings): Promise<client.Configuration> {
  const known = configurations.get(settings)
  if (known !== undefined) return known
  const asked = discover(settings)
  configurations.set(settings, asked)
  asked.catch(() => configurations.delete(settings))
  return asked
}

export async function oidcAddress(settings: OidcSettings): Promise<{ address: URL; round: OidcRound }> {
  const configuration = await configurationOf(settings)
  const round = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    codeVerifier: client.randomPKCECodeVerifier(),
  }
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: new URL(oidcCallbackPath, settings.publicOrigin).href,
    scope: 'openid',
    response_type: 'code',
    state: round.state,
    nonce: round.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(round.codeVerifier),
    code_challenge_method: 'S256',
  })
  return { address, round }
}

/** The person's subject at the provider, or null when the answer is not one to this round. */
export async function oidcSubject(
  settings: OidcSettings,
  round: OidcRound,
  query: URLSearchParams,
): Promise<string | null> {
  const configuration = await configurationOf(settings)
  // Built of our own address: what a proxy says of the host plays no part.
  const current = new URL(oidcCallbackPath, settings.publicOrigin)
  current.search = query.toString()
  try {
    const tokens = await client.authorizationCodeGrant(configuration, current, {
      expectedState: round.state,
      expectedNonce: round.nonce,
      pkceCodeVerifier: round.codeVerifier,
      idTokenExpected: true,
    })
    const value = tokens.claims()?.[settings.claim]
    return typeof value === 'string' && value !== '' ? value : null
  } catch {
    return null
  }
}
