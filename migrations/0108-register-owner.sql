-- Who owns the register, fixed when the system is installed (platform.md 1).
create table app.register_owner (
  is_the_only_row boolean primary key default true check (is_the_only_row),
  -- own: our orders write it. mirror: the agency's core system does, and each accepted delivery replaces it.
  owner text not null check (owner in ('own', 'mirror')),
  decided_at timestamptz not null default clock_timestamp()
);

comment on table app.register_owner is 'One row, written by init: whether orders or deliveries write the register.';

grant select, insert on app.register_owner to :app_role;

insert into app.append_only (table_name)
values ('app.register_owner');
