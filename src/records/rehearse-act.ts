import { Refusal } from '#base/refusal.ts'
import { appendEntry } from '#trail/append-entry.ts'
import { sealEntry } from '#trail/seal-entry.ts'
import type { ActContext } from './act-context.ts'
import { type Admitted, admitAct, type Deciding, decideAct, notFound } from './decide-act.ts'
import type { RecordKind } from './define-record.ts'
import { loadAct } from './load-act.ts'
import { type ActRequest, actorIdOf } from './record.ts'
import { saveRefusal } from './refused-acts.ts'
import { sealWith, trailFunction } from './save-act.ts'

export type RehearsedAct = Pick<ActRequest, 'kind' | 'recordId' | 'action' | 'input' | 'version'>

/** What an act would come to if it were done now. */
export interface Rehearsal {
  /** Of the decision itself: the register, a rule, a limit. Null: it would be accepted. */
  readonly refusal: Refusal | null
  readonly statusAfter: string | null
  /** In its stored form; null after a refusal. */
  readonly data: unknown
  /** What the checks said, also after a refusal. */
  readonly checked: unknown
}

/**
 * The checks of an act and its decision, without doing it: documents and confirmation are not asked for yet, everything
 * else is as in `act`. Whoever may not act learns nothing, and what a check tells about a person is a view of personal
 * data, so it is in the trail like one.
 */
export async function rehearseAct(context: ActContext, asked: RehearsedAct): Promise<Rehearsal> {
  const kind = rehearsedKind(context.kinds.get(asked.kind), asked.action)
  const request: ActRequest = {
    ...asked,
    attachments: [],
    confirmation: null,
    endpoint: '',
    idempotencyKey: '',
  }
  const { loaded, actorFacts } = await loadAct(context, kind, request)
  const deciding: Deciding = {
    ...{ kind, actor: context.actor, actorFacts, catalogue: context.catalogue, newId: context.newId },
    ...{ workingDays: context.workingDays, newRecordId: context.newId() },
    recordBytesMax: context.limits.recordBytesMax,
  }
  let admitted: Admitted
  try {
    admitted = admitAct(request, { ...loaded, checked: null }, deciding)
  } catch (error) {
    // A form that is not filled in yet is no attempt at anything.
    if (error instanceof Refusal && error.code !== 'invalid_input') {
      await saveRefusal(context, { kind, asked, at: loaded.at, refusal: error }, null)
    }
    throw error
  }
  const { record, input } = admitted
  const { action, recordId } = asked
  const checked = await context.check?.({
    ...{ kind, action, record, input, at: loaded.at, actorFacts },
    recordId: record?.id ?? deciding.newRecordId,
  })
  const rehearsal = decided(request, { ...loaded, checked: checked ?? null }, deciding)
  const { refusal, statusAfter } = rehearsal
  const sealed = sealEntry(
    {
      at: loaded.at,
      actorId: actorIdOf(context.actor),
      function: trailFunction(admitted.action.function, 'rehearse'),
      recordKind: kind.kind,
      recordId: recordId ?? 'NEW',
      outcome: 'VIEWED',
      payload: {
        action,
        personId: admitted.subject.personId,
        regions: admitted.subject.regionCodes,
        ...(refusal === null ? { statusAfter } : { code: refusal.code, reason: refusal.text.en }),
      },
    },
    sealWith(context),
  )
  await context.db.transaction().execute((tx) => appendEntry(tx, sealed))
  return rehearsal
}

/** Of an act that is checked and that nobody has to have opened the details for: an entry, or its correction. */
function rehearsedKind(kind: RecordKind | undefined, name: string): RecordKind {
  if (kind === undefined) throw notFound()
  const action = Object.hasOwn(kind.actions, name) ? kind.actions[name] : undefined
  if (action?.needsCheck !== true || action.needsDetailOpened === true) {
    throw new Refusal('action_not_available', {
      zh: '只有录入和更正可以先行检查；请直接办理。',
      en: 'only an entry or its correction can be checked beforehand; act instead.',
    })
  }
  const eased = { ...action, attachments: [], needsConfirmation: false }
  return { ...kind, actions: { ...kind.actions, [name]: eased } }
}

function decided(
  request: ActRequest,
  loaded: Parameters<typeof decideAct>[1],
  deciding: Deciding,
): Rehearsal {
  const { checked } = loaded
  try {
    const { status, data } = decideAct(request, loaded, deciding)
    return { refusal: null, statusAfter: status, data, checked }
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error, statusAfter: null, data: null, checked }
    throw error
  }
}
