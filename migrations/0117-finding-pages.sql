-- What the pages of findings ask for: filters that a person keeps, findings of the same account or employer.

create table app.saved_filter (
  saved_filter_id text collate "C" primary key,
  staff_id text not null references app.staff_member (staff_id),
  -- Which list it is a filter of: 'findings', 'cases' …
  list text collate "C" not null check (list ~ '^[a-z-]{1,30}$'),
  name text not null check (length(name) between 1 and 40),
  -- The query of the page's address.
  query text not null check (length(query) <= 2000),
  saved_at timestamptz not null,
  unique (staff_id, list, name)
);

comment on table app.saved_filter is 'A filter of a list that somebody keeps under a name, seen by that person only.';

grant select, insert, update, delete on app.saved_filter to :app_role;

-- Who else has the account, or works for the employer: without these the answer grows with the table.
create index finding_evidence_by_account on app.finding_evidence ((content ->> 'account_number'))
where
  content ->> 'account_number' is not null;

create index finding_evidence_by_employer on app.finding_evidence ((content ->> 'employer_id'))
where
  content ->> 'employer_id' is not null;

-- Which schemes a finding's counted rows are of: a list is narrowed by it without looking into the evidence.
alter table app.finding
add column schemes text[] not null default '{}';

update app.finding
set schemes = known.schemes
from (
  select finding_id, array_agg(distinct content ->> 'scheme' order by content ->> 'scheme') as schemes
  from app.finding_evidence
  where not is_context
    and content ->> 'scheme' is not null
  group by finding_id
) as known
where finding.finding_id = known.finding_id;

create index finding_by_schemes on app.finding using gin (schemes);

create function app.keep_finding_schemes() returns trigger
language plpgsql
as $$
begin
  update app.finding
  set
    schemes = array(
      select distinct scheme
      from unnest(finding.schemes || arrived.schemes) as scheme
      order by scheme
    )
  from (
    select come.finding_id, array_agg(distinct come.content ->> 'scheme') as schemes
    from come
    where not come.is_context
      and come.content ->> 'scheme' is not null
    group by come.finding_id
  ) as arrived
  where finding.finding_id = arrived.finding_id
    and not finding.schemes @> arrived.schemes;

  return null;
end
$$;

create trigger keep_finding_schemes
after insert on app.finding_evidence
referencing new table as come
for each statement
execute function app.keep_finding_schemes();
