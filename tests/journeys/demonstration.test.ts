import { expect, test } from 'vitest'
import { beijingDayOf } from '#access/moment.ts'
import { demonstrationOrganisation } from '#access/organisation/demonstration.ts'
import { castOf } from '#server/demonstration/cast.ts'
import type { Told } from '#server/demonstration/tell-history.ts'
import { servedCounty } from './served-county.ts'
import { verifierOf } from './verify-trail.ts'

/**
 * What `npm start` tells of the weeks before, made by acts alone. The first start is interrupted in the middle: what it
 * did is there once.
 */
let told: Told | null = null
const county = await servedCounty({
  history: {
    persons: 4000,
    interruptedAt: 60,
    onTold: (each) => {
      told = each
    },
  },
})

test('every story is told to its end', () => {
  expect(told).toMatchObject({ failures: [] })
  expect(told!.scenes).toBeGreaterThan(200)
})

/** By kind and status. */
const standing = [
  'ABSENCE DONE 1',
  'BANK_STATEMENT ACCEPTED 1',
  'BANK_STATEMENT IMPORTED 1',
  'CAMPAIGN RUNNING 1',
  'CAMPAIGN_CHECK DONE 1',
  'CAMPAIGN_CHECK OPEN 5',
  'CAMPAIGN_PROBLEM OPEN 1',
  'CAMPAIGN_PROBLEM VERIFIED 1',
  'CAMPAIGN_TASK ANSWERING 1',
  'CAMPAIGN_TASK ISSUED 9',
  'CAMPAIGN_TASK RETURNED 1',
  'CAMPAIGN_TASK SUBMITTED 5',
  'CASE ASSIGNED 1',
  'CASE AWAITING_STATEMENT 1',
  'CASE CLOSED 2',
  'CASE CONCLUDED 1',
  'CASE HANDLING 1',
  'CASE OPENED 1',
  'CASE VERIFYING 1',
  'FEED_DECISION IN_FORCE 3',
  'INSPECTION CLOSED 1',
  'INSPECTION PREPARED 1',
  'INSPECTION RECTIFYING 1',
  'INSPECTION UNDER_WAY 1',
  'INSPECTION_PLAN IN_FORCE 2',
  'ISSUED_FINDINGS CLOSED 1',
  'ISSUED_FINDINGS ISSUED 1',
  'ISSUED_FINDINGS WRITTEN_BACK 1',
  'LEADING_GROUP IN_OFFICE 1',
  'LEADING_GROUP PROPOSED 1',
  'LEDGER_FILING ACCEPTED 1',
  'LEDGER_FILING FILED 2',
  'LEDGER_FILING PREPARED 1',
  'LEDGER_FILING RETURNED 1',
  'LETTER FILED 1',
  'MAJOR_EVENT DRAFTED 1',
  'MAJOR_EVENT REPORTED 1',
  'MEASURE_ASSESSMENT DRAFT 1',
  'MEASURE_ASSESSMENT SUBMITTED 1',
  'MEETING CALLED 1',
  'MEETING DECIDED 3',
  'MEETING MINUTED 1',
  'ORDER_ACCOUNT_CHANGE DONE 1',
  'ORDER_ACCOUNT_CHANGE ENTERED 2',
  'ORDER_ACCOUNT_CHANGE REFUSED 1',
  'ORDER_ACCOUNT_CHANGE RETURNED 1',
  'ORDER_ACCOUNT_CHANGE REVIEWED 1',
  'ORDER_GRANT_ROLE ENTERED 1',
  'ORDER_MANUAL_ADJUST REVIEWED 1',
  'ORDER_PAYMENT_FILE DONE 1',
  'ORDER_STATUS_CHANGE DONE 1',
  'OVERTIME DONE 5',
  'OVERTIME PROPOSED 1',
  'PERIODIC_REPORT ACCEPTED 2',
  'PERIODIC_REPORT DRAFTING 1',
  'RECOVERY RECOVERING 1',
  'RECOVERY SETTLED 1',
  'RISK_POINT IN_FORCE 10',
  'RISK_POINT PROPOSED 1',
  'RISK_POINT RETIRED 1',
  'RISK_POINT RETURNED 1',
  'RISK_POINT REVISION_PROPOSED 1',
  'ROTATION_PLAN IN_FORCE 1',
  'SUPERVISED_MATTER CLOSED 1',
  'SUPERVISED_MATTER ORDERED 1',
  'SUPERVISED_MATTER REPORTED 1',
  'TRAINING CLOSED 1',
  'TRAINING HELD 1',
  'TRAINING PLANNED 1',
]

test('records of every kind stand where the stories left them, each once', async () => {
  const { rows } = await county.pool.query<{ kind: string; status: string; count: number }>(
    `select kind, status, count(*)::int as count
    from app.record
    where kind not in ('PAYMENT_HOLD', 'MONTHLY_REPORT')
      -- How many were drawn is the delivery's; the filings called for are the server's, in November.
      and kind not in ('SAMPLE_PLAN', 'SAMPLE_ITEM')
      and (kind, status) <> ('LEDGER_FILING', 'CALLED')
    group by kind, status
    order by kind, status`,
  )
  expect(rows.map(({ kind, status, count }) => `${kind} ${status} ${count}`)).toEqual(standing)
})

test('the payment of somebody reported dead is held, with the rule that found it', async () => {
  const { rows } = await county.pool.query<{ status: string; reasons: string }>(
    `select status, data::text as reasons
    from app.record
    where kind = 'PAYMENT_HOLD'
    order by record_id`,
  )
  expect(rows).toMatchObject([{ status: 'HELD', reasons: expect.stringContaining('DTH-01') }])
})

test('the month that was delivered is sampled: one is wrong, one waits for a second person, three for anybody', async () => {
  const { rows } = await county.pool.query<{ status: string; count: number }>(
    `select status, count(*)::int
    from app.record
    where kind = 'SAMPLE_ITEM' and agency_id = 'A990101' and data ->> 'checking_agency_id' = 'A990101'
    group by status
    order by status`,
  )
  const counts = new Map(rows.map(({ status, count }) => [status, count]))
  expect(counts.get('AGREED')).toBeGreaterThan(3)
  // The server makes a confirmed error a finding once it serves.
  expect((counts.get('WRONG') ?? 0) + (counts.get('REFERRED') ?? 0)).toBe(1)
  expect([counts.get('DIFFERS'), counts.get('OPEN')]).toEqual([1, 3])
  const { rows: plans } = await county.pool.query<{ status: string }>(
    `select distinct status from app.record where kind = 'SAMPLE_PLAN'`,
  )
  expect(plans).toEqual([{ status: 'DRAWN' }])
})

test('nothing happened outside working hours, after now, or before the findings were there', async () => {
  const { rows } = await county.pool.query<{ first: string; last: string; early: number; odd: number }>(
    `select
      (select min(first_found_at) from app.finding)::text as first,
      max(at)::text as last,
      count(*) filter (
        where at < (select min(first_found_at) from app.finding)
          and record.kind ~ '^(CASE|RECOVERY|LETTER|ORDER_|ISSUED_)'
      )::int as early,
      count(*) filter (
        where (at at time zone 'Asia/Shanghai')::time not between '08:00' and '18:30' or at > clock_timestamp()
      )::int as odd
    from app.record_action
    inner join app.record using (record_id)
    where actor_id not like 'system:%'`,
  )
  expect(rows[0]).toMatchObject({ early: 0, odd: 0 })
})

test('one case is overdue, and money outstanding and recovered come to what is due', async () => {
  const { rows } = await county.pool.query<{ overdue: number }>(
    `select count(*)::int as overdue
    from app.record
    where kind = 'CASE'
      and is_open
      and due_day < (clock_timestamp() at time zone 'Asia/Shanghai')::date`,
  )
  expect(rows[0]!.overdue).toBeGreaterThanOrEqual(1)
  const { rows: money } = await county.pool.query<{ status: string; adds_up: boolean; has_come: boolean }>(
    `select
      status,
      (data ->> 'due_fen')::bigint = (data ->> 'recovered_fen')::bigint + (data ->> 'outstanding_fen')::bigint as adds_up,
      (data ->> 'recovered_fen')::bigint > 0 as has_come
    from app.record
    where kind = 'RECOVERY'
    order by status`,
  )
  expect(money).toEqual([
    { status: 'RECOVERING', adds_up: true, has_come: true },
    { status: 'SETTLED', adds_up: true, has_come: true },
  ])
})

test('the trail of it verifies, with the refusal of the dead person’s new account in it', async () => {
  expect(await verifierOf(county)).toMatchObject({ isIntact: true, problems: [] })
  const { rows } = await county.pool.query<{ refused: number }>(
    `select count(*)::int as refused
    from app.trail_entry
    where leaf::jsonb ->> 'outcome' = 'REFUSED'
      and leaf::jsonb ->> 'kind' = 'ORDER_ACCOUNT_CHANGE'`,
  )
  expect(rows[0]!.refused).toBe(1)
})

test('whoever decides something finds it among the to-dos', async () => {
  const { rows } = await county.pool.query<{ to_do: string }>(
    `select distinct coalesce(assigned_to, duty) || ' ' || kind as to_do
    from app.to_do
    where closed_at is null
    order by to_do`,
  )
  const cast = castOf(demonstrationOrganisation(beijingDayOf(new Date())))
  expect(rows.map(({ to_do }) => to_do)).toEqual(
    expect.arrayContaining([
      'APPROVAL ORDER_ACCOUNT_CHANGE',
      'APPROVAL ORDER_MANUAL_ADJUST',
      'ENTRY ORDER_ACCOUNT_CHANGE',
      'RECONCILIATION BANK_STATEMENT',
      'REVIEW ORDER_ACCOUNT_CHANGE',
      'SECURITY_ADMIN ORDER_GRANT_ROLE',
      'UNIT_HEAD CASE',
      'UNIT_HEAD OVERTIME',
      `${cast('supervisor', 0, '990000')} CASE`,
    ]),
  )
})
