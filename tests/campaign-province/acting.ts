import { randomUUID } from 'node:crypto'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { campaignFunctions } from '#campaigns/campaign-access.ts'
import { campaignKinds } from '#campaigns/campaign-kinds.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import { openRecord } from '#records/reading/open-record.ts'
import { confirmed, contextOf, requestOf } from '#records/test-kernel.ts'
import { findingDetections } from '#server/campaigns/detections.ts'

const kinds = campaignKinds({ detections: findingDetections })
const catalogue = extendCatalogue(accessFunctions, campaignFunctions)

export function contextFor({ db }: TestDatabase, staffId: string): ActContext {
  return { ...contextOf(db, staffId, { kinds }), catalogue }
}

export interface Step {
  readonly by: string
  readonly kind: string
  readonly recordId?: string | null
  readonly action: string
  readonly input?: unknown
  readonly files?: readonly string[]
}

/** As a page does it: the details opened, then the act on that version with what it has to confirm. */
export async function take(database: TestDatabase, step: Step): Promise<Answer> {
  const { by, kind, recordId = null, action, input = {}, files = [] } = step
  const context = contextFor(database, by)
  const attachments = await Promise.all(files.map((purpose) => uploaded(database, by, purpose)))
  if (recordId === null) return act(context, requestOf({ kind, action, input, attachments }))
  const { record } = await openRecord(context, { kind, recordId })
  const shown = await stored(database, recordId)
  const request = requestOf({ kind, recordId, action, input, attachments, version: record.version })
  return act(context, confirmed(request, shown))
}

/** Without opening it first: what somebody tries who knows a number. */
export async function tryBlind(database: TestDatabase, step: Step): Promise<string> {
  const { by, kind, recordId = null, action, input = {} } = step
  const { version } = await stored(database, recordId!)
  return outcomeOf(await act(contextFor(database, by), requestOf({ kind, recordId, action, input, version })))
}

export function outcomeOf(answer: Answer): string {
  return answer.outcome === 'accepted' ? 'accepted' : answer.code
}

export async function done(database: TestDatabase, step: Step): Promise<string> {
  const answer = await take(database, step)
  if (answer.outcome === 'accepted') return answer.recordId
  throw new Error(`${step.kind}/${step.action} by ${step.by}: ${answer.code}: ${answer.text.en}`)
}

export async function refused(database: TestDatabase, step: Step): Promise<string> {
  const answer = await take(database, step)
  if (answer.outcome === 'accepted') throw new Error(`${step.kind}/${step.action} by ${step.by} was accepted`)
  return `${answer.code}: ${answer.text.en}`
}

export async function stored(
  { owner }: TestDatabase,
  recordId: string,
): Promise<{ status: string; data: unknown; version: number; agency_id: string | null }> {
  return owner
    .selectFrom('record')
    .select(['status', 'data', 'version', 'agency_id'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
}

async function uploaded(
  { owner }: TestDatabase,
  by: string,
  purpose: string,
): Promise<{ readonly id: string; readonly purpose: string }> {
  const id = randomUUID()
  await owner
    .insertInto('attachment')
    .values({
      attachment_id: id,
      sha256: '0'.repeat(64),
      size_bytes: 1n,
      content_type: 'pdf',
      name: 'evidence.pdf',
      scan_result: 'CLEAN',
      uploaded_by: by,
      uploaded_at: new Date(),
    })
    .execute()
  return { id, purpose }
}
