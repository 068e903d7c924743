import { Refusal } from '#base/refusal.ts'
import type { ActContext } from './act-context.ts'
import { type Answer, isStored, parseAnswer, refusedAnswer, requestHash } from './answer.ts'
import { type Asking, checkSees } from './ask-access.ts'
import { faultOfDatabase, inProgress } from './database-faults.ts'
import { type Accepted, admitAct, type Deciding, decideAct, notFound, staleVersion } from './decide-act.ts'
import type { RecordKind } from './define-record.ts'
import { checkKept, type Effect } from './effect.ts'
import { type LoadedAct, loadAct, type StoredAnswer } from './load-act.ts'
import { type ActRequest, actorIdOf } from './record.ts'
import { saveRefusal } from './refused-acts.ts'
import { type Saved, saveAct, sealAccepted } from './save-act.ts'

/** A changed version, authority or register means one more try, then a refusal (platform.md 15). */
const triesMax = 2

/**
 * Does one action on one record: load, decide, save (platform.md 15). The answer says what came of it; what is thrown
 * is a fault of ours or of the machine, after which the same request may be sent again with the same key.
 */
export async function act(context: ActContext, request: ActRequest): Promise<Answer> {
  const kind = context.kinds.get(request.kind)
  if (kind === undefined) return refusedAnswer(notFound())
  let hash: string
  try {
    hash = requestHash(request)
  } catch (error) {
    // Nothing that could be stored: neither the body nor an answer to it.
    if (error instanceof Refusal) return refusedAnswer(error)
    throw error
  }
  for (let tries = 1; ; tries += 1) {
    try {
      const outcome = await tryAct(context, { kind, request, hash, isLastTry: tries === triesMax })
      if (outcome !== 'AGAIN') return outcome
    } catch (error) {
      throw faultOfDatabase(error)
    }
  }
}

function refusalOfRace(kind: RecordKind, saved: Exclude<Saved, { saved: true } | { stored: true }>): Refusal {
  if ('overtaken' in saved) return inProgress()
  return saved.stale === 'version' ? staleVersion(kind) : authorityChanged()
}

function authorityChanged(): Refusal {
  return new Refusal('conflict', {
    zh: '您的权限正在变更，本次操作未生效；请稍候刷新后再办理。',
    en: 'your authority is being changed and nothing was done; reload in a moment and act again.',
  })
}

interface Trying {
  readonly kind: RecordKind
  readonly request: ActRequest
  readonly hash: string
  readonly isLastTry: boolean
}

async function tryAct(context: ActContext, trying: Trying): Promise<Answer | 'AGAIN'> {
  const { kind, request, hash } = trying
  const found = await loadAct(context, kind, request)
  if (found.stored !== null) return replayed(context, trying, found, found.stored)
  let accepted: Accepted
  let checked: unknown = null
  try {
    const deciding = decidingOf(context, kind, found)
    checked = await checkedFacts(context, { request, found, deciding })
    accepted = decideAct(request, { ...found.loaded, checked }, deciding)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const kept = keptOf(context, trying, { found, checked, recordId: request.recordId, refusal: error })
    return refuse(context, trying, found, error, kept)
  }
  const { recordId } = accepted
  const kept = keptOf(context, trying, { found, checked, recordId, refusal: null })
  const sealed = sealAccepted({ context, request, found, accepted })
  const answer: Answer = {
    outcome: 'accepted',
    kind: kind.kind,
    recordId: accepted.recordId,
    status: accepted.status,
    version: accepted.version,
    entryId: sealed.entryId,
  }
  try {
    const saved = await saveAct(context.db, { context, request, hash, found, accepted, kept, sealed, answer })
    if ('saved' in saved) return answer
    // Stored meanwhile: the next load finds it, and whether this person may still see it.
    if ('stored' in saved || !trying.isLastTry) return 'AGAIN'
    return refuse(context, trying, found, refusalOfRace(kind, saved))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code === 'conflict' && !trying.isLastTry) return 'AGAIN'
    return refuse(context, trying, found, error)
  }
}

function decidingOf(context: ActContext, kind: RecordKind, { actorFacts }: LoadedAct): Deciding {
  const { actor, catalogue, workingDays, newId, limits } = context
  if (actor.kind === 'person' && actorFacts === null) {
    throw new Refusal('not_permitted', {
      zh: '系统中没有您的工作人员信息，请联系系统管理员。',
      en: 'you are not among the staff known here; ask the system officer.',
    })
  }
  const { recordBytesMax } = limits
  return { kind, actor, actorFacts, catalogue, workingDays, newId, newRecordId: newId(), recordBytesMax }
}

/** Only for whoever may act: a check's answer must not reach, nor its cost be caused by, anybody else. */
async function checkedFacts(
  { check }: ActContext,
  { request, found, deciding }: { request: ActRequest; found: LoadedAct; deciding: Deciding },
): Promise<unknown> {
  const { kind, actorFacts } = deciding
  const needsCheck = Object.hasOwn(kind.actions, request.action) && kind.actions[request.action]?.needsCheck
  if (needsCheck !== true) return null
  if (check === undefined) throw new Error(`${kind.kind}/${request.action} needs checks and none are wired`)
  const { record, input } = admitAct(request, { ...found.loaded, checked: null }, deciding)
  const recordId = record?.id ?? deciding.newRecordId
  return check({ kind, action: request.action, record, recordId, input, at: found.loaded.at, actorFacts })
}

function keptOf(
  context: ActContext,
  { kind, request }: Trying,
  given: {
    readonly found: LoadedAct
    readonly checked: unknown
    readonly recordId: string | null
    readonly refusal: Refusal | null
  },
): readonly Effect[] {
  const { found, checked, recordId, refusal } = given
  if (checked === null || checked === undefined) return []
  const { actor, newId } = context
  const asked = { kind, action: request.action, recordId, actorId: actorIdOf(actor), at: found.loaded.at }
  const kept = context.keep?.({ ...asked, checked, refusal, newId }) ?? []
  for (const effect of kept) checkKept(effect)
  return kept
}

async function refuse(
  context: ActContext,
  { kind, request, hash }: Trying,
  found: LoadedAct,
  refusal: Refusal,
  kept: readonly Effect[] = [],
): Promise<Answer | 'AGAIN'> {
  const answer = refusedAnswer(refusal)
  const refused = { kind, asked: request, at: found.loaded.at, refusal, kept }
  const stored = await saveRefusal(context, refused, { request, hash, answer })
  // The key was used meanwhile: the next load finds that answer.
  return stored ? 'AGAIN' : answer
}

function replayed(
  context: ActContext,
  { kind, hash }: Trying,
  found: LoadedAct,
  stored: StoredAnswer,
): Answer {
  if (stored.requestHash !== hash) {
    return refusedAnswer(
      new Refusal('key_reused', {
        zh: '该幂等键已用于另一请求；请刷新页面后重新提交。',
        en: 'this idempotency key was used for another request; reload the page and submit again.',
      }),
    )
  }
  const { record } = found.loaded
  if (record !== null) {
    try {
      const asking: Asking = { ...decidingOf(context, kind, found), ...found.loaded }
      checkSees(asking, { subject: record.subject, isReadable: found.loaded.isReadable })
    } catch (error) {
      if (error instanceof Refusal) return refusedAnswer(error)
      throw error
    }
  }
  const answer = parseAnswer(stored.answer)
  return isStored(answer) ? answer : refusedAnswer(notFound())
}
