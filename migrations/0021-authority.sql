-- release 1
-- Who may do what: grants, cover, absence, relatives, limits, overtime (issue 4, point 3). Rows end, none is deleted.

create table app.cover (
  cover_id text primary key,
  staff_id text not null references app.staff_member (staff_id),
  for_staff_id text not null references app.staff_member (staff_id),
  post_id text not null references app.post (post_id),
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  order_id text,
  check (staff_id <> for_staff_id),
  check (valid_to > valid_from)
);

comment on table app.cover is '顶岗';

create index cover_by_staff on app.cover (staff_id, valid_to);

create table app.role_grant (
  grant_id text primary key,
  staff_id text not null references app.staff_member (staff_id),
  role text not null,
  -- With everything below them.
  regions text[] not null check (cardinality(regions) >= 1),
  -- Null: all schemes.
  schemes text[] check (cardinality(schemes) >= 1),
  valid_from timestamptz not null,
  -- Exclusive.
  valid_to timestamptz,
  cover_id text references app.cover (cover_id),
  origin text not null check (origin in ('INIT', 'ORDER', 'DEMONSTRATION')),
  order_id text,
  proposed_by text references app.staff_member (staff_id),
  granted_by text references app.staff_member (staff_id),
  confirmed_by text references app.staff_member (staff_id),
  ended_by text references app.staff_member (staff_id),
  -- An end before the beginning is a grant that was taken back before it came into force.
  check (valid_to is null or valid_to >= valid_from or ended_by is not null),
  -- What the decision refuses cannot be stored either: two people, neither of them the grantee.
  check (
    origin <> 'ORDER'
    or (
      order_id is not null
      and proposed_by is not null
      and granted_by is not null
      and proposed_by <> granted_by
      and staff_id not in (proposed_by, granted_by)
      and (confirmed_by is null or confirmed_by not in (staff_id, proposed_by, granted_by))
    )
  )
);

comment on table app.role_grant is '授权';

create index role_grant_by_staff on app.role_grant (staff_id, valid_to);

create table app.absence (
  absence_id text primary key,
  staff_id text not null references app.staff_member (staff_id),
  kind text not null check (kind in ('ANNUAL', 'TRAVEL', 'SICK', 'PARENTAL', 'OTHER')),
  valid_from timestamptz not null,
  valid_to timestamptz not null
);

comment on table app.absence is '请休假、出差';

create index absence_by_staff on app.absence (staff_id, valid_to);

create table app.relative (
  staff_id text not null references app.staff_member (staff_id),
  id_number text not null check (id_number !~ '^[0-9]{15}$' and id_number !~ 'x$'),
  relation text not null check (relation in ('SPOUSE', 'PARENT', 'CHILD', 'SIBLING', 'OTHER')),
  name text not null,
  declared_on date not null,
  -- Only where the declaration was a mistake.
  withdrawn_on date,
  primary key (staff_id, id_number)
);

comment on table app.relative is '亲属申报';

create table app.authority_limit (
  post_id text not null references app.post (post_id),
  -- '*': every function without a line of its own.
  function text not null,
  level integer not null check (level in (1, 2)),
  max_fen bigint not null check (max_fen >= 0),
  primary key (post_id, function, level)
);

comment on table app.authority_limit is '审批额度';

create table app.overtime_permit (
  permit_id text primary key,
  staff_id text not null references app.staff_member (staff_id),
  valid_from timestamptz not null,
  -- Inclusive, as the standard's SYS-03 reads overtime.
  valid_to timestamptz not null,
  approved_by text not null references app.staff_member (staff_id),
  order_id text,
  check (valid_to > valid_from),
  check (approved_by <> staff_id)
);

comment on table app.overtime_permit is '加班许可';

create index overtime_permit_by_staff on app.overtime_permit (staff_id, valid_to);

-- Raised in the transaction of every change of a person's facts; the save of an act compares it with the value its
-- decision was made on (platform.md 15).
create table app.authority_epoch (
  staff_id text primary key references app.staff_member (staff_id),
  epoch bigint not null
)
with (fillfactor = 50);

comment on table app.authority_epoch is 'How often the facts about a person''s authority have changed.';

grant select, insert, update (valid_to) on app.cover, app.absence, app.overtime_permit to :app_role;

grant select, insert, update (valid_to, ended_by) on app.role_grant to :app_role;

grant select, insert, update (withdrawn_on) on app.relative to :app_role;

grant select, insert, update (max_fen) on app.authority_limit to :app_role;

grant select, insert, update (epoch) on app.authority_epoch to :app_role;
