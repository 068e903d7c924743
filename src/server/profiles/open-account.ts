import { sql } from 'kysely'
import type { Tx } from '#platform/postgres/database.ts'
import { findPerson, listAccountNumbers } from '#profiles/find-subjects.ts'
import { accountLanes } from '#profiles/lanes/person-lanes.ts'
import { readLanes } from '#profiles/lanes/read-lanes.ts'
import { createLinkGraph } from '#profiles/links/link-graph.ts'
import { addSharers, findAccountSharers } from '#profiles/links/person-links.ts'
import { linkStaffOf } from '#profiles/links/staff-links.ts'
import { readAccountPayments } from '#profiles/money-by-month.ts'
import type { Values } from '#profiles/profile.ts'
import { listFeeds, listSubjectFindings, listSubjectRecords } from '#profiles/stored-acts.ts'
import { findAccount, personOfRef } from './account-ref.ts'
import type { OpenedProfile } from './opened-profile.ts'
import type { ProfileScope } from './profile-scope.ts'

interface Held {
  readonly facts: Values
  readonly holder_id_number: string | null
}

async function readHolding(tx: Tx, accountNumber: string, personId: string): Promise<Held> {
  const { rows } = await sql<Held>`
    select
      json_build_object(
        'account_number', account_number,
        'bank', bank,
        'kind', kind,
        'holder_name', holder_name,
        'holder_kind', holder_kind,
        'valid_from', to_char(valid_from, 'YYYY-MM-DD'),
        'valid_to', to_char(valid_to, 'YYYY-MM-DD')
      ) as facts,
      holder_id_number
    from register.payee_account
    where account_number = ${accountNumber} and person_id = ${personId}
    order by account_number
  `.execute(tx)
  return rows[0]!
}

/** One account, with those of its persons who are in the scope; null: none of them is, or there is no such account. */
export async function openAccount(
  tx: Tx,
  scope: ProfileScope,
  { ref, key }: { readonly ref: string; readonly key: Buffer },
): Promise<OpenedProfile | null> {
  const personId = personOfRef(ref)
  const person = await findPerson(tx, { personId, visible: scope.business('held.region') })
  if (person === null) return null
  const accountNumber = findAccount(key, ref, await listAccountNumbers(tx, personId))
  if (accountNumber === null) return null
  const visible = scope.business('person.region')
  const held = await readHolding(tx, accountNumber, personId)
  const sources = accountLanes(accountNumber, visible)
  const subjects = [{ kind: 'account', id: accountNumber }]
  const findings = await listSubjectFindings(tx, { subjects, visible: scope.findings })
  const graph = createLinkGraph({ id: 'account', kind: 'account', label: accountNumber, key: accountNumber })
  const sharers = await findAccountSharers(tx, { accountNumber, visible, except: null })
  addSharers(graph, 'account', { sharers, relation: 'ACCOUNT' })
  await linkStaffOf(tx, graph, {
    subject: 'account',
    idNumbers: held.holder_id_number === null ? [] : [held.holder_id_number],
    visible: scope.authority('agency.region'),
  })
  return {
    kind: 'account',
    ref,
    label: accountNumber,
    regions: person.region === null ? [] : [person.region],
    facts: { table: 'payee_account', values: held.facts },
    lanes: await readLanes(tx, sources),
    money: await readAccountPayments(tx, {
      accountNumber,
      visible: scope.business('person.region', 'looked_at.scheme'),
    }),
    activity: null,
    findings,
    records: await listSubjectRecords(tx, {
      personId: null,
      findingIds: findings.map(({ finding_id }) => finding_id),
      visible: scope.records,
    }),
    links: graph.links(),
    feeds: await listFeeds(tx, ['payment', ...sources.map(({ table }) => table)]),
    accountsOf: personId,
  }
}
