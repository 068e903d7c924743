import { formatDay, parseDay } from '#base/calendar-math.ts'
import { periodOf } from '#periodic-reports/report-period.ts'
import { places } from '../../cast.ts'
import type { Stage } from '../../stage.ts'
import { type Scene, type Setting, type Story, scene } from '../../story.ts'
import { recordSteps } from './record-steps.ts'

/** The half-year report that was due last, filed and accepted or waiting above; and the next one, begun. */

interface Half {
  readonly year: number
  readonly half: 'H1' | 'H2'
}

const dueOf = ({ year, half }: Half): string => formatDay(periodOf('RISK_HALF_YEAR', year, half)!.dueDay)

const before = ({ year, half }: Half): Half =>
  half === 'H2' ? { year, half: 'H1' } : { year: year - 1, half: 'H2' }

/** The half year whose report was due last on this day, and the one after it. */
export function halvesAt(today: string): { readonly last: Half; readonly next: Half } {
  let next: Half = { year: Number(today.slice(0, 4)), half: 'H2' }
  while (dueOf(before(next)) >= today) next = before(next)
  return { last: before(next), next }
}

/** Working days ago of the last one not after it. */
export function daysAgoOf({ day }: Pick<Setting, 'day'>, wanted: string): number {
  let daysAgo = 1
  while (day(daysAgo) > wanted) daysAgo += 1
  return daysAgo
}

const texts = [
  ['ORGANISATION', '系统上线前召开的领导小组会议和签订的责任书已归档备查；本表数据自系统上线起统计。'],
  ['PROBLEMS', '部门间死亡、服刑信息更新不及时；个别岗位人手不足，双人办理落实不够。'],
  ['NEXT', '按月比对共享数据；完成账户变更专项整改；组织一次警示教育。'],
] as const

function report(name: string, { year, half }: Half) {
  const steps = recordSteps('PERIODIC_REPORT', `report-${name}`)
  return {
    ...steps,
    open: (stage: Stage, by: string) =>
      steps.take(stage, by, 'open', { input: { kind: 'RISK_HALF_YEAR', year, half } }),
    write: async (stage: Stage, by: string, count: number = texts.length) => {
      for (const [section, text] of texts.slice(0, count)) {
        await steps.take(stage, by, 'write', { input: { section, text }, part: section })
      }
    },
  }
}

export function reportStory(setting: Setting): Story {
  const { cast, day } = setting
  const { city, province } = places
  const { last, next } = halvesAt(day(0))
  const due = parseDay(dueOf(last))!
  const at = (daysBefore: number, time: string, play: Scene['play']) =>
    scene(daysAgoOf(setting, formatDay(due - daysBefore)), time, play)
  const makers = { county: cast('internalAudit'), city: cast('internalAudit', 0, city) }
  const ofCounty = report('county', last)
  const ofCity = report('city', last)
  const begun = report('next', next)
  return {
    name: 'half-year-reports',
    scenes: [
      at(12, '09:00', async (stage) => {
        await ofCounty.open(stage, makers.county)
        await ofCounty.write(stage, makers.county)
        await ofCity.open(stage, makers.city)
        await ofCity.write(stage, makers.city)
      }),
      at(8, '10:00', async (stage) => {
        await ofCounty.take(stage, makers.county, 'submit')
        await ofCity.take(stage, makers.city, 'submit')
      }),
      at(6, '11:00', (stage) => ofCounty.take(stage, cast('agencyHead'), 'approve')),
      at(5, '11:00', (stage) => ofCity.take(stage, cast('agencyHead', 0, city), 'approve')),
      at(2, '15:00', async (stage) => {
        const input = { opinion: '数据与系统一致，同意接收' }
        await ofCounty.take(stage, cast('supervisor', 0, city), 'accept', { input })
        await ofCity.take(stage, cast('supervisor', 0, province), 'accept', { input })
      }),
      scene(3, '14:00', async (stage) => {
        await begun.open(stage, makers.county)
        await begun.write(stage, makers.county, 1)
      }),
    ],
  }
}
