import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { appendEntry } from '#trail/append-entry.ts'
import type { ActContext } from '../act-context.ts'
import { faultOfDatabase } from '../database-faults.ts'
import { actorIdOf } from '../record.ts'
import { type AskedRecord, findVisible, sealReading } from './open-record.ts'

const lengthMax = 4000

/**
 * A comment on a record in any status; it changes neither the record nor its version. `commentId` is made when the form
 * opens: sent twice, it is one comment.
 */
export async function addComment(
  context: ActContext,
  asked: AskedRecord,
  { commentId, text }: { readonly commentId: string; readonly text: string },
): Promise<void> {
  const said = checkText(text)
  const { asking, record } = await findVisible(context, asked, 'comment', 'COMMENT')
  const sealed = sealReading(context, {
    asking,
    record,
    action: 'comment',
    payload: { commentId, text: said },
    outcome: 'ACCEPTED',
  })
  const write = async (tx: Tx): Promise<void> => {
    const inserted = await tx
      .insertInto('record_comment')
      .values({
        comment_id: commentId,
        record_id: record.id,
        actor_id: actorIdOf(context.actor),
        at: asking.at,
        text: said,
        entry_id: sealed.entryId,
        entry_hash: sealed.leafHash,
      })
      .onConflict((conflict) => conflict.column('comment_id').doNothing())
      .executeTakeFirst()
    if (inserted.numInsertedOrUpdatedRows === 1n) return appendEntry(tx, sealed)
    const there = await tx
      .selectFrom('record_comment')
      .select('comment_id')
      .where('comment_id', '=', commentId)
      .where('record_id', '=', record.id)
      .where('actor_id', '=', actorIdOf(context.actor))
      .where('text', '=', said)
      .executeTakeFirst()
    if (there === undefined) throw commentIdUsed()
  }
  await context.db
    .transaction()
    .execute(write)
    .catch((error: unknown) => {
      throw faultOfDatabase(error)
    })
}

function commentIdUsed(): Refusal {
  return new Refusal('key_reused', {
    zh: '该备注编号已用于另一条备注；请刷新页面后重新提交。',
    en: 'this comment id was used for another comment; reload the page and submit again.',
  })
}

function checkText(text: string): string {
  const said = text.trim()
  if (said !== '' && said.length <= lengthMax && said.isWellFormed() && !said.includes('\0')) return said
  throw new Refusal('invalid_input', {
    zh: `备注须为 1 至 ${lengthMax} 字的文字；请修改后提交。`,
    en: `a comment has 1 to ${lengthMax} characters; change it and send it again.`,
  })
}
