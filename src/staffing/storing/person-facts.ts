import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { type ActorFacts, type PostFacts, staffStatuses } from '#access/actor.ts'
import { officerRoles } from '#access/duties.ts'
import { PostFactsJson, parseActorFacts } from '#access/storing/actor-store.ts'

/** What decisions of this slice look at, as jsonb for the one statement that loads an act. `id`: an expression of type text. */

/** Times as PostgreSQL writes them, to the microsecond: they come back as what an effect expects to find. */
const HeldJson = z.object({
  assignments: z.array(
    z.object({ post_id: z.string(), started_on: z.string(), ended_on: z.string().nullable() }),
  ),
  grants: z.array(
    z.object({
      grant_id: z.string(),
      role: z.string(),
      regions: z.array(z.string()),
      schemes: z.array(z.string()).nullable(),
      cover_id: z.string().nullable(),
      valid_from: z.string(),
      valid_to: z.string().nullable(),
    }),
  ),
  covers: z.array(z.object({ cover_id: z.string(), valid_from: z.string(), valid_to: z.string() })),
})
export type Held = z.infer<typeof HeldJson>

const PersonRow = z.object({
  facts: z.unknown(),
  name: z.string(),
  idNumber: z.string().nullable(),
  status: z.enum(staffStatuses),
  leftOn: z.string().nullable(),
  regionPath: z.array(z.string()),
  account: z.object({ signInName: z.string(), isEnabled: z.boolean(), isEnrolled: z.boolean() }).nullable(),
  held: HeldJson,
})

export interface PersonFacts extends Omit<z.infer<typeof PersonRow>, 'facts'> {
  /** Everything `mayAct` and `mayGrant` know of the person. */
  readonly actor: ActorFacts
}

/** Null for a staff number that does not exist. */
export const PersonJson: z.ZodType<PersonFacts | null> = PersonRow.transform(({ facts, ...rest }) => ({
  ...rest,
  actor: parseActorFacts(facts)!,
})).nullable()

export const PostJson: z.ZodType<PostFacts | null> = PostFactsJson.nullable()

export function postFactsSql(id: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`app.post_facts(${id})`
}

const heldSql = sql`
  jsonb_build_object(
    'assignments', (
      select coalesce(jsonb_agg(to_jsonb(each) order by each.started_on, each.post_id), '[]'::jsonb)
      from (
        select post_id, started_on, ended_on
        from app.post_assignment
        where post_assignment.staff_id = staff_member.staff_id
          and (ended_on is null or ended_on > (clock_timestamp() at time zone 'Asia/Shanghai')::date)
      ) as each
    ),
    'grants', (
      select coalesce(jsonb_agg(to_jsonb(each) order by each.grant_id), '[]'::jsonb)
      from (
        select grant_id, role, regions, schemes, cover_id, valid_from, valid_to
        from app.role_grant
        where role_grant.staff_id = staff_member.staff_id
          and (valid_to is null or valid_to > clock_timestamp())
      ) as each
    ),
    'covers', (
      select coalesce(jsonb_agg(to_jsonb(each) order by each.cover_id), '[]'::jsonb)
      from (
        select cover_id, valid_from, valid_to
        from app.cover
        where cover.staff_id = staff_member.staff_id
          and valid_to > clock_timestamp()
      ) as each
    )
  )
`

export function personSql(id: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select jsonb_build_object(
      'facts', app.actor_facts(staff_member.staff_id, clock_timestamp()),
      'name', staff_member.name,
      'idNumber', staff_member.id_number,
      'status', staff_member.status,
      'leftOn', staff_member.left_on,
      'regionPath', to_jsonb(region.path),
      'account', (
        select jsonb_build_object(
          'signInName', sign_in_name, 'isEnabled', is_enabled, 'isEnrolled', enrolled_at is not null
        )
        from app.sign_in_account
        where sign_in_account.staff_id = staff_member.staff_id
      ),
      'held', ${heldSql}
    )
    from app.staff_member
    join app.agency on agency.agency_id = staff_member.agency_id
    join app.region on region.region = agency.region
    where staff_member.staff_id = ${id}
  )`
}

/**
 * For each office of one of the three officers that this person holds somewhere: another who holds it there and can sign
 * in, with the epoch on which that was true; null where there is nobody.
 */
export const OfficesJson = z.array(
  z.object({
    role: z.enum(officerRoles),
    region: z.string(),
    other: z.object({ staffId: z.string(), epoch: z.string().transform(BigInt) }).nullable(),
  }),
)

export function officesSql(id: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select
      coalesce(
        jsonb_agg(
          jsonb_build_object('role', own.role, 'region', own.region, 'other', own.other)
          order by own.role, own.region
        ),
        '[]'::jsonb
      )
    from (
      select distinct
        role_grant.role,
        region.region,
        (
          select jsonb_build_object('staffId', other.staff_id, 'epoch', authority_epoch.epoch::text)
          from app.role_grant as other
          join app.account_state on account_state.staff_id = other.staff_id
          join app.authority_epoch on authority_epoch.staff_id = other.staff_id
          where other.role = role_grant.role
            and other.staff_id <> role_grant.staff_id
            and other.regions && region.path
            and other.valid_from <= clock_timestamp()
            and (other.valid_to is null or other.valid_to > clock_timestamp())
            and account_state.is_usable
            and account_state.enrolled_at is not null
          order by other.staff_id
          limit 1
        ) as other
      from app.role_grant
      join app.region on region.region = any (role_grant.regions)
      where role_grant.staff_id = ${id}
        and role_grant.role = any (${[...officerRoles]}::text[])
        and role_grant.valid_from <= clock_timestamp()
        and (role_grant.valid_to is null or role_grant.valid_to > clock_timestamp())
    ) as own
  )`
}

/** Whom a record is about: these people, at the agency of the first of them. `ids`: of type text[]. */
export function peopleSubject(ids: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select jsonb_build_object(
      'regions', jsonb_build_array(agency.region),
      'agencyId', agency.agency_id,
      'staffIds', to_jsonb(${ids}),
      'personKeys', (
        select
          coalesce(
            jsonb_agg(app.identity_key(concerned.id_number)) filter (where concerned.id_number is not null),
            '[]'::jsonb
          )
        from app.staff_member as concerned
        where concerned.staff_id = any (${ids})
      )
    )
    from app.staff_member
    join app.agency on agency.agency_id = staff_member.agency_id
    where staff_member.staff_id = (${ids})[1]
  )`
}
