import { setTimeout as wait } from 'node:timers/promises'
import { beijingDayOf } from '#access/moment.ts'
import { formatDay } from '#base/calendar-math.ts'
import { questions } from '#campaigns/forms/questions.ts'
import { actOn } from '../journeys/acting.ts'
import type { ServedCounty, SignedIn } from '../journeys/served-county.ts'

/** A campaign of the province, from its plan to the tasks of its units, as its people have it. */
export interface CampaignDesk {
  readonly campaignId: string
  readonly name: string
  readonly supervisor: SignedIn
  readonly head: SignedIn
  readonly taskOf: (agencyId: string) => Promise<string>
  /** The city's check of a unit, which the server opens within a minute of its submission. */
  readonly cityCheckOf: (agencyId: string) => Promise<string>
}

const name = '2026年社保基金管理风险排查'

/** Days from today on, so that the self-check is what runs. */
const dayFromNow = (days: number): string => formatDay(beijingDayOf(new Date()) + days)

const plan = () => ({
  name,
  kind: 'RISK_CHECK',
  basis: '关于开展社会保险基金管理风险排查工作的通知',
  schemes: [],
  period_from: '2019-01',
  period_to: dayFromNow(0).slice(0, 7),
  categories: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  regions: ['990000'],
  unit_kinds: ['HANDLING'],
  phases: [
    { code: 'DEPLOY', starts_on: dayFromNow(-20), due_on: dayFromNow(-10) },
    { code: 'SELF_CHECK', starts_on: dayFromNow(-9), due_on: dayFromNow(20) },
    { code: 'CITY_CHECK', starts_on: dayFromNow(21), due_on: dayFromNow(35) },
    { code: 'PROVINCE_CHECK', starts_on: dayFromNow(40), due_on: dayFromNow(55) },
    { code: 'SUMMARY', starts_on: dayFromNow(56), due_on: dayFromNow(70) },
  ],
  spot_percent: 50,
  spot_counties: 2,
  rate_percent: 95,
  leading_group: [
    { role: 'HEAD', member: '张三', unit: '示例省人力资源和社会保障局局长' },
    { role: 'OFFICE', member: '李四', unit: '基金监督处' },
  ],
})

export async function actDone(
  person: SignedIn,
  place: { readonly kind: string; readonly recordId?: string },
  act: { readonly action: string; readonly input: unknown; readonly attachments?: readonly unknown[] },
): Promise<string> {
  const { kind, recordId } = place
  const opened =
    recordId === undefined ? undefined : await person.browser.get(`/api/records/${kind}/${recordId}`)
  const version = opened === undefined ? {} : { version: opened.body.version as number }
  const answer = await actOn(person, place, { attachments: [], ...act, ...version })
  if (answer.status !== 200) throw new Error(`${kind} ${act.action}: ${answer.text}`)
  return answer.body.record_id as string
}

/** Waits for what the server's job does: it works once a minute. */
async function waitFor(county: ServedCounty, query: string, values: readonly string[]): Promise<string> {
  for (let turn = 0; turn < 300; turn += 1) {
    const { rows } = await county.pool.query<{ record_id: string }>(query, [...values])
    if (rows[0] !== undefined) return rows[0].record_id
    await wait(500)
  }
  throw new Error(`never came: ${query}`)
}

const taskQuery = `select record_id from app.record where kind = 'CAMPAIGN_TASK' and agency_id = $1 and data ->> 'campaign_id' = $2`
const checkQuery = `select record_id from app.record where kind = 'CAMPAIGN_CHECK' and data ->> 'level' = 'CITY' and data ->> 'checked_agency_id' = $1 and data ->> 'campaign_id' = $2`

export async function runCampaign(county: ServedCounty): Promise<CampaignDesk> {
  const supervisor = await county.signIn('监督员', 'B990000')
  const head = await county.signIn('局长', 'B990000')
  const campaignId = await actDone(supervisor, { kind: 'CAMPAIGN' }, { action: 'propose', input: plan() })
  const place = { kind: 'CAMPAIGN', recordId: campaignId }
  await actDone(head, place, { action: 'approve', input: {} })
  await actDone(supervisor, place, { action: 'start', input: {} })
  await waitFor(county, `select record_id from app.record where status = 'RUNNING' and record_id = $1`, [
    campaignId,
  ])
  return {
    ...{ campaignId, name, supervisor, head },
    taskOf: (agencyId) => waitFor(county, taskQuery, [agencyId, campaignId]),
    cityCheckOf: (agencyId) => waitFor(county, checkQuery, [agencyId, campaignId]),
  }
}

/** All that a unit still has to say: a contact, and “no” with an explanation where nothing is answered yet. */
export async function answerTheRest(
  county: ServedCounty,
  desk: CampaignDesk,
  agencyId: string,
): Promise<void> {
  const clerk = await county.signIn('初审岗', agencyId)
  const place = { kind: 'CAMPAIGN_TASK', recordId: await desk.taskOf(agencyId) }
  const contacts = [{ contact_name: '王五', post: '综合科科长', phone: '0554-1234567' }]
  await actDone(clerk, place, { action: 'contact', input: { contacts } })
  const opened = await clerk.browser.get(`/api/records/CAMPAIGN_TASK/${place.recordId}`)
  const said = (opened.body.data as { answers: Record<string, unknown> }).answers
  const answers = questions
    .filter(({ number }) => said[number] === undefined)
    .map(({ number }) => ({
      ...{ question: number, answer: 'NO', count: 0, amount_yuan: '0.00' },
      ...{ evidence: null, rectify_by: null, explanation: '已逐条核实，均为正常业务。' },
    }))
  await actDone(clerk, place, { action: 'answer', input: { answers } })
}

/** What the system knows of the county before anybody answers: three resumed after a stop for death. */
export async function knownFindings({ pool }: ServedCounty): Promise<void> {
  await pool.query(`
    insert into app.finding (
      finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name, period_from,
      period_to, amount_fen, evidence_count, explanation, regions, owner_region, agency_id, sources, episode, status,
      open_amount_fen, first_found_at, last_found_at, last_as_of, schemes
    )
    select
      lpad(number::text, 16, '0'), 1, 'DTH-02', 1, 1, 'person', 'P' || number, '', '2024-05', '2024-08',
      number * 123456, 1, '因死亡停发后恢复待遇', array['990101'], '990101', 'A990101', '{RUN}', 1, 'OPEN',
      number * 123456, clock_timestamp(), clock_timestamp(), '2024-08-31', '{}'
    from generate_series(1, 3) as number
  `)
}

/** What a unit found itself and still has to mend. */
export function problemInput(campaignId: string): Readonly<Record<string, unknown>> {
  return {
    ...{ campaign_id: campaignId, category: 3, question: '3.3', people_count: 2, amount_yuan: '1234.50' },
    ...{ description: '两名经办人员把账号借给他人使用。', nature: 'IRREGULAR', cause: '管理不严' },
    ...{ responsible: '综合科', kind: 'DEADLINE', measures: '收回账号，重新授权。', due_on: dayFromNow(30) },
    ...{ needs_legislation: false, in_crime: false, case_id: null, major_event_reported: false },
  }
}

export async function staffOf({ pool }: ServedCounty, agencyId: string): Promise<string[]> {
  const { rows } = await pool.query<{ staff_id: string }>(
    `select staff_id from app.staff_member where agency_id = $1 and status = 'ON_POST' order by staff_id`,
    [agencyId],
  )
  return rows.map(({ staff_id }) => staff_id)
}
