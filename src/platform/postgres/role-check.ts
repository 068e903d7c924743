import type pg from 'pg'
import { Refusal } from '#base/refusal.ts'
import { quoted } from './migrate.ts'

/**
 * The serving role must not be able to change what the application only appends to (platform.md 9). Looked at are the
 * role itself and every role it could become with SET ROLE, inherited or not.
 */
export async function refuseStrongRole(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  const { rows } = await client.query<{ me: string }>('select current_user as me')
  const me = rows[0]!.me
  await refusePowers(client, me)
  await refuseOwnership(client, me)
  await refuseRewriting(client, me)
}

/** Roles of PostgreSQL that lead to a superuser's power or around privileges on tables. */
const strongRoles = [
  'pg_write_all_data',
  'pg_write_server_files',
  'pg_read_server_files',
  'pg_execute_server_program',
  'pg_maintain',
]

async function refusePowers(client: Pick<pg.ClientBase, 'query'>, me: string): Promise<void> {
  const { rows } = await client.query<{ role: string; power: string }>(
    `select
      rolname as role,
      case
        when rolsuper then 'superuser'
        when rolcreaterole then 'createrole'
        when rolreplication then 'replication'
        when rolbypassrls then 'bypassrls'
        else 'member of ' || rolname
      end as power
    from pg_roles
    where pg_has_role(current_user, oid, 'MEMBER')
      and (rolsuper or rolcreaterole or rolreplication or rolbypassrls or rolname = any($1))
    order by rolname <> current_user, rolname`,
    [strongRoles],
  )
  const found = rows[0]
  if (found === undefined) return
  const { role, power } = found
  const mend =
    role === me ? `alter role ${quoted(me)} no${power}` : `revoke ${quoted(role)} from ${quoted(me)}`
  throw strongRole(me, { zh: `具有 ${power} 权限`, en: `has the power of ${power}` }, mend)
}

async function refuseOwnership(client: Pick<pg.ClientBase, 'query'>, me: string): Promise<void> {
  const { rows } = await client.query<{ owner: string; thing: string }>(
    `with owned_thing as (
      select datdba as owner, 'database ' || quote_ident(datname) as thing
      from pg_database
      where datname = current_database()
      union all
      select nspowner, 'schema ' || quote_ident(nspname)
      from pg_namespace
      where nspname in ('app', 'register')
      union all
      select relowner, 'table ' || oid::regclass::text
      from pg_class
      where relnamespace in (select oid from pg_namespace where nspname in ('app', 'register'))
        and relkind in ('r', 'p', 'v', 'm', 'S')
      union all
      select proowner, 'function ' || oid::regprocedure::text
      from pg_proc
      where pronamespace in (select oid from pg_namespace where nspname in ('app', 'register'))
    )
    select rolname as owner, thing
    from owned_thing
    join pg_roles on pg_roles.oid = owned_thing.owner
    where pg_has_role(current_user, owned_thing.owner, 'MEMBER')
    order by thing
    limit 1`,
  )
  const found = rows[0]
  if (found === undefined) return
  const { owner, thing } = found
  const mend =
    owner === me ? `alter ${thing} owner to <owner role>` : `revoke ${quoted(owner)} from ${quoted(me)}`
  throw strongRole(
    me,
    { zh: `是 ${thing} 的所有者或其成员`, en: `owns ${thing} or is member of its owner` },
    mend,
  )
}

async function refuseRewriting(client: Pick<pg.ClientBase, 'query'>, me: string): Promise<void> {
  const { rows } = await client.query<{ table_name: string; role: string; privilege: string }>(
    `select append_only.table_name, pg_roles.rolname as role, privilege
    from app.append_only
    cross join pg_roles
    cross join unnest(array['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) as privilege
    where pg_has_role(current_user, pg_roles.oid, 'MEMBER')
      and case
        when privilege = 'UPDATE' then has_any_column_privilege(pg_roles.oid, append_only.table_name, privilege)
        else has_table_privilege(pg_roles.oid, append_only.table_name, privilege)
      end
    order by append_only.table_name, pg_roles.rolname, privilege
    limit 1`,
  )
  const found = rows[0]
  if (found === undefined) return
  const { table_name, role, privilege } = found
  throw strongRole(
    me,
    {
      zh: `可以对只增表 ${table_name} 执行 ${privilege}`,
      en: `may ${privilege} the append-only table ${table_name}`,
    },
    `revoke update, delete, truncate, trigger on ${table_name} from ${quoted(role)}, public`,
  )
}

function strongRole(role: string, why: { zh: string; en: string }, mend: string): Refusal {
  return new Refusal('not_permitted', {
    zh: `应用角色 ${role} ${why.zh}，服务不能以它启动；请由数据库管理员执行：${mend};`,
    en: `The application's role ${role} ${why.en}, and nothing is served with it; have the database administrator run: ${mend};`,
  })
}
