-- release 1
-- Regions, agencies, posts and people (platform.md 14). Nothing here is deleted: it ends on a day.

create table app.region (
  -- GB/T 2260 and below: 6 digits to the county, 9 for a township, 12 for a village.
  region text primary key check (region ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'),
  name text not null,
  level text not null check (level in ('PROVINCE', 'CITY', 'COUNTY', 'TOWN', 'VILLAGE')),
  parent text references app.region (region) deferrable initially deferred,
  -- From the province down to itself; scope is asked of this column, so that no query walks the tree.
  path text[] not null check (cardinality(path) >= 1 and path[cardinality(path)] = region),
  valid_from date not null,
  -- The first day on which the code is no longer given to anything new; what has it keeps it.
  valid_to date,
  check (valid_to is null or valid_to > valid_from),
  check ((parent is null) = (level = 'PROVINCE')),
  -- coalesce: a check that is null passes.
  check (
    case
      when parent is null then cardinality(path) = 1
      else coalesce(path[cardinality(path) - 1] = parent, false)
    end
  )
);

comment on table app.region is '地区: the tree 省–市–县–乡–村, with abolished codes.';

create index region_by_path on app.region using gin (path);

create table app.agency (
  agency_id text primary key,
  name text not null,
  kind text not null check (
    kind in (
      'ADMIN', 'HANDLING', 'SUPERVISION', 'INFO', 'TAX', 'FINANCE', 'BANK', 'HOSPITAL', 'TOWN', 'VILLAGE'
    )
  ),
  region text not null references app.region (region),
  parent_id text references app.agency (agency_id) deferrable initially deferred,
  -- From the highest agency down to itself.
  path text[] not null check (cardinality(path) >= 1 and path[cardinality(path)] = agency_id),
  -- 上级代审: null leaves it to the number of staff (platform.md 25).
  reviewed_by_superior boolean
);

comment on table app.agency is '机构';

create index agency_by_region on app.agency (region);

create table app.post (
  post_id text primary key,
  agency_id text not null references app.agency (agency_id),
  title text not null,
  title_in_english text not null,
  is_key boolean not null,
  -- Key posts rotate after three years (R-SYS-14).
  months_max integer not null default 36 check (months_max between 1 and 600),
  -- Roles its holder may be granted; the grant itself is the officers' act.
  roles text[] not null,
  -- What comes with the post: head of the unit, a seal, a bank key.
  properties text[] not null
);

comment on table app.post is '岗位';

create index post_by_agency on app.post (agency_id);

create table app.staff_member (
  staff_id text primary key,
  name text not null,
  -- Normalised: 18 characters, upper case. Read and written in one place, shown masked (platform.md 13).
  id_number text check (id_number !~ '^[0-9]{15}$' and id_number !~ 'x$'),
  agency_id text not null references app.agency (agency_id),
  department text,
  status text not null check (status in ('ON_POST', 'LEFT', 'TRANSFERRED', 'SUSPENDED', 'RETIRED')),
  joined_on date,
  -- The first day on which the person has no access any more.
  left_on date
);

comment on table app.staff_member is '工作人员';

create index staff_member_by_agency on app.staff_member (agency_id);

create table app.post_assignment (
  staff_id text not null references app.staff_member (staff_id),
  post_id text not null references app.post (post_id),
  started_on date not null,
  -- The first day on which the post is no longer held.
  ended_on date,
  primary key (staff_id, post_id, started_on),
  check (ended_on is null or ended_on >= started_on)
);

comment on table app.post_assignment is '任岗';

create index post_assignment_by_post on app.post_assignment (post_id);

grant select, insert, update on app.region, app.agency, app.post, app.staff_member to :app_role;

grant select, insert, update (ended_on) on app.post_assignment to :app_role;

-- The same value as identityKey of src/access/identity-key.ts, which a test compares: 15 digits become 18 with the
-- check character of GB 11643-1999, a final x is upper case.
create function app.identity_key(id_number text) returns text
language sql
immutable
strict
parallel safe
return encode(
  sha256(
    convert_to(
      case
        when id_number ~ '^[0-9]{15}$' then
          left(id_number, 6) || '19' || right(id_number, 9) || substr(
            '10X98765432',
            (
              7 * substr(id_number, 1, 1)::int + 9 * substr(id_number, 2, 1)::int
              + 10 * substr(id_number, 3, 1)::int + 5 * substr(id_number, 4, 1)::int
              + 8 * substr(id_number, 5, 1)::int + 4 * substr(id_number, 6, 1)::int
              + 2 * 1 + 1 * 9
              + 6 * substr(id_number, 7, 1)::int + 3 * substr(id_number, 8, 1)::int
              + 7 * substr(id_number, 9, 1)::int + 9 * substr(id_number, 10, 1)::int
              + 10 * substr(id_number, 11, 1)::int + 5 * substr(id_number, 12, 1)::int
              + 8 * substr(id_number, 13, 1)::int + 4 * substr(id_number, 14, 1)::int
              + 2 * substr(id_number, 15, 1)::int
            ) % 11 + 1,
            1
          )
        when id_number ~ '^[0-9]{17}x$' then upper(id_number)
        else id_number
      end,
      'UTF8'
    )
  ),
  'hex'
);

-- One person with two staff numbers would be two people to every check of separation.
create unique index staff_member_by_person on app.staff_member (app.identity_key(id_number));

-- 上级代审 by default for agencies with fewer than eight staff (platform.md 25).
create function app.subject_agency(asked_agency_id text) returns jsonb
language sql
stable
return (
  select
    jsonb_build_object(
      'agencyId', agency.agency_id,
      'superiors', to_jsonb(agency.path[1:cardinality(agency.path) - 1]),
      'isReviewedBySuperior', agency.parent_id is not null
      and coalesce(
        agency.reviewed_by_superior,
        (
          select count(*)
          from app.staff_member
          where staff_member.agency_id = agency.agency_id
            and staff_member.status = 'ON_POST'
        ) < 8
      )
    )
  from app.agency
  where agency.agency_id = asked_agency_id
);

comment on function app.subject_agency (text) is 'SubjectAgency of src/access/act-request.ts; null for an unknown agency.';

-- A code that is not in the table has an empty path: it lies in nobody's scope.
create function app.region_paths(asked_regions text[]) returns jsonb
language sql
stable
return (
  select coalesce(jsonb_agg(coalesce(to_jsonb(region.path), '[]'::jsonb) order by asked.place), '[]'::jsonb)
  from unnest(asked_regions) with ordinality as asked (region, place)
  left join app.region on region.region = asked.region
);

comment on function app.region_paths (text[]) is 'The regions of an ActSubject: for each code its path from the province down.';
