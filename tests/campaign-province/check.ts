import type { Organisation } from '#access/organisation/organisation.ts'
import { questions } from '#campaigns/forms/questions.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { done, stored } from './acting.ts'
import { holdersOf } from './province.ts'

/** A whole check by the agency that has it: team, every question, conclusion, and its leader's confirmation. */
export async function check(
  database: TestDatabase,
  organisation: Organisation,
  asked: { readonly checkId: string; readonly outcome: 'CONFIRMED' | 'REDO' },
): Promise<void> {
  const { checkId, outcome } = asked
  const { agency_id: agency } = await stored(database, checkId)
  const step = { kind: 'CAMPAIGN_CHECK', recordId: checkId }
  const members = ['SUPERVISION', 'POLICY'].flatMap((duty) => holdersOf(organisation, agency!, duty))
  await done(database, { ...step, by: members[0]!, action: 'team', input: { members } })
  const notes = questions.map(({ number }) => ({
    ...{ question: number, agrees: true, count: 0, amount_yuan: '0.00', note: null },
  }))
  await done(database, { ...step, by: members[1]!, action: 'note', input: { notes } })
  const conclusion = { outcome, opinion: outcome === 'REDO' ? '第三类未认真核查' : '自查属实' }
  await done(database, { ...step, by: members[0]!, action: 'conclude', input: conclusion })
  const [leader] = holdersOf(organisation, agency!, 'UNIT_HEAD')
  await done(database, { ...step, by: leader!, action: 'confirm' })
}
