import { questionsAsked } from '#campaigns/answering/completeness.ts'
import { followCampaigns } from '#campaigns/following/follow-campaigns.ts'
import { places } from '../cast.ts'
import { type Stage, takeStep } from '../stage.ts'
import { type Setting, type Story, scene } from '../story.ts'

/**
 * A province's campaign in its self-check: some units have submitted, one is in the middle and denies what the data
 * shows, one was sent back, one has been checked by its city; a problem is rectified and another one open.
 */

const categories = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

const planOf = ({ day }: Setting) => ({
  ...{ name: '全省社会保险基金管理风险排查', kind: 'RISK_CHECK', schemes: [], categories },
  basis: '人力资源社会保障部关于开展社会保险基金管理风险排查工作的通知',
  ...{ period_from: '2019-01', period_to: day(0).slice(0, 7) },
  ...{ regions: [places.province], unit_kinds: ['HANDLING'] },
  phases: [
    { code: 'DEPLOY', starts_on: day(25), due_on: day(20) },
    { code: 'SELF_CHECK', starts_on: day(20), due_on: day(-5) },
    { code: 'CITY_CHECK', starts_on: day(-6), due_on: day(-25) },
    { code: 'PROVINCE_CHECK', starts_on: day(-26), due_on: day(-45) },
    { code: 'SUMMARY', starts_on: day(-46), due_on: day(-60) },
  ],
  ...{ spot_percent: 100, spot_counties: 2, rate_percent: 95 },
  leading_group: [
    { role: 'HEAD', member: '王文清', unit: '省人力资源和社会保障厅 厅长' },
    { role: 'DEPUTY', member: '李晓岚', unit: '省人力资源和社会保障厅 副厅长' },
    { role: 'OFFICE', member: '张建国', unit: '省厅基金监督处' },
  ],
})

async function campaignOf({ records }: Stage): Promise<string> {
  return records.get('campaign-propose')!
}

async function taskOf(stage: Stage, region: string): Promise<string> {
  const row = await stage.db
    .selectFrom('campaign_unit')
    .select('task_id')
    .where('campaign_id', '=', await campaignOf(stage))
    .where('region', '=', region)
    .executeTakeFirstOrThrow()
  return row.task_id
}

/** “No”, but for every ninth question. */
function answersOf(setting: Setting, part: number) {
  const numbers = questionsAsked({ categories })
  return numbers.slice(0, Math.ceil(numbers.length * part)).map((question, index) => {
    if (index % 9 === 4) {
      const found = { answer: 'YES', count: 1 + (index % 3), amount_yuan: `${(index + 1) * 120}.00` }
      return { question, ...found, evidence: '自查台账', rectify_by: setting.day(-30), explanation: null }
    }
    return {
      question,
      answer: 'NO',
      count: 0,
      amount_yuan: '0.00',
      evidence: null,
      rectify_by: null,
      explanation: null,
    }
  })
}

interface Answering {
  readonly region: string
  readonly daysAgo: number
  readonly part: number
}

/** A unit's own people; its leader submits what is complete. */
function answering(setting: Setting, { region, daysAgo, part }: Answering) {
  const { cast } = setting
  const [maker, leader] = [cast('entry', 0, region), cast('agencyHead', 0, region)]
  return scene(daysAgo, '10:00', async (stage) => {
    const recordId = await taskOf(stage, region)
    const step = { kind: 'CAMPAIGN_TASK', recordId, by: maker }
    const contacts = [{ contact_name: '陈立群', post: '科长', phone: '0990-8001234' }]
    const basics = [
      { scheme: '170', recipients: 41_200, monthly_yuan: '8240000.00', staff: 12, accounts: 14, sampled: 60 },
    ]
    await takeStep(stage, {
      ...step,
      key: `campaign-contact-${region}`,
      action: 'contact',
      input: { contacts },
    })
    await takeStep(stage, {
      ...step,
      key: `campaign-basics-${region}`,
      action: 'describe',
      input: { basics },
    })
    const answers = answersOf(setting, part)
    await takeStep(stage, { ...step, key: `campaign-answer-${region}`, action: 'answer', input: { answers } })
    if (part < 1) return
    await takeStep(stage, {
      ...step,
      key: `campaign-submit-${region}`,
      by: leader,
      action: 'submit',
      input: {},
    })
  })
}

function cityCheck(setting: Setting, region: string) {
  const { cast } = setting
  const members = [cast('supervisor', 0, places.city), cast('policy', 0, places.city)]
  return scene(5, '14:00', async (stage) => {
    await followCampaigns(stage.kernel)
    const taskId = await taskOf(stage, region)
    const { check_id: recordId } = await stage.db
      .selectFrom('campaign_check')
      .select('check_id')
      .where('task_id', '=', taskId)
      .executeTakeFirstOrThrow()
    const step = { kind: 'CAMPAIGN_CHECK', recordId }
    const [first, second] = members as [string, string]
    await takeStep(stage, { ...step, key: 'campaign-team', by: first, action: 'team', input: { members } })
    const notes = questionsAsked({ categories }).map((question) => ({
      ...{ question, agrees: true, count: 0, amount_yuan: '0.00', note: null },
    }))
    await takeStep(stage, { ...step, key: 'campaign-note', by: second, action: 'note', input: { notes } })
    const input = { outcome: 'CONFIRMED', opinion: '查看系统和台账，自查属实' }
    await takeStep(stage, { ...step, key: 'campaign-conclude', by: first, action: 'conclude', input })
    const by = cast('head', 0, places.city)
    await takeStep(stage, { ...step, key: 'campaign-confirm', by, action: 'confirm', input: {} })
  })
}

function problems(setting: Setting, region: string) {
  const { cast, day } = setting
  const maker = cast('entry', 0, region)
  const found = (stage: Stage, changes: object) =>
    campaignOf(stage).then((campaign_id) => ({
      campaign_id,
      ...{ category: 3, question: '3.3', description: '两名经办人员共用一个账号', people_count: 2 },
      ...{ nature: 'IRREGULAR', cause: '账号管理不严', responsible: '业务科负责人', kind: 'IMMEDIATE' },
      ...{ measures: '收回账号，逐人重新授权', due_on: day(-20), needs_legislation: false, in_crime: false },
      ...{ case_id: null, major_event_reported: false, amount_yuan: '0.00' },
      ...changes,
    }))
  return scene(4, '09:30', async (stage) => {
    const step = { kind: 'CAMPAIGN_PROBLEM', by: maker }
    const first = await found(stage, {})
    const open = { ...step, recordId: null, action: 'record' }
    const recordId = await takeStep(stage, { ...open, key: 'campaign-problem-1', input: first })
    const second = await found(stage, {
      ...{ category: 6, question: '6.1', description: '超过6个月未发放的社保卡未回收', people_count: 37 },
      ...{ kind: 'DEADLINE', measures: '逐张盘点，回收入库', due_on: day(1) },
    })
    await takeStep(stage, { ...open, key: 'campaign-problem-2', input: second })
    const result = { result: '账号已收回，权限已逐人重新授予' }
    const mended = { ...step, recordId }
    await takeStep(stage, { ...mended, key: 'campaign-handle', action: 'handle', input: result })
    const files = [{ purpose: 'EVIDENCE', name: '整改佐证.pdf' }]
    await takeStep(stage, { ...mended, key: 'campaign-rectify', action: 'rectify', input: result, files })
    const by = cast('supervisor', 0, places.city)
    await takeStep(stage, { ...mended, key: 'campaign-verify', by, action: 'verify', input: result })
  })
}

export function campaignStory(setting: Setting): Story {
  const { cast } = setting
  const supervisor = cast('supervisor', 0, places.province)
  const head = cast('head', 0, places.province)
  const plan = {
    key: 'campaign-propose',
    by: supervisor,
    kind: 'CAMPAIGN',
    recordId: null,
    action: 'propose',
  }
  const returned = '990202'
  return {
    name: 'campaign',
    scenes: [
      scene(25, '09:00', (stage) => takeStep(stage, { ...plan, input: planOf(setting) })),
      scene(24, '09:00', async (stage) => {
        const step = { kind: 'CAMPAIGN', recordId: await campaignOf(stage), input: {} }
        await takeStep(stage, { ...step, key: 'campaign-approve', by: head, action: 'approve' })
        await takeStep(stage, { ...step, key: 'campaign-start', by: supervisor, action: 'start' })
        await followCampaigns(stage.kernel)
      }),
      ...['990100', '990102', '990103', '990201', returned, '990301'].map((region, index) =>
        answering(setting, { region, daysAgo: 15 - index, part: 1 }),
      ),
      answering(setting, { region: places.county, daysAgo: 6, part: 0.7 }),
      cityCheck(setting, '990102'),
      scene(4, '15:00', async (stage) => {
        const by = cast('supervisor', 0, '990200')
        const recordId = await taskOf(stage, returned)
        const input = { reason: '第五类认证情况未附佐证，请重新自查' }
        const step = { kind: 'CAMPAIGN_TASK', recordId, by, action: 'return', input }
        await takeStep(stage, { ...step, key: 'campaign-return' })
      }),
      problems(setting, '990102'),
    ],
  }
}
