import type { TableName } from '#standard/tables.ts'

/** What a profile is about (一人一档). */
export const profileKinds = ['person', 'account', 'staff', 'employer'] as const
export type ProfileKind = (typeof profileKinds)[number]

/** Column of the standard → value as text: months as YYYY-MM, days as YYYY-MM-DD, money in fen; in clear. */
export type Values = Readonly<Record<string, string | null>>

/** Something known, at a day or from one to another; open ends are null. */
export interface LaneRow {
  readonly lane: string
  readonly table: TableName
  /** YYYY-MM-DD or YYYY-MM. */
  readonly from: string | null
  readonly to: string | null
  readonly values: Values
}

export interface Lane {
  readonly lane: string
  readonly rows: readonly LaneRow[]
  /** There are older ones that are not here. */
  readonly hasMore: boolean
}

/** Money of a month in one status: what a chart stacks. */
export interface MonthMoney {
  /** YYYY-MM */
  readonly month: string
  readonly series: string
  readonly lines: number
  readonly amountFen: bigint
}

export interface MoneyByMonth {
  readonly table: TableName
  readonly months: readonly MonthMoney[]
  /** False: so many rows that only some were added up. */
  readonly isComplete: boolean
}

export type NodeKind = 'person' | 'account' | 'phone' | 'employer' | 'staff'

export interface LinkNode {
  /** Unique in one answer; says nothing of the person. */
  readonly id: string
  readonly kind: NodeKind
  /** In clear; masked by whoever shows it. */
  readonly label: string
  /** What its own profile is found by; null: it has none. */
  readonly key: string | null
}

export const relations = [
  'ACCOUNT',
  'HOLDER',
  'PHONE',
  'EMPLOYER',
  'HANDLER',
  'RELATIVE',
  'SAME_PERSON',
  'REPRESENTATIVE',
] as const
export type Relation = (typeof relations)[number]

export interface LinkEdge {
  readonly from: string
  readonly to: string
  readonly relation: Relation
  /** How often, where that is counted. */
  readonly count: number | null
}

/** What is shared with whom, bounded: `hidden` says how many more there are at a node. */
export interface Links {
  readonly nodes: readonly LinkNode[]
  readonly edges: readonly LinkEdge[]
  readonly hidden: readonly { readonly node: string; readonly count: number; readonly isAtLeast: boolean }[]
}
