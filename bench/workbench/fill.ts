import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type pg from 'pg'
import { rules } from '#rules/catalogue.ts'

/**
 * A province of ten cities, a hundred counties and a thousand townships with findings, cases and recoveries, by bulk
 * SQL: everything that triggers keep is kept by them.
 */

export interface Filling {
  readonly findings: number
  readonly cases: number
  readonly users: number
}

/** A cookie header, and where the person may look. */
export interface BenchUser {
  readonly cookie: string
  readonly region: string
  readonly level: 'PROVINCE' | 'CITY' | 'COUNTY' | 'TOWN'
}

export const userAgent = 'Mozilla/5.0 (bench)'

async function fillRegions(pool: pg.Pool): Promise<void> {
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
  await pool.query(`
    insert into app.region (region, name, level, parent, path, valid_from)
    select code, '示例乡' || code, 'TOWN', region.region, region.path || code, '2000-01-01'
    from app.region
    cross join generate_series(1, 10) as town (number)
    cross join lateral (select region.region || lpad(town.number::text, 3, '0') as code) as named
    where region.level = 'COUNTY'
    on conflict do nothing
  `)
}

const at = 20_000

/** In parts, as runs bring them: two years of months, three statuses, few large amounts and many small ones. */
async function fillFindings(pool: pg.Pool, count: number): Promise<void> {
  for (let first = 0; first < count; first += at) {
    const some = Math.min(at, count - first)
    await pool.query(
      `
      with town as (
        select region, path, row_number() over (order by region) - 1 as place, count(*) over () as towns
        from app.region
        where level = 'TOWN'
      ),
      drawn as (
        select
          number,
          floor(random() * (select min(towns) from town))::bigint as place,
          floor(random() * (select min(towns) from town))::bigint as second_place,
          random() as spread,
          $3::text[] as codes,
          $4::integer[] as levels,
          floor(power(random(), 2) * cardinality($3::text[]))::integer + 1 as rule,
          floor(power(random(), 6) * 20000000)::bigint + 100 as fen,
          now() - random() * interval '700 days' as found
        from generate_series($1::integer, $1::integer + $2::integer - 1) as number
      )
      insert into app.finding (
        finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name,
        period_from, period_to, amount_fen, evidence_count, explanation, regions, owner_region, agency_id, sources,
        episode, status, open_amount_fen, first_found_at, last_found_at, last_as_of, schemes
      )
      select
        left(encode(sha256(number::text::bytea), 'hex'), 16), 1, codes[rule], 1, levels[rule], 'person',
        '99010119400101' || lpad((number % 10000)::text, 4, '0'), '张三', '2024-01', '2024-06', fen, 2,
        '张*在2024年1月至6月死亡后仍领取养老金，共6个月，合计金额见证据；最近一次发放在2024年6月。',
        case when spread < 0.03 then array[town.region, other.region] else array[town.region] end,
        case when spread < 0.03 then '990000' else town.region end, null, '{RUN}', 1, 'OPEN', fen, found, found,
        '2024-06-30', case when number % 3 = 0 then array['170'] else array['110'] end
      from drawn
      inner join town on town.place = drawn.place
      inner join town as other on other.place = drawn.second_place
      `,
      [first, some, rules.map(({ code }) => code), rules.map(({ level }) => level)],
    )
  }
  await pool.query(`
    insert into app.finding_episode (finding_id, episode, opened_at, rule_version, state, amount_fen, evidence_count)
    select finding_id, 1, first_found_at, 1, 'OPEN', amount_fen, 2
    from app.finding
  `)
  // Verified long ago, before there were cases.
  await pool.query(`
    update app.finding_episode
    set state = 'CONCLUDED', conclusion = case when right(finding_id, 2) < '10' then 'TRUE' else 'FALSE' end,
      concluded_at = opened_at + interval '30 days'
    where right(finding_id, 2) < '30'
  `)
}

const statuses = ['OPENED', 'ASSIGNED', 'VERIFYING', 'AWAITING_STATEMENT', 'CONCLUDED', 'HANDLING', 'CLOSED']

async function fillCases(pool: pg.Pool, count: number): Promise<void> {
  await pool.query(
    `
    with taken as (
      select finding.*, row_number() over (order by finding_id) as number
      from app.finding
      where status = 'OPEN'
      order by finding_id
      limit $1
    )
    insert into app.record (
      record_id, kind, status, version, regions, agency_id, person_id, amount_fen, concerned, data, is_open,
      entered_by, entered_at, changed_by, changed_at, due_day
    )
    select
      gen_random_uuid()::text, 'CASE', 'OPENED', 1, regions, null, subject_id, amount_fen, '{}',
      jsonb_build_object(
        'findings', jsonb_build_array(
          jsonb_build_object(
            'finding_id', finding_id, 'rule_code', rule_code, 'level', level, 'amount_fen', amount_fen::text,
            'rows', (
              select jsonb_agg(
                jsonb_build_object('table', 'payment', 'key', 'L' || row, 'digest', repeat('0', 64), 'amount_fen', '1')
              )
              from generate_series(1, 12) as row
            )
          )
        ),
        'level', level, 'reason', '筛查发现', 'assignee', 'BENCH' || (number % 50), 'papers', '[]'::jsonb,
        'conclusion', null, 'merged_from', '[]'::jsonb, 'origin', null, 'split_off', '[]'::jsonb
      ),
      true, 'BENCH0', now() - random() * interval '200 days', 'BENCH0', now() - random() * interval '100 days',
      current_date + (random() * 60 - 15)::integer
    from taken
    `,
    [count],
  )
  await pool.query(
    `
    update app.record
    set
      status = drawn.status,
      is_open = drawn.status <> 'CLOSED',
      data = case
        when drawn.status in ('HANDLING', 'CLOSED') then
          data || jsonb_build_object('conclusion', jsonb_build_object(
            'verdict', 'TRUE', 'loss_fen', amount_fen::text,
            'approved', jsonb_build_object('by', 'BENCH1', 'at', now()),
            'results', jsonb_build_array(
              jsonb_build_object('finding_id', data -> 'findings' -> 0 ->> 'finding_id', 'verdict', 'TRUE')
            )
          ))
        else data
      end
    from (
      select record_id, ($1::text[])[1 + floor(random() * 7)::integer] as status
      from app.record
      where kind = 'CASE'
    ) as drawn
    where record.record_id = drawn.record_id
    `,
    [statuses],
  )
  await pool.query(`
    insert into app.record (
      record_id, kind, status, version, regions, person_id, amount_fen, concerned, data, is_open, entered_by,
      entered_at, changed_by, changed_at, due_day
    )
    select
      gen_random_uuid()::text, 'RECOVERY', 'RECOVERING', 1, regions, person_id, amount_fen, '{}',
      jsonb_build_object(
        'case_id', record_id, 'debtor_name', '张三', 'due_fen', amount_fen::text,
        'recovered_fen', (amount_fen / 3)::text, 'written_off_fen', '0',
        'outstanding_fen', (amount_fen - amount_fen / 3)::text, 'plan', null, 'receipts', '[]'::jsonb,
        'settled_by_orders', '[]'::jsonb
      ),
      true, 'BENCH0', now(), 'BENCH0', now() - random() * interval '100 days', current_date + 30
    from app.record
    where kind = 'CASE' and status in ('HANDLING', 'CLOSED')
  `)
}

/** One in ten of the province, two of a city, six of a county, one of a township. */
const shareOf = ['PROVINCE', 'CITY', 'CITY', ...Array.from({ length: 6 }, () => 'COUNTY'), 'TOWN']

async function fillUsers(pool: pg.Pool, count: number): Promise<BenchUser[]> {
  const users: BenchUser[] = []
  for (let index = 0; index < count; index += 1) {
    const staffId = `BENCH${index}`
    const level = shareOf[index % shareOf.length] as BenchUser['level']
    const { rows } = await pool.query<{ region: string }>(
      'select region from app.region where level = $1 and left(region, 4) < $2 order by random() limit 1',
      [level, '9911'],
    )
    const region = rows[0]!.region
    const [token, terminal] = [randomBytes(32).toString('base64url'), randomBytes(16).toString('base64url')]
    await pool.query(
      `insert into app.staff_member (staff_id, name, agency_id, status) values ($1, '李四', 'A990000', 'ON_POST')`,
      [staffId],
    )
    await pool.query(
      'insert into app.authority_epoch (staff_id, epoch) values ($1, 1) on conflict do nothing',
      [staffId],
    )
    await pool.query(
      `insert into app.role_grant (grant_id, staff_id, role, regions, valid_from, origin)
      values ($1, $2, 'INTERNAL_AUDIT', $3, '2025-01-01', 'DEMONSTRATION')`,
      [randomUUID(), staffId, [region]],
    )
    await pool.query(
      'insert into app.sign_in_account (staff_id, sign_in_name, enrolled_at) values ($1, $2, now())',
      [staffId, staffId.toLowerCase()],
    )
    const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()
    await pool.query(
      `insert into app.session (
        session_id, token_hash, staff_id, method, terminal_id, user_agent_hash, address, must_change_password, expires_at
      )
      values ($1, $2, $3, 'PASSWORD', $4, $5, '127.0.0.1', false, now() + interval '8 hours')`,
      [randomUUID(), sha256(token), staffId, terminal, sha256(userAgent)],
    )
    users.push({ cookie: `fangxian-session=${token}; fangxian-terminal=${terminal}`, region, level })
  }
  return users
}

export async function fillWorkbench(pool: pg.Pool, filling: Filling): Promise<BenchUser[]> {
  await fillRegions(pool)
  await fillFindings(pool, filling.findings)
  await fillCases(pool, filling.cases)
  const users = await fillUsers(pool, filling.users)
  await pool.query('select app.fold_totals()')
  return users
}
