import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { ActorFacts } from '#access/actor.ts'
import { parseActorFacts } from '#access/storing/actor-store.ts'
import { assert } from '#base/refusal.ts'
import type { ActContext } from './act-context.ts'
import type { Loaded } from './decide-act.ts'
import type { FactsRequest, RecordKind } from './define-record.ts'
import { knownFactsOf } from './known-facts.ts'
import { callPrepared } from './prepared-call.ts'
import { readCondition } from './reading/read-condition.ts'
import { type Actor, type ActRequest, actorIdOf, type RecordState, type RecordSubject } from './record.ts'

/** Of a time in jsonb, which has no such type. */
const instant = z.string().transform((text) => new Date(text))

/** `app.region_paths` and `app.subject_agency`. */
const PathsJson = z.array(z.array(z.string()))
const AgencyJson = z
  .object({ agencyId: z.string(), superiors: z.array(z.string()), isReviewedBySuperior: z.boolean() })
  .nullable()

const ConcernedJson = z.object({
  personKeys: z.array(z.string()).default([]),
  staffIds: z.array(z.string()).default([]),
  handlers: z.array(z.string()).default([]),
  reportedAgencies: z.array(z.string()).default([]),
})

/** What an action's `subjectQuery` gives. */
export const SubjectRow = ConcernedJson.extend({
  regions: z.array(z.string()),
  agencyId: z.string().nullable().optional(),
  scheme: z.string().nullable().default(null),
  personId: z.string().nullable().default(null),
  /** Text: a number in JSON would lose what is above 2^53. */
  amountFen: z
    .string()
    .regex(/^-?\d+$/)
    .transform(BigInt)
    .nullable()
    .default(null),
  /**
   * Those of the regions that come from a record which the input names. Who does not reach them is told that there is no
   * such record, whatever else the subject is about.
   */
  named: z.array(z.string()).default([]),
})

const EarlierJson = z.array(
  z.object({
    action: z.string(),
    actorId: z.string(),
    at: instant,
    version: z.int(),
    sessionId: z.string().nullable(),
    terminalId: z.string().nullable(),
  }),
)
const AttachedJson = z.array(z.object({ id: z.string(), purpose: z.string(), sizeBytes: z.int() }))
const UploadedJson = z.array(z.object({ id: z.string(), sizeBytes: z.int() }))

/** The row of the load; a column of the record is null when there is none. */
interface LoadedRow {
  readonly at: Date
  readonly facts: unknown
  readonly actor_facts: unknown
  readonly is_known: boolean
  readonly answer: unknown
  readonly request_hash: Buffer | null
  readonly record_id: string | null
  readonly kind: string
  readonly status: string
  readonly version: number
  readonly data: unknown
  readonly entered_by: string
  readonly entered_at: Date
  readonly changed_at: Date
  readonly regions: readonly string[]
  readonly scheme: string | null
  readonly person_id: string | null
  readonly amount_fen: bigint | null
  readonly concerned: unknown
  readonly region_paths: unknown
  readonly agency: unknown
  readonly earlier: unknown
  readonly attached: unknown
  readonly is_readable: boolean
  readonly is_detail_opened: boolean
  readonly uploaded?: unknown
  readonly new_subject?: unknown
  readonly new_region_paths?: unknown
  readonly new_agency?: unknown
}

export interface StoredAnswer {
  readonly answer: unknown
  readonly requestHash: string
}

export interface LoadedAct {
  readonly loaded: Omit<Loaded, 'checked'>
  readonly actorFacts: ActorFacts | null
  /** The key was used before. */
  readonly stored: StoredAnswer | null
}

/**
 * One statement, outside any lock (platform.md 15): from one snapshot, with the database's time, everything that the
 * decision looks at. Prepared, and no function: inside one the same cost half as much again. A second one where the
 * person's authority has changed since it was remembered.
 */
export async function loadAct(
  { db, actor }: ActContext,
  kind: RecordKind,
  request: ActRequest,
): Promise<LoadedAct> {
  const load = async (knownFacts: ActorFacts | null): Promise<LoadedRow> => {
    const [row] = await callPrepared(db, loadStatement(kind, request, { actor, knownFacts }))
    assert(row !== undefined, 'a load has one row')
    return row
  }
  if (actor.kind === 'system') return loadedOf(await load(null), null)
  const known = knownFactsOf(db)
  const knownFacts = known.find(actor.staffId)
  if (knownFacts !== null) {
    const row = await load(knownFacts)
    if (row.is_known) return loadedOf(row, knownFacts)
  }
  const row = await load(null)
  const actorFacts = parseActorFacts(row.actor_facts)
  if (actorFacts !== null) known.remember(actorFacts)
  return loadedOf(row, actorFacts)
}

function loadedOf(row: LoadedRow, actorFacts: ActorFacts | null): LoadedAct {
  return {
    stored:
      row.request_hash === null
        ? null
        : { answer: row.answer, requestHash: row.request_hash.toString('hex') },
    actorFacts,
    loaded: {
      at: row.at,
      record: recordOf(row),
      ...newSubjectOf(row),
      earlier: EarlierJson.parse(row.earlier ?? []),
      attached: AttachedJson.parse(row.attached ?? []),
      uploaded: UploadedJson.parse(row.uploaded ?? []),
      isReadable: row.is_readable,
      isDetailOpened: row.is_detail_opened,
      facts: row.facts,
    },
  }
}

/**
 * What is not needed is not in the statement, rather than null in it: with a null PostgreSQL would take planning anew
 * each time for cheaper than the plan it has, and even what is never evaluated is set up each time. `offset 0`: else the
 * subject would be read once for each place that it is used in.
 */
function loadStatement(
  kind: RecordKind,
  request: ActRequest,
  { actor, knownFacts }: { readonly actor: Actor; readonly knownFacts: ActorFacts | null },
): RawBuilder<LoadedRow> {
  const actorId = actorIdOf(actor)
  const { recordId, endpoint, idempotencyKey } = request
  const { subject, facts } = queriesOf(kind, request, actorId)
  const ids = request.attachments.map(({ id }) => id)
  // Of a stored answer its record: whoever may no longer see that does not see the answer (platform.md 18).
  const loadedId = recordId === null ? sql`stored.record_id` : sql`${recordId}`
  return sql<LoadedRow>`
    select
      clock_timestamp() as at,
      ${knownFacts === null ? sql`false` : sql`known.epoch is not null`} as is_known,
      ${actor.kind === 'system' || knownFacts !== null ? sql`null` : readFacts(actorId)} as actor_facts,
      stored.answer,
      stored.request_hash,
      record.record_id,
      record.kind,
      record.status,
      record.version,
      record.data,
      record.entered_by,
      record.entered_at,
      record.changed_at,
      record.regions,
      record.scheme,
      record.person_id,
      record.amount_fen,
      record.concerned,
      app.region_paths(record.regions) as region_paths,
      app.subject_agency(record.agency_id) as agency,
      ${earlierActs} as earlier,
      ${attachedFiles} as attached,
      ${readCondition([kind], actorId)} as is_readable,
      exists (
        select
        from app.record_view
        where
          record_view.record_id = record.record_id
          and record_view.actor_id = ${actorId}
          and record_view.version = record.version
      ) as is_detail_opened,
      ${ids.length === 0 ? sql`null` : uploadedFiles(ids, actorId)} as uploaded,
      ${subject === undefined ? sql`null as new_subject` : newSubjectColumns},
      ${facts === undefined ? sql`null` : sql`(${facts})::jsonb`} as facts
    from (select 1) as one
    left join app.idempotency as stored
      on stored.account_id = ${actorId} and stored.endpoint = ${endpoint} and stored.key = ${idempotencyKey}
    left join app.record on record.record_id = ${loadedId}
    ${knownFacts === null ? sql`` : knownEpoch(knownFacts)}
    ${subject === undefined ? sql`` : sql`cross join lateral (select (${subject})::jsonb as codes offset 0) as opened`}
  `
}

const readFacts = (actorId: string): RawBuilder<unknown> =>
  sql`app.actor_facts(${actorId}::text, clock_timestamp())`

/** The caller has the facts of an epoch from a moment ago; the save compares it once more. */
function knownEpoch({ staffId, epoch }: ActorFacts): RawBuilder<unknown> {
  return sql`
    left join app.authority_epoch as known on known.staff_id = ${staffId} and known.epoch = ${epoch}::bigint
  `
}

const earlierActs = sql`(
  select
    jsonb_agg(
      jsonb_build_object(
        'action', action,
        'actorId', actor_id,
        'at', at,
        'version', version,
        'sessionId', session_id,
        'terminalId', terminal_id
      )
      order by version
    )
  from app.record_action
  where record_action.record_id = record.record_id
)`

const attachedFiles = sql`(
  select
    jsonb_agg(
      jsonb_build_object('id', attachment_id, 'purpose', purpose, 'sizeBytes', size_bytes) order by attachment_id
    )
  from app.record_attachment
  join app.attachment using (attachment_id)
  where record_attachment.record_id = record.record_id
)`

/** Of those asked for, what this person uploaded and no record has. */
function uploadedFiles(ids: readonly string[], actorId: string): RawBuilder<unknown> {
  return sql`(
    select jsonb_agg(jsonb_build_object('id', attachment_id, 'sizeBytes', size_bytes) order by attachment_id)
    from app.attachment
    where
      attachment_id = any(${[...ids]}::text[])
      and uploaded_by = ${actorId}
      and not exists (
        select
        from app.record_attachment
        where record_attachment.attachment_id = attachment.attachment_id
      )
  )`
}

const newSubjectColumns = sql`
  opened.codes as new_subject,
  app.region_paths(array(select jsonb_array_elements_text(opened.codes -> 'regions'))) as new_region_paths,
  app.subject_agency(opened.codes ->> 'agencyId') as new_agency
`

/** With its data in stored form. */
function recordOf(row: LoadedRow): RecordState | null {
  if (row.record_id === null) return null
  const { record_id: id, kind, status, version, data } = row
  const subject: RecordSubject = {
    regionCodes: row.regions,
    regions: PathsJson.parse(row.region_paths),
    agency: AgencyJson.parse(row.agency),
    scheme: row.scheme,
    personId: row.person_id,
    amountFen: row.amount_fen,
    ...ConcernedJson.parse(row.concerned),
  }
  const { entered_by: enteredBy, entered_at: enteredAt, changed_at: changedAt } = row
  return { id, kind, status, version, data, subject, enteredBy, enteredAt, changedAt }
}

function newSubjectOf(row: LoadedRow): Pick<Loaded, 'newSubject' | 'named'> {
  if (row.new_subject === null || row.new_subject === undefined) return { newSubject: null }
  const { regions, agencyId: _agency, named, ...rest } = SubjectRow.parse(row.new_subject)
  const newSubject = {
    ...rest,
    regionCodes: regions,
    regions: PathsJson.parse(row.new_region_paths),
    agency: AgencyJson.parse(row.new_agency),
  }
  return { newSubject, named }
}

/** An input that does not fit its action asks nothing: the decision will say what is wrong with it. */
function queriesOf(
  kind: RecordKind,
  request: ActRequest,
  actorId: string,
): { subject: RawBuilder<unknown> | undefined; facts: RawBuilder<unknown> | undefined } {
  const action = Object.hasOwn(kind.actions, request.action) ? kind.actions[request.action] : undefined
  const input = action?.input.safeParse(request.input)
  if (action === undefined || input?.success !== true) return { subject: undefined, facts: undefined }
  const about: FactsRequest<unknown> = { recordId: request.recordId, input: input.data, actorId }
  const subject = request.recordId === null ? action.subjectQuery?.(about) : undefined
  return { subject, facts: action.factsQuery?.(about) }
}
