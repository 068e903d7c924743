import { z } from 'zod'

/** How people sign in at this installation. */
export const SignInSettings = z.strictObject({
  password: z.strictObject({
    /** Off only in the demonstration, which says so (platform.md 8). */
    needsTotp: z.boolean(),
    /** After so many days a new one is asked for at sign-in (GB/T 22239-2019, 8.1.4.1); null: never. */
    daysMax: z.int().min(1).nullable(),
  }),
  passkeys: z.strictObject({
    /** The domain under which people open the system; null: no passkeys. */
    domain: z.string().min(1).nullable(),
  }),
  sessions: z.strictObject({
    idleMinutesMax: z.int().min(1).max(720),
    hoursMax: z.int().min(1).max(24),
    /** One person one session, one terminal one person: a new sign-in ends the earlier ones. */
    isExclusive: z.boolean(),
  }),
  oidc: z
    .strictObject({
      issuer: z.url(),
      clientId: z.string().min(1),
      clientSecret: z.string().min(1),
      /** The claim by which an account is known at the provider. */
      claim: z.string().min(1).default('sub'),
      /** Where people open this system, e.g. https://risk.example.gov.cn */
      publicOrigin: z.url(),
      /** Only for a provider on the same machine. */
      allowsPlainHttp: z.boolean().default(false),
    })
    .nullable(),
})
export type SignInSettings = z.infer<typeof SignInSettings>

export const defaultSignInSettings: SignInSettings = {
  password: { needsTotp: true, daysMax: 90 },
  passkeys: { domain: null },
  sessions: { idleMinutesMax: 30, hoursMax: 10, isExclusive: false },
  oidc: null,
}

export type SignInMethod = 'PASSWORD' | 'PASSKEY' | 'CERTIFICATE' | 'OIDC'
