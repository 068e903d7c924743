import { sql } from 'kysely'
import { mayAct } from '#access/may-act.ts'
import { momentOf } from '#access/moment.ts'
import type { Organisation } from '#access/organisation/organisation.ts'
import { readOrganisation } from '#access/organisation/read-organisation.ts'
import { findActorFacts, loadSubjectPlace } from '#access/storing/actor-store.ts'
import { assert, Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { ActContext } from '#records/act-context.ts'
import { conflict, invalid } from '#records/form-fields.ts'
import { SubjectRow } from '#records/load-act.ts'
import {
  organisationSubject,
  StoredOrganisation,
  storedOrganisationSql,
} from '../storing/stored-organisation.ts'
import { differenceOf, rowsOf } from './organisation-difference.ts'
import { rowsMax } from './organisation-kind.ts'

/**
 * What a file of the organisation (.xlsx or .json) would change, as the input of a proposal; nothing is written. Rows
 * that are as stored are left out, so that nobody has to read a province to grant one new post. Refused for whoever may
 * not propose it, as the proposal itself would be.
 */
export async function readProposal(context: ActContext, file: string): Promise<Organisation> {
  const asked = await readOrganisation(file)
  return context.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ stored: unknown; at: Date }>`
      select ${storedOrganisationSql(sql`${JSON.stringify(asked)}::jsonb`)} as stored, clock_timestamp() as at
    `.execute(tx)
    const changed = rowsOf(differenceOf(asked, StoredOrganisation.parse(rows[0]!.stored)))
    const longest = Math.max(...Object.values(changed).map((part) => part.length))
    if (longest === 0) {
      throw conflict(
        '文件与现有内容相同，没有需要变更的内容。',
        'the file says what is stored already; nothing would change.',
      )
    }
    if (longest > rowsMax) {
      throw invalid(
        `变更超过 ${rowsMax} 行；请按县分次导入。`,
        `more than ${rowsMax} rows would change; import the file in parts, county by county.`,
      )
    }
    await refuseUnlessAllowed(context, tx, { changed, at: rows[0]!.at })
    return changed
  })
}

async function refuseUnlessAllowed(
  { actor, catalogue, workingDays }: ActContext,
  tx: Tx,
  { changed, at }: { readonly changed: Organisation; readonly at: Date },
): Promise<void> {
  assert(actor.kind === 'person', 'a file is read for a person')
  const asked = sql`${JSON.stringify(changed)}::jsonb`
  const { rows } = await sql<{ subject: unknown }>`
    select ${organisationSubject(asked, actor.staffId)} as subject
  `.execute(tx)
  const { regions, agencyId, personId: _none, ...subject } = SubjectRow.parse(rows[0]!.subject)
  const place = await loadSubjectPlace(tx, { regions, agencyId: agencyId ?? null })
  const facts = await findActorFacts(tx, actor.staffId, at)
  assert(facts !== null, 'whoever is signed in is among the staff')
  const decision = mayAct(
    facts,
    {
      function: 'ORGANISATION',
      step: 'ENTRY',
      subject: { ...subject, ...place },
      history: [],
      round: 1,
      approvalLevel: 1,
      moment: momentOf(at, (day) => workingDays.isWorkingByDay.get(day)),
    },
    catalogue,
  )
  if (!decision.allowed) throw new Refusal(decision.code, decision.text)
}
