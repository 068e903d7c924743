import { type Duty, titleOfDuty } from '#access/duties.ts'
import type { Bilingual } from '#base/bilingual.ts'

export type GrantRefusalReason = keyof typeof texts | 'CONFLICT'

export interface GrantRefusal {
  readonly allowed: false
  readonly code: 'not_permitted' | 'invalid_input' | 'conflict'
  readonly reason: GrantRefusalReason
  readonly text: Bilingual
}

const texts = {
  UNKNOWN_ROLE: {
    zh: '没有这个角色，请从角色清单中选择。',
    en: 'there is no such role; choose one of the list.',
  },
  GRANTEE_LEFT: {
    zh: '被授权人届时不在岗，不能授权。',
    en: 'the person is not on post at that time and cannot be granted anything.',
  },
  ENDS_BEFORE_IT_BEGINS: {
    zh: '授权的结束时间须晚于开始时间，请改正。',
    en: 'the grant must end after it begins; correct the times.',
  },
  UNKNOWN_REGION: {
    zh: '授权须写明地区，且地区须在地区表中；请改正地区代码。',
    en: 'a grant names regions, and each must be in the table of regions; correct the code.',
  },
  BEYOND_AGENCY: {
    zh: '授权地区超出被授权人所在机构的辖区，请缩小范围。',
    en: 'the regions go beyond those of the person’s agency; narrow them.',
  },
  UNKNOWN_SCHEME: {
    zh: '险种须从险种代码表中选择；不限险种时请选“全部”。',
    en: 'choose the schemes from the list, or all of them.',
  },
  BEYOND_COVER: {
    zh: '顶岗授权须在顶岗起止时间之内，且只限所顶岗位的角色。',
    en: 'a grant for a cover lies within its time and gives only roles of the covered post.',
  },
  LEFT: {
    zh: '您已不在岗，权限已停用。',
    en: 'you are no longer on post and your access has ended.',
  },
  ABSENT: {
    zh: '您正在请休假，期间不能办理；如已返岗，请先销假。',
    en: 'you are registered as absent and cannot act; if you are back, have the absence ended first.',
  },
  SELF: {
    zh: '任何人不得参与对本人的授权，请由他人办理。',
    en: 'nobody takes part in a grant to himself; somebody else must do it.',
  },
  RELATIVE: {
    zh: '被授权人是您申报的亲属，请由他人办理。',
    en: 'the grantee is a relative you declared; somebody else must do it.',
  },
  TOOK_PART: {
    zh: '您已参与本次授权的其他环节，须由另一人办理。',
    en: 'you have taken part in this grant already; another person must do this step.',
  },
  NOT_AN_OFFICER_FOR_IT: {
    zh: '授权由系统管理员提出、安全员批准、重要岗位由单位主要负责人确认；更换三员由另外两员和单位主要负责人共同办理。',
    en: 'the system officer proposes, the security officer grants, the head of the unit confirms key posts; an officer is replaced by the other two with the head.',
  },
  OFFICER_HAS_CONFLICT: {
    zh: '您同时持有不相容的岗位职责，不能参与授权。',
    en: 'you hold duties that must not meet in one person and cannot take part.',
  },
  STAGE_MISSING: {
    zh: '授权须先提出、再批准、后确认，请按顺序办理。',
    en: 'a grant is proposed, then granted, then confirmed; do the steps in that order.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>

const invalid: readonly GrantRefusalReason[] = [
  'UNKNOWN_ROLE',
  'GRANTEE_LEFT',
  'ENDS_BEFORE_IT_BEGINS',
  'UNKNOWN_REGION',
  'BEYOND_AGENCY',
  'UNKNOWN_SCHEME',
  'BEYOND_COVER',
]

export function refuseGrant(reason: keyof typeof texts): GrantRefusal {
  const code = invalid.includes(reason) ? 'invalid_input' : 'not_permitted'
  return { allowed: false, code, reason, text: texts[reason] }
}

export function refuseConflict(conflict: { readonly added: Duty; readonly held: Duty }): GrantRefusal {
  const [added, held] = [titleOfDuty(conflict.added), titleOfDuty(conflict.held)]
  const text = {
    zh: `“${added.zh}”与该人员已有的“${held.zh}”不相容，须由不同的人担任。`,
    en: `"${added.en}" must not meet "${held.en}", which the person has; give it to somebody else.`,
  }
  return { allowed: false, code: 'conflict', reason: 'CONFLICT', text }
}
