/** The 38 tables of the supervision data standard, in its order: everything that names a column starts here. */
import { assert } from '#base/refusal.ts'
import {
  businessOrder,
  businessStep,
  operation,
  overtime,
  postAssignment,
  roleGrant,
  staff,
  staffRelative,
  userAccount,
} from './authority-tables.ts'
import {
  entitlement,
  entitlementChange,
  payeeAccount,
  payeeAccountChange,
  payment,
  paymentBatch,
  paymentReturn,
  retirement,
} from './benefit-tables.ts'
import { certification, socialCard } from './certification-tables.ts'
import {
  accountVerification,
  death,
  imprisonment,
  marketEntity,
  otherRegionBenefit,
  taxCollection,
  taxedWage,
} from './external-tables.ts'
import {
  approvedPayee,
  bankTransaction,
  fundAccount,
  policyParameter,
  reconciliation,
} from './fund-tables.ts'
import {
  accountAdjustment,
  contribution,
  contributionDeclaration,
  enrolment,
} from './participation-tables.ts'
import { employer, person, personChange } from './party-tables.ts'
import type { Column, Table } from './table.ts'

export const standardVersion = 1

export const tables = [
  person,
  employer,
  enrolment,
  contribution,
  contributionDeclaration,
  accountAdjustment,
  retirement,
  entitlement,
  entitlementChange,
  payeeAccount,
  payeeAccountChange,
  paymentBatch,
  payment,
  paymentReturn,
  socialCard,
  certification,
  personChange,
  staff,
  staffRelative,
  userAccount,
  roleGrant,
  postAssignment,
  operation,
  businessOrder,
  businessStep,
  overtime,
  death,
  imprisonment,
  otherRegionBenefit,
  taxedWage,
  marketEntity,
  taxCollection,
  accountVerification,
  fundAccount,
  bankTransaction,
  approvedPayee,
  reconciliation,
  policyParameter,
] as const satisfies readonly Table[]

export type TableName = (typeof tables)[number]['name']

const byName: ReadonlyMap<string, Table> = new Map(tables.map((each) => [each.name, each]))

/** The table of that name, or undefined. */
export function findTable(name: string): Table | undefined {
  return byName.get(name)
}

export function getTable(name: TableName): Table {
  const found = byName.get(name)
  assert(found !== undefined, `no table ${name} in the standard`)
  return found
}

export function getColumn(table: Table, name: string): Column {
  const found = table.columns.find((each) => each.name === name)
  assert(found !== undefined, `no column ${table.name}.${name} in the standard`)
  return found
}
