import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { TestDatabase } from '#platform/postgres/test-database.ts'

/** Rows of the register as a delivery would have brought them; columns as the register names them. */
export async function addRows(
  { owner }: TestDatabase,
  table: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const filled = rows.map((row) => ({ ...row, source_delivery: 'test' }))
  await sql`
    insert into ${sql.ref(`register.${table}`)} (${sql.join(Object.keys(filled[0]!).map((name) => sql.ref(name)))})
    values ${sql.join(filled.map((row) => sql`(${sql.join(Object.values(row))})`))}
  `.execute(owner)
}

export const idNumberOf = (number: number): string => `99010119400101${String(number).padStart(3, '0')}0`

/** Simulated: one county's pensioner P1 and those who share something with him, some of them of another county. */
export async function fillRegister(database: TestDatabase): Promise<void> {
  const person = (number: number, region: string, phone: string | null = null): object => ({
    person_id: `P${number}`,
    id_number: idNumberOf(number),
    name: `张三${'甲乙丙丁戊己庚辛'[number % 8]}`,
    name_normalised: `张三${'甲乙丙丁戊己庚辛'[number % 8]}`,
    birth_date: '1940-01-01',
    address: '青川县幸福小区一号楼',
    region,
    phone,
    life_status: 'ALIVE',
  })
  await addRows(database, 'person', [
    person(1, '990101', '13800000001') as Record<string, unknown>,
    person(2, '990102', '13800000001') as Record<string, unknown>,
    person(3, '990101', '13800000001') as Record<string, unknown>,
    person(4, '990102') as Record<string, unknown>,
  ])
  const account = (accountNumber: string, number: number, holder: number): Record<string, unknown> => ({
    account_number: accountNumber,
    person_id: `P${number}`,
    holder_name: `张三${number}`,
    holder_id_number: idNumberOf(holder),
    valid_from: '2020-01-01',
  })
  await addRows(database, 'payee_account', [
    account('8800-1', 1, 1),
    account('8800-1', 2, 1),
    account('8800-1', 3, 1),
    account('6217009999999999', 4, 4),
  ])
  await addRows(database, 'payee_account_change', [
    {
      change_id: 'C1',
      person_id: 'P1',
      old_account: '8800-0',
      new_account: '8800-1',
      operator_id: 'S1',
      reviewer_id: 'S2',
      recorded_at: '2020-01-02 10:00:00',
    },
  ])
  await addRows(database, 'employer', [
    { employer_id: 'E1', name: '示例纺织厂', region: '990101', phone: '13900000000' },
    { employer_id: 'E2', name: '示例运输队', region: '990102', phone: '13900000001' },
  ])
  const enrolled = (number: number, employer: string): Record<string, unknown> => ({
    enrolment_id: `N${number}`,
    person_id: `P${number}`,
    employer_id: employer,
    scheme: '110',
    status: 'ENDED',
    started_on: '1990-01-01',
  })
  await addRows(database, 'enrolment', [enrolled(1, 'E1'), enrolled(2, 'E1'), enrolled(4, 'E2')])
  const contributed = [0, 1, 2, 5, 6].map((month) => ({
    contribution_id: `K${month}`,
    person_id: 'P1',
    employer_id: 'E1',
    scheme: '110',
    period: 1990 * 12 + month,
    base_fen: 100_000n,
    employer_amount_fen: 20_000n,
    person_amount_fen: 8_000n,
  }))
  await addRows(database, 'contribution', contributed)
  await addRows(database, 'death', [
    { source: 'HEALTH', id_number: idNumberOf(1), died_on: '2024-01-05', reported_on: '2024-01-20' },
  ])
}

export interface Paid {
  readonly person: string
  /** year × 12 + month − 1 */
  readonly month: number
  readonly status: string
  readonly fen: bigint
}

export async function addPayments(database: TestDatabase, paid: readonly Paid[]): Promise<void> {
  if (paid.length === 0) return
  const rows = paid.map(({ person, month, status, fen }) => ({
    payment_id: randomUUID(),
    person_id: person,
    scheme: '110',
    benefit: 'OLD_AGE',
    pay_month: month,
    period_from: month,
    period_to: month,
    kind: 'REGULAR',
    amount_fen: fen,
    account_number: '8800-1',
    status,
  }))
  await addRows(database, 'payment', rows)
}
