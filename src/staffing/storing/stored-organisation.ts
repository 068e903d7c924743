import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { ActorFacts } from '#access/actor.ts'
import { Agency, Post, Region, StaffMember } from '#access/organisation/organisation.ts'
import { parseActorFacts } from '#access/storing/actor-store.ts'

/** What is stored of the places and people that a change names, of everything above them, and who is concerned. */

const StoredJson = z.object({
  regions: z.array(Region),
  agencies: z.array(Agency),
  posts: z.array(Post),
  staff: z.array(StaffMember),
  people: z.array(z.unknown().transform((facts): ActorFacts => parseActorFacts(facts)!)),
  /** Of others who have an id number that is asked for. */
  identifiedAlike: z.array(z.object({ idNumber: z.string(), staffId: z.string() })),
})
export type StoredOrganisation = z.infer<typeof StoredJson>
export const StoredOrganisation: z.ZodType<StoredOrganisation> = StoredJson

/** `asked`: jsonb of the shape of an Organisation, of which it may be a part. */
const named = (asked: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  asked_region as (
    select each ->> 'code' as code, each ->> 'parent' as parent
    from jsonb_array_elements(${asked} -> 'regions') as each
  ),
  asked_agency as (
    select each ->> 'id' as id, each ->> 'region' as region, each ->> 'parent' as parent
    from jsonb_array_elements(${asked} -> 'agencies') as each
  ),
  asked_post as (
    select each ->> 'id' as id, each ->> 'agency' as agency
    from jsonb_array_elements(${asked} -> 'posts') as each
  ),
  asked_member as (
    select
      each ->> 'id' as id,
      each ->> 'agency' as agency,
      each ->> 'idNumber' as id_number,
      array(select held ->> 'post' from jsonb_array_elements(each -> 'posts') as held) as posts
    from jsonb_array_elements(${asked} -> 'staff') as each
  ),
  concerned as (
    select asked_member.id as staff_id
    from asked_member
    union
    select post_assignment.staff_id
    from app.post_assignment
    join asked_post on asked_post.id = post_assignment.post_id
    where post_assignment.ended_on is null
      or post_assignment.ended_on > (clock_timestamp() at time zone 'Asia/Shanghai')::date
    union
    select cover.staff_id
    from app.cover
    join asked_post on asked_post.id = cover.post_id
    where cover.valid_to > clock_timestamp()
  ),
  stored_post as (
    select post.*
    from app.post
    where post.post_id in (select id from asked_post union select unnest(posts) from asked_member)
      or post.post_id in (
        select post_assignment.post_id
        from app.post_assignment
        join concerned on concerned.staff_id = post_assignment.staff_id
      )
  ),
  named_agency as (
    select id from asked_agency
    union select parent from asked_agency
    union select agency from asked_post
    union select agency from asked_member
    union select agency_id from stored_post
    union
    select staff_member.agency_id
    from app.staff_member
    join asked_member on asked_member.id = staff_member.staff_id
  )
`

/** For the statement that loads an act. */
export function storedOrganisationSql(asked: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    with
      ${named(asked)},
      stored_agency as (
        select agency.*
        from app.agency
        where agency.agency_id in (
          select unnest(below.path)
          from app.agency as below
          join named_agency on named_agency.id = below.agency_id
        )
      ),
      stored_region as (
        select region.*
        from app.region
        where region.region in (
          select unnest(below.path)
          from app.region as below
          where below.region in (
            select code from asked_region
            union select parent from asked_region
            union select region from asked_agency
            union select region from stored_agency
          )
        )
      )
    select jsonb_build_object(
      'regions', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'code', region, 'name', name, 'level', level, 'parent', parent, 'validFrom', valid_from,
          'validTo', valid_to
        ) order by region), '[]'::jsonb)
        from stored_region
      ),
      'agencies', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'id', agency_id, 'name', name, 'kind', kind, 'region', region, 'parent', parent_id,
          'reviewedBySuperior', reviewed_by_superior
        ) order by agency_id), '[]'::jsonb)
        from stored_agency
      ),
      'posts', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'id', post_id, 'agency', agency_id, 'title', title, 'titleInEnglish', title_in_english, 'isKey', is_key,
          'monthsMax', months_max, 'roles', roles, 'properties', properties, 'limits', (
            select coalesce(jsonb_agg(jsonb_build_object(
              'function', nullif(authority_limit.function, '*'),
              'level', authority_limit.level,
              'maxYuan', (authority_limit.max_fen / 100)::text || '.' || lpad((authority_limit.max_fen % 100)::text, 2, '0')
            ) order by authority_limit.function, authority_limit.level), '[]'::jsonb)
            from app.authority_limit
            where authority_limit.post_id = stored_post.post_id
          )
        ) order by post_id), '[]'::jsonb)
        from stored_post
      ),
      'staff', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'id', staff_member.staff_id, 'name', staff_member.name, 'idNumber', staff_member.id_number,
          'agency', staff_member.agency_id, 'department', department, 'status', status, 'joinedOn', joined_on,
          'leftOn', left_on, 'posts', (
            select coalesce(jsonb_agg(jsonb_build_object(
              'post', post_id, 'startedOn', started_on, 'endedOn', ended_on
            ) order by started_on, post_id), '[]'::jsonb)
            from app.post_assignment
            where post_assignment.staff_id = staff_member.staff_id
          )
        ) order by staff_member.staff_id), '[]'::jsonb)
        from app.staff_member
        join asked_member on asked_member.id = staff_member.staff_id
      ),
      'people', (
        select coalesce(
          jsonb_agg(app.actor_facts(staff_member.staff_id, clock_timestamp()) order by staff_member.staff_id),
          '[]'::jsonb
        )
        from app.staff_member
        join concerned on concerned.staff_id = staff_member.staff_id
      ),
      'identifiedAlike', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'idNumber', asked_member.id_number, 'staffId', staff_member.staff_id
        ) order by staff_member.staff_id), '[]'::jsonb)
        from asked_member
        join app.staff_member
          on app.identity_key(staff_member.id_number) = app.identity_key(asked_member.id_number)
        where staff_member.staff_id <> asked_member.id
      )
    )
  )`
}

/**
 * Whom and where a change concerns: every region of what it names, as it is and as it shall be, so that officers change
 * nothing beyond their scope; a new region counts as the one above it. Holders of changed posts are concerned as well.
 */
export function organisationSubject(asked: RawBuilder<unknown>, actorId: string): RawBuilder<unknown> {
  return sql`(
    with
      ${named(asked)},
      place as (
        select coalesce(stored.region, asked_region.parent, asked_region.code) as region
        from asked_region
        left join app.region as stored on stored.region = asked_region.code
        union
        select coalesce(stored.region, asked_region.parent, asked_agency.region)
        from asked_agency
        left join app.region as stored on stored.region = asked_agency.region
        left join asked_region on asked_region.code = asked_agency.region
        union
        select agency.region
        from app.agency
        join named_agency on named_agency.id = agency.agency_id
      )
    select jsonb_build_object(
      'regions', (select coalesce(jsonb_agg(place.region order by place.region), '[]'::jsonb) from place),
      'agencyId', (select agency_id from app.staff_member where staff_id = ${actorId}),
      'staffIds', (
        select coalesce(jsonb_agg(concerned.staff_id order by concerned.staff_id), '[]'::jsonb) from concerned
      ),
      'personKeys', (
        select coalesce(jsonb_agg(each.key order by each.key), '[]'::jsonb)
        from (
          select app.identity_key(asked_member.id_number) as key
          from asked_member
          union
          select app.identity_key(staff_member.id_number)
          from app.staff_member
          join concerned on concerned.staff_id = staff_member.staff_id
        ) as each
        where each.key is not null
      )
    )
  )`
}
