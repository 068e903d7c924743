import type pg from 'pg'
import type { WrittenAnswers } from './similar-answers.ts'

/** Answers of campaigns of the last two years, each task's words in one text. */
export async function readWrittenAnswers(
  pool: Pick<pg.Pool, 'query'>,
  asOf: string,
): Promise<WrittenAnswers[]> {
  const { rows } = await pool.query<{
    campaign_id: string
    task_id: string
    agency_id: string
    text: string
  }>(
    `select campaign_id, task_id, agency_id, string_agg(text, '' order by question) as text
    from app.record_campaign_answer
    where text is not null
      and answered_at > $1::date - interval '2 years'
    group by campaign_id, task_id, agency_id
    order by campaign_id, task_id`,
    [asOf],
  )
  return rows.map(({ campaign_id, task_id, agency_id, text }) => ({
    campaignId: campaign_id,
    taskId: task_id,
    agencyId: agency_id,
    text,
  }))
}
