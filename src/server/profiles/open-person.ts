import type { RawBuilder, SqlBool } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { findPerson, listAccountNumbers } from '#profiles/find-subjects.ts'
import { readContributionSpells } from '#profiles/lanes/contribution-spells.ts'
import { personLanes } from '#profiles/lanes/person-lanes.ts'
import { readLanes } from '#profiles/lanes/read-lanes.ts'
import { createLinkGraph, type LinkGraph } from '#profiles/links/link-graph.ts'
import {
  linkAccounts,
  linkEmployers,
  linkHandlers,
  linkHolders,
  linkPhone,
  personNode,
} from '#profiles/links/person-links.ts'
import { linkStaffOf } from '#profiles/links/staff-links.ts'
import { readPersonPayments } from '#profiles/money-by-month.ts'
import { listFeeds, listSubjectFindings, listSubjectRecords } from '#profiles/stored-acts.ts'
import type { OpenedProfile } from './opened-profile.ts'
import type { ProfileScope } from './profile-scope.ts'

interface Sought {
  readonly personId: string
  readonly idNumber: string
  readonly phone: string | null
}

async function linkPerson(tx: Tx, scope: ProfileScope, graph: LinkGraph, person: Sought): Promise<void> {
  const { personId, idNumber } = person
  const visible = scope.business('person.region')
  const holderIds = await linkAccounts(tx, graph, { personId, visible })
  await linkHolders(tx, graph, { person, holderIds, visible })
  await linkPhone(tx, graph, { person, visible })
  await linkEmployers(tx, graph, personId)
  await linkHandlers(tx, graph, personId)
  await linkStaffOf(tx, graph, {
    subject: `person:${personId}`,
    idNumbers: [...new Set([idNumber, ...holderIds])],
    visible: scope.authority('agency.region'),
  })
}

/** One person; null: not in the register, or outside the scope. */
export async function openPerson(
  tx: Tx,
  scope: ProfileScope,
  personId: string,
): Promise<OpenedProfile | null> {
  const found = await findPerson(tx, { personId, visible: scope.business('held.region') })
  if (found === null) return null
  const { facts, region } = found
  const person = { personId, idNumber: facts.id_number ?? '', phone: facts.phone ?? null }
  const ofSchemes = (column: string): RawBuilder<SqlBool> => scope.ofSchemes(region, column)
  const sources = personLanes({ ...person, ofSchemes: ofSchemes('held.scheme') })
  const contributed = { personId, ofSchemes: ofSchemes('contribution.scheme') }
  const lanes = [await readContributionSpells(tx, contributed), ...(await readLanes(tx, sources))]
  const money = await readPersonPayments(tx, { personId, ofSchemes: ofSchemes('payment.scheme') })
  const accounts = await listAccountNumbers(tx, personId)
  const findings = await listSubjectFindings(tx, {
    subjects: [{ kind: 'person', id: personId }, ...accounts.map((id) => ({ kind: 'account', id }))],
    visible: scope.findings,
  })
  const records = await listSubjectRecords(tx, {
    personId,
    findingIds: findings.map(({ finding_id }) => finding_id),
    visible: scope.records,
  })
  const graph = createLinkGraph(personNode(personId, facts.name ?? ''))
  await linkPerson(tx, scope, graph, person)
  return {
    kind: 'person',
    ref: personId,
    label: facts.name ?? '',
    regions: region === null ? [] : [region],
    facts: { table: 'person', values: facts },
    lanes,
    money,
    activity: null,
    findings,
    records,
    links: graph.links(),
    feeds: await listFeeds(tx, ['contribution', 'payment', ...sources.map(({ table }) => table)]),
    accountsOf: personId,
  }
}
