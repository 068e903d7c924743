import { z } from 'zod'
import { notFoundText } from '#access/act-refusals.ts'
import { assert, Refusal } from '#base/refusal.ts'
import { type Asking, checkOnPost, checkSees, type Permission, roundAfter, stepsDone } from './ask-access.ts'
import { checkWho, checkWorkflow, statusesAfter } from './available-actions.ts'
import { checkConfirmation, checkTogether } from './confirmation.ts'
import { addWorkingDays, remindOn, shanghaiDay, type WorkingDays } from './deadlines/working-days.ts'
import { type Decision, notYet, type RecordAction, type RecordKind, type ToDoDraft } from './define-record.ts'
import { checkEffect, type Effect } from './effect.ts'
import { inputFault } from './input-fault.ts'
import {
  type ActRequest,
  type AttachedFile,
  actorIdOf,
  type Due,
  type EarlierAct,
  type RecordState,
  type RecordSubject,
} from './record.ts'

/** What the load found. `data` of the record is still in its stored form. */
export interface Loaded {
  readonly at: Date
  /** Null: no such record, or a new one. */
  readonly record: RecordState | null
  readonly earlier: readonly EarlierAct[]
  /** What a new record is about; null: there is none. */
  readonly newSubject: RecordSubject | null
  /** Of its regions those that a record named by the input lies in; absent: none. */
  readonly named?: readonly string[]
  /** Of the record so far. */
  readonly attached: readonly AttachedFile[]
  /** Of those the request names: uploaded by this person and on no record yet. */
  readonly uploaded: readonly Omit<AttachedFile, 'purpose'>[]
  /** The kind's own condition of reading (`mayRead`), asked for this actor; true without a record. */
  readonly isReadable: boolean
  /** The actor has opened the details of the present version. */
  readonly isDetailOpened: boolean
  readonly facts: unknown
  readonly checked: unknown
}

export interface Deciding extends Omit<Asking, 'at' | 'earlier'> {
  readonly newId: () => string
  /** Of the record that a request without one opens. */
  readonly newRecordId: string
  readonly recordBytesMax: number
}

/** What will be saved: the record after the action, and everything that goes with it. */
export interface Accepted {
  readonly recordId: string
  readonly kind: string
  /** What the access decision was asked for, and what it answered: null for a job of the server. */
  readonly function: string
  readonly permission: Permission | null
  readonly statusBefore: string
  readonly status: string
  readonly version: number
  /** In its stored form. */
  readonly data: unknown
  readonly dataBefore: unknown
  readonly subject: RecordSubject
  readonly isOpen: boolean
  readonly due: DueCounted | null | 'KEEP'
  /** The earlier to-dos are done with: the record has moved on. */
  readonly closesToDos: boolean
  readonly effects: readonly Effect[]
  readonly toDos: readonly ToDoAddressed[]
  readonly files: readonly AttachedFile[]
  readonly checked: unknown
}

export interface ToDoAddressed extends ToDoDraft {
  /** People whom the access decision would refuse for what they did on this record. */
  readonly notFor: readonly string[]
}

export interface DueCounted extends Due {
  /** Null for a deadline given as a date. */
  readonly workingDays: number | null
  readonly countedFrom: number | null
}

export interface Admitted {
  readonly action: RecordAction
  readonly record: RecordState | null
  readonly input: unknown
  readonly subject: RecordSubject
  readonly permission: Permission | null
}

/**
 * Everything that can be said before the decision itself: scope, version, workflow, input, people and authority,
 * attachments, consent. In this order, so that nobody learns from a refusal what he may not see.
 */
export function admitAct(request: ActRequest, loaded: Loaded, deciding: Deciding): Admitted {
  const { kind } = deciding
  const asking: Asking = { ...deciding, at: loaded.at, earlier: loaded.earlier }
  checkOnPost(asking)
  const record = visibleRecord(request, loaded, asking)
  if (record !== null && request.version === null && deciding.actor.kind === 'person') throw versionMissing()
  if (record !== null && request.version !== null && request.version !== record.version) {
    throw staleVersion(kind)
  }
  const action = checkWorkflow(kind, record, request.action)
  const input = parseInput(action, request.input)
  const subject = record?.subject ?? loaded.newSubject
  if (subject === null) throw notFound()
  if (record === null) checkReachesNamed(asking, { action, subject, named: loaded.named ?? [] })
  const permission = checkWho(asking, { action, record, subject })
  checkFiles(action, request, loaded, deciding.recordBytesMax)
  if (action.needsDetailOpened === true && !loaded.isDetailOpened) throw detailNotOpened(action)
  checkConfirmation(action, request, {
    request,
    status: record?.status ?? null,
    data: loaded.record?.data ?? null,
  })
  checkTogether(action, asking)
  return { action, record, input, subject, permission }
}

/**
 * Of a subject that lies in several places, those that the input only points at are asked alone: else somebody with a
 * part of it would hear `outside your scope` of what exists there, and `not found` of what does not (platform.md 25).
 */
function checkReachesNamed(
  asking: Asking,
  given: {
    readonly action: RecordAction
    readonly subject: RecordSubject
    readonly named: readonly string[]
  },
): void {
  const { action, subject, named } = given
  if (named.length === 0) return
  const regions = subject.regions.filter((path) => named.includes(path.at(-1)!))
  checkWho(asking, { action, record: null, subject: { ...subject, regions } })
}

/** Pure: what the action makes of the record, or a Refusal. */
export function decideAct(request: ActRequest, loaded: Loaded, deciding: Deciding): Accepted {
  const { kind } = deciding
  const admitted = admitAct(request, loaded, deciding)
  const { action, record, input, subject } = admitted
  const recordId = record?.id ?? deciding.newRecordId
  const files = requestedFiles(request, loaded.uploaded)
  const decision = action.decide(record, input, {
    at: loaded.at,
    actorId: actorIdOf(deciding.actor),
    newId: deciding.newId,
    recordId,
    earlier: loaded.earlier,
    attachments: [...loaded.attached, ...files],
    loaded: loaded.facts,
    checked: loaded.checked,
  })
  if (decision instanceof Refusal) throw decision
  const { amountFen = subject.amountFen } = decision
  const subjectAfter = { ...subject, amountFen }
  const asking: Asking = { ...deciding, at: loaded.at, earlier: loaded.earlier }
  const permission =
    amountFen === subject.amountFen
      ? admitted.permission
      : checkWho(asking, { action, record, subject: subjectAfter })
  const statusBefore = record?.status ?? notYet
  const after = statusesAfter(kind, statusBefore, request.action)
  assert(after.includes(decision.status), `${kind.kind}: ${request.action} led to ${decision.status}`)
  for (const effect of decision.effects ?? []) checkEffect(effect)
  const hasMoved = decision.status !== statusBefore
  return {
    recordId,
    kind: kind.kind,
    function: action.function,
    permission,
    statusBefore,
    status: decision.status,
    version: (record?.version ?? 0) + 1,
    data: z.encode(kind.schema, decision.data),
    dataBefore: loaded.record?.data ?? null,
    subject: subjectAfter,
    isOpen: Object.keys(kind.workflow[decision.status] ?? {}).length > 0,
    due: dueAfter(action, decision, { at: loaded.at, calendar: deciding.workingDays, hasMoved }),
    closesToDos: hasMoved,
    effects: decision.effects ?? [],
    toDos: toDosAfter(request.action, decision, { ...asking, subject: subjectAfter }),
    files,
    checked: loaded.checked,
  }
}

/** The one answer to everybody outside, whether the record exists or not (platform.md 25). */
export function notFound(): Refusal {
  return new Refusal('not_found', notFoundText)
}

function visibleRecord(
  request: ActRequest,
  { record, isReadable }: Loaded,
  asking: Asking,
): RecordState | null {
  if (request.recordId === null) return null
  if (record === null || record.kind !== asking.kind.kind) throw notFound()
  checkSees(asking, { subject: record.subject, isReadable })
  return { ...record, data: asking.kind.schema.parse(record.data) }
}

export function staleVersion(kind: RecordKind): Refusal {
  return new Refusal('stale_version', {
    zh: `该${kind.title.zh}已被他人办理，您看到的不是最新内容；请刷新后再办理。`,
    en: `somebody else has acted on this ${kind.title.en}; what you see is not the newest: reload and act again.`,
  })
}

function versionMissing(): Refusal {
  return new Refusal('invalid_input', {
    zh: '请求没有说明所依据的版本；请刷新页面后重新提交。',
    en: 'the request does not say which version it is based on; reload the page and submit again.',
  })
}

function detailNotOpened(action: RecordAction): Refusal {
  return new Refusal('action_not_available', {
    zh: `“${action.title.zh}”之前须打开并查看最新的详细内容。`,
    en: `before ${action.title.en}, open the details as they are now and read them.`,
  })
}

function parseInput(action: RecordAction, input: unknown): unknown {
  const parsed = action.input.safeParse(input)
  if (parsed.success) return parsed.data
  throw inputFault(parsed.error)
}

export function missingUpload(): Refusal {
  return new Refusal('invalid_input', {
    zh: '所附文件不存在、不是您上传的，或已附在其他记录上；请重新上传。',
    en: 'an attached file does not exist, was not uploaded by you, or belongs to another record; upload it again.',
  })
}

function requestedFiles(request: ActRequest, uploaded: Loaded['uploaded']): AttachedFile[] {
  return request.attachments.map(({ id, purpose }) => {
    const file = uploaded.find((each) => each.id === id)
    if (file === undefined) throw missingUpload()
    return { ...file, purpose }
  })
}

function checkFiles(
  action: RecordAction,
  request: ActRequest,
  { attached, uploaded }: Loaded,
  recordBytesMax: number,
): void {
  const files = [...attached, ...requestedFiles(request, uploaded)]
  if (new Set(request.attachments.map(({ id }) => id)).size < request.attachments.length) {
    throw new Refusal('invalid_input', {
      zh: '同一文件附了两次；请去掉重复的一份。',
      en: 'one file is attached twice; remove one of the two.',
    })
  }
  const missing = (action.attachments ?? []).find(
    ({ purpose, countMin }) => files.filter((file) => file.purpose === purpose).length < countMin,
  )
  if (missing !== undefined) {
    throw new Refusal('invalid_input', {
      zh: `缺少附件“${missing.title.zh}”（至少 ${missing.countMin} 份）；请上传后再办理。`,
      en: `the attachment ${missing.title.en} is missing (at least ${missing.countMin}); upload it first.`,
    })
  }
  if (files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) > recordBytesMax) {
    throw new Refusal('too_large', {
      zh: `一份记录的附件合计不得超过 ${Math.floor(recordBytesMax / 2 ** 20)} MB。`,
      en: `the attachments of one record may have ${Math.floor(recordBytesMax / 2 ** 20)} MB together.`,
    })
  }
}

function dueAfter(
  action: RecordAction,
  { due }: Decision<string, unknown>,
  { at, calendar, hasMoved }: { at: Date; calendar: WorkingDays; hasMoved: boolean },
): Accepted['due'] {
  if (due === null) return null
  if (due !== undefined && 'day' in due) {
    const remind = remindOn(calendar, due.day)
    return { day: due.day, isProvisional: false, remindOn: remind, workingDays: null, countedFrom: null }
  }
  const workingDays = due?.workingDays ?? action.deadlineWorkingDays
  if (workingDays === undefined) return hasMoved ? null : 'KEEP'
  const countedFrom = shanghaiDay(at)
  const { day, isProvisional } = addWorkingDays(calendar, countedFrom, workingDays)
  return { day, isProvisional, remindOn: day, workingDays, countedFrom }
}

function toDosAfter(
  name: string,
  decision: Decision<string, unknown>,
  asking: Asking & { readonly subject: RecordSubject },
): readonly ToDoAddressed[] {
  const { kind, actor, at, subject } = asking
  const action = kind.actions[name]!
  const agencyId = subject.agency?.agencyId
  assert(agencyId !== undefined || action.toDos === undefined, 'to-dos of an action need an agency')
  const drafts: readonly ToDoDraft[] = [
    ...(action.toDos ?? []).map((each) => ({ ...each, agencyId: agencyId! })),
    ...(decision.toDos ?? []),
  ]
  const done = { action: name, actorId: actorIdOf(actor), at, version: 0, sessionId: null, terminalId: null }
  const earlier = [...asking.earlier, done]
  return drafts.map((draft) => ({ ...draft, notFor: refusedFor(kind, earlier, draft.step) }))
}

/** Who did another step, or this one in this round; an entry is its enterer's own to correct. */
function refusedFor(kind: RecordKind, earlier: readonly EarlierAct[], step: string): readonly string[] {
  if (step === 'ACT') return []
  const round = roundAfter(kind, earlier)
  const refused = stepsDone(kind, earlier).filter(
    (each) => each.step !== step || (step !== 'ENTRY' && each.round >= round),
  )
  return [...new Set(refused.map(({ staffId }) => staffId))]
}
