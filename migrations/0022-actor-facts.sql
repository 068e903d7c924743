-- release 1
-- ActorFacts of src/access/actor.ts in one expression, so that the load of an act joins it into its one statement.

create function app.post_facts(asked_post_id text) returns jsonb
language sql
stable
return (
  select
    jsonb_build_object(
      'postId', post.post_id,
      'agencyId', post.agency_id,
      'title', post.title,
      'isKey', post.is_key,
      'monthsMax', post.months_max,
      'roles', to_jsonb(post.roles),
      'properties', to_jsonb(post.properties),
      'limits', (
        select
          coalesce(
            jsonb_agg(
              jsonb_build_object(
                'function', nullif(authority_limit.function, '*'),
                -- Text: a number in JSON would lose what is above 2^53.
                'maxFen', authority_limit.max_fen::text,
                'level', authority_limit.level
              )
              order by authority_limit.function, authority_limit.level
            ),
            '[]'::jsonb
          )
        from app.authority_limit
        where authority_limit.post_id = post.post_id
      )
    )
  from app.post
  where post.post_id = asked_post_id
);

-- What has ended at that time is left out, what begins later is in: a grant is compared with it.
create function app.actor_facts(asked_staff_id text, asked_at timestamptz) returns jsonb
language sql
stable
return (
  select
    jsonb_build_object(
      'staffId', staff_member.staff_id,
      'agencyId', staff_member.agency_id,
      'agencyRegion', agency.region,
      'status', staff_member.status,
      'leftOn', staff_member.left_on,
      'ownKey', app.identity_key(staff_member.id_number),
      'relativeKeys', (
        select coalesce(jsonb_agg(app.identity_key(relative.id_number) order by relative.id_number), '[]'::jsonb)
        from app.relative
        where relative.staff_id = staff_member.staff_id
          and relative.withdrawn_on is null
      ),
      'grants', (
        select
          coalesce(
            jsonb_agg(
              jsonb_build_object(
                'grantId', role_grant.grant_id,
                'role', role_grant.role,
                'regions', to_jsonb(role_grant.regions),
                'schemes', to_jsonb(role_grant.schemes),
                'from', role_grant.valid_from,
                'to', role_grant.valid_to,
                'coverId', role_grant.cover_id
              )
              order by role_grant.grant_id
            ),
            '[]'::jsonb
          )
        from app.role_grant
        where role_grant.staff_id = staff_member.staff_id
          and (role_grant.valid_to is null or role_grant.valid_to > asked_at)
      ),
      'posts', (
        select
          coalesce(
            jsonb_agg(
              app.post_facts(post_assignment.post_id) || jsonb_build_object(
                'startedOn', post_assignment.started_on,
                'endedOn', post_assignment.ended_on
              )
              order by post_assignment.started_on, post_assignment.post_id
            ),
            '[]'::jsonb
          )
        from app.post_assignment
        where post_assignment.staff_id = staff_member.staff_id
          and (
            post_assignment.ended_on is null
            or post_assignment.ended_on > (asked_at at time zone 'Asia/Shanghai')::date
          )
      ),
      'covers', (
        select
          coalesce(
            jsonb_agg(
              app.post_facts(cover.post_id) || jsonb_build_object(
                'coverId', cover.cover_id,
                'forStaffId', cover.for_staff_id,
                'from', cover.valid_from,
                'to', cover.valid_to
              )
              order by cover.cover_id
            ),
            '[]'::jsonb
          )
        from app.cover
        where cover.staff_id = staff_member.staff_id
          and cover.valid_to > asked_at
      ),
      'absences', (
        select
          coalesce(
            jsonb_agg(
              jsonb_build_object('from', absence.valid_from, 'to', absence.valid_to)
              order by absence.valid_from, absence.absence_id
            ),
            '[]'::jsonb
          )
        from app.absence
        where absence.staff_id = staff_member.staff_id
          and absence.valid_to > asked_at
      ),
      'overtime', (
        select
          coalesce(
            jsonb_agg(
              jsonb_build_object('from', overtime_permit.valid_from, 'to', overtime_permit.valid_to)
              order by overtime_permit.valid_from, overtime_permit.permit_id
            ),
            '[]'::jsonb
          )
        from app.overtime_permit
        where overtime_permit.staff_id = staff_member.staff_id
          and overtime_permit.valid_to >= asked_at
      ),
      'epoch', (
        select authority_epoch.epoch::text
        from app.authority_epoch
        where authority_epoch.staff_id = staff_member.staff_id
      )
    )
  from app.staff_member
  join app.agency on agency.agency_id = staff_member.agency_id
  where staff_member.staff_id = asked_staff_id
);

comment on function app.actor_facts (text, timestamptz) is 'Everything mayAct must know of a person; null for an unknown one.';
