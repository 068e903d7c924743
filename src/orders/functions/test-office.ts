import { sql } from 'kysely'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import type { ActContext, CheckAct } from '#records/act-context.ts'
import { contextOf, setUpKernel } from '#records/test-kernel.ts'
import type { RegisterClient } from '#register/read-rows.ts'
import { writeFeed } from '#register/register-feed.ts'
import { type TableName, tables } from '#standard/tables.ts'
import { orderKinds } from '../order-functions.ts'
import { catalogueAtAnyHour } from '../test-orders.ts'

/** Beside the people of the kernel: who enters and reviews payments, and who may approve what has an amount. */
const staff: Readonly<Record<string, { readonly roles: readonly string[]; readonly properties?: string }>> = {
  pay1: { roles: ['BENEFIT_PAYMENT'] },
  check1: { roles: ['BENEFIT_REVIEW'] },
  lead1: { roles: ['APPROVAL'], properties: '{}' },
  head1: { roles: [], properties: '{UNIT_HEAD}' },
}

export async function setUpOffice(database: TestDatabase): Promise<void> {
  await setUpKernel(database)
  await database.owner.transaction().execute(async (tx) => {
    for (const [name, { roles, properties }] of Object.entries(staff)) {
      await sql`
        insert into app.staff_member (staff_id, name, agency_id, status)
        values (${name}, ${name}, 'A990101', 'ON_POST')
      `.execute(tx)
      await sql`insert into app.authority_epoch (staff_id, epoch) values (${name}, 1)`.execute(tx)
      for (const role of roles) {
        await sql`
          insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
          values (${`${name}-${role}`}, ${name}, ${role}, '{990101}', '2025-01-01', 'INIT')
        `.execute(tx)
      }
      if (properties === undefined) continue
      await sql`
        insert into app.post (post_id, agency_id, title, title_in_english, is_key, roles, properties)
        values (${`post-${name}`}, 'A990101', '审批', 'approval', false, '{}', ${properties}::text[])
      `.execute(tx)
      await sql`
        insert into app.post_assignment (staff_id, post_id, started_on)
        values (${name}, ${`post-${name}`}, '2025-01-01')
      `.execute(tx)
      await sql`
        insert into app.authority_limit (post_id, function, level, max_fen)
        values
          (${`post-${name}`}, '*', 1, 10000000),
          (${`post-${name}`}, '*', 2, 10000000)
      `.execute(tx)
    }
  })
  for (const { name } of tables) {
    await writeFeed(database.pool as RegisterClient, {
      table: name as TableName,
      kind: 'LIVE',
      deliveryId: null,
      deliveredAt: null,
      rows: 0,
      rowsRejected: 0,
      columns: [],
      lastDate: null,
    })
  }
}

/** Orders of an own register, without their papers: those are tested in rules-on-orders.test.ts. */
const kinds = orderKinds('own').map((each): typeof each => {
  const { enter } = each.actions
  return { ...each, actions: { ...each.actions, enter: { ...enter!, attachments: [] } } }
})

export function officeOf({ db }: TestDatabase, check: CheckAct): (staffId: string) => ActContext {
  return (staffId) => ({ ...contextOf(db, staffId, { kinds }), catalogue: catalogueAtAnyHour, check })
}
