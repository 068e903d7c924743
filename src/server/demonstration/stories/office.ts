import { takeStep } from '../stage.ts'
import { type Setting, type Story, scene } from '../story.ts'

/** What officers and leaders find: a grant to decide, overtime and leave, a parameter. */

function proposal(
  name: string,
  kind: string,
  given: {
    readonly proposed: readonly [daysAgo: number, time: string, by: string]
    readonly accepted?: readonly [daysAgo: number, time: string, by: string]
    readonly input: unknown
    readonly action?: string
    readonly acceptedBy?: string
  },
): Story {
  const { proposed, accepted, input, action = 'propose', acceptedBy = 'accept' } = given
  let recordId: string | null = null
  const take = async (by: string, step: string, asked: unknown, stage: Parameters<typeof takeStep>[0]) => {
    recordId = await takeStep(stage, {
      key: `office-${name}-${step}`,
      by,
      kind,
      recordId,
      action: step,
      input: asked,
    })
  }
  const scenes = [scene(proposed[0], proposed[1], (stage) => take(proposed[2], action, input, stage))]
  if (accepted !== undefined) {
    scenes.push(scene(accepted[0], accepted[1], (stage) => take(accepted[2], acceptedBy, {}, stage)))
  }
  return { name, scenes }
}

/** In Beijing. */
const at = (day: string, time: string): string => `${day}T${time}:00+08:00`

/**
 * High-risk work needs a permit outside working hours (R-SYS-03), and whoever tries this out may do so at night: the
 * people of the printed table have one for three days.
 */
function permits({ cast, day }: Setting): readonly Story[] {
  const people = [
    cast('entry'),
    cast('review'),
    cast('approval', 1),
    cast('systemOfficer'),
    cast('securityOfficer'),
  ]
  return people.map((staffId) =>
    proposal(`overtime-${staffId}`, 'OVERTIME', {
      proposed: [1, '16:00', staffId],
      accepted: [1, '17:00', cast('agencyHead')],
      input: {
        staff_id: staffId,
        from: at(day(0), '00:00'),
        to: at(day(-2), '23:59'),
        reason: '系统演示期间加班办理',
      },
    }),
  )
}

/**
 * Nobody went to prison for months, so the list says nothing about today: decided once by two people for the functions
 * of the stories, and printed on every order it serves (platform.md 5).
 */
function feedDecisions({ cast, day }: Setting): readonly Story[] {
  return ['ACCOUNT_CHANGE', 'STATUS_CHANGE', 'PAYMENT_FILE'].map((functionCode) =>
    proposal(`feed-${functionCode}`, 'FEED_DECISION', {
      proposed: [14, '09:30', cast('approval', 1)],
      action: 'enter',
      accepted: [14, '15:00', cast('agencyHead')],
      acceptedBy: 'approve',
      input: {
        feed: 'imprisonment',
        functionCode,
        until: day(-40),
        reason: '监狱管理部门本季度无新增，名单未更新；已函告确认',
      },
    }),
  )
}

export function officeStories(setting: Setting): readonly Story[] {
  const { cast, day, region } = setting
  const head = cast('agencyHead')
  return [
    ...permits(setting),
    ...feedDecisions(setting),
    proposal('overtime-asked', 'OVERTIME', {
      proposed: [1, '15:20', cast('entry', 1)],
      input: {
        staff_id: cast('entry', 1),
        from: at(day(-3), '18:30'),
        to: at(day(-3), '21:30'),
        reason: '月末集中录入',
      },
    }),
    proposal('leave', 'ABSENCE', {
      proposed: [4, '09:00', cast('acceptance', 1)],
      accepted: [3, '09:10', head],
      input: {
        staff_id: cast('acceptance', 1),
        kind: 'ANNUAL',
        from: at(day(1), '08:00'),
        to: at(day(-5), '18:00'),
        reason: '年休假',
      },
    }),
    proposal('grant', 'ORDER_GRANT_ROLE', {
      proposed: [1, '10:40', cast('systemOfficer')],
      action: 'enter',
      input: {
        staff_id: cast('cardIssue'),
        role: 'ARCHIVE',
        regions: [region],
        schemes: null,
        from: at(day(-1), '08:00'),
        to: at(day(-60), '18:00'),
        cover_id: null,
        reason: '档案岗人手不足，临时协助整理',
      },
    }),
  ]
}
