import type { Tx } from '#platform/postgres/database.ts'
import { findEmployer, findStaff } from '#profiles/find-subjects.ts'
import { employerLanes, staffLanes } from '#profiles/lanes/office-lanes.ts'
import { readLanes } from '#profiles/lanes/read-lanes.ts'
import { linkEmployed, linkRepresentative } from '#profiles/links/employer-links.ts'
import { createLinkGraph } from '#profiles/links/link-graph.ts'
import { linkHandled, linkRelatives } from '#profiles/links/staff-links.ts'
import { readDeclarations } from '#profiles/money-by-month.ts'
import { readStaffActivity } from '#profiles/staff-activity.ts'
import { listFeeds, listSubjectFindings, listSubjectRecords } from '#profiles/stored-acts.ts'
import type { OpenedProfile } from './opened-profile.ts'
import type { ProfileScope } from './profile-scope.ts'

const ids = (findings: readonly { readonly finding_id: string }[]): string[] =>
  findings.map(({ finding_id }) => finding_id)

export async function openEmployer(
  tx: Tx,
  scope: ProfileScope,
  employerId: string,
): Promise<OpenedProfile | null> {
  const found = await findEmployer(tx, { employerId, visible: scope.business('held.region') })
  if (found === null) return null
  const { facts, region } = found
  const visible = scope.business('person.region')
  const creditCode = facts.credit_code ?? null
  const enrolled = scope.business('person.region', 'held.scheme')
  const sources = employerLanes({ employerId, creditCode, visible: enrolled })
  const names = creditCode === null ? [employerId] : [employerId, creditCode]
  const subjects = names.map((id) => ({ kind: 'employer', id }))
  const findings = await listSubjectFindings(tx, { subjects, visible: scope.findings })
  const label = facts.name ?? employerId
  const graph = createLinkGraph({ id: `employer:${employerId}`, kind: 'employer', label, key: employerId })
  await linkEmployed(tx, graph, { employerId, visible })
  await linkRepresentative(tx, graph, {
    employerId,
    idNumber: facts.legal_representative_id_number ?? null,
    visible,
    visibleStaff: scope.authority('agency.region'),
  })
  return {
    kind: 'employer',
    ref: employerId,
    label,
    regions: region === null ? [] : [region],
    facts: { table: 'employer', values: facts },
    lanes: await readLanes(tx, sources),
    money: await readDeclarations(tx, {
      employerId,
      ofSchemes: scope.ofSchemes(region, 'declared.scheme'),
    }),
    activity: null,
    findings,
    records: await listSubjectRecords(tx, {
      personId: null,
      findingIds: ids(findings),
      visible: scope.records,
    }),
    links: graph.links(),
    feeds: await listFeeds(tx, ['contribution_declaration', ...sources.map(({ table }) => table)]),
    accountsOf: null,
  }
}

/** A member of staff, for whoever may read accounts and authority; of the business only what he may read, too. */
export async function openStaff(tx: Tx, scope: ProfileScope, staffId: string): Promise<OpenedProfile | null> {
  const found = await findStaff(tx, { staffId, visible: scope.authority('known.region') })
  if (found === null) return null
  const { facts, region } = found
  const sources = staffLanes(staffId)
  const subjects = [{ kind: 'staff', id: staffId }]
  const findings = await listSubjectFindings(tx, { subjects, visible: scope.findings })
  const graph = createLinkGraph({ id: `staff:${staffId}`, kind: 'staff', label: staffId, key: staffId })
  const visible = scope.business('person.region')
  await linkRelatives(tx, graph, { staffId, visible })
  await linkHandled(tx, graph, { staffId, visible })
  return {
    kind: 'staff',
    ref: staffId,
    label: facts.name ?? staffId,
    regions: region === null ? [] : [region],
    facts: { table: 'staff', values: facts },
    lanes: await readLanes(tx, sources),
    money: null,
    activity: await readStaffActivity(tx, staffId),
    findings,
    records: await listSubjectRecords(tx, {
      personId: null,
      findingIds: ids(findings),
      visible: scope.records,
    }),
    links: graph.links(),
    feeds: await listFeeds(tx, ['operation', ...sources.map(({ table }) => table)]),
    accountsOf: null,
  }
}
