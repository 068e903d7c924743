import type { HashAlgorithm } from '#base/merkle.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { PasswordHasher } from './credentials/password-hash.ts'
import type { SignInSettings } from './settings.ts'

/** What sign-in works with. The clock is the database's (platform.md 17). */
export interface SignInContext {
  readonly db: Database
  readonly settings: SignInSettings
  readonly hasher: PasswordHasher
  /** 32 bytes, derived from the master key (platform.md 13): encrypts TOTP secrets. */
  readonly secretKey: Buffer
  /** Of the trail's present epoch. */
  readonly algorithm: HashAlgorithm
  readonly newId: () => string
  /** Cryptographic randomness. */
  readonly randomBytes: (size: number) => Buffer
}

/** From where somebody signs in. */
export interface Origin {
  readonly address: string
  readonly isSecure: boolean
  readonly host: string
  readonly userAgent: string
  /** The browser's own mark, kept in a cookie of long life. */
  readonly terminalId: string
  /** PEM, verified by the declared proxy. */
  readonly certificate: string | null
}
