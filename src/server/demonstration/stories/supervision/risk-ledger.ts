import { places } from '../../cast.ts'
import type { Stage } from '../../stage.ts'
import { type Scene, type Setting, type Story, scene } from '../../story.ts'
import { recordSteps } from './record-steps.ts'
import { centrePoints, smallCentrePoint, supervisionPoint } from './risk-points.ts'

/**
 * The risk ledger of a county's centre with a review overdue, of two bureaus and of two counties beside; the yearly filing
 * in every status; the 48 measures begun by one unit and waiting at another.
 */

/** More than the three months after which a first-level risk is looked at again (C040). */
const longAgo = 80
const month = 22

interface Pointed {
  readonly name: string
  readonly input: unknown
  readonly maker: string
  readonly leader: string
  readonly isFirst?: true
}

function point({ name, input, maker, leader, isFirst }: Pointed) {
  const steps = recordSteps('RISK_POINT', `ledger-${name}`)
  return {
    ...steps,
    propose: (stage: Stage) => steps.take(stage, maker, 'propose', { input }),
    approve: (stage: Stage) => steps.take(stage, leader, isFirst === true ? 'approve_first' : 'approve'),
  }
}

function centre(setting: Setting): readonly Scene[] {
  const { cast } = setting
  const [maker, leader] = [cast('internalAudit'), cast('agencyHead')]
  const points = centrePoints(cast)
  const of = (name: keyof typeof points, given: Partial<Pointed> = {}) =>
    point({ name, input: points[name], maker, leader, ...given })
  const inForce = [
    of('dead', { isFirst: true }),
    of('account', { isFirst: true, maker: cast('review') }),
    ...[of('twice'), of('duties'), of('prison'), of('certification')],
    ...[of('reconcile', { maker: cast('accountant') }), of('cards')],
  ]
  const [, account, , , , certification, , cards] = inForce
  const adjustment = of('adjustment', { isFirst: true, maker: cast('benefitReview') })
  const archive = of('archive', { maker: cast('archive') })
  return [
    scene(longAgo + 1, '09:30', async (stage) => {
      for (const each of inForce) await each.propose(stage)
    }),
    scene(longAgo, '10:00', async (stage) => {
      for (const each of inForce) await each.approve(stage)
    }),
    // Of the two of the first level one was looked at again, the other one is overdue.
    scene(month, '09:30', (stage) =>
      account!.take(stage, cast('review'), 'review', { input: { reason: '变更全部双人办理，措施仍然适用' } }),
    ),
    scene(20, '09:30', (stage) =>
      cards!.take(stage, maker, 'retire', { input: { reason: '卡库已移交合作银行，本单位不再保管' } }),
    ),
    scene(19, '10:00', (stage) => cards!.take(stage, leader, 'approve', { part: 'removal' })),
    scene(6, '10:30', (stage) => archive.propose(stage)),
    scene(5, '15:00', (stage) =>
      archive.take(stage, leader, 'return', { input: { reason: '措施过于笼统，请补充责任到人的具体做法' } }),
    ),
    scene(3, '09:40', (stage) => adjustment.propose(stage)),
    scene(2, '11:00', (stage) => {
      const reason = '认证方式调整后风险降低，请求下调可能性'
      const changed = { ...points.certification, likelihood: 2, reason }
      return certification!.take(stage, maker, 'revise', { input: changed })
    }),
  ]
}

function filing(name: string, { day }: Setting, daysAgo: number) {
  const steps = recordSteps('LEDGER_FILING', `filing-${name}`)
  const year = Number(day(daysAgo).slice(0, 4))
  return {
    ...steps,
    prepare: async (stage: Stage, maker: string) => {
      await steps.take(stage, maker, 'open', { input: { year } })
      await steps.take(stage, maker, 'prepare')
    },
  }
}

/** Prepared by the county's centre, and of others what waits above, came back, and was accepted. */
function filings(setting: Setting): readonly Scene[] {
  const { cast } = setting
  const { county, city } = places
  const begun = 8
  const named = (name: string) => filing(name, setting, begun)
  const units = {
    bureau: { maker: cast('supervisor'), head: cast('head') },
    city: { maker: cast('supervisor', 0, city), head: cast('head', 0, city) },
    beside: { maker: cast('entry', 0, '990102'), head: cast('agencyHead', 0, '990102') },
    behind: { maker: cast('entry', 0, '990103'), head: cast('agencyHead', 0, '990103') },
  } as const
  const points = [
    ...[county, city].map((region) =>
      point({
        ...{ name: `supervision-${region}`, input: supervisionPoint(cast, region) },
        ...{ maker: cast('supervisor', 0, region), leader: cast('head', 0, region) },
      }),
    ),
    ...['990102', '990103'].map((region) =>
      point({
        ...{ name: `centre-${region}`, input: smallCentrePoint(cast, region) },
        ...{ maker: cast('entry', 0, region), leader: cast('agencyHead', 0, region) },
      }),
    ),
  ]
  const centreFiling = named('centre')
  const filed = Object.entries(units).map(([name, unit]) => ({ ...named(name), ...unit }))
  // That of the county's bureau waits for the city, that of the city's for the province.
  const [, , beside, behind] = filed
  const above = cast('supervisor', 0, city)
  const returned = { reason: '第1项部门负责人与直接责任人分工不清，请补充后重新报送' }
  return [
    scene(40, '09:00', async (stage) => {
      for (const each of points) await each.propose(stage)
    }),
    scene(39, '09:00', async (stage) => {
      for (const each of points) await each.approve(stage)
    }),
    scene(begun, '09:00', async (stage) => {
      for (const each of filed) await each.prepare(stage, each.maker)
    }),
    scene(begun - 1, '10:00', async (stage) => {
      for (const each of filed) await each.take(stage, each.head, 'file')
    }),
    scene(4, '11:00', (stage) => beside!.take(stage, above, 'accept')),
    scene(4, '11:20', (stage) => behind!.take(stage, above, 'return', { input: returned })),
    scene(1, '14:30', (stage) => centreFiling.prepare(stage, cast('internalAudit'))),
  ]
}

/** Six areas of eight: the first answers say what is done, some what is not. */
function answersOf({ day }: Setting, areas: number) {
  return Array.from({ length: areas * 8 }, (_, index) => {
    const place = { area_no: 1 + Math.floor(index / 8), no: 1 + (index % 8) }
    if (index % 11 === 5) {
      return { ...place, answer: 'PARTLY', note: '制度已印发，尚未全部执行', rectify_by: day(-45) }
    }
    if (index % 17 === 9) {
      return { ...place, answer: 'NO', note: '系统功能尚未上线', rectify_by: day(-30) }
    }
    return { ...place, answer: 'YES', note: '见制度文件和台账', rectify_by: null }
  })
}

function measures(setting: Setting): readonly Scene[] {
  const { cast, day } = setting
  const year = Number(day(6).slice(0, 4))
  const begin = { input: { year } }
  const own = recordSteps('MEASURE_ASSESSMENT', 'measures-centre')
  const ofCity = recordSteps('MEASURE_ASSESSMENT', 'measures-city')
  const auditor = cast('internalAudit')
  const supervisor = cast('supervisor', 0, places.city)
  return [
    scene(4, '14:00', async (stage) => {
      await ofCity.take(stage, supervisor, 'begin', begin)
      await ofCity.take(stage, supervisor, 'answer', { input: { items: answersOf(setting, 6) } })
      await ofCity.take(stage, supervisor, 'submit')
    }),
    scene(6, '14:00', async (stage) => {
      await own.take(stage, auditor, 'begin', begin)
      await own.take(stage, auditor, 'answer', { input: { items: answersOf(setting, 4) } })
    }),
  ]
}

export function ledgerStories(setting: Setting): readonly Story[] {
  return [
    { name: 'risk-ledger', scenes: centre(setting) },
    { name: 'ledger-filings', scenes: filings(setting) },
    { name: 'measures', scenes: measures(setting) },
  ]
}
