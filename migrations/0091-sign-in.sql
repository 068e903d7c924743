-- release 1
-- Sign-in: who may identify himself by what, and the sessions that follow.
-- Nothing here can be used to sign in by who reads it: passwords and tokens are hashed, TOTP secrets are encrypted.

create table app.sign_in_account (
  staff_id text primary key references app.staff_member (staff_id),
  -- As typed at sign-in: lower case, without white space around it.
  sign_in_name text not null unique check (sign_in_name = lower(btrim(sign_in_name)) and sign_in_name <> ''),
  is_enabled boolean not null default true,
  created_at timestamptz not null default clock_timestamp(),
  enrolled_at timestamptz,
  disabled_at timestamptz
);

comment on table app.sign_in_account is 'The account of a member of staff: one person, one account';

-- Read at every sign-in and every request: who left, or is suspended, is out at the beginning of that day, whether or
-- not anybody has disabled the account (R-SYS-06).
create view app.account_state with (security_invoker = true) as
select
  sign_in_account.staff_id,
  sign_in_account.sign_in_name,
  staff_member.name,
  sign_in_account.enrolled_at,
  sign_in_account.is_enabled
  and staff_member.status = 'ON_POST'
  and (
    staff_member.left_on is null
    or staff_member.left_on > (clock_timestamp() at time zone 'Asia/Shanghai')::date
  ) as is_usable
from app.sign_in_account
join app.staff_member on staff_member.staff_id = sign_in_account.staff_id;

comment on view app.account_state is 'Accounts, and whether their people may sign in today';

create table app.password_credential (
  staff_id text primary key references app.sign_in_account (staff_id),
  -- argon2id in the PHC string format, with its own parameters and salt.
  hash text not null,
  changed_at timestamptz not null default clock_timestamp()
);

create table app.totp_credential (
  staff_id text primary key references app.sign_in_account (staff_id),
  secret bytea not null,
  -- The 30-second step of the last code accepted: an older or equal one is a replay (RFC 6238, 5.2).
  last_step bigint not null,
  created_at timestamptz not null default clock_timestamp()
);

create table app.passkey_credential (
  credential_id text primary key,
  staff_id text not null references app.sign_in_account (staff_id),
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  is_backed_up boolean not null,
  label text not null,
  created_at timestamptz not null default clock_timestamp(),
  last_used_at timestamptz
);

create index passkey_credential_staff_id on app.passkey_credential (staff_id);

create table app.certificate_credential (
  -- SHA-256 of the certificate's DER form, 64 hex digits.
  fingerprint text primary key,
  staff_id text not null references app.sign_in_account (staff_id),
  pem text not null,
  valid_until timestamptz not null,
  created_at timestamptz not null default clock_timestamp()
);

create index certificate_credential_staff_id on app.certificate_credential (staff_id);

create table app.oidc_identity (
  issuer text not null,
  subject text not null,
  staff_id text not null references app.sign_in_account (staff_id),
  created_at timestamptz not null default clock_timestamp(),
  primary key (issuer, subject)
);

create index oidc_identity_staff_id on app.oidc_identity (staff_id);

create table app.enrolment (
  enrolment_id text primary key,
  -- SHA-256 of the one-time code (platform.md 6).
  code_hash bytea not null unique,
  staff_id text not null references app.sign_in_account (staff_id),
  issued_by text not null,
  issued_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  -- The secret offered when the code was opened; it becomes a credential when the person has shown a code of it.
  totp_secret bytea,
  used_at timestamptz,
  withdrawn_at timestamptz
);

create index enrolment_staff_id on app.enrolment (staff_id);

create table app.sign_in_challenge (
  challenge_id text primary key,
  kind text not null check (kind in ('PASSKEY_SIGN_IN', 'PASSKEY_ENROLMENT', 'CONFIRMATION', 'OIDC')),
  -- Whose it is, where that is known: a session, an enrolment; null before sign-in.
  bound_to text,
  content jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);

create index sign_in_challenge_expires_at on app.sign_in_challenge (expires_at);

create table app.sign_in_failure (
  -- SHA-256 of the name typed, whether such an account exists or not.
  account_key bytea not null,
  source text not null,
  failures integer not null,
  locked_until timestamptz,
  -- Tries while it was locked: the 1st, 10th, 100th … are written into the trail, not each.
  knocks integer not null default 0,
  last_tried_at timestamptz not null,
  primary key (account_key, source)
);

comment on table app.sign_in_failure is 'Lock-out per account and source (platform.md 7): growing delays, never for ever';

create index sign_in_failure_last_tried_at on app.sign_in_failure (last_tried_at);

create table app.session (
  session_id text primary key,
  -- SHA-256 of the cookie's token.
  token_hash bytea not null unique,
  staff_id text not null references app.sign_in_account (staff_id),
  method text not null check (method in ('PASSWORD', 'PASSKEY', 'CERTIFICATE', 'OIDC')),
  terminal_id text not null,
  user_agent_hash bytea not null,
  -- Of the client certificate that must come with every request, where one opened the session.
  certificate_fingerprint text,
  address text not null,
  must_change_password boolean not null default false,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (
    end_reason in ('SIGNED_OUT', 'SIGNED_OUT_EVERYWHERE', 'REPLACED', 'STOLEN', 'DISABLED', 'CREDENTIALS_CHANGED')
  ),
  check ((ended_at is null) = (end_reason is null))
);

create index session_open_by_staff on app.session (staff_id, started_at) where ended_at is null;

create index session_open_by_terminal on app.session (terminal_id) where ended_at is null;

create index session_expires_at on app.session (expires_at);

create table app.step_confirmation (
  confirmation_id text primary key,
  session_id text not null references app.session (session_id),
  staff_id text not null,
  method text not null check (method in ('PASSWORD', 'PASSKEY', 'CERTIFICATE')),
  -- SHA-256 of exactly what was shown, 64 hex digits (platform.md 25).
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  -- The signed assertion with what is needed to check it again; null after a password.
  assertion jsonb,
  created_at timestamptz not null default clock_timestamp()
);

create index step_confirmation_created_at on app.step_confirmation (created_at);

grant select on app.account_state to :app_role;

grant select, insert, update on app.sign_in_account, app.enrolment, app.session to :app_role;

grant select, insert, update, delete on
  app.password_credential,
  app.totp_credential,
  app.passkey_credential,
  app.certificate_credential,
  app.oidc_identity,
  app.sign_in_challenge,
  app.sign_in_failure
to :app_role;

grant select, insert, delete on app.step_confirmation to :app_role;
