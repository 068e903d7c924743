import { sql } from 'kysely'
import type { Database } from '#platform/postgres/database.ts'
import { act } from '#records/act.ts'
import type { ActContext, Kernel } from '#records/act-context.ts'
import { type Answer, parseAnswer } from '#records/answer.ts'
import { type AttachmentService, uploadAttachment } from '#records/attachments/upload-attachment.ts'
import { confirmationDigest } from '#records/confirmation.ts'
import { openRecord } from '#records/reading/open-record.ts'
import type { ActRequest } from '#records/record.ts'
import { sampleDocument } from './sample-document.ts'

/** One step of the story, as a person does it on a page: opens, attaches, confirms what is shown, acts. */
export interface Step {
  /** The idempotency key: after an interrupted start what was done is not done again. */
  readonly key: string
  /** Staff number. */
  readonly by: string
  readonly kind: string
  readonly recordId: string | null
  readonly action: string
  readonly input: unknown
  /** Of what is attached. */
  readonly files?: readonly { readonly purpose: string; readonly name: string }[]
  /** The story tells of a refusal: nothing else would be right. */
  readonly isRefused?: true
}

export interface Stage {
  readonly db: Database
  readonly kernel: Kernel
  readonly attachments: AttachmentService
  /** The day that is played, YYYY-MM-DD. */
  readonly today: () => string
  /** A few minutes go by, from act to act. */
  readonly pass: () => Promise<void>
  /** Where signed checkpoints lie outside the database: the seeds of samples. */
  readonly checkpoints: readonly string[]
  /** Of each step by its key: what it was done on. */
  readonly records: Map<string, string>
}

const endpoint = 'demonstration'

/** In a session and at a terminal of their own. */
export function contextOf({ kernel }: Stage, staffId: string): ActContext {
  const [sessionId, terminalId] = [`${endpoint}-${staffId}`, `${endpoint}-terminal-${staffId}`]
  return { ...kernel, actor: { kind: 'person', staffId, sessionId, terminalId } }
}

async function findDone({ db }: Stage, step: Step): Promise<string | null> {
  const { rows } = await sql<{ answer: unknown }>`
    select answer
    from app.idempotency
    where account_id = ${step.by}
      and endpoint = ${endpoint}
      and key = ${step.key}
  `.execute(db)
  return rows[0] === undefined ? null : doneAsTold(step, parseAnswer(rows[0].answer))
}

/** The record, or nothing of a refusal that belongs to the story. */
function doneAsTold({ key, isRefused }: Step, answer: Answer): string {
  if (answer.outcome === 'refused') {
    if (isRefused === true) return ''
    throw new Error(`${key}: ${answer.code} ${answer.text.zh}`)
  }
  if (isRefused === true) throw new Error(`${key} was not refused`)
  return answer.recordId
}

interface Shown {
  readonly status: string
  readonly data: unknown
  readonly version: number
}

/** Reading it is an act of its own, which the trail has. */
async function lookAt(stage: Stage, { by, kind, recordId }: Step): Promise<Shown | null> {
  if (recordId === null) return null
  const { record } = await openRecord(contextOf(stage, by), { kind, recordId })
  const stored = await stage.db
    .selectFrom('record')
    .select(['status', 'data'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return { ...stored, version: record.version }
}

async function attach(stage: Stage, step: Step): Promise<ActRequest['attachments']> {
  const attached: { id: string; purpose: string }[] = []
  for (const { purpose, name } of step.files ?? []) {
    const content = (async function* () {
      yield sampleDocument(purpose.replaceAll('_', ' '))
    })()
    const file = await uploadAttachment(contextOf(stage, step.by), stage.attachments, { name, content })
    attached.push({ id: file.attachmentId, purpose })
  }
  return attached
}

/** Does the step, unless an earlier start did; gives the record's id. */
export async function takeStep(stage: Stage, step: Step): Promise<string> {
  const recordId = (await findDone(stage, step)) ?? (await doStep(stage, step))
  stage.records.set(step.key, recordId)
  return recordId
}

async function doStep(stage: Stage, step: Step): Promise<string> {
  const { kind, recordId, action, input, key } = step
  const shown = await lookAt(stage, step)
  const attachments = await attach(stage, step)
  await stage.pass()
  const asked = { kind, recordId, action, input, version: shown?.version ?? null, attachments }
  const digest = confirmationDigest({
    request: asked,
    status: shown?.status ?? null,
    data: shown?.data ?? null,
  })
  const confirmation = { method: 'PASSWORD', digest, assertion: null } as const
  const request = { ...asked, confirmation, endpoint, idempotencyKey: key }
  return doneAsTold(step, await act(contextOf(stage, step.by), request))
}
