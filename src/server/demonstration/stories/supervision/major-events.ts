import { places } from '../../cast.ts'
import { type Setting, type Story, scene } from '../../story.ts'
import { recordSteps } from './record-steps.ts'

/** 要情: one reported in time, received above and followed up; one found a week ago whose first report still waits. */

const at = (day: string, time: string): string => `${day}T${time}:00+08:00`

export function eventStory({ cast, day }: Setting): Story {
  const [auditor, leader] = [cast('internalAudit'), cast('agencyHead')]
  const above = cast('supervisor', 0, places.city)
  const agent = recordSteps('MAJOR_EVENT', 'event-agent')
  const card = recordSteps('MAJOR_EVENT', 'event-card')
  const facts = {
    ...{ occurred_on: day(60), channel: 'SCREENING', schemes: ['170'], nature: 'FRAUD' },
    people: [{ person_name: '某村协办员', position: '柳溪镇某村 协办员' }],
    summary: '村协办员隐瞒2名参保人死亡信息，代领城乡居民养老金14个月。',
    cause: '资格认证由协办员一人完成，乡镇未复核。',
    measures: '已停发待遇，暂停该协办员权限，追回款项。',
    ...{ transfer: 'NONE', case_ids: [], finding_ids: [] },
    ...{ amount: '5320.00', loss: '5320.00', recovered: '0.00' },
  }
  const followed = {
    ...facts,
    ...{ transfer: 'DISCIPLINE', recovered: '3000.00' },
    measures: '线索已移送纪检监察，退回3000元，余款签订还款计划；全县开展认证复核。',
  }
  const cardFacts = {
    ...facts,
    ...{ occurred_on: day(20), channel: 'AUDIT', people: [], nature: 'OTHER' },
    summary: '盘点发现37张长期未领取的社保卡去向不明，其中2张有待遇入账。',
    ...{ cause: '卡库移交手续不全。', measures: '已全部挂失，逐张核实。' },
    ...{ amount: '1860.00', loss: '0.00' },
  }
  return {
    name: 'major-events',
    scenes: [
      scene(22, '10:00', (stage) =>
        agent.take(stage, auditor, 'draft', {
          input: { stage: 'FIRST', grade: '2', found_at: at(day(23), '16:20'), ...facts },
        }),
      ),
      scene(22, '15:00', (stage) => agent.take(stage, leader, 'sign')),
      scene(20, '09:30', (stage) =>
        agent.take(stage, above, 'receive', { input: { opinion: '尽快查清涉及面，依法移送' } }),
      ),
      scene(20, '09:50', (stage) =>
        agent.take(stage, above, 'ask', { input: { text: '补报移送和追回情况', due_on: day(10) } }),
      ),
      scene(11, '10:00', (stage) =>
        agent.take(stage, auditor, 'further', { input: { stage: 'FOLLOW_UP', ...followed } }),
      ),
      scene(11, '16:00', (stage) => agent.take(stage, leader, 'sign', { part: 2 })),
      scene(2, '10:00', (stage) =>
        card.take(stage, auditor, 'draft', {
          input: { stage: 'FIRST', grade: '3', found_at: at(day(6), '11:00'), ...cardFacts },
        }),
      ),
    ],
  }
}
