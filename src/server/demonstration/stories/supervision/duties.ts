import { sql } from 'kysely'
import { places } from '../../cast.ts'
import type { Stage } from '../../stage.ts'
import { type Setting, type Story, scene } from '../../story.ts'
import { recordSteps } from './record-steps.ts'

/** 履职: who moves this year, trainings with an exam, matters that the city ordered. */

interface Held {
  readonly staff_id: string
  readonly post_id: string
  readonly due_on: string
}

/** Key posts of the unit whose years are full by the end of the year. */
async function fullPosts({ db }: Stage, agencyId: string, lastDay: string): Promise<readonly Held[]> {
  const { rows } = await sql<Held>`
    select
      post_assignment.staff_id,
      post.post_id,
      (post_assignment.started_on + make_interval(months => post.months_max))::date::text as due_on
    from app.post_assignment
    inner join app.post on post.post_id = post_assignment.post_id
    where
      post.agency_id = ${agencyId}
      and post.is_key
      and post_assignment.ended_on is null
      and (post_assignment.started_on + make_interval(months => post.months_max))::date <= ${lastDay}::date
    order by post_assignment.staff_id, post.post_id
  `.execute(db)
  return rows
}

function rotation({ cast, day, region }: Setting): Story {
  const plan = recordSteps('ROTATION_PLAN', 'rotation')
  return {
    name: 'rotation',
    scenes: [
      scene(30, '16:30', async (stage) => {
        const year = Number(day(30).slice(0, 4))
        const held = await fullPosts(stage, `A${region}`, `${year}-12-31`)
        const lines = held.map(({ staff_id, post_id }, index) => ({
          ...{ staff_id, post_id, planned_on: day(index % 2 === 0 ? -20 : 4) },
          ...{ to: '中心内其他岗位', handover: '主任监交，印章、账号、档案逐项移交并交回权限' },
        }))
        const input = { year, lines, note: '重要岗位满三年轮岗，交接期十个工作日。' }
        await plan.take(stage, cast('internalAudit'), 'propose', { input })
      }),
      scene(28, '16:00', (stage) => plan.take(stage, cast('agencyHead'), 'approve')),
    ],
  }
}

function trainings({ cast, day }: Setting): Story {
  const [maker, head] = [cast('supervisor'), cast('head')]
  const invited = [
    ...[cast('entry'), cast('entry', 1), cast('review'), cast('review', 1), cast('benefitReview')],
    ...[cast('benefitPayment'), cast('cashier'), cast('accountant'), cast('internalAudit')],
  ]
  const exam = recordSteps('TRAINING', 'training-exam')
  const warning = recordSteps('TRAINING', 'training-warning')
  const planned = recordSteps('TRAINING', 'training-planned')
  const present = invited.slice(0, 8)
  const scores = present.map((staff_id, index) => ({
    staff_id,
    score: [92, 88, 57, 95, 81, 76, 90, 84][index],
  }))
  return {
    name: 'trainings',
    scenes: [
      scene(46, '09:00', (stage) => {
        const what = { title: '养老保险待遇审核业务培训', kind: 'CENTRALISED', hours: 8, pass_mark: 60 }
        const how = { place: '县人社局三楼会议室', lecturer: '省社会保险中心', planned_on: day(40) }
        const input = { ...what, ...how, subjects: ['BUSINESS', 'FORGED_PAPERS'], invited }
        return exam.take(stage, maker, 'plan', { input })
      }),
      scene(40, '17:00', (stage) => {
        const input = { held_on: day(40), present, note: '讲授待遇核定和证件识别，随堂演练。' }
        return exam.take(stage, maker, 'hold', { input })
      }),
      scene(39, '16:00', (stage) =>
        exam.take(stage, maker, 'examine', { input: { examined_on: day(39), scores } }),
      ),
      scene(38, '10:00', (stage) => exam.take(stage, head, 'confirm')),
      scene(12, '09:00', (stage) => {
        const what = { title: '社保基金典型案例警示教育', kind: 'WARNING', hours: 2 }
        const how = { place: '县人社局报告厅', lecturer: '县纪委监委派驻组', planned_on: day(4) }
        const input = { ...what, ...how, subjects: ['INTEGRITY', 'CASES'], invited }
        return warning.take(stage, maker, 'plan', { input })
      }),
      scene(3, '09:20', (stage) => {
        const input = {
          held_on: day(4),
          present: invited,
          note: '观看警示片，通报本省三起案例，逐人谈体会。',
        }
        return warning.take(stage, maker, 'hold', { input })
      }),
      scene(2, '09:10', (stage) => {
        const what = { title: '信息系统权限管理培训', kind: 'EXCHANGE', hours: 4, pass_mark: 60 }
        const how = { place: '县社会保险中心', lecturer: '市社会保险中心', planned_on: day(-11) }
        const input = { ...what, ...how, subjects: ['INFORMATION'], invited: invited.slice(0, 6) }
        return planned.take(stage, maker, 'plan', { input })
      }),
    ],
  }
}

function matters({ cast, day, region }: Setting): Story {
  const supervisor = cast('supervisor', 0, places.city)
  const leader = cast('agencyHead')
  const matter = (name: string, title: string, request: string, due_on: string) => {
    const steps = recordSteps('SUPERVISED_MATTER', `matter-${name}`)
    const basis = '全市社保基金监督月度调度会'
    const input = { agency_id: `A${region}`, title, request, basis, due_on }
    return { ...steps, order: (stage: Stage) => steps.take(stage, supervisor, 'order', { input }) }
  }
  const closed = matter('closed', '死亡信息共享补录', '补录三季度民政火化名单并比对。', day(20))
  const reported = matter('reported', '账户变更双人办理', '逐岗核对权限，杜绝一人办理。', day(5))
  const overdue = matter('overdue', '逾期疑点清零', '逐条核查逾期疑点，报告核查结果。', day(3))
  const report = (result: string) => ({ input: { result } })
  return {
    name: 'supervised-matters',
    scenes: [
      scene(34, '10:00', closed.order),
      scene(24, '10:00', (stage) =>
        closed.take(stage, leader, 'report', report('已补录并比对，新增疑点2条，已核查。')),
      ),
      scene(22, '09:30', (stage) => closed.take(stage, supervisor, 'close')),
      scene(18, '10:00', reported.order),
      scene(6, '15:00', (stage) =>
        reported.take(stage, leader, 'report', report('权限已逐人核对，收回3个账号的复核权限。')),
      ),
      scene(17, '10:00', overdue.order),
    ],
  }
}

export const dutyStories = (setting: Setting): readonly Story[] => [
  rotation(setting),
  trainings(setting),
  matters(setting),
]
