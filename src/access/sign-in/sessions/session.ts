import { createHash } from 'node:crypto'
import type { SignInMethod } from '../settings.ts'

export interface Session {
  readonly sessionId: string
  readonly staffId: string
  readonly signInName: string
  readonly method: SignInMethod
  readonly terminalId: string
  readonly startedAt: Date
  readonly expiresAt: Date
  /** Nothing but a new password may be set in it. */
  readonly mustChangePassword: boolean
}

export type SessionEnd =
  | 'SIGNED_OUT'
  | 'SIGNED_OUT_EVERYWHERE'
  | 'REPLACED'
  | 'STOLEN'
  | 'DISABLED'
  | 'CREDENTIALS_CHANGED'

/** 256 bits. The database holds its SHA-256: who reads the table cannot sign in with it. */
export const tokenLength = 32

export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest()
}

export function userAgentHash(userAgent: string): Buffer {
  return createHash('sha256').update(userAgent, 'utf8').digest()
}
