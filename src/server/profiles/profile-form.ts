import { maskPersonal } from '#platform/http/list/mask.ts'
import type { LinkNode, ProfileKind, Values } from '#profiles/profile.ts'
import type { FoundSubject } from '#profiles/search/search-subjects.ts'
import { findingsMax, recordsMax, type SubjectFinding, type SubjectRecord } from '#profiles/stored-acts.ts'
import { titleOfCode } from '#rules/every-rule.ts'
import type { TableName } from '#standard/tables.ts'
import { accountRef } from './account-ref.ts'
import { maskValues } from './mask-values.ts'
import type { OpenedProfile } from './opened-profile.ts'
import type { FoundForm, ProfileForm, RefForm, ValueForm } from './profile-forms.ts'

export interface Showing {
  readonly isMasked: boolean
  /** Of the addresses of accounts. */
  readonly key: Buffer
  readonly regionNames: ReadonlyMap<string, string>
}

/** Columns that lead to another profile, by what they hold. */
const leading: Readonly<Record<string, ProfileKind>> = {
  person_id: 'person',
  employer_id: 'employer',
  operator_id: 'staff',
  reviewer_id: 'staff',
  approver_id: 'staff',
  handled_by: 'staff',
}

function refOf(
  { accountsOf, ref, kind }: OpenedProfile,
  { key }: Showing,
  given: { readonly column: string; readonly value: string; readonly table: TableName },
): RefForm | null {
  const leadsTo = leading[given.column]
  if (leadsTo !== undefined) return { kind: leadsTo, ref: given.value }
  const isAccount = given.column === 'account_number' && given.table === 'payee_account'
  if (!isAccount || accountsOf === null || kind === 'account') return null
  return { kind: 'account', ref: accountRef(key, { personId: ref, accountNumber: given.value }) }
}

function valueForms(
  profile: OpenedProfile,
  showing: Showing,
  { table, values }: { readonly table: TableName; readonly values: Values },
): ValueForm[] {
  const shown = showing.isMasked ? maskValues(table, values) : values
  return Object.entries(values).map(([column, value]) => ({
    column,
    value: shown[column] ?? null,
    ref: value === null ? null : refOf(profile, showing, { column, value, table }),
  }))
}

function maskLabel(kind: LinkNode['kind'], label: string): string {
  if (kind === 'person') return maskPersonal('name', label)
  if (kind === 'account') return maskPersonal('account_number', label)
  return kind === 'phone' ? maskPersonal('phone', label) : label
}

function nodeRef({ accountsOf }: OpenedProfile, { key: secret }: Showing, node: LinkNode): RefForm | null {
  const { kind, key } = node
  if (key === null || kind === 'phone') return null
  if (kind !== 'account') return { kind, ref: key }
  if (accountsOf === null) return null
  return { kind, ref: accountRef(secret, { personId: accountsOf, accountNumber: key }) }
}

function findingForm(row: SubjectFinding): ProfileForm['findings'][number] {
  return {
    finding_id: row.finding_id,
    rule_code: row.rule_code,
    rule_title: titleOfCode(row.rule_code),
    level: row.level,
    status: row.status as ProfileForm['findings'][number]['status'],
    subject_kind: row.subject_kind,
    amount_fen: row.amount_fen.toString(),
    period_from: row.period_from,
    period_to: row.period_to,
    first_found_at: row.first_found_at.toISOString(),
    last_found_at: row.last_found_at.toISOString(),
  }
}

function recordForm(row: SubjectRecord): ProfileForm['records'][number] {
  return {
    record_id: row.record_id,
    kind: row.kind,
    status: row.status,
    amount_fen: row.amount_fen?.toString() ?? null,
    is_open: row.is_open,
    entered_at: row.entered_at.toISOString(),
    changed_at: row.changed_at.toISOString(),
  }
}

export function profileForm(profile: OpenedProfile, showing: Showing): ProfileForm {
  const { facts, lanes, money, activity, findings, records, links, feeds } = profile
  const { isMasked } = showing
  return {
    kind: profile.kind,
    ref: profile.ref,
    label: isMasked ? maskLabel(profile.kind, profile.label) : profile.label,
    is_masked: isMasked,
    regions: profile.regions.map((region) => ({
      region,
      name: showing.regionNames.get(region) ?? null,
    })),
    facts: { table: facts.table, values: valueForms(profile, showing, facts) },
    lanes: lanes.map(({ lane, rows, hasMore }) => ({
      lane,
      rows: rows.map((row) => ({
        table: row.table,
        from: row.from,
        to: row.to,
        values: valueForms(profile, showing, row),
      })),
      has_more: hasMore,
    })),
    money:
      money === null
        ? null
        : {
            table: money.table,
            months: money.months.map(({ amountFen, ...each }) => ({
              ...each,
              amount_fen: amountFen.toString(),
            })),
            is_complete: money.isComplete,
          },
    activity: activity === null ? null : { months: [...activity.months], is_complete: activity.isComplete },
    findings: findings.slice(0, findingsMax).map(findingForm),
    has_more_findings: findings.length > findingsMax,
    records: records.slice(0, recordsMax).map(recordForm),
    has_more_records: records.length > recordsMax,
    links: {
      nodes: links.nodes.map((node) => ({
        id: node.id,
        kind: node.kind,
        label: isMasked ? maskLabel(node.kind, node.label) : node.label,
        ref: nodeRef(profile, showing, node),
      })),
      edges: [...links.edges],
      hidden: links.hidden.map(({ node, count, isAtLeast }) => ({ node, count, is_at_least: isAtLeast })),
    },
    feeds: feeds.map(({ table_name, kind, last_date, delivered_at }) => ({
      table: table_name,
      is_live: kind === 'LIVE',
      last_date,
      delivered_at: delivered_at?.toISOString() ?? null,
    })),
  }
}

/** Always masked: a hit of a search is opened before it is seen in full. */
export function foundForm(found: FoundSubject, key: Buffer): FoundForm {
  const isAccount = found.kind === 'account' && found.person_id !== null
  return {
    kind: found.kind,
    ref: isAccount ? accountRef(key, { personId: found.person_id!, accountNumber: found.key }) : found.key,
    label: maskLabel(found.kind, found.label),
    id_number: found.id_number === null ? null : maskPersonal('identity_number', found.id_number),
    region: found.region,
  }
}
