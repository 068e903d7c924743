import { places } from '../../cast.ts'
import { type Setting, type Story, scene } from '../../story.ts'
import { recordSteps } from './record-steps.ts'

/** Two payment meetings, one of the leading group, one to come; a leading group in office and one to be decided. */

function meetings({ cast, day }: Setting): Story {
  const [maker, chair] = [cast('accountant'), cast('agencyHead')]
  const [first, second] = ['first', 'second'].map((name) => recordSteps('MEETING', `meeting-${name}`)) as [
    ReturnType<typeof recordSteps>,
    ReturnType<typeof recordSteps>,
  ]
  const group = recordSteps('MEETING', 'meeting-group')
  const joint = recordSteps('MEETING', 'meeting-joint')
  const call = (kind: string, on: string, topic: string, content: string, chairs: string = chair) => ({
    ...{ kind, month: on.slice(0, 7), planned_on: on, place: '三楼会议室', chair_staff_id: chairs },
    agenda: [{ topic, content }],
  })
  const payment = (on: string) =>
    call('PAY_ALLOC', on, '当月待遇支付和资金调拨', '审议各险种发放人数、金额和调拨计划')
  const decision = (text: string, amount: string | null, due_on: string) => ({
    ...{ text, amount, due_on, responsible: '财务科、待遇发放科', payment_files: [] },
  })
  const minutes = (on: string, decisions: readonly object[], said: string) => ({
    ...{ held_on: on, present: ['经办机构主任', '财务负责人', '会计', '待遇发放岗'], absent: [] },
    ...{ minutes: said, decisions },
  })
  const said = '财务科汇报收支和结余，待遇发放科汇报发放人数增减，会议逐项审议。'
  return {
    name: 'meetings',
    scenes: [
      scene(29, '09:00', (stage) => first.take(stage, maker, 'call', { input: payment(day(27)) })),
      scene(26, '10:00', (stage) => {
        const decided = [
          decision('同意当月养老金发放和资金调拨计划', '8240000.00', day(22)),
          decision('暂停发放存疑的12人待遇，核实后再议', null, day(15)),
        ]
        return first.take(stage, maker, 'minute', { input: minutes(day(27), decided, said) })
      }),
      scene(25, '09:30', (stage) => first.take(stage, chair, 'approve')),
      scene(24, '09:00', (stage) => {
        const head = cast('head')
        const input = call('LEADING_GROUP', day(21), '风险排查部署', '部署排查、疑点核查和整改', head)
        return group.take(stage, cast('supervisor'), 'call', { input })
      }),
      scene(21, '16:00', (stage) => {
        const decided = [decision('各单位年底前完成疑点核查，逾期的督办', null, day(-30))]
        const input = minutes(day(21), decided, '传达上级部署，通报疑点核查进度，研究整改措施。')
        return group.take(stage, cast('supervisor'), 'minute', { input })
      }),
      scene(20, '16:00', (stage) => group.take(stage, cast('head'), 'approve')),
      scene(7, '09:00', (stage) => second.take(stage, maker, 'call', { input: payment(day(3)) })),
      scene(2, '10:30', (stage) => {
        const decided = [decision('同意当月养老金发放和资金调拨计划', '8256400.00', day(-10))]
        return second.take(stage, maker, 'minute', { input: minutes(day(3), decided, said) })
      }),
      scene(2, '15:30', (stage) => {
        const input = call(
          'JOINT',
          day(-9),
          '部门信息共享',
          '民政、公安、卫健按月共享死亡、服刑信息',
          cast('head'),
        )
        return joint.take(stage, cast('supervisor'), 'call', { input })
      }),
    ],
  }
}

function groups({ cast, day }: Setting): Story {
  const { city } = places
  const year = day(50).slice(0, 4)
  const own = recordSteps('LEADING_GROUP', 'group-county')
  const ofCity = recordSteps('LEADING_GROUP', 'group-city')
  const member = (who: string, unit: string, work: string) => ({ member: who, unit, work })
  const asked = {
    ...{ kind: 'RISK_CONTROL', title: '县社会保险基金风险防控领导小组', document: `云人社〔${year}〕12号` },
    ...{ head: '县人社局局长', deputies: ['县人社局分管领导'], office: '基金监督科' },
    members: [
      member('中心主任', '县社会保险中心', '业务环节防控'),
      member('财务负责人', '县社会保险中心', '资金和对账'),
      member('监督员', '县人社局基金监督科', '监督检查和督办'),
    ],
    ...{ from: day(48), until: day(-400) },
  }
  const force = {
    ...asked,
    ...{ kind: 'TASK_FORCE', title: '市社保基金疑点核查工作专班', document: `云川人社〔${year}〕30号` },
    ...{ head: '市人社局分管领导', deputies: [], from: day(0), until: day(-180) },
  }
  return {
    name: 'leading-groups',
    scenes: [
      scene(50, '09:00', (stage) => own.take(stage, cast('supervisor'), 'propose', { input: asked })),
      scene(49, '10:00', (stage) => own.take(stage, cast('head'), 'approve')),
      scene(3, '10:00', (stage) =>
        ofCity.take(stage, cast('supervisor', 0, city), 'propose', { input: force }),
      ),
    ],
  }
}

export const meetingStories = (setting: Setting): readonly Story[] => [meetings(setting), groups(setting)]
