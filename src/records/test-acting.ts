import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '#platform/postgres/database.ts'
import { act } from './act.ts'
import type { ActContext } from './act-context.ts'
import type { Answer } from './answer.ts'
import { openRecord } from './reading/open-record.ts'
import type { ActRequest } from './record.ts'
import { addAccount, confirmed, requestOf } from './test-kernel.ts'

type Accepted = Extract<Answer, { outcome: 'accepted' }>

export function acceptedAnswer(answer: Answer): Accepted {
  if (answer.outcome === 'accepted') return answer
  throw new Error(`${answer.code}: ${answer.text.en}`)
}

export function codeOf(answer: Answer): string {
  return answer.outcome === 'accepted' ? 'accepted' : answer.code
}

/** An account of its own and the request that changes it. */
export async function entryRequest(
  owner: Database,
  { amountFen = '5000', county = '990101' }: { readonly amountFen?: string; readonly county?: string } = {},
): Promise<{ request: ActRequest; accountId: string }> {
  const accountId = `acc-${randomUUID()}`
  await addAccount(owner, accountId, county)
  return {
    accountId,
    request: requestOf({ action: 'enter', input: { accountId, holder: '新户主', amountFen } }),
  }
}

/** A record that awaits its review. */
export async function enteredRecord(
  context: ActContext,
  owner: Database,
  options: { readonly amountFen?: string } = {},
): Promise<Accepted & { readonly accountId: string }> {
  const { request, accountId } = await entryRequest(owner, options)
  return { ...acceptedAnswer(await act(context, request)), accountId }
}

/** The details opened, and the review as the reviewer would confirm it. */
export async function reviewRequest(context: ActContext, recordId: string): Promise<ActRequest> {
  const { record } = await openRecord(context, { kind: 'TEST_CHANGE', recordId })
  const stored = await context.db
    .selectFrom('record')
    .select(['status', 'data'])
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return confirmed(requestOf({ action: 'review', recordId, version: record.version }), stored)
}

/** A file that this person uploaded, as an action wants it attached. */
export async function uploadedBy(owner: Database, person: string): Promise<ActRequest['attachments']> {
  const attachmentId = randomUUID()
  await owner
    .insertInto('attachment')
    .values({
      attachment_id: attachmentId,
      sha256: '0'.repeat(64),
      size_bytes: 1n,
      content_type: 'pdf',
      name: 'basis.pdf',
      scan_result: 'CLEAN',
      uploaded_by: person,
      uploaded_at: new Date(),
    })
    .execute()
  return [{ id: attachmentId, purpose: 'BASIS' }]
}

/** Everything an act may have written, as one text: equal texts mean that nothing was done. */
export async function everything(owner: Database): Promise<string> {
  const tables = [
    'app.record',
    'app.record_action',
    'app.record_attachment',
    'app.to_do',
    'app.idempotency',
    'app.trail_entry',
    'app.trail_payload',
    'app.refusal_count',
    'register.test_account',
  ]
  const parts = await Promise.all(
    tables.map(async (table) => {
      const { rows } = await sql<{ digest: string | null }>`
        select md5(string_agg(each::text, '|' order by each::text)) as digest
        from ${sql.table(table)} as each
      `.execute(owner)
      return `${table} ${rows[0]!.digest}`
    }),
  )
  return parts.join('\n')
}
