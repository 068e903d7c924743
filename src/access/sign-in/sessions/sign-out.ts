import type { SignInContext } from '../context.ts'
import { recordSignInEvent } from '../sign-in-event.ts'
import type { Session } from './session.ts'
import { endSessions } from './session-store.ts'

/** This session, or all of the person's. Returns how many ended. */
export function signOut(
  context: SignInContext,
  session: Pick<Session, 'sessionId' | 'staffId'>,
  { isEverywhere }: { isEverywhere: boolean },
): Promise<number> {
  const { sessionId, staffId } = session
  return context.db.transaction().execute(async (tx) => {
    const ended = isEverywhere
      ? await endSessions(tx, { staffId }, 'SIGNED_OUT_EVERYWHERE')
      : await endSessions(tx, { sessionId }, 'SIGNED_OUT')
    await recordSignInEvent(context, tx, {
      staffId,
      function: 'SIGN_OUT',
      recordKind: 'session',
      recordId: sessionId,
      outcome: 'ACCEPTED',
      payload: { isEverywhere, sessions: ended },
    })
    return ended.length
  })
}
