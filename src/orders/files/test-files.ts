import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { formatYuan } from '#base/money.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import type { ActContext, CheckAct } from '#records/act-context.ts'
import type { RecordKind } from '#records/define-record.ts'
import type { Actor } from '#records/record.ts'
import { contextOf, setUpKernel } from '#records/test-kernel.ts'
import type { RegisterClient } from '#register/read-rows.ts'
import { writeFeed } from '#register/register-feed.ts'
import type { Role } from '#standard/code-lists.ts'
import { type TableName, tables } from '#standard/tables.ts'
import { catalogueAtAnyHour, loadTable } from '../test-orders.ts'
import type { PaymentFileInput, PaymentLine } from './payment-line.ts'

/** An office that pays: the people of the tests, who exist in no register, and their limits. */
const staff: Readonly<Record<string, readonly Role[]>> = {
  pay1: ['BENEFIT_PAYMENT'],
  pay2: ['BENEFIT_PAYMENT'],
  check1: ['BENEFIT_REVIEW'],
  check2: ['BENEFIT_REVIEW'],
  check3: ['BENEFIT_REVIEW'],
  lead1: ['APPROVAL'],
  lead2: ['APPROVAL'],
  clerk1: ['CERTIFICATION'],
}
/** Of lead1; lead2 has a small one. */
export const limitFen = 10_000_000_000n

export async function setUpOffice(database: TestDatabase): Promise<void> {
  await setUpKernel(database)
  await database.owner.transaction().execute(async (tx) => {
    for (const [name, roles] of Object.entries(staff)) {
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
    }
    for (const [name, max] of [
      ['lead1', limitFen],
      ['lead2', 100n],
    ] as const) {
      await sql`
        insert into app.post (post_id, agency_id, title, title_in_english, is_key, roles, properties)
        values (${`post-${name}`}, 'A990101', '审批', 'approval', false, '{}', '{}')
      `.execute(tx)
      await sql`
        insert into app.post_assignment (staff_id, post_id, started_on)
        values (${name}, ${`post-${name}`}, '2025-01-01')
      `.execute(tx)
      await sql`
        insert into app.authority_limit (post_id, function, level, max_fen)
        values (${`post-${name}`}, '*', 2, ${max})
      `.execute(tx)
    }
  })
  for (const { name } of tables) await writeLive(database, name as TableName)
}

export async function writeLive({ pool }: TestDatabase, table: TableName): Promise<void> {
  await writeFeed(pool as RegisterClient, {
    table,
    kind: 'LIVE',
    deliveryId: null,
    deliveredAt: null,
    rows: 0,
    rowsRejected: 0,
    columns: [],
    lastDate: null,
  })
}

export const idOf = (number: number) => `99010119500101${String(number).padStart(4, '0')}`

/** P1 … Pn of the county, each with an account of their own and a payment of the month before. */
export async function loadPeople({ pool }: TestDatabase, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  const people = numbers.map((number) => ({
    person_id: `P${number}`,
    id_number: idOf(number),
    name: '王一',
    region: '990101',
    life_status: 'ALIVE',
  }))
  await loadTable(pool, 'person', people)
  await loadTable(
    pool,
    'payee_account',
    people.map(({ person_id, id_number }) => ({
      account_number: `A-${person_id}`,
      person_id,
      holder_name: '王一',
      holder_id_number: id_number,
    })),
  )
  await loadTable(
    pool,
    'payment',
    people.map(({ person_id }) => ({
      payment_id: `OLD-${person_id}`,
      person_id,
      scheme: '170',
      benefit: 'RESIDENT_BASIC',
      pay_month: '2026-09',
      period_from: '2026-09',
      period_to: '2026-09',
      kind: 'REGULAR',
      amount: '200.10',
      account_number: `A-${person_id}`,
      holder_name: '王一',
      status: 'PAID',
    })),
  )
}

/** P1 dies in September and is reported in October. */
export async function reportDeath({ pool }: TestDatabase, number: number): Promise<void> {
  await loadTable(pool, 'death', [
    {
      id_number: idOf(number),
      name: '王一',
      died_on: '2026-09-05',
      source: 'CIVIL_AFFAIRS',
      reported_on: '2026-10-01',
    },
  ])
}

export function lineOf(person: string, changes: Partial<PaymentLine> = {}): PaymentLine {
  return {
    payment_id: `L10-${person}`,
    person_id: person,
    entitlement_id: null,
    benefit: 'RESIDENT_BASIC',
    period_from: '2026-10',
    period_to: '2026-10',
    kind: 'REGULAR',
    amount: '200.10',
    account_number: `A-${person}`,
    holder_name: '王一',
    resend_of: null,
    ...changes,
  }
}

/** The total written out by hand, not by the code under test. */
export function fileOf(
  batch_id: string,
  lines: readonly PaymentLine[],
  changes: Partial<PaymentFileInput> = {},
): PaymentFileInput {
  const fen = lines.reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n)
  return {
    batch_id,
    scheme: '170',
    pay_month: '2026-10',
    kind: 'MONTHLY',
    channel: 'DIRECT',
    line_count: lines.length,
    total_amount: formatYuan(fen),
    lines: [...lines],
    arrears: [],
    holding: { staff_id: 'clerk1', days: 20 },
    ...changes,
  }
}

export function actingAs(
  { db }: Pick<TestDatabase, 'db'>,
  given: { readonly kinds: readonly RecordKind[]; readonly check: CheckAct },
): (staffId: string, actor?: Actor) => ActContext {
  return (staffId, actor) => ({
    ...contextOf(db, staffId, { kinds: given.kinds, ...(actor === undefined ? {} : { actor }) }),
    catalogue: catalogueAtAnyHour,
    check: given.check,
    newNonce: () => randomBytes(32),
  })
}

/** Attachments are tested with the kernel and in rules-on-files.test.ts. */
export function withoutFiles(kind: RecordKind): RecordKind {
  const strip = (name: string) => ({ ...kind.actions[name]!, attachments: [] })
  return { ...kind, actions: { ...kind.actions, enter: strip('enter'), resubmit: strip('resubmit') } }
}

/** In force until the end of 2099; how two people come to it is tested with src/orders/standing. */
export async function decideOnFeed(
  { owner }: TestDatabase,
  given: { readonly decisionId: string; readonly feed: string; readonly functionCode: string },
): Promise<void> {
  const { decisionId, feed, functionCode } = given
  const data = { feed, functionCode, until: '2099-12-31', reason: '名单未到', remarks: [] }
  await sql`
    insert into app.record (
      record_id, kind, status, version, regions, agency_id, concerned, data, is_open, entered_by, entered_at,
      changed_by, changed_at
    )
    values (
      ${decisionId}, 'FEED_DECISION', 'IN_FORCE', 2, '{990101}', 'A990101', '{}', ${JSON.stringify(data)}::jsonb,
      true, 'lead1', now(), 'lead2', now()
    )
  `.execute(owner)
}
