-- The stored life of a finding (platform.md 4, 14): what a run, an order's check, a tip or a superior's list found, in
-- episodes; each conclusion covers the evidence rows of its episode and nothing that comes later.

create table app.finding (
  -- The standard's: it is made of standard version, rule, kind and id of the subject, so that all sources meet here.
  finding_id text collate "C" primary key check (finding_id ~ '^[0-9a-f]{16}$'),
  standard_version integer not null check (standard_version >= 1),
  rule_code text collate "C" not null,
  -- Of the version that found it last.
  rule_version integer not null check (rule_version >= 1),
  level integer not null check (level between 1 and 3),
  subject_kind text collate "C" not null,
  subject_id text collate "C" not null,
  -- In clear, shown masked; empty for subjects that are no persons.
  person_name text not null,
  -- YYYY-MM, YYYY-MM-DD, or empty.
  period_from text not null,
  period_to text not null,
  -- Of everything that counts today, concluded episodes included.
  amount_fen bigint not null,
  evidence_count integer not null check (evidence_count >= 0),
  -- With masked names.
  explanation text not null,
  -- Whoever's scope covers one of them sees the finding, but of the evidence only the rows in the scope.
  regions text[] not null check (cardinality(regions) >= 1),
  -- The lowest common superior of the regions: its owner.
  owner_region text not null references app.region (region),
  -- The handling agency of the owner's region, or the nearest above it.
  agency_id text references app.agency (agency_id),
  sources text[] not null check (cardinality(sources) >= 1 and sources <@ '{RUN,ORDER,TIP,SUPERIOR}'),
  -- The number and the state of the latest episode, kept by the trigger below.
  episode integer not null check (episode >= 1),
  status text collate "C" not null check (status in ('OPEN', 'IN_CASE', 'CONCLUDED')),
  -- Money of the latest episode while it is not concluded, else 0.
  open_amount_fen bigint not null,
  first_found_at timestamptz not null,
  first_run_id text collate "C",
  last_found_at timestamptz not null,
  last_run_id text collate "C",
  -- Day of that run in the data's time: a run of older data changes nothing.
  last_as_of date not null,
  -- A later run evaluated the rule on a delivery with the subject and found nothing; it is not closed by that.
  not_found_since timestamptz,
  not_found_run_id text collate "C",
  -- The last day on which it is silent; null: it is not.
  snoozed_until date,
  check ((not_found_since is null) = (not_found_run_id is null))
);

comment on table app.finding is '疑点: one row for rule and subject, whatever found it and however often.';

create index finding_by_regions on app.finding using gin (regions);

create index finding_by_amount on app.finding (open_amount_fen, finding_id);

create index finding_by_whole_amount on app.finding (amount_fen, finding_id);

create index finding_by_level on app.finding (level, finding_id);

create index finding_by_rule on app.finding (rule_code, finding_id);

create index finding_by_subject on app.finding (subject_kind, subject_id);

create index finding_by_found on app.finding (last_found_at, finding_id);

create index finding_by_first_found on app.finding (first_found_at, finding_id);

grant select, insert, update on app.finding to :app_role;

create table app.finding_episode (
  finding_id text collate "C" not null references app.finding (finding_id),
  episode integer not null check (episode >= 1),
  opened_at timestamptz not null,
  opened_run_id text collate "C",
  -- That opened it: whose precision its conclusion counts for.
  rule_version integer not null check (rule_version >= 1),
  state text collate "C" not null check (state in ('OPEN', 'IN_CASE', 'CONCLUDED')),
  -- The case that looks into it, or concluded it.
  record_id text collate "C",
  conclusion text collate "C" check (conclusion in ('TRUE', 'PARTIAL', 'FALSE', 'UNVERIFIABLE')),
  concluded_at timestamptz,
  -- Of its own rows that still count; frozen with the conclusion.
  amount_fen bigint not null,
  evidence_count integer not null check (evidence_count >= 0),
  primary key (finding_id, episode),
  check ((state = 'CONCLUDED') = (conclusion is not null)),
  check ((state = 'CONCLUDED') = (concluded_at is not null)),
  check (state <> 'IN_CASE' or record_id is not null)
);

comment on table app.finding_episode is 'Episodes: the rows that came together, until a conclusion covers them.';

create index finding_episode_by_record on app.finding_episode (record_id)
where
  record_id is not null;

grant select, insert on app.finding_episode to :app_role;

grant update (state, record_id, conclusion, concluded_at, amount_fen, evidence_count) on app.finding_episode to :app_role;

create table app.finding_evidence (
  finding_id text collate "C" not null,
  table_name text collate "C" not null,
  row_key text collate "C" not null,
  -- SHA-256 of the values that count and the amount: a changed row is another row.
  digest bytea not null check (length(digest) = 32),
  episode integer not null,
  -- Shown, but neither counted nor covered by a conclusion.
  is_context boolean not null,
  amount_fen bigint not null,
  -- Column of the standard → value, in clear; shown masked.
  content jsonb not null,
  -- Null: the row says nothing of a place; then it is seen with the owner's region.
  region text references app.region (region),
  first_run_id text collate "C",
  last_run_id text collate "C",
  -- The latest run that found the finding had this row.
  is_current boolean not null,
  primary key (finding_id, table_name, row_key, digest),
  foreign key (finding_id, episode) references app.finding_episode (finding_id, episode)
);

comment on table app.finding_evidence is 'Rows that a finding rests on, as they were found; none is ever changed.';

grant select, insert on app.finding_evidence to :app_role;

grant update (last_run_id, is_current) on app.finding_evidence to :app_role;

-- How often a rule's episodes turned out to be true: its precision.
create table app.rule_outcome (
  rule_code text collate "C" not null,
  rule_version integer not null,
  conclusion text collate "C" not null check (conclusion in ('TRUE', 'PARTIAL', 'FALSE', 'UNVERIFIABLE')),
  episodes bigint not null,
  primary key (rule_code, rule_version, conclusion)
);

comment on table app.rule_outcome is 'Concluded episodes by rule and conclusion, counted as they are concluded.';

grant select, insert, update on app.rule_outcome to :app_role;

-- The latest episode says how the finding stands, and conclusions are counted, whoever writes them.
create function app.follow_episode() returns trigger
language plpgsql
as $$
begin
  update app.finding
  set
    status = new.state,
    open_amount_fen = case when new.state = 'CONCLUDED' then 0 else new.amount_fen end
  where finding_id = new.finding_id
    and episode = new.episode;

  if old.conclusion is distinct from new.conclusion then
    insert into app.rule_outcome as outcome (rule_code, rule_version, conclusion, episodes)
    select finding.rule_code, new.rule_version, changed.conclusion, changed.step
    from (values (old.conclusion, -1), (new.conclusion, 1)) as changed (conclusion, step)
    cross join app.finding
    where changed.conclusion is not null
      and finding.finding_id = new.finding_id
    order by changed.conclusion
    on conflict (rule_code, rule_version, conclusion) do update
    set episodes = outcome.episodes + excluded.episodes;
  end if;

  return null;
end
$$;

create trigger follow_episode
after update on app.finding_episode
for each row
execute function app.follow_episode();

create table app.finding_snooze (
  snooze_id text collate "C" primary key,
  subject_kind text collate "C" not null,
  subject_id text collate "C" not null,
  -- Null: of every rule.
  rule_code text collate "C",
  reason text not null check (length(reason) between 4 and 500),
  -- The regions of the findings it silences: whoever may see one of them sees it.
  regions text[] not null check (cardinality(regions) >= 1),
  -- The last silent day.
  until date not null,
  set_by text not null references app.staff_member (staff_id),
  set_at timestamptz not null,
  ended_by text references app.staff_member (staff_id),
  ended_at timestamptz,
  check ((ended_by is null) = (ended_at is null))
);

comment on table app.finding_snooze is 'A subject that is silent for a time, with the reason; found again afterwards.';

create index finding_snooze_by_subject on app.finding_snooze (subject_kind, subject_id);

create index finding_snooze_by_time on app.finding_snooze (set_at, snooze_id);

grant select, insert on app.finding_snooze to :app_role;

grant update (ended_by, ended_at) on app.finding_snooze to :app_role;

-- Of the rows that count in an episode, as they are now: what whoever concludes has seen.
create function app.episode_digest(of_finding_id text, of_episode integer) returns text
language sql
stable
return (
  select
    encode(
      sha256(
        coalesce(
          string_agg(finding_evidence.digest, ''::bytea order by finding_evidence.digest),
          ''::bytea
        )
      ),
      'hex'
    )
  from app.finding_evidence
  where finding_evidence.finding_id = of_finding_id
    and finding_evidence.episode = of_episode
    and finding_evidence.is_current
    and not finding_evidence.is_context
);
