import { describe, expect, test } from 'vitest'
import { followCampaigns } from '#campaigns/following/follow-campaigns.ts'
import { waitingSteps } from '#campaigns/following/waiting-steps.ts'
import { questions } from '#campaigns/forms/questions.ts'
import type { CampaignData, SpotCheck } from '#campaigns/planning/plan.ts'
import { drawSpot } from '#campaigns/planning/spot-draw.ts'
import { takeStep } from '#campaigns/server-step.ts'
import { readQuestionTotals, readSpotCoverage } from '#campaigns/totals/campaign-coverage.ts'
import { readCampaignTotals } from '#campaigns/totals/campaign-line.ts'
import { problemRates, rateOf } from '#campaigns/totals/rates.ts'
import { openRecord } from '#records/reading/open-record.ts'
import { contextFor, done, refused, stored, take, tryBlind } from './campaign-province/acting.ts'
import { answerAll } from './campaign-province/answer-all.ts'
import { answerOf, campaignPlan, problem } from './campaign-province/campaign-plan.ts'
import { check } from './campaign-province/check.ts'
import { correctionOf, detectedFor, expectedLine, type Said, type Unit } from './campaign-province/model.ts'
import { openProvince } from './campaign-province/open-province.ts'

/**
 * A whole campaign of a province, by the acts that people and the server do: one province, three cities, twelve
 * counties, forty townships, 400 people. The tests are one story and run in order.
 */

const isDeep = process.env.FANGXIAN_DEPTH === 'deep'
const province = await openProvince()
const { trail, database, organisation, units, findings, kernel, holder, byAgency, dayIn } = province
const { db } = database
const follow = () => followCampaigns(kernel)
const provinceSupervisor = holder('B990000', 'SUPERVISION')
const provinceHead = holder('B990000', 'UNIT_HEAD')
const cities = ['990100', '990200', '990300'] as const
const plan = campaignPlan(dayIn)
let campaignId = ''
const taskOf = new Map<string, string>()
/** What the units have said in the end, by agency. */
const finalAnswers = new Map<string, readonly Said[]>()

async function linesOf(kind: 'campaign_unit' | 'campaign_check') {
  return db.selectFrom(kind).selectAll().where('campaign_id', '=', campaignId).execute()
}

async function totalsOf(members: readonly string[], parts: readonly string[] = []) {
  return db
    .transaction()
    .execute((tx) => readCampaignTotals(tx, { campaignId, members, parts, own: [...members] }))
}

describe('a campaign of a province', () => {
  test('is a province of the size that was asked for', () => {
    expect(organisation.staff).toHaveLength(400)
    const count = (level: string) => organisation.regions.filter((region) => region.level === level).length
    expect([count('PROVINCE'), count('CITY'), count('COUNTY'), count('TOWN')]).toEqual([1, 3, 12, 40])
    expect(units).toHaveLength(56)
  })

  test('is planned by one and approved by another person, and not by a county over the province', async () => {
    const propose = { kind: 'CAMPAIGN', action: 'propose', input: plan }
    expect(await refused(database, { ...propose, by: byAgency('A990101').maker })).toContain('not_found')
    const [early, ...others] = plan.phases
    const backwards = { ...plan, phases: [{ ...early!, due_on: dayIn(-3) }, ...others] }
    expect(await refused(database, { ...propose, by: provinceSupervisor, input: backwards })).toContain(
      'cannot end before it starts',
    )
    campaignId = await done(database, { ...propose, by: provinceSupervisor })
    const step = { kind: 'CAMPAIGN', recordId: campaignId }
    expect(await refused(database, { ...step, by: provinceSupervisor, action: 'approve' })).toContain(
      'not_permitted',
    )
    expect(await refused(database, { ...step, by: provinceSupervisor, action: 'start' })).toContain(
      'action_not_available',
    )
    await done(database, { ...step, by: provinceHead, action: 'approve' })
    await done(database, { ...step, by: provinceSupervisor, action: 'start' })
    expect((await stored(database, campaignId)).status).toBe('STARTING')
  })

  test('reaches every unit once, also when passing it down is interrupted and done again', async () => {
    for (const step of await waitingSteps(kernel, 10)) await takeStep(kernel, step)
    expect(await linesOf('campaign_unit')).toHaveLength(10)
    const [first, second] = await Promise.all([follow(), follow()])
    expect([...first.refused, ...second.refused].filter((each) => !each.includes('conflict'))).toEqual([])
    expect((await stored(database, campaignId)).status).toBe('RUNNING')
    const lines = await linesOf('campaign_unit')
    expect(lines.map(({ agency_id }) => agency_id).sort()).toEqual(units.map(({ agencyId }) => agencyId))
    for (const { agency_id, task_id } of lines) taskOf.set(agency_id, task_id)
    expect(await follow()).toEqual({ done: 0, refused: [] })
  }, 300_000)
})

describe('nobody sees or answers for a region that is not theirs', () => {
  const sample = ['A990101', 'T990101001', 'A990102', 'A990201', 'T990201001', 'A990100', 'A990000']
  const actors = [
    ...['A990101', 'A990102', 'T990101001', 'T990201001', 'A990100', 'A990000'].map((agency) => ({
      who: holder(agency, 'ENTRY'),
      agency,
      supervises: false,
    })),
    ...['B990100', 'B990200', 'B990000'].map((agency) => ({
      who: holder(agency, 'SUPERVISION'),
      agency,
      supervises: true,
    })),
  ]
  const regionOf = (agency: string): string => agency.slice(1)
  const asked = isDeep ? units.map(({ agencyId }) => agencyId) : sample
  const matrix = actors.flatMap((actor) => asked.map((unit) => ({ ...actor, unit })))

  test.for(matrix)(
    '$who of $agency at the self-check of $unit',
    async ({ who, agency, supervises, unit }) => {
      const recordId = taskOf.get(unit)!
      const isCovered = byAgency(unit).path.includes(regionOf(agency))
      const isOwn = unit === agency
      const step = { by: who, kind: 'CAMPAIGN_TASK', recordId }
      const seen = await openRecord(contextFor(database, who), step).then(
        () => 'seen',
        (error: { code: string }) => error.code,
      )
      expect(seen).toBe(isCovered ? 'seen' : 'not_found')
      const answer = { ...step, action: 'answer', input: { answers: [answerOf()] } }
      const forbidden = isCovered ? 'not_permitted' : 'not_found'
      expect(await tryBlind(database, answer)).toBe(isOwn && !supervises ? 'accepted' : forbidden)
      const extend = { ...step, action: 'extend', input: { due_on: dayIn(31), reason: '数据未到' } }
      expect(await tryBlind(database, extend)).toBe(isCovered && supervises ? 'accepted' : forbidden)
    },
  )
})

describe('self-checks', () => {
  test('are answered by every unit, in parts', async () => {
    await answerAll(province, { taskOf, finalAnswers, inOneAct: isDeep ? 1 : 25 })
    const { whole } = await totalsOf(['990000'])
    expect(whole.answered).toBe(56 * 50)
  }, 900_000)

  test('with “no” against findings are not submitted before that is corrected or explained', async () => {
    let corrected = 0
    for (const [index, unit] of units.entries()) {
      const step = { kind: 'CAMPAIGN_TASK', recordId: taskOf.get(unit.agencyId)! }
      const said = finalAnswers.get(unit.agencyId)!
      const denied = said.filter(
        ({ question, answer }) => answer === 'NO' && detectedFor(unit, question, findings).count > 0,
      )
      if (denied.length > 0) {
        const refusal = await refused(database, { ...step, by: unit.leader, action: 'submit' })
        expect(refusal).toContain(
          `although there are findings: ${denied.map((each) => each.question).sort()[0]}`,
        )
        // Every other unit sticks to its “no” and says why; the others correct it.
        const answers = denied.map((each) => correctionOf(each, { explains: index % 2 === 0, by: dayIn(90) }))
        corrected += index % 2 === 0 ? 0 : answers.length
        await done(database, { ...step, by: unit.maker, action: 'answer', input: { answers } })
        const changed = new Map(answers.map((each) => [each.question, each]))
        finalAnswers.set(
          unit.agencyId,
          said.map((each) => changed.get(each.question) ?? each),
        )
      }
      expect(await refused(database, { ...step, by: unit.maker, action: 'submit' })).toContain(
        'not_permitted',
      )
      await done(database, { ...step, by: unit.leader, action: 'submit' })
    }
    expect(corrected).toBeGreaterThan(5)
    const { whole } = await totalsOf(['990000'])
    expect([whole.submitted, whole.contradictions]).toEqual([56, whole.explained])
  }, 900_000)
})

describe('figures of self-checks', () => {
  test('are right to the unit, for the province and every region below', async () => {
    const regions = organisation.regions.map(({ code }) => code)
    const { whole, byRegion } = await totalsOf(['990000'], regions)
    const expected = (region: string) => expectedLine(region, { units, findings, said: finalAnswers })
    expect(whole).toMatchObject(expected('990000'))
    expect(whole.contradictions).toBeGreaterThan(5)
    for (const region of regions) expect(byRegion.get(region)).toMatchObject(expected(region))
    const rows = await db
      .transaction()
      .execute((tx) => readQuestionTotals(tx, { campaignId, members: ['990000'] }))
    expect(rows.map(({ question }) => question).sort()).toEqual(questions.map(({ number }) => number).sort())
    for (const row of rows) {
      const said = [...finalAnswers.values()].map((answers) =>
        answers.find(({ question }) => question === row.question),
      )
      const count = (code: string) => said.filter((each) => each!.answer === code).length
      expect([row.units, row.yes, row.no, row.partial]).toEqual([
        56,
        count('YES'),
        count('NO'),
        count('PARTIAL'),
      ])
    }
  })
})

const checked = (checkId: string, outcome: 'CONFIRMED' | 'REDO') =>
  check(database, organisation, { checkId, outcome })

describe('checks', () => {
  test('of the cities are of every unit, never by the unit itself', async () => {
    await follow()
    const checks = (await linesOf('campaign_check')).filter(({ level }) => level === 'CITY')
    expect(checks).toHaveLength(55)
    for (const line of checks) {
      expect(line.by_agency_id).toBe(`B${byAgency(line.agency_id).path[1]}`)
    }
    const own = checks[0]!
    const members = [holder('B990000', 'SUPERVISION'), holder('B990000', 'POLICY')]
    const by = holder(own.by_agency_id, 'SUPERVISION')
    const step = { kind: 'CAMPAIGN_CHECK', recordId: own.check_id, by }
    expect(await refused(database, { ...step, action: 'team', input: { members } })).toContain('not on post')
    const notes = [{ question: '1.1', agrees: true, count: 0, amount_yuan: '0.00', note: null }]
    expect(await refused(database, { ...step, action: 'note', input: { notes } })).toContain(
      'member of the team',
    )
    expect(
      await tryBlind(database, {
        ...step,
        by: byAgency(own.agency_id).maker,
        action: 'note',
        input: { notes },
      }),
    ).toBe('not_permitted')
    const careless = 'A990202'
    for (const line of checks) {
      await checked(line.check_id, line.agency_id === careless ? 'REDO' : 'CONFIRMED')
    }
    expect((await totalsOf(['990000'])).whole).toMatchObject({ city_done: 54, redo: 1 })
    await follow()
    const again = { kind: 'CAMPAIGN_TASK', recordId: taskOf.get(careless)! }
    expect((await stored(database, again.recordId)).status).toBe('RETURNED')
    await done(database, { ...again, by: byAgency(careless).leader, action: 'submit' })
    await follow()
    await checked(checks.find(({ agency_id }) => agency_id === careless)!.check_id, 'CONFIRMED')
    const { whole } = await totalsOf(['990000'])
    expect(rateOf(whole.city_done, whole.reviewable, 100)).toMatchObject({
      part: 55,
      whole: 55,
      is_reached: true,
    })
  }, 900_000)
})

describe('self-checks and spot checks', () => {
  test('are accepted from above, not by the unit itself', async () => {
    const province = { kind: 'CAMPAIGN_TASK', recordId: taskOf.get('A990000')!, action: 'accept' }
    expect(await refused(database, { ...province, by: byAgency('A990000').leader })).toContain(
      'accepted by a unit above',
    )
    for (const unit of units) {
      const by = unit.level === 'PROVINCE' ? provinceSupervisor : holder(`B${unit.path[1]}`, 'SUPERVISION')
      await done(database, {
        by,
        kind: 'CAMPAIGN_TASK',
        recordId: taskOf.get(unit.agencyId)!,
        action: 'accept',
      })
    }
    expect((await totalsOf(['990000'])).whole.accepted).toBe(56)
  }, 300_000)

  test('are drawn by a checkpoint that nobody knew, and the draw is replayed', async () => {
    const step = { kind: 'CAMPAIGN', recordId: campaignId, by: provinceSupervisor, action: 'prepare_spot' }
    await trail.checkpoint()
    await done(database, step)
    expect(await refused(database, step)).toContain('drawn once')
    await follow()
    const spotOf = async (): Promise<SpotCheck> => {
      const { data } = await stored(database, campaignId)
      return (data as CampaignData).spot!
    }
    expect((await spotOf()).drawn).toBeNull()
    await trail.checkpoint()
    await follow()
    const spot = await spotOf()
    const { checkpoint, seed, regions } = spot.drawn!
    expect(drawSpot(spot, checkpoint)).toEqual({ seed, regions })
    const drawnCities = cities.filter((city) => regions.includes(city))
    expect(drawnCities).toHaveLength(2)
    for (const city of drawnCities) {
      expect(regions.filter((region) => region !== city && region.startsWith(city.slice(0, 4)))).toHaveLength(
        2,
      )
    }
    const checks = (await linesOf('campaign_check')).filter(({ level }) => level === 'PROVINCE')
    expect(checks.map(({ region }) => region).sort()).toEqual(regions)
    const coverage = () =>
      db.transaction().execute((tx) => readSpotCoverage(tx, { campaignId, members: ['990000'] }, 2))
    expect(await coverage()).toEqual({ cities: 3, cities_done: 0, cities_complete: 0 })
    for (const line of checks) await checked(line.check_id, 'CONFIRMED')
    expect(await coverage()).toEqual({ cities: 3, cities_done: 2, cities_complete: 2 })
  }, 300_000)
})

describe('problems', () => {
  const counties = units.filter(({ level }) => level === 'COUNTY')

  test('are handled, rectified with evidence and verified by another person; rates count what counts', async () => {
    const opened: { id: string; unit: Unit }[] = []
    for (const [index, unit] of counties.entries()) {
      const input = {
        ...problem,
        campaign_id: campaignId,
        due_on: dayIn(20),
        needs_legislation: index === 11,
      }
      const step = { kind: 'CAMPAIGN_PROBLEM', by: unit.maker, action: 'record', input }
      opened.push({ id: await done(database, step), unit })
    }
    const crime = { ...problem, campaign_id: campaignId, due_on: dayIn(20), in_crime: true }
    const found = { ...crime, agency_id: 'A990101', source: 'CITY' }
    const by = holder('B990100', 'SUPERVISION')
    const find = { kind: 'CAMPAIGN_PROBLEM', by, action: 'find', input: found }
    expect(await refused(database, find)).toContain('needs a case or a report')
    expect(await refused(database, { ...find, by: holder('B990200', 'SUPERVISION') })).toContain('not_found')
    for (const [index, { id, unit }] of opened.entries()) {
      if (index === 11) continue
      const step = { kind: 'CAMPAIGN_PROBLEM', recordId: id }
      const result = { result: '已收回账号' }
      await done(database, { ...step, by: unit.maker, action: 'handle', input: result })
      if (index === 10) continue
      const rectify = { ...step, by: unit.maker, action: 'rectify', input: result }
      expect(await refused(database, rectify)).toContain('attachment')
      await done(database, { ...rectify, files: ['EVIDENCE'] })
      const verify = { ...step, action: 'verify', input: result }
      expect(await refused(database, { ...verify, by: unit.maker })).toContain('not_permitted')
      await done(database, { ...verify, by: holder(`B${unit.path[1]}`, 'SUPERVISION') })
    }
    const { whole } = await totalsOf(['990000'])
    expect(whole).toMatchObject({
      ...{ problems: 12, legislation: 1, handled: 11, rectified: 10, problem_fen: 12n * 123_450n },
    })
    const { handled, rectified } = problemRates(whole, 95)
    expect([handled.part, handled.whole, handled.is_reached]).toEqual([11, 11, true])
    expect([rectified.part, rectified.whole, rectified.is_reached]).toEqual([10, 11, false])
  }, 300_000)
})

describe('the end', () => {
  test('asks every city and county for the month’s report, whose figures are those of its region', async () => {
    const reports = await db
      .selectFrom('record')
      .select(['record_id', 'agency_id'])
      .where('kind', '=', 'MONTHLY_REPORT')
      .execute()
    expect(reports).toHaveLength(15)
    const { record_id: recordId } = reports.find(({ agency_id }) => agency_id === 'A990100')!
    const unit = byAgency('A990100')
    const step = { kind: 'MONTHLY_REPORT', recordId }
    const text = { work_done: '完成自查', difficulties: '无', next_steps: '整改', important: null }
    await done(database, { ...step, by: unit.maker, action: 'draft', input: text })
    expect(await refused(database, { ...step, by: unit.maker, action: 'file' })).toContain('not_permitted')
    await done(database, { ...step, by: unit.leader, action: 'file' })
    const { data } = await stored(database, recordId)
    const { whole } = await totalsOf(['990100'])
    expect((data as { figures: unknown }).figures).toMatchObject({
      ...{ units: whole.units, accepted: whole.units, contradictions: whole.contradictions, problems: 4 },
    })
  })

  test('a disclosure is read by supervision of the region and above, by nobody else', async () => {
    const discloser = byAgency('A990102').maker
    const input = { campaign_id: campaignId, matter: '曾将账号借给同事', amount_yuan: null }
    const recordId = await done(database, { by: discloser, kind: 'DISCLOSURE', action: 'disclose', input })
    const reads = async (who: string): Promise<string> =>
      openRecord(contextFor(database, who), { kind: 'DISCLOSURE', recordId }).then(
        () => 'seen',
        (error: { code: string }) => error.code,
      )
    expect(await reads(holder('B990100', 'SUPERVISION'))).toBe('seen')
    expect(await reads(provinceSupervisor)).toBe('seen')
    for (const who of [
      discloser,
      byAgency('A990102').leader,
      byAgency('A990101').maker,
      holder('B990200', 'SUPERVISION'),
      holder('B990100', 'UNIT_HEAD'),
    ]) {
      expect(await reads(who)).toBe('not_found')
    }
  })

  test('is decided by a leader, and closes every self-check', async () => {
    const step = { kind: 'CAMPAIGN', recordId: campaignId, action: 'finish' }
    const input = { summary: '排查结束', unfinished_reason: null }
    expect(await refused(database, { ...step, by: provinceSupervisor, input })).toContain('not_permitted')
    await done(database, { ...step, by: provinceHead, input })
    await follow()
    const statuses = (await linesOf('campaign_unit')).map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set(['CLOSED']))
    expect((await totalsOf(['990000'])).whole).toMatchObject({ units: 56, accepted: 56, answered: 2800 })
    const late = { by: byAgency('A990101').maker, kind: 'CAMPAIGN_TASK', recordId: taskOf.get('A990101')! }
    const answer = await take(database, { ...late, action: 'answer', input: { answers: [answerOf()] } })
    expect(answer).toMatchObject({ outcome: 'refused', code: 'action_not_available' })
  }, 300_000)
})
