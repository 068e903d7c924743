import { timingSafeEqual } from 'node:crypto'
import type { Origin, SignInContext } from '../context.ts'
import { readCertificate } from '../credentials/client-certificate.ts'
import { recordSignInEvent } from '../sign-in-event.ts'
import { notSignedIn } from '../sign-in-refusals.ts'
import { type Session, tokenHash, tokenLength, userAgentHash } from './session.ts'
import { endSessions, type FoundSession, findSession, touchSession } from './session-store.ts'

const tokenForm = new RegExp(`^[\\w-]{${Math.ceil((tokenLength * 4) / 3)}}$`)

function strangerOf(session: FoundSession, origin: Origin): string | null {
  if (!timingSafeEqual(session.userAgentHash, userAgentHash(origin.userAgent))) return 'OTHER_USER_AGENT'
  if (session.terminalId !== origin.terminalId) return 'OTHER_TERMINAL'
  if (session.certificateFingerprint === null) return null
  const shown = origin.certificate === null ? null : readCertificate(origin.certificate)
  return shown?.fingerprint === session.certificateFingerprint ? null : 'OTHER_CERTIFICATE'
}

/**
 * The session a token opens, for the browser, terminal and certificate it was opened with. A token that turns up
 * elsewhere has been stolen: the session ends for both, which its owner notices.
 */
export async function authenticate(context: SignInContext, token: string, origin: Origin): Promise<Session> {
  if (!tokenForm.test(token)) throw notSignedIn()
  const session = await findSession(context.db, tokenHash(token), context.settings.sessions)
  if (session === null) throw notSignedIn()
  const stranger = strangerOf(session, origin)
  if (stranger !== null) {
    await context.db.transaction().execute(async (tx) => {
      await endSessions(tx, { sessionId: session.sessionId }, 'STOLEN')
      await recordSignInEvent(context, tx, {
        staffId: session.staffId,
        function: 'SESSION_STOLEN',
        recordKind: 'session',
        recordId: session.sessionId,
        outcome: 'REFUSED',
        payload: { reason: stranger, address: origin.address, terminal: origin.terminalId },
      })
    })
    throw notSignedIn()
  }
  if (!session.isAccountUsable) {
    await context.db.transaction().execute((tx) => endSessions(tx, { staffId: session.staffId }, 'DISABLED'))
    throw notSignedIn()
  }
  if (session.needsTouch) await touchSession(context.db, session.sessionId)
  const { sessionId, staffId, signInName, method, terminalId, startedAt, expiresAt, mustChangePassword } =
    session
  return { sessionId, staffId, signInName, method, terminalId, startedAt, expiresAt, mustChangePassword }
}
