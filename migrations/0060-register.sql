-- Generated from src/standard by src/register/register-schema.ts: a test fails while the two differ.
-- The register: the tables of the supervision data standard with the snapshot's columns, so that a rule's SQL runs on
-- either (platform.md 1, 5). What the snapshot derives is generated here. Each row names the delivery it came with, or
-- the order that wrote it last. Timestamps are Beijing time, as delivered.

create table register.person (
  person_id text collate "C" not null,
  id_number text collate "C" not null,
  name text collate "C" not null,
  name_normalised text collate "C" not null,
  sex text collate "C",
  birth_date date,
  archive_birth_date date,
  first_work_date date,
  category text collate "C",
  phone text collate "C",
  address text collate "C",
  region text collate "C",
  life_status text collate "C",
  death_date date,
  retire_date date,
  recorded_at timestamp(0),
  birth_date_day integer generated always as (birth_date - date '1970-01-01') stored,
  birth_date_month integer generated always as (extract(year from birth_date)::integer * 12 + extract(month from birth_date)::integer - 1) stored,
  archive_birth_date_day integer generated always as (archive_birth_date - date '1970-01-01') stored,
  archive_birth_date_month integer generated always as (extract(year from archive_birth_date)::integer * 12 + extract(month from archive_birth_date)::integer - 1) stored,
  first_work_date_day integer generated always as (first_work_date - date '1970-01-01') stored,
  first_work_date_month integer generated always as (extract(year from first_work_date)::integer * 12 + extract(month from first_work_date)::integer - 1) stored,
  death_date_day integer generated always as (death_date - date '1970-01-01') stored,
  death_date_month integer generated always as (extract(year from death_date)::integer * 12 + extract(month from death_date)::integer - 1) stored,
  retire_date_day integer generated always as (retire_date - date '1970-01-01') stored,
  retire_date_month integer generated always as (extract(year from retire_date)::integer * 12 + extract(month from retire_date)::integer - 1) stored,
  recorded_at_day integer generated always as (recorded_at::date - date '1970-01-01') stored,
  recorded_at_month integer generated always as (extract(year from recorded_at)::integer * 12 + extract(month from recorded_at)::integer - 1) stored,
  recorded_at_second bigint generated always as (extract(epoch from recorded_at)::bigint) stored,
  recorded_at_second_of_day integer generated always as (extract(hour from recorded_at)::integer * 3600 + extract(minute from recorded_at)::integer * 60 + extract(second from recorded_at)::integer) stored,
  source_delivery text,
  source_order text,
  primary key (person_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.person is '参保人员';

create index on register.person (id_number);

grant select, insert, update, delete on register.person to :app_role;

create table register.employer (
  employer_id text collate "C" not null,
  credit_code text collate "C",
  name text collate "C" not null,
  industry_code text collate "C",
  injury_risk_class bigint,
  region text collate "C",
  registered_on date,
  registration_status text collate "C",
  cancelled_on date,
  legal_representative_id_number text collate "C",
  phone text collate "C",
  declared_headcount bigint,
  registered_on_day integer generated always as (registered_on - date '1970-01-01') stored,
  registered_on_month integer generated always as (extract(year from registered_on)::integer * 12 + extract(month from registered_on)::integer - 1) stored,
  cancelled_on_day integer generated always as (cancelled_on - date '1970-01-01') stored,
  cancelled_on_month integer generated always as (extract(year from cancelled_on)::integer * 12 + extract(month from cancelled_on)::integer - 1) stored,
  source_delivery text,
  source_order text,
  primary key (employer_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.employer is '参保单位';

create index on register.employer (credit_code);

grant select, insert, update, delete on register.employer to :app_role;

create table register.enrolment (
  enrolment_id text collate "C" not null,
  person_id text collate "C" not null,
  employer_id text collate "C",
  scheme text collate "C" not null,
  region text collate "C",
  status text collate "C" not null,
  started_on date not null,
  ended_on date,
  end_reason text collate "C",
  recorded_at timestamp(0),
  started_on_day integer generated always as (started_on - date '1970-01-01') stored,
  started_on_month integer generated always as (extract(year from started_on)::integer * 12 + extract(month from started_on)::integer - 1) stored,
  ended_on_day integer generated always as (ended_on - date '1970-01-01') stored,
  ended_on_month integer generated always as (extract(year from ended_on)::integer * 12 + extract(month from ended_on)::integer - 1) stored,
  recorded_at_day integer generated always as (recorded_at::date - date '1970-01-01') stored,
  recorded_at_month integer generated always as (extract(year from recorded_at)::integer * 12 + extract(month from recorded_at)::integer - 1) stored,
  recorded_at_second bigint generated always as (extract(epoch from recorded_at)::bigint) stored,
  recorded_at_second_of_day integer generated always as (extract(hour from recorded_at)::integer * 3600 + extract(minute from recorded_at)::integer * 60 + extract(second from recorded_at)::integer) stored,
  source_delivery text,
  source_order text,
  primary key (enrolment_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.enrolment is '参保关系';

create index on register.enrolment (person_id);

grant select, insert, update, delete on register.enrolment to :app_role;

create table register.contribution (
  contribution_id text collate "C" not null,
  person_id text collate "C" not null,
  employer_id text collate "C",
  scheme text collate "C" not null,
  period integer not null,
  base_fen bigint not null,
  employer_rate_millionths bigint,
  person_rate_millionths bigint,
  employer_amount_fen bigint,
  person_amount_fen bigint,
  kind text collate "C",
  paid_on date,
  voucher_number text collate "C",
  operator_id text collate "C",
  reviewer_id text collate "C",
  recorded_at timestamp(0),
  paid_on_day integer generated always as (paid_on - date '1970-01-01') stored,
  paid_on_month integer generated always as (extract(year from paid_on)::integer * 12 + extract(month from paid_on)::integer - 1) stored,
  recorded_at_day integer generated always as (recorded_at::date - date '1970-01-01') stored,
  recorded_at_month integer generated always as (extract(year from recorded_at)::integer * 12 + extract(month from recorded_at)::integer - 1) stored,
  recorded_at_second bigint generated always as (extract(epoch from recorded_at)::bigint) stored,
  recorded_at_second_of_day integer generated always as (extract(hour from recorded_at)::integer * 3600 + extract(minute from recorded_at)::integer * 60 + extract(second from recorded_at)::integer) stored,
  source_delivery text,
  source_order text,
  primary key (contribution_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.contribution is '缴费明细';

create index on register.contribution (person_id);

create index on register.contribution (employer_id);

grant select, insert, update, delete on register.contribution to :app_role;

create table register.contribution_declaration (
  employer_id text collate "C" not null,
  scheme text collate "C" not null,
  period integer not null,
  headcount bigint,
  base_total_fen bigint,
  payable_fen bigint not null,
  paid_fen bigint not null,
  declared_on date,
  declared_on_day integer generated always as (declared_on - date '1970-01-01') stored,
  declared_on_month integer generated always as (extract(year from declared_on)::integer * 12 + extract(month from declared_on)::integer - 1) stored,
  row_key text collate "C" generated always as (employer_id || '#' || scheme || '#' || lpad((period / 12)::text, 4, '0') || '-' || lpad((period % 12 + 1)::text, 2, '0')) stored,
  source_delivery text,
  source_order text,
  unique (row_key),
  primary key (employer_id, scheme, period),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.contribution_declaration is '缴费申报核定';

grant select, insert, update, delete on register.contribution_declaration to :app_role;

create table register.account_adjustment (
  adjustment_id text collate "C" not null,
  person_id text collate "C" not null,
  scheme text collate "C" not null,
  period_from integer not null,
  period_to integer not null,
  months bigint not null,
  amount_fen bigint not null,
  kind text collate "C",
  support_document text collate "C",
  voucher_number text collate "C",
  operator_id text collate "C" not null,
  reviewer_id text collate "C",
  recorded_at timestamp(0) not null,
  recorded_at_day integer generated always as (recorded_at::date - date '1970-01-01') stored,
  recorded_at_month integer generated always as (extract(year from recorded_at)::integer * 12 + extract(month from recorded_at)::integer - 1) stored,
  recorded_at_second bigint generated always as (extract(epoch from recorded_at)::bigint) stored,
  recorded_at_second_of_day integer generated always as (extract(hour from recorded_at)::integer * 3600 + extract(minute from recorded_at)::integer * 60 + extract(second from recorded_at)::integer) stored,
  source_delivery text,
  source_order text,
  primary key (adjustment_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.account_adjustment is '个人账户补填补录';

create index on register.account_adjustment (person_id);

grant select, insert, update, delete on register.account_adjustment to :app_role;

create table register.retirement (
  retirement_id text collate "C" not null,
  person_id text collate "C" not null,
  scheme text collate "C" not null,
  kind text collate "C" not null,
  retire_month integer not null,
  contribution_months bigint,
  deemed_months bigint,
  average_index_millionths bigint,
  base_amount_fen bigint,
  account_balance_fen bigint,
  payout_months bigint,
  basic_pension_fen bigint,
  account_pension_fen bigint,
  transitional_pension_fen bigint,
  other_pension_fen bigint,
  total_fen bigint not null,
  determined_by text collate "C",
  notice_from date,
  notice_to date,
  operator_id text collate "C",
  reviewer_id text collate "C",
  approver_id text collate "C",
  decided_at timestamp(0),
  notice_from_day integer generated always as (notice_from - date '1970-01-01') stored,
  notice_from_month integer generated always as (extract(year from notice_from)::integer * 12 + extract(month from notice_from)::integer - 1) stored,
  notice_to_day integer generated always as (notice_to - date '1970-01-01') stored,
  notice_to_month integer generated always as (extract(year from notice_to)::integer * 12 + extract(month from notice_to)::integer - 1) stored,
  decided_at_day integer generated always as (decided_at::date - date '1970-01-01') stored,
  decided_at_month integer generated always as (extract(year from decided_at)::integer * 12 + extract(month from decided_at)::integer - 1) stored,
  decided_at_second bigint generated always as (extract(epoch from decided_at)::bigint) stored,
  decided_at_second_of_day integer generated always as (extract(hour from decided_at)::integer * 3600 + extract(minute from decided_at)::integer * 60 + extract(second from decided_at)::integer) stored,
  source_delivery text,
  source_order text,
  primary key (retirement_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.retirement is '退休核定';

create index on register.retirement (person_id);

grant select, insert, update, delete on register.retirement to :app_role;

create table register.entitlement (
  entitlement_id text collate "C" not null,
  person_id text collate "C" not null,
  scheme text collate "C" not null,
  benefit text collate "C" not null,
  starts integer not null,
  monthly_amount_fen bigint,
  status text collate "C" not null,
  status_reason text collate "C",
  ended integer,
  source_delivery text,
  source_order text,
  primary key (entitlement_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.entitlement is '待遇资格';

create index on register.entitlement (person_id);

grant select, insert, update, delete on register.entitlement to :app_role;

create table register.entitlement_change (
  change_id text collate "C" not null,
  entitlement_id text collate "C" not null,
  person_id text collate "C" not null,
  kind text collate "C" not null,
  reason text collate "C",
  effective integer not null,
  amount_before_fen bigint,
  amount_after_fen bigint,
  method text collate "C",
  policy_batch text collate "C",
  support_document text collate "C",
  order_id text collate "C",
  operator_id text collate "C",
  reviewer_id text collate "C",
  operator_terminal text collate "C",
  reviewer_terminal text collate "C",
  recorded_at timestamp(0) not null,
  recorded_at_day integer generated always as (recorded_at::date - date '1970-01-01') stored,
  recorded_at_month integer generated always as (extract(year from recorded_at)::integer * 12 + extract(month from recorded_at)::integer - 1) stored,
  recorded_at_second bigint generated always as (extract(epoch from recorded_at)::bigint) stored,
  recorded_at_second_of_day integer generated always as (extract(hour from recorded_at)::integer * 3600 + extract(minute from recorded_at)::integer * 60 + extract(second from recorded_at)::integer) stored,
  source_delivery text,
  source_order text,
  primary key (change_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.entitlement_change is '待遇变更';

create index on register.entitlement_change (person_id);

create index on register.entitlement_change (entitlement_id);

grant select, insert, update, delete on register.entitlement_change to :app_role;

create table register.payee_account (
  account_number text collate "C" not null,
  person_id text collate "C" not null,
  bank text collate "C",
  holder_name text collate "C",
  holder_id_number text collate "C",
  holder_kind text collate "C",
  kind text collate "C",
  valid_from date,
  valid_to date,
  valid_from_day integer generated always as (valid_from - date '1970-01-01') stored,
  valid_from_month integer generated always as (extract(year from valid_from)::integer * 12 + extract(month from valid_from)::integer - 1) stored,
  valid_to_day integer generated always as (valid_to - date '1970-01-01') stored,
  valid_to_month integer generated always as (extract(year from valid_to)::integer * 12 + extract(month from valid_to)::integer - 1) stored,
  row_key text collate "C" generated always as (account_number || '#' || person_id) stored,
  source_delivery text,
  source_order text,
  unique (row_key),
  primary key (account_number, person_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.payee_account is '发放账户';

create index on register.payee_account (person_id);

create index on register.payee_account (holder_id_number);

grant select, insert, update, delete on register.payee_account to :app_role;

create table register.payee_account_change (
  change_id text collate "C" not null,
  person_id text collate "C" not null,
  old_account text collate "C" not null,
  new_account text collate "C" not null,
  channel text collate "C",
  planned_batch text collate "C",
  order_id text collate "C",
  operator_id text collate "C",
  reviewer_id text collate "C",
  operator_terminal text collate "C",
  reviewer_terminal text collate "C",
  recorded_at timestamp(0) not null,
  recorded_at_day integer generated always as (recorded_at::date - date '1970-01-01') stored,
  recorded_at_month integer generated always as (extract(year from recorded_at)::integer * 12 + extract(month from recorded_at)::integer - 1) stored,
  recorded_at_second bigint generated always as (extract(epoch from recorded_at)::bigint) stored,
  recorded_at_second_of_day integer generated always as (extract(hour from recorded_at)::integer * 3600 + extract(minute from recorded_at)::integer * 60 + extract(second from recorded_at)::integer) stored,
  source_delivery text,
  source_order text,
  primary key (change_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.payee_account_change is '发放账户变更';

create index on register.payee_account_change (person_id);

grant select, insert, update, delete on register.payee_account_change to :app_role;

create table register.payment_batch (
  batch_id text collate "C" not null,
  scheme text collate "C" not null,
  pay_month integer not null,
  kind text collate "C",
  line_count bigint not null,
  total_amount_fen bigint not null,
  prepared_file_hash text collate "C",
  sent_file_hash text collate "C",
  channel text collate "C" not null,
  prepared_by text collate "C",
  reviewed_by text collate "C",
  approved_by text collate "C",
  meeting_id text collate "C",
  sent_at timestamp(0),
  settled_at timestamp(0),
  sent_at_day integer generated always as (sent_at::date - date '1970-01-01') stored,
  sent_at_month integer generated always as (extract(year from sent_at)::integer * 12 + extract(month from sent_at)::integer - 1) stored,
  sent_at_second bigint generated always as (extract(epoch from sent_at)::bigint) stored,
  sent_at_second_of_day integer generated always as (extract(hour from sent_at)::integer * 3600 + extract(minute from sent_at)::integer * 60 + extract(second from sent_at)::integer) stored,
  settled_at_day integer generated always as (settled_at::date - date '1970-01-01') stored,
  settled_at_month integer generated always as (extract(year from settled_at)::integer * 12 + extract(month from settled_at)::integer - 1) stored,
  settled_at_second bigint generated always as (extract(epoch from settled_at)::bigint) stored,
  settled_at_second_of_day integer generated always as (extract(hour from settled_at)::integer * 3600 + extract(minute from settled_at)::integer * 60 + extract(second from settled_at)::integer) stored,
  source_delivery text,
  source_order text,
  primary key (batch_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.payment_batch is '支付批次';

grant select, insert, update, delete on register.payment_batch to :app_role;

create table register.payment (
  payment_id text collate "C" not null,
  batch_id text collate "C",
  person_id text collate "C" not null,
  entitlement_id text collate "C",
  scheme text collate "C" not null,
  benefit text collate "C" not null,
  pay_month integer not null,
  period_from integer not null,
  period_to integer not null,
  kind text collate "C" not null,
  amount_fen bigint not null,
  account_number text collate "C",
  holder_name text collate "C",
  holder_name_normalised text collate "C",
  status text collate "C" not null,
  resend_of text collate "C",
  source_delivery text,
  source_order text,
  primary key (payment_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.payment is '待遇发放明细';

create index on register.payment (person_id);

create index on register.payment (account_number);

create index on register.payment (entitlement_id);

create index on register.payment (batch_id);

create index on register.payment (resend_of)
where
  resend_of is not null;

create index on register.payment (pay_month)
where
  status = 'PAID';

grant select, insert, update, delete on register.payment to :app_role;

create table register.payment_return (
  return_id text collate "C" not null,
  payment_id text collate "C" not null,
  reason text collate "C",
  returned_on date not null,
  handled_by text collate "C",
  handled_on date,
  returned_on_day integer generated always as (returned_on - date '1970-01-01') stored,
  returned_on_month integer generated always as (extract(year from returned_on)::integer * 12 + extract(month from returned_on)::integer - 1) stored,
  handled_on_day integer generated always as (handled_on - date '1970-01-01') stored,
  handled_on_month integer generated always as (extract(year from handled_on)::integer * 12 + extract(month from handled_on)::integer - 1) stored,
  source_delivery text,
  source_order text,
  primary key (return_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.payment_return is '退票';

create index on register.payment_return (payment_id);

grant select, insert, update, delete on register.payment_return to :app_role;

create table register.social_card (
  card_number text collate "C" not null,
  person_id text collate "C" not null,
  bank text collate "C",
  account_number text collate "C",
  made_on date not null,
  issued_on date,
  activated_on date,
  activated_in_person boolean,
  recalled_on date,
  status text collate "C" not null,
  location text collate "C",
  made_on_day integer generated always as (made_on - date '1970-01-01') stored,
  made_on_month integer generated always as (extract(year from made_on)::integer * 12 + extract(month from made_on)::integer - 1) stored,
  issued_on_day integer generated always as (issued_on - date '1970-01-01') stored,
  issued_on_month integer generated always as (extract(year from issued_on)::integer * 12 + extract(month from issued_on)::integer - 1) stored,
  activated_on_day integer generated always as (activated_on - date '1970-01-01') stored,
  activated_on_month integer generated always as (extract(year from activated_on)::integer * 12 + extract(month from activated_on)::integer - 1) stored,
  recalled_on_day integer generated always as (recalled_on - date '1970-01-01') stored,
  recalled_on_month integer generated always as (extract(year from recalled_on)::integer * 12 + extract(month from recalled_on)::integer - 1) stored,
  source_delivery text,
  source_order text,
  primary key (card_number),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.social_card is '社会保障卡';

create index on register.social_card (person_id);

grant select, insert, update, delete on register.social_card to :app_role;

create table register.certification (
  certification_id text collate "C" not null,
  person_id text collate "C" not null,
  certified_at timestamp(0) not null,
  channel text collate "C" not null,
  result text collate "C" not null,
  score_millionths bigint,
  device_id text collate "C",
  operator_id text collate "C",
  reviewer_id text collate "C",
  evidence text collate "C",
  certified_at_day integer generated always as (certified_at::date - date '1970-01-01') stored,
  certified_at_month integer generated always as (extract(year from certified_at)::integer * 12 + extract(month from certified_at)::integer - 1) stored,
  certified_at_second bigint generated always as (extract(epoch from certified_at)::bigint) stored,
  certified_at_second_of_day integer generated always as (extract(hour from certified_at)::integer * 3600 + extract(minute from certified_at)::integer * 60 + extract(second from certified_at)::integer) stored,
  source_delivery text,
  source_order text,
  primary key (certification_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.certification is '待遇资格认证';

create index on register.certification (person_id);

grant select, insert, update, delete on register.certification to :app_role;

create table register.person_change (
  change_id text collate "C" not null,
  person_id text collate "C" not null,
  field text collate "C" not null,
  old_value text collate "C",
  new_value text collate "C",
  support_document text collate "C",
  order_id text collate "C",
  operator_id text collate "C",
  reviewer_id text collate "C",
  recorded_at timestamp(0) not null,
  recorded_at_day integer generated always as (recorded_at::date - date '1970-01-01') stored,
  recorded_at_month integer generated always as (extract(year from recorded_at)::integer * 12 + extract(month from recorded_at)::integer - 1) stored,
  recorded_at_second bigint generated always as (extract(epoch from recorded_at)::bigint) stored,
  recorded_at_second_of_day integer generated always as (extract(hour from recorded_at)::integer * 3600 + extract(minute from recorded_at)::integer * 60 + extract(second from recorded_at)::integer) stored,
  source_delivery text,
  source_order text,
  primary key (change_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.person_change is '关键信息变更';

create index on register.person_change (person_id);

grant select, insert, update, delete on register.person_change to :app_role;

create table register.staff (
  staff_id text collate "C" not null,
  name text collate "C" not null,
  id_number text collate "C",
  department text collate "C",
  status text collate "C" not null,
  left_on date,
  left_on_day integer generated always as (left_on - date '1970-01-01') stored,
  left_on_month integer generated always as (extract(year from left_on)::integer * 12 + extract(month from left_on)::integer - 1) stored,
  source_delivery text,
  source_order text,
  primary key (staff_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.staff is '工作人员';

create index on register.staff (id_number);

grant select, insert, update, delete on register.staff to :app_role;

create table register.staff_relative (
  staff_id text collate "C" not null,
  relation text collate "C",
  name text collate "C" not null,
  id_number text collate "C" not null,
  row_key text collate "C" generated always as (staff_id || '#' || id_number) stored,
  source_delivery text,
  source_order text,
  unique (row_key),
  primary key (staff_id, id_number),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.staff_relative is '亲属申报';

create index on register.staff_relative (id_number);

grant select, insert, update, delete on register.staff_relative to :app_role;

create table register.user_account (
  account_id text collate "C" not null,
  staff_id text collate "C",
  status text collate "C" not null,
  login_method text collate "C",
  created_at timestamp(0),
  disabled_at timestamp(0),
  created_at_day integer generated always as (created_at::date - date '1970-01-01') stored,
  created_at_month integer generated always as (extract(year from created_at)::integer * 12 + extract(month from created_at)::integer - 1) stored,
  created_at_second bigint generated always as (extract(epoch from created_at)::bigint) stored,
  created_at_second_of_day integer generated always as (extract(hour from created_at)::integer * 3600 + extract(minute from created_at)::integer * 60 + extract(second from created_at)::integer) stored,
  disabled_at_day integer generated always as (disabled_at::date - date '1970-01-01') stored,
  disabled_at_month integer generated always as (extract(year from disabled_at)::integer * 12 + extract(month from disabled_at)::integer - 1) stored,
  disabled_at_second bigint generated always as (extract(epoch from disabled_at)::bigint) stored,
  disabled_at_second_of_day integer generated always as (extract(hour from disabled_at)::integer * 3600 + extract(minute from disabled_at)::integer * 60 + extract(second from disabled_at)::integer) stored,
  source_delivery text,
  source_order text,
  primary key (account_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.user_account is '系统账号';

create index on register.user_account (staff_id);

grant select, insert, update, delete on register.user_account to :app_role;

create table register.role_grant (
  account_id text collate "C" not null,
  role text collate "C" not null,
  granted_at timestamp(0) not null,
  revoked_at timestamp(0),
  granted_at_day integer generated always as (granted_at::date - date '1970-01-01') stored,
  granted_at_month integer generated always as (extract(year from granted_at)::integer * 12 + extract(month from granted_at)::integer - 1) stored,
  granted_at_second bigint generated always as (extract(epoch from granted_at)::bigint) stored,
  granted_at_second_of_day integer generated always as (extract(hour from granted_at)::integer * 3600 + extract(minute from granted_at)::integer * 60 + extract(second from granted_at)::integer) stored,
  revoked_at_day integer generated always as (revoked_at::date - date '1970-01-01') stored,
  revoked_at_month integer generated always as (extract(year from revoked_at)::integer * 12 + extract(month from revoked_at)::integer - 1) stored,
  revoked_at_second bigint generated always as (extract(epoch from revoked_at)::bigint) stored,
  revoked_at_second_of_day integer generated always as (extract(hour from revoked_at)::integer * 3600 + extract(minute from revoked_at)::integer * 60 + extract(second from revoked_at)::integer) stored,
  row_key text collate "C" generated always as (account_id || '#' || role || '#' || lpad((extract(year from granted_at)::integer)::text, 4, '0') || '-' || lpad((extract(month from granted_at)::integer)::text, 2, '0') || '-' || lpad((extract(day from granted_at)::integer)::text, 2, '0') || 'T' || lpad((extract(hour from granted_at)::integer)::text, 2, '0') || ':' || lpad((extract(minute from granted_at)::integer)::text, 2, '0') || ':' || lpad((extract(second from granted_at)::integer)::text, 2, '0')) stored,
  source_delivery text,
  source_order text,
  unique (row_key),
  primary key (account_id, role, granted_at),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.role_grant is '授权';

grant select, insert, update, delete on register.role_grant to :app_role;

create table register.post_assignment (
  staff_id text collate "C" not null,
  post text collate "C" not null,
  is_key_post boolean not null,
  started_on date not null,
  ended_on date,
  is_substitute boolean,
  started_on_day integer generated always as (started_on - date '1970-01-01') stored,
  started_on_month integer generated always as (extract(year from started_on)::integer * 12 + extract(month from started_on)::integer - 1) stored,
  ended_on_day integer generated always as (ended_on - date '1970-01-01') stored,
  ended_on_month integer generated always as (extract(year from ended_on)::integer * 12 + extract(month from ended_on)::integer - 1) stored,
  row_key text collate "C" generated always as (staff_id || '#' || post || '#' || lpad((extract(year from started_on)::integer)::text, 4, '0') || '-' || lpad((extract(month from started_on)::integer)::text, 2, '0') || '-' || lpad((extract(day from started_on)::integer)::text, 2, '0')) stored,
  source_delivery text,
  source_order text,
  unique (row_key),
  primary key (staff_id, post, started_on),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.post_assignment is '任岗';

grant select, insert, update, delete on register.post_assignment to :app_role;

create table register.operation (
  operation_id text collate "C" not null,
  recorded_at timestamp(0) not null,
  staff_id text collate "C",
  account_id text collate "C" not null,
  terminal text collate "C",
  function_code text collate "C" not null,
  action text collate "C" not null,
  person_id text collate "C",
  order_id text collate "C",
  recorded_at_day integer generated always as (recorded_at::date - date '1970-01-01') stored,
  recorded_at_month integer generated always as (extract(year from recorded_at)::integer * 12 + extract(month from recorded_at)::integer - 1) stored,
  recorded_at_second bigint generated always as (extract(epoch from recorded_at)::bigint) stored,
  recorded_at_second_of_day integer generated always as (extract(hour from recorded_at)::integer * 3600 + extract(minute from recorded_at)::integer * 60 + extract(second from recorded_at)::integer) stored,
  source_delivery text,
  source_order text,
  primary key (operation_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.operation is '操作日志';

create index on register.operation (staff_id);

create index on register.operation (account_id);

grant select, insert, update, delete on register.operation to :app_role;

create table register.business_order (
  order_id text collate "C" not null,
  function_code text collate "C" not null,
  person_id text collate "C",
  employer_id text collate "C",
  channel text collate "C",
  amount_fen bigint,
  applied_at timestamp(0) not null,
  status text collate "C",
  applied_at_day integer generated always as (applied_at::date - date '1970-01-01') stored,
  applied_at_month integer generated always as (extract(year from applied_at)::integer * 12 + extract(month from applied_at)::integer - 1) stored,
  applied_at_second bigint generated always as (extract(epoch from applied_at)::bigint) stored,
  applied_at_second_of_day integer generated always as (extract(hour from applied_at)::integer * 3600 + extract(minute from applied_at)::integer * 60 + extract(second from applied_at)::integer) stored,
  source_delivery text,
  source_order text,
  primary key (order_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.business_order is '业务单';

grant select, insert, update, delete on register.business_order to :app_role;

create table register.business_step (
  order_id text collate "C" not null,
  step_number bigint not null,
  step text collate "C" not null,
  staff_id text collate "C" not null,
  terminal text collate "C",
  decided_at timestamp(0) not null,
  decision text collate "C",
  decided_at_day integer generated always as (decided_at::date - date '1970-01-01') stored,
  decided_at_month integer generated always as (extract(year from decided_at)::integer * 12 + extract(month from decided_at)::integer - 1) stored,
  decided_at_second bigint generated always as (extract(epoch from decided_at)::bigint) stored,
  decided_at_second_of_day integer generated always as (extract(hour from decided_at)::integer * 3600 + extract(minute from decided_at)::integer * 60 + extract(second from decided_at)::integer) stored,
  row_key text collate "C" generated always as (order_id || '#' || step_number::text) stored,
  source_delivery text,
  source_order text,
  unique (row_key),
  primary key (order_id, step_number),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.business_step is '业务环节';

grant select, insert, update, delete on register.business_step to :app_role;

create table register.overtime (
  staff_id text collate "C" not null,
  started_at timestamp(0) not null,
  ended_at timestamp(0) not null,
  started_at_day integer generated always as (started_at::date - date '1970-01-01') stored,
  started_at_month integer generated always as (extract(year from started_at)::integer * 12 + extract(month from started_at)::integer - 1) stored,
  started_at_second bigint generated always as (extract(epoch from started_at)::bigint) stored,
  started_at_second_of_day integer generated always as (extract(hour from started_at)::integer * 3600 + extract(minute from started_at)::integer * 60 + extract(second from started_at)::integer) stored,
  ended_at_day integer generated always as (ended_at::date - date '1970-01-01') stored,
  ended_at_month integer generated always as (extract(year from ended_at)::integer * 12 + extract(month from ended_at)::integer - 1) stored,
  ended_at_second bigint generated always as (extract(epoch from ended_at)::bigint) stored,
  ended_at_second_of_day integer generated always as (extract(hour from ended_at)::integer * 3600 + extract(minute from ended_at)::integer * 60 + extract(second from ended_at)::integer) stored,
  row_key text collate "C" generated always as (staff_id || '#' || lpad((extract(year from started_at)::integer)::text, 4, '0') || '-' || lpad((extract(month from started_at)::integer)::text, 2, '0') || '-' || lpad((extract(day from started_at)::integer)::text, 2, '0') || 'T' || lpad((extract(hour from started_at)::integer)::text, 2, '0') || ':' || lpad((extract(minute from started_at)::integer)::text, 2, '0') || ':' || lpad((extract(second from started_at)::integer)::text, 2, '0')) stored,
  source_delivery text,
  source_order text,
  unique (row_key),
  primary key (staff_id, started_at),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.overtime is '加班申请';

grant select, insert, update, delete on register.overtime to :app_role;

create table register.death (
  source text collate "C" not null,
  id_number text collate "C" not null,
  name text collate "C",
  name_normalised text collate "C",
  died_on date not null,
  reported_on date,
  revoked boolean,
  died_on_day integer generated always as (died_on - date '1970-01-01') stored,
  died_on_month integer generated always as (extract(year from died_on)::integer * 12 + extract(month from died_on)::integer - 1) stored,
  reported_on_day integer generated always as (reported_on - date '1970-01-01') stored,
  reported_on_month integer generated always as (extract(year from reported_on)::integer * 12 + extract(month from reported_on)::integer - 1) stored,
  row_key text collate "C" generated always as (source || '#' || id_number || '#' || lpad((extract(year from died_on)::integer)::text, 4, '0') || '-' || lpad((extract(month from died_on)::integer)::text, 2, '0') || '-' || lpad((extract(day from died_on)::integer)::text, 2, '0')) stored,
  source_delivery text,
  source_order text,
  unique (row_key),
  primary key (source, id_number, died_on),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.death is '死亡信息';

create index on register.death (id_number);

grant select, insert, update, delete on register.death to :app_role;

create table register.imprisonment (
  id_number text collate "C" not null,
  name text collate "C",
  kind text collate "C" not null,
  started_on date not null,
  ended_on date,
  started_on_day integer generated always as (started_on - date '1970-01-01') stored,
  started_on_month integer generated always as (extract(year from started_on)::integer * 12 + extract(month from started_on)::integer - 1) stored,
  ended_on_day integer generated always as (ended_on - date '1970-01-01') stored,
  ended_on_month integer generated always as (extract(year from ended_on)::integer * 12 + extract(month from ended_on)::integer - 1) stored,
  row_key text collate "C" generated always as (id_number || '#' || lpad((extract(year from started_on)::integer)::text, 4, '0') || '-' || lpad((extract(month from started_on)::integer)::text, 2, '0') || '-' || lpad((extract(day from started_on)::integer)::text, 2, '0')) stored,
  source_delivery text,
  source_order text,
  unique (row_key),
  primary key (id_number, started_on),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.imprisonment is '服刑信息';

grant select, insert, update, delete on register.imprisonment to :app_role;

create table register.other_region_benefit (
  id_number text collate "C" not null,
  name text collate "C",
  region text collate "C" not null,
  scheme text collate "C" not null,
  benefit text collate "C" not null,
  starts integer not null,
  ended integer,
  monthly_amount_fen bigint,
  row_key text collate "C" generated always as (id_number || '#' || region || '#' || scheme || '#' || benefit) stored,
  source_delivery text,
  source_order text,
  unique (row_key),
  primary key (id_number, region, scheme, benefit),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.other_region_benefit is '异地待遇';

grant select, insert, update, delete on register.other_region_benefit to :app_role;

create table register.taxed_wage (
  id_number text collate "C" not null,
  credit_code text collate "C" not null,
  period integer not null,
  wage_fen bigint not null,
  row_key text collate "C" generated always as (id_number || '#' || credit_code || '#' || lpad((period / 12)::text, 4, '0') || '-' || lpad((period % 12 + 1)::text, 2, '0')) stored,
  source_delivery text,
  source_order text,
  unique (row_key),
  primary key (id_number, credit_code, period),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.taxed_wage is '个税工资';

create index on register.taxed_wage (credit_code);

grant select, insert, update, delete on register.taxed_wage to :app_role;

create table register.market_entity (
  credit_code text collate "C" not null,
  name text collate "C" not null,
  registered_on date,
  status text collate "C",
  cancelled_on date,
  legal_representative_id_number text collate "C",
  employee_count bigint,
  registered_on_day integer generated always as (registered_on - date '1970-01-01') stored,
  registered_on_month integer generated always as (extract(year from registered_on)::integer * 12 + extract(month from registered_on)::integer - 1) stored,
  cancelled_on_day integer generated always as (cancelled_on - date '1970-01-01') stored,
  cancelled_on_month integer generated always as (extract(year from cancelled_on)::integer * 12 + extract(month from cancelled_on)::integer - 1) stored,
  source_delivery text,
  source_order text,
  primary key (credit_code),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.market_entity is '市场主体';

grant select, insert, update, delete on register.market_entity to :app_role;

create table register.tax_collection (
  voucher_number text collate "C" not null,
  payer_code text collate "C" not null,
  scheme text collate "C" not null,
  period integer not null,
  amount_fen bigint not null,
  paid_on date not null,
  treasury_on date,
  paid_on_day integer generated always as (paid_on - date '1970-01-01') stored,
  paid_on_month integer generated always as (extract(year from paid_on)::integer * 12 + extract(month from paid_on)::integer - 1) stored,
  treasury_on_day integer generated always as (treasury_on - date '1970-01-01') stored,
  treasury_on_month integer generated always as (extract(year from treasury_on)::integer * 12 + extract(month from treasury_on)::integer - 1) stored,
  row_key text collate "C" generated always as (voucher_number || '#' || scheme || '#' || lpad((period / 12)::text, 4, '0') || '-' || lpad((period % 12 + 1)::text, 2, '0')) stored,
  source_delivery text,
  source_order text,
  unique (row_key),
  primary key (voucher_number, scheme, period),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.tax_collection is '社保费征收';

grant select, insert, update, delete on register.tax_collection to :app_role;

create table register.account_verification (
  account_number text collate "C" not null,
  holder_name text collate "C",
  holder_id_number text collate "C",
  status text collate "C",
  verified_on date,
  verified_on_day integer generated always as (verified_on - date '1970-01-01') stored,
  verified_on_month integer generated always as (extract(year from verified_on)::integer * 12 + extract(month from verified_on)::integer - 1) stored,
  source_delivery text,
  source_order text,
  primary key (account_number),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.account_verification is '账户核验';

create index on register.account_verification (holder_id_number);

grant select, insert, update, delete on register.account_verification to :app_role;

create table register.fund_account (
  fund_account_id text collate "C" not null,
  kind text collate "C" not null,
  bank text collate "C",
  account_number text collate "C",
  approval_number text collate "C",
  opened_on date,
  closed_on date,
  opened_on_day integer generated always as (opened_on - date '1970-01-01') stored,
  opened_on_month integer generated always as (extract(year from opened_on)::integer * 12 + extract(month from opened_on)::integer - 1) stored,
  closed_on_day integer generated always as (closed_on - date '1970-01-01') stored,
  closed_on_month integer generated always as (extract(year from closed_on)::integer * 12 + extract(month from closed_on)::integer - 1) stored,
  source_delivery text,
  source_order text,
  primary key (fund_account_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.fund_account is '基金账户';

grant select, insert, update, delete on register.fund_account to :app_role;

create table register.bank_transaction (
  fund_account_id text collate "C" not null,
  sequence bigint not null,
  occurred_at timestamp(0) not null,
  direction text collate "C" not null,
  amount_fen bigint not null,
  balance_after_fen bigint not null,
  counterparty_name text collate "C",
  counterparty_account text collate "C",
  memo text collate "C",
  batch_id text collate "C",
  voucher_number text collate "C",
  occurred_at_day integer generated always as (occurred_at::date - date '1970-01-01') stored,
  occurred_at_month integer generated always as (extract(year from occurred_at)::integer * 12 + extract(month from occurred_at)::integer - 1) stored,
  occurred_at_second bigint generated always as (extract(epoch from occurred_at)::bigint) stored,
  occurred_at_second_of_day integer generated always as (extract(hour from occurred_at)::integer * 3600 + extract(minute from occurred_at)::integer * 60 + extract(second from occurred_at)::integer) stored,
  row_key text collate "C" generated always as (fund_account_id || '#' || sequence::text) stored,
  source_delivery text,
  source_order text,
  unique (row_key),
  primary key (fund_account_id, sequence),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.bank_transaction is '银行流水';

create index on register.bank_transaction (batch_id);

grant select, insert, update, delete on register.bank_transaction to :app_role;

create table register.approved_payee (
  account_number text collate "C" not null,
  name text collate "C",
  kind text collate "C",
  source_delivery text,
  source_order text,
  primary key (account_number),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.approved_payee is '收款白名单';

grant select, insert, update, delete on register.approved_payee to :app_role;

create table register.reconciliation (
  reconciliation_id text collate "C" not null,
  fund_account_id text collate "C",
  kind text collate "C" not null,
  period_from date not null,
  period_to date not null,
  prepared_by text collate "C",
  reviewed_by text collate "C",
  difference_fen bigint,
  completed_on date,
  period_from_day integer generated always as (period_from - date '1970-01-01') stored,
  period_from_month integer generated always as (extract(year from period_from)::integer * 12 + extract(month from period_from)::integer - 1) stored,
  period_to_day integer generated always as (period_to - date '1970-01-01') stored,
  period_to_month integer generated always as (extract(year from period_to)::integer * 12 + extract(month from period_to)::integer - 1) stored,
  completed_on_day integer generated always as (completed_on - date '1970-01-01') stored,
  completed_on_month integer generated always as (extract(year from completed_on)::integer * 12 + extract(month from completed_on)::integer - 1) stored,
  source_delivery text,
  source_order text,
  primary key (reconciliation_id),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.reconciliation is '对账记录';

create index on register.reconciliation (fund_account_id);

create index on register.reconciliation (reviewed_by);

grant select, insert, update, delete on register.reconciliation to :app_role;

create table register.policy_parameter (
  name text collate "C" not null,
  region text collate "C" not null,
  scheme text collate "C" not null,
  value_millionths bigint not null,
  valid_from integer not null,
  valid_to integer,
  document text collate "C",
  row_key text collate "C" generated always as (name || '#' || region || '#' || scheme || '#' || lpad((valid_from / 12)::text, 4, '0') || '-' || lpad((valid_from % 12 + 1)::text, 2, '0')) stored,
  source_delivery text,
  source_order text,
  unique (row_key),
  primary key (name, region, scheme, valid_from),
  check (num_nonnulls(source_delivery, source_order) >= 1)
);

comment on table register.policy_parameter is '政策参数';

grant select, insert, update, delete on register.policy_parameter to :app_role;
