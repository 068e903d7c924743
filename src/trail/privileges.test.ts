import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { openTestTrail, type TestTrail } from './test-trail.ts'

/** platform.md 9: what the role of the application tries on the tables of the trail. */
const tables = [
  'trail_checkpoint',
  'trail_entry',
  'trail_epoch',
  'trail_key',
  'trail_leaf',
  'trail_payload',
  'trail_tile',
]
let trail: TestTrail

beforeAll(async () => {
  trail = await openTestTrail()
  await trail.write(3)
  await trail.checkpoint()
})

describe.for(tables)('the application, on app.%s,', (table) => {
  test.for([
    `update app.${table} set entry_id = 'x'`,
    `delete from app.${table}`,
    `truncate app.${table}`,
    `drop table app.${table}`,
    `alter table app.${table} add column x text`,
    `alter table app.${table} disable trigger all`,
    `alter table app.${table} owner to current_user`,
    `create trigger t before insert on app.${table} for each row execute function suppress_redundant_updates_trigger()`,
    `create rule r as on insert to app.${table} do instead nothing`,
  ])('may not: %s', async (statement) => {
    const update = table === 'trail_checkpoint' || table === 'trail_tile' ? 'root = root' : "entry_id = 'x'"
    const text = statement.replace("entry_id = 'x'", update)
    await expect(sql.raw(text).execute(trail.database.db)).rejects.toMatchObject({
      code: '42501',
    })
  })
})

test('the application may not become the owner, nor write the transaction of an entry', async () => {
  const { db, ownerRole } = trail.database
  await expect(sql`set role ${sql.id(ownerRole)}`.execute(db)).rejects.toMatchObject({ code: '42501' })
  const forged = sql`
    insert into app.trail_entry (entry_id, leaf, leaf_hash, written_in)
    values ('x', '{}', decode(repeat('00', 32), 'hex'), '1'::xid8)`
  await expect(forged.execute(db)).rejects.toMatchObject({ code: '42501' })
})

test('all tables of the trail are listed as append-only', async () => {
  const { rows } = await sql<{ name: string }>`
    select relname as name
    from pg_class
    where relnamespace = 'app'::regnamespace
      and relkind = 'r'
      and starts_with(relname, 'trail_')
    order by relname`.execute(trail.database.db)
  expect(rows.map(({ name }) => name)).toEqual(tables)
  const { rows: listed } = await sql<{ table_name: string }>`
    select table_name
    from app.append_only
    where starts_with(table_name, 'app.trail_')
    order by table_name`.execute(trail.database.db)
  expect(listed.map(({ table_name }) => table_name)).toEqual(tables.map((name) => `app.${name}`))
})
