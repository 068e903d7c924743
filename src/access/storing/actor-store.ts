import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { RegionPath, SubjectAgency } from '#access/act-request.ts'
import { type ActorFacts, type PostFacts, staffStatuses } from '#access/actor.ts'
import { allProperties, allRoles } from '#access/duties.ts'
import { parseDay } from '#base/calendar-math.ts'
import type { Tx } from '#platform/postgres/database.ts'

/** Facts as `app.actor_facts` gives them, read strictly: an unknown role is a fault of the data, never a right. */

const day = z.string().transform((text, context) => {
  const parsed = parseDay(text)
  if (parsed !== null) return parsed
  context.addIssue({ code: 'custom', message: `${text} is not a date` })
  return z.NEVER
})

const instant = z.string().transform((text, context) => {
  const parsed = new Date(text)
  if (!Number.isNaN(parsed.getTime())) return parsed
  context.addIssue({ code: 'custom', message: `${text} is not a time` })
  return z.NEVER
})

const wholeNumber = z
  .string()
  .regex(/^\d+$/)
  .transform((text) => BigInt(text))

const post = {
  postId: z.string(),
  agencyId: z.string(),
  title: z.string(),
  isKey: z.boolean(),
  monthsMax: z.int(),
  roles: z.array(z.enum(allRoles)),
  properties: z.array(z.enum(allProperties)),
  limits: z.array(z.object({ function: z.string().nullable(), maxFen: wholeNumber, level: z.int() })),
}

/** The jsonb of `app.post_facts`. */
export const PostFactsJson: z.ZodType<PostFacts> = z.object(post)

const interval = z.object({ from: instant, to: instant })

const ActorFactsJson = z.object({
  staffId: z.string(),
  agencyId: z.string(),
  agencyRegion: z.string(),
  status: z.enum(staffStatuses),
  leftOn: day.nullable(),
  ownKey: z.string().nullable(),
  relativeKeys: z.array(z.string()),
  grants: z.array(
    z.object({
      grantId: z.string(),
      role: z.enum(allRoles),
      regions: z.array(z.string()),
      schemes: z.array(z.string()).nullable(),
      from: instant,
      to: instant.nullable(),
      coverId: z.string().nullable(),
    }),
  ),
  posts: z.array(z.object({ ...post, startedOn: day, endedOn: day.nullable() })),
  covers: z.array(
    z.object({ ...post, coverId: z.string(), forStaffId: z.string(), from: instant, to: instant }),
  ),
  absences: z.array(interval),
  overtime: z.array(interval),
  epoch: wholeNumber,
})

/** The jsonb of `app.actor_facts`, from this store's own query or from the one that loads an act; null for null. */
export function parseActorFacts(json: unknown): ActorFacts | null {
  return json === null ? null : ActorFactsJson.parse(json)
}

/**
 * For the one statement that loads an act (platform.md 15): `select ${actorFactsSql(staffId, at)} as actor`. `at` is
 * an expression of type timestamptz, as a rule the database's own time; parse the column with `parseActorFacts`.
 */
export function actorFactsSql(staffId: string, at: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`app.actor_facts(${staffId}, ${at})`
}

/** Null for a staff number that does not exist. One statement. */
export async function findActorFacts(tx: Tx, staffId: string, at: Date): Promise<ActorFacts | null> {
  const { rows } = await sql<{ facts: unknown }>`
    select ${actorFactsSql(staffId, sql`${at}::timestamptz`)} as facts
  `.execute(tx)
  return parseActorFacts(rows[0]!.facts)
}

/** The people of these agencies who have not left, by staff number: for `whoCould` and the check of whole agencies. */
export async function loadColleagues(
  tx: Tx,
  agencyIds: readonly string[],
  at: Date,
): Promise<readonly ActorFacts[]> {
  const { rows } = await sql<{ facts: unknown }>`
    select app.actor_facts(staff_id, ${at}::timestamptz) as facts
    from app.staff_member
    where agency_id = any(${[...agencyIds]}::text[])
      and status = 'ON_POST'
    order by staff_id
  `.execute(tx)
  return rows.map(({ facts }) => ActorFactsJson.parse(facts))
}

const SubjectPlaceJson = z.object({
  regions: z.array(z.array(z.string())),
  agency: z
    .object({
      agencyId: z.string(),
      superiors: z.array(z.string()),
      isReviewedBySuperior: z.boolean(),
    })
    .nullable(),
})

/** Where a subject lies, for an `ActSubject`. */
export interface SubjectPlace {
  readonly regions: readonly RegionPath[]
  readonly agency: SubjectAgency | null
}

/** The jsonb of `subjectPlaceSql`. */
export function parseSubjectPlace(json: unknown): SubjectPlace {
  return SubjectPlaceJson.parse(json)
}

/** For the statement that loads an act: `regions` of type text[], `agencyId` of type text, columns or parameters. */
export function subjectPlaceSql(
  regions: RawBuilder<unknown>,
  agencyId: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`jsonb_build_object('regions', app.region_paths(${regions}), 'agency', app.subject_agency(${agencyId}))`
}

/** An unknown region has an empty path and lies in nobody's scope; an unknown agency is null. */
export async function loadSubjectPlace(
  tx: Tx,
  place: { readonly regions: readonly string[]; readonly agencyId: string | null },
): Promise<SubjectPlace> {
  const query = subjectPlaceSql(sql`${[...place.regions]}::text[]`, sql`${place.agencyId}::text`)
  const { rows } = await sql<{ place: unknown }>`select ${query} as place`.execute(tx)
  return parseSubjectPlace(rows[0]!.place)
}
