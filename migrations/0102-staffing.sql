-- release 1
-- Accounts, cover, absence and the like as records (platform.md 3, 6, 7): what their effects need in the database.

-- The kernel's save writes rows of authority; ending everything by which a person could sign in touches many rows of
-- sign-in, and must be in the same transaction. So the effect sets this time, and the trigger does the rest.
alter table app.authority_epoch add column credentials_ended_at timestamptz;

comment on column app.authority_epoch.credentials_ended_at is 'When everything by which the person could sign in was last taken away: the leaver''s, or before a new enrolment.';

grant update (credentials_ended_at) on app.authority_epoch to :app_role;

create function app.end_credentials() returns trigger
language plpgsql
as $$
begin
  update app.session
  set ended_at = clock_timestamp(), end_reason = 'DISABLED'
  where staff_id = new.staff_id and ended_at is null;

  update app.enrolment
  set withdrawn_at = clock_timestamp()
  where staff_id = new.staff_id and used_at is null and withdrawn_at is null;

  delete from app.password_credential where staff_id = new.staff_id;
  delete from app.totp_credential where staff_id = new.staff_id;
  delete from app.passkey_credential where staff_id = new.staff_id;
  delete from app.certificate_credential where staff_id = new.staff_id;
  delete from app.oidc_identity where staff_id = new.staff_id;

  return null;
end
$$;

create trigger authority_epoch_ends_credentials
after update of credentials_ended_at on app.authority_epoch
for each row
when (new.credentials_ended_at is distinct from old.credentials_ended_at)
execute function app.end_credentials();

-- A cover that is taken back before it begins ends where it would have begun.
alter table app.cover drop constraint cover_check1;

alter table app.cover add constraint cover_ends_after_it_begins check (valid_to >= valid_from);

-- For to-dos: small offices have no officers of their own, and a head is covered for by the level above.
create function app.nearest_agency_with(asked_duty text, asked_agency_id text, except_staff_ids text[]) returns text
language sql
stable
return (
  with
    asked as (
      select
        agency.agency_id,
        agency.path as agency_path,
        region.path as region_path
      from app.agency
      join app.region on region.region = agency.region
      where agency.agency_id = asked_agency_id
    ),
    person_there as (
      select
        staff_member.staff_id,
        staff_member.agency_id
      from app.staff_member
      where staff_member.status = 'ON_POST'
        and staff_member.staff_id <> all (except_staff_ids)
    ),
    holder as (
      select
        person_there.agency_id,
        (
          select max(array_position(asked.region_path, each.region))
          from unnest(role_grant.regions) as each (region)
        ) as nearness
      from asked
      join app.role_grant on role_grant.regions && asked.region_path
      join person_there on person_there.staff_id = role_grant.staff_id
      where role_grant.role = asked_duty
        and role_grant.valid_from <= clock_timestamp()
        and (role_grant.valid_to is null or role_grant.valid_to > clock_timestamp())

      union all

      select
        person_there.agency_id,
        array_position(asked.agency_path, person_there.agency_id)
      from asked
      join person_there on person_there.agency_id = any (asked.agency_path)
      join app.post_assignment on post_assignment.staff_id = person_there.staff_id
      join app.post on post.post_id = post_assignment.post_id
      where asked_duty = any (post.properties)
        and post_assignment.started_on <= (clock_timestamp() at time zone 'Asia/Shanghai')::date
        and (
          post_assignment.ended_on is null
          or post_assignment.ended_on > (clock_timestamp() at time zone 'Asia/Shanghai')::date
        )
    )
  select holder.agency_id
  from holder
  cross join asked
  order by holder.nearness desc, holder.agency_id = asked.agency_id desc, holder.agency_id
  limit 1
);

comment on function app.nearest_agency_with (text, text, text[]) is 'The agency nearest to this one with somebody of that duty who serves it; null where there is nobody.';
