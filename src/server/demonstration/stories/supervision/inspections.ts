import { places } from '../../cast.ts'
import type { Stage } from '../../stage.ts'
import { type Scene, type Setting, type Story, scene } from '../../story.ts'
import { type RecordSteps, recordSteps } from './record-steps.ts'

/** A city's year of inspections: its plan, one closed, one being put right with an item overdue, one at work, one prepared. */

interface Kept {
  readonly facts: readonly { readonly fact_id: string }[]
  readonly items: readonly { readonly item_id: string }[]
}

interface Asked {
  readonly inspected: string
  readonly kind: 'SPECIAL' | 'SPOT' | 'ROVING'
  readonly title: string
  readonly scope: string
  /** Working days ago; negative: calendar days to come. */
  readonly planned: readonly [from: number, to: number]
}

const statute = '《社会保险基金行政监督办法》'

function inspection(setting: Setting, name: string, asked: Asked) {
  const { cast, day } = setting
  const steps = recordSteps('INSPECTION', `inspection-${name}`)
  const { city } = places
  const [inspector, signer] = [cast('supervisor', 0, city), cast('head', 0, city)]
  const { planned, ...rest } = asked
  const [from, to] = planned
  const input = {
    ...{ ...rest, is_on_site: true, basis: statute },
    ...{ looked_from: `${Number(day(0).slice(0, 4)) - 1}-01-01`, looked_to: day(60) },
    ...{ planned_from: day(from), planned_to: day(to) },
    ...{ head: inspector, members: [cast('internalAudit', 0, city)], contact: '基金监督科 0990-8001200' },
  }
  const take =
    (action: string, more: object = {}, part?: string) =>
    (stage: Stage) =>
      steps.take(stage, inspector, action, { input: more, ...(part === undefined ? {} : { part }) })
  return {
    ...steps,
    open: take('open', input),
    issue: (stage: Stage) => steps.take(stage, signer, 'issue'),
    begin: (stage: Stage) =>
      take('begin', { on: stage.today(), opening: '通报检查安排，被检查单位汇报基金管理情况' })(stage),
    work: (stage: Stage, method: string, content: string, result: string, present: readonly string[] = []) =>
      steps.take(stage, inspector, 'work', {
        input: { method, done_on: stage.today(), place: '被检查单位', present, content, result },
        part: method,
        files: [{ purpose: 'EVIDENCE', name: '检查证据.pdf' }],
      }),
    fact: (stage: Stage, part: string, given: object) =>
      take('fact', { finding_ids: [], case_ids: [], rule_codes: [], ...given }, part)(stage),
    ask: take('ask_statement', { working_days: 5 }),
    answer: (stage: Stage, by: string) =>
      steps.take(stage, by, 'answer', { input: { text: '检查反映的情况属实，将逐项整改', is_final: true } }),
    propose: async (stage: Stage, dues: readonly string[]) => {
      const { facts } = (await steps.data(stage)) as Kept
      const items = facts.map(({ fact_id }, index) => ({
        ...{ fact_id, way: index === 0 ? 'LIMITED' : 'SYSTEM', responsible: '经办机构主任' },
        what: index === 0 ? '逐笔核查，停发并追回多发待遇' : '修订制度，落实双人办理',
        due_on: dues[index] ?? dues[0],
      }))
      const summary = '内控制度基本健全，待遇发放环节和授权管理存在漏洞'
      await take('propose', { summary, items })(stage)
    },
    approve: (stage: Stage) => steps.take(stage, signer, 'approve'),
    close: (stage: Stage) => steps.take(stage, signer, 'close'),
  }
}

const facts = {
  dead: {
    ...{ title: '死亡后继续发放', description: '抽查发放台账，2人死亡后仍发放养老金3个月' },
    ...{ basis: '《社会保险法》第八十八条', rule_codes: ['DTH-01'], people_count: 2, amount: '7380.00' },
  },
  alone: {
    ...{ title: '账户变更未双人办理', description: '抽查30笔账户变更，4笔录入与复核为同一人' },
    ...{ basis: '社会保险经办机构内部控制暂行办法', people_count: 4, amount: '0.00' },
  },
} as const

interface Mended {
  readonly unit: string
  readonly verifier: string
}

/** What the unit reports, and somebody of the team verifies. */
async function rectify(stage: Stage, steps: RecordSteps, item: number, by: string): Promise<void> {
  const { items } = (await steps.data(stage)) as Kept
  const input = { item_id: items[item]!.item_id, text: '已逐笔核查，停发并追回，制度已修订印发' }
  const files = [{ purpose: 'EVIDENCE', name: '整改佐证.pdf' }]
  await steps.take(stage, by, 'rectify', { input, part: item, files })
}

async function verify(stage: Stage, steps: RecordSteps, item: number, by: string): Promise<void> {
  const { items } = (await steps.data(stage)) as Kept
  const input = { item_id: items[item]!.item_id, note: '佐证齐全，到账流水相符' }
  await steps.take(stage, by, 'verify', { input, part: item })
}

function closedOne(setting: Setting, { verifier }: Pick<Mended, 'verifier'>): readonly Scene[] {
  const { cast, day } = setting
  const head = cast('agencyHead', 0, '990102')
  const steps = inspection(setting, 'closed', {
    ...{ inspected: 'A990102', kind: 'SPECIAL', title: '城乡居民养老保险待遇发放专项检查' },
    ...{ scope: '待遇核定、发放、暂停与恢复', planned: [66, 62] },
  })
  return [
    scene(70, '09:30', steps.open),
    scene(69, '10:00', steps.issue),
    scene(66, '09:00', steps.begin),
    scene(65, '14:00', (stage) =>
      steps.work(stage, 'FILES', '抽查上年以来发放台账60份', '2人死亡后仍在发放，材料已复印'),
    ),
    scene(64, '09:30', (stage) => steps.fact(stage, '1', facts.dead)),
    scene(62, '16:00', steps.ask),
    scene(60, '10:00', (stage) => steps.answer(stage, head)),
    scene(58, '09:30', (stage) => steps.propose(stage, [day(38)])),
    scene(57, '10:30', steps.approve),
    scene(44, '15:00', (stage) => rectify(stage, steps, 0, head)),
    scene(42, '09:20', (stage) => verify(stage, steps, 0, verifier)),
    scene(40, '11:00', steps.close),
  ]
}

/** Of the demonstration's own county: one item is verified, the other one overdue. */
function rectifying(setting: Setting, { unit, verifier }: Mended): readonly Scene[] {
  const { day } = setting
  const steps = inspection(setting, 'rectifying', {
    ...{ inspected: `A${setting.region}`, kind: 'SPECIAL', title: '待遇发放和账户变更专项检查' },
    ...{ scope: '待遇发放、账户变更、内部授权', planned: [27, 23] },
  })
  return [
    scene(29, '09:30', steps.open),
    scene(28, '10:00', steps.issue),
    scene(27, '09:00', steps.begin),
    scene(26, '14:00', (stage) =>
      steps.work(stage, 'FILES', '抽查发放台账和账户变更材料90份', '2人死亡后仍在发放；4笔变更未双人办理'),
    ),
    scene(25, '14:00', (stage) =>
      steps.work(stage, 'INTERVIEW', '了解账户变更流程', '承认人手不足时一人办理', ['业务科负责人']),
    ),
    scene(24, '09:30', async (stage) => {
      await steps.fact(stage, '1', facts.dead)
      await steps.fact(stage, '2', facts.alone)
    }),
    scene(23, '16:00', steps.ask),
    scene(20, '10:00', (stage) => steps.answer(stage, unit)),
    scene(19, '09:30', (stage) => steps.propose(stage, [day(2), day(-25)])),
    scene(18, '10:30', steps.approve),
    scene(9, '15:00', (stage) => rectify(stage, steps, 1, unit)),
    scene(7, '09:20', (stage) => verify(stage, steps, 1, verifier)),
  ]
}

function others(setting: Setting): readonly Scene[] {
  const atWork = inspection(setting, 'at-work', {
    ...{ inspected: 'A990103', kind: 'SPOT', title: '工伤保险待遇支付抽查' },
    ...{ scope: '工伤医疗费和一次性待遇支付', planned: [3, -6] },
  })
  const prepared = inspection(setting, 'prepared', {
    ...{ inspected: 'A990104', kind: 'ROVING', title: '疑点核查整改巡视督导' },
    ...{ scope: '下发疑点核查、整改销号、制度完善', planned: [-12, -16] },
  })
  return [
    scene(6, '09:30', atWork.open),
    scene(5, '11:00', atWork.issue),
    scene(3, '09:00', atWork.begin),
    scene(2, '14:30', (stage) =>
      atWork.work(stage, 'SYSTEM', '查看工伤待遇支付流水', '未发现异常，2笔待核对原始票据'),
    ),
    scene(2, '16:00', prepared.open),
  ]
}

function plan({ cast, day }: Setting): readonly Scene[] {
  const { city } = places
  const steps = recordSteps('INSPECTION_PLAN', 'inspection-plan')
  const items = ['990102', '990101', '990103', '990104'].map((code, index) => ({
    ...{ agency_id: `A${code}`, quarter: index === 0 ? 3 : 4, is_on_site: true },
    ...{ kind: (['SPECIAL', 'SPECIAL', 'SPOT', 'ROVING'] as const)[index] },
    focus: ['待遇发放', '账户变更和授权', '工伤待遇支付', '疑点核查整改'][index],
  }))
  const input = { year: Number(day(72).slice(0, 4)), items }
  return [
    scene(72, '09:00', (stage) => steps.take(stage, cast('supervisor', 0, city), 'propose', { input })),
    scene(71, '15:00', (stage) => steps.take(stage, cast('head', 0, city), 'approve')),
  ]
}

/** Of the county's bureau: one agency, and its on-site inspection is still to come. */
function countyPlan({ cast, day, region }: Setting): readonly Scene[] {
  const steps = recordSteps('INSPECTION_PLAN', 'inspection-plan-county')
  const item = { agency_id: `A${region}`, quarter: 4, kind: 'SPOT', is_on_site: true, focus: '资格认证' }
  const input = { year: Number(day(72).slice(0, 4)), items: [item] }
  return [
    scene(72, '10:00', (stage) => steps.take(stage, cast('supervisor'), 'propose', { input })),
    scene(71, '16:00', (stage) => steps.take(stage, cast('head'), 'approve')),
  ]
}

export function inspectionStories(setting: Setting): readonly Story[] {
  const { cast } = setting
  const people = { unit: cast('internalAudit'), verifier: cast('supervisor', 0, places.city) }
  return [
    { name: 'inspection-plan', scenes: plan(setting) },
    { name: 'inspection-plan-county', scenes: countyPlan(setting) },
    { name: 'inspection-closed', scenes: closedOne(setting, people) },
    { name: 'inspection-rectifying', scenes: rectifying(setting, people) },
    { name: 'inspections', scenes: others(setting) },
  ]
}
