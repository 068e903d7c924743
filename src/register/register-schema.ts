import type { Table } from '#standard/table.ts'
import { type TableName, tables } from '#standard/tables.ts'
import { registerColumns, registerKey } from './register-column.ts'

/**
 * The text of migrations/0060-register.sql, made from the standard: a test fails while the two differ. Once a release
 * with that file is out, a change of the standard is a migration of its own and this text stands for version 1.
 */

/**
 * What narrowing looks rows up by, besides the key (screening/on-postgres/narrowing.ts). An index nobody uses costs
 * every writer, so there is one for each look-up and no other.
 */
const indexes: Readonly<Partial<Record<TableName, readonly (string | Index)[]>>> = {
  person: ['id_number'],
  employer: ['credit_code'],
  enrolment: ['person_id'],
  contribution: ['person_id', 'employer_id'],
  account_adjustment: ['person_id'],
  retirement: ['person_id'],
  entitlement: ['person_id'],
  entitlement_change: ['person_id', 'entitlement_id'],
  payee_account: ['person_id', 'holder_id_number'],
  payee_account_change: ['person_id'],
  payment: [
    'person_id',
    'account_number',
    'entitlement_id',
    'batch_id',
    { columns: 'resend_of', where: 'resend_of is not null' },
    // The latest month that was paid, at a glance.
    { columns: 'pay_month', where: `status = 'PAID'` },
  ],
  payment_return: ['payment_id'],
  social_card: ['person_id'],
  certification: ['person_id'],
  person_change: ['person_id'],
  staff: ['id_number'],
  staff_relative: ['id_number'],
  user_account: ['staff_id'],
  operation: ['staff_id', 'account_id'],
  death: ['id_number'],
  taxed_wage: ['credit_code'],
  account_verification: ['holder_id_number'],
  bank_transaction: ['batch_id'],
  reconciliation: ['fund_account_id', 'reviewed_by'],
}

interface Index {
  readonly columns: string
  readonly where: string
}

function createTable(table: Table): string {
  const columns = registerColumns(table).map(({ name, type, isRequired, generated }) => {
    if (generated !== undefined) return `  ${name} ${type} generated always as (${generated}) stored,`
    return `  ${name} ${type}${isRequired ? ' not null' : ''},`
  })
  return [
    `create table register.${table.name} (`,
    ...columns,
    '  source_delivery text,',
    '  source_order text,',
    ...(registerKey(table) === 'row_key' ? ['  unique (row_key),'] : []),
    `  primary key (${table.key.join(', ')}),`,
    '  check (num_nonnulls(source_delivery, source_order) >= 1)',
    ');',
  ].join('\n')
}

function createIndexes(table: Table): string[] {
  return (indexes[table.name as TableName] ?? []).map((each) => {
    if (typeof each === 'string') return `create index on register.${table.name} (${each});`
    return `create index on register.${table.name} (${each.columns})\nwhere\n  ${each.where};`
  })
}

const head = `-- Generated from src/standard by src/register/register-schema.ts: a test fails while the two differ.
-- The register: the tables of the supervision data standard with the snapshot's columns, so that a rule's SQL runs on
-- either (platform.md 1, 5). What the snapshot derives is generated here. Each row names the delivery it came with, or
-- the order that wrote it last. Timestamps are Beijing time, as delivered.
`

export function registerSchemaSql(): string {
  const parts = (tables as readonly Table[]).flatMap((table) => [
    createTable(table),
    `comment on table register.${table.name} is '${table.title}';`,
    ...createIndexes(table),
    `grant select, insert, update, delete on register.${table.name} to :app_role;`,
  ])
  return `${head}\n${parts.join('\n\n')}\n`
}
