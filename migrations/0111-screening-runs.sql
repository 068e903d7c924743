-- Screening runs as jobs: whichever process has room takes one, keeps its lease alive while it works, and another takes
-- over when it does not (platform.md 22).

create table app.screening_run (
  run_id text collate "C" primary key check (run_id ~ '^[A-Za-z0-9-]{8,64}$'),
  -- The snapshot in the data folder under this id: of a delivery loaded into the register, or of an upload.
  snapshot_id text collate "C" not null check (snapshot_id ~ '^[A-Za-z0-9-]{8,64}$'),
  -- Whose data it is: subjects of its region and below are covered.
  agency_id text not null references app.agency (agency_id),
  region text not null references app.region (region),
  -- Null: every rule of the catalogue.
  rule_codes text[] check (cardinality(rule_codes) >= 1),
  -- [{rule_code, name, parameters}]: other parameters of a rule, run beside it; they leave no findings.
  shadows jsonb,
  -- Day of the run in the data's time; null: of the latest payments.
  as_of date,
  state text collate "C" not null check (state in ('WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
  -- Null: the program itself.
  asked_by text references app.staff_member (staff_id),
  asked_at timestamptz not null,
  cancel_asked_by text references app.staff_member (staff_id),
  cancel_asked_at timestamptz,
  attempts integer not null default 0,
  leased_by text collate "C",
  leased_until timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  -- {stage, subject, done, total}
  progress jsonb,
  -- {zh, en}: why it failed.
  failure jsonb,
  -- What came of it: program and standard version, coverage, warnings, counts.
  result jsonb,
  check ((state = 'RUNNING') = (leased_until is not null)),
  check ((state in ('DONE', 'FAILED', 'CANCELLED')) = (finished_at is not null)),
  check ((state = 'FAILED') = (failure is not null)),
  check ((state = 'DONE') = (result is not null))
);

comment on table app.screening_run is '筛查运行: asked, running, and what came of it.';

create index screening_run_by_time on app.screening_run (asked_at, run_id);

create index screening_run_due on app.screening_run (asked_at)
where
  state in ('WAITING', 'RUNNING');

grant select, insert on app.screening_run to :app_role;

grant update (
  state, cancel_asked_by, cancel_asked_at, attempts, leased_by, leased_until, started_at, finished_at, progress, failure,
  result, as_of
) on app.screening_run to :app_role;

create table app.screening_run_rule (
  run_id text collate "C" not null references app.screening_run (run_id),
  rule_code text collate "C" not null,
  rule_version integer not null,
  -- Empty: the live rule. Else the name of a shadow, which leaves no findings.
  shadow text collate "C" not null default '',
  status text collate "C" not null check (status in ('HIT', 'PASS', 'NOT_EVALUATED', 'FAILED')),
  reason jsonb,
  findings integer not null,
  amount_fen bigint not null,
  parameters jsonb not null,
  sql_sha256 text not null,
  seconds numeric not null,
  -- Of a shadow: what it found that the live rule did not, and so on.
  compared jsonb,
  primary key (run_id, rule_code, shadow)
);

comment on table app.screening_run_rule is 'What each rule of a run gave, with what it used: a result can be replayed.';

grant select, insert on app.screening_run_rule to :app_role;

create table app.screening_shadow_difference (
  run_id text collate "C" not null references app.screening_run (run_id),
  rule_code text collate "C" not null,
  shadow text collate "C" not null,
  finding_id text collate "C" not null,
  subject_kind text collate "C" not null,
  subject_id text collate "C" not null,
  -- {level, amount_fen, evidence_count}; null where only the other found it.
  live_side jsonb,
  shadow_side jsonb,
  primary key (run_id, rule_code, shadow, finding_id),
  check (live_side is not null or shadow_side is not null)
);

comment on table app.screening_shadow_difference is 'Where a shadow and its live rule differ; the first ten thousand of a run.';

grant select, insert on app.screening_shadow_difference to :app_role;
