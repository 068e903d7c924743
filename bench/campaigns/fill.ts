import type pg from 'pg'
import { questions } from '#campaigns/forms/questions.ts'

/** A province of ten cities, a hundred counties and so many townships, each a unit that has answered everything. */
export interface Filling {
  readonly units: number
  readonly campaignId: string
}

const counties = 100

async function fillPlaces(pool: pg.Pool, units: number): Promise<void> {
  const towns = Math.max(0, Math.ceil((units - counties - 11) / counties))
  await pool.query(`
    insert into app.region (region, name, level, parent, path, valid_from)
    values ('990000', '示例省', 'PROVINCE', null, '{990000}', '2000-01-01')
    on conflict do nothing
  `)
  await pool.query(`
    insert into app.region (region, name, level, parent, path, valid_from)
    select code, '示例市' || code, 'CITY', '990000', array['990000', code], '2000-01-01'
    from generate_series(1, 10) as city (number)
    cross join lateral (select '99' || lpad(city.number::text, 2, '0') || '00' as code) as named
    on conflict do nothing
  `)
  await pool.query(`
    insert into app.region (region, name, level, parent, path, valid_from)
    select code, '示例县' || code, 'COUNTY', city, array['990000', city, code], '2000-01-01'
    from generate_series(1, 10) as of_city (number)
    cross join generate_series(1, 10) as county (number)
    cross join lateral (
      select
        '99' || lpad(of_city.number::text, 2, '0') || '00' as city,
        '99' || lpad(of_city.number::text, 2, '0') || lpad(county.number::text, 2, '0') as code
    ) as named
    on conflict do nothing
  `)
  await pool.query(
    `
    insert into app.region (region, name, level, parent, path, valid_from)
    select code, '示例乡' || code, 'TOWN', region.region, region.path || code, '2000-01-01'
    from app.region
    cross join generate_series(1, $1::integer) as town (number)
    cross join lateral (select region.region || lpad(town.number::text, 3, '0') as code) as named
    where region.level = 'COUNTY'
    on conflict do nothing
  `,
    [towns],
  )
  await pool.query(`
    insert into app.agency (agency_id, name, kind, region, parent_id, path, reviewed_by_superior)
    select
      'C' || region.region, region.name || '中心', case when region.level = 'TOWN' then 'TOWN' else 'HANDLING' end,
      region.region, null, array['C' || region.region], false
    from app.region
    on conflict do nothing
  `)
}

const common = `
  version, regions, agency_id, concerned, data, is_open, entered_by, entered_at, changed_by, changed_at, due_day
`
const times = `true, 'bench', clock_timestamp(), 'bench', clock_timestamp(), current_date + 20`

/** By bulk SQL into the records: the lines are kept by the triggers that acts have, too. */
export async function fillCampaign(pool: pg.Pool, { units, campaignId }: Filling): Promise<void> {
  await fillPlaces(pool, units)
  await pool.query(
    `
    insert into app.record (record_id, kind, status, ${common})
    select $1, 'CAMPAIGN', 'RUNNING', 1, '{990000}', 'C990000', '{}', '{"units": []}', ${times}
  `,
    [campaignId],
  )
  await pool.query(
    `
    insert into app.record (record_id, kind, status, ${common})
    select
      'task-' || agency.agency_id, 'CAMPAIGN_TASK', 'SUBMITTED', 1, array[agency.region], agency.agency_id, '{}',
      jsonb_build_object(
        'campaign_id', $1::text, 'region', agency.region,
        'submitted', jsonb_build_object('at', clock_timestamp()), 'accepted_on', null,
        'answers', (
          select jsonb_object_agg(
            question,
            jsonb_build_object(
              'answer', (array['YES', 'NO', 'NO', 'NO', 'PARTIAL'])[1 + abs(hashtext(agency.agency_id || question)) % 5],
              'count', 1, 'amount_fen', '12345', 'evidence', '依据', 'explanation', null, 'at', clock_timestamp()
            )
          )
          from unnest($2::text[]) as question
        ),
        'detections', (
          select jsonb_object_agg(question, jsonb_build_object('count', 2, 'amount_fen', '500'))
          from unnest($2::text[]) as question
          where abs(hashtext(question || agency.agency_id)) % 6 = 0
        )
      ),
      ${times}
    from app.agency
    where agency.agency_id like 'C%'
    order by agency.agency_id
    limit $3
  `,
    [campaignId, questions.map(({ number }) => number), units],
  )
  await pool.query(
    `
    insert into app.record (record_id, kind, status, ${common})
    select
      'check-' || unit.agency_id, 'CAMPAIGN_CHECK', 'DONE', 1, array[unit.region], 'C990000', '{}',
      jsonb_build_object(
        'campaign_id', $1::text, 'task_id', unit.task_id, 'checked_agency_id', unit.agency_id, 'region', unit.region,
        'level', 'CITY', 'by_agency_id', 'C990000', 'concluded', '{"outcome": "CONFIRMED"}'::jsonb,
        'done', jsonb_build_object('on', current_date)
      ),
      ${times}
    from app.campaign_unit as unit
    where unit.agency_id <> 'C990000'
  `,
    [campaignId],
  )
  await pool.query(
    `
    insert into app.record (record_id, kind, status, ${common})
    select
      'problem-' || unit.agency_id || '-' || number, 'CAMPAIGN_PROBLEM', 'OPEN', 1, array[unit.region], unit.agency_id,
      '{}',
      jsonb_build_object(
        'campaign_id', $1::text, 'region', unit.region, 'category', 1 + number, 'source', 'SELF', 'kind', 'DEADLINE',
        'people_count', 1, 'amount_fen', '100', 'found_on', current_date, 'due_on', current_date + number,
        'handled', null, 'verified', null, 'needs_legislation', false, 'in_crime', false,
        'major_event_reported', false
      ),
      ${times}
    from app.campaign_unit as unit
    cross join generate_series(1, 3) as number
  `,
    [campaignId],
  )
  await pool.query('analyze')
}
