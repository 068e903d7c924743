import type { Bilingual } from '#base/bilingual.ts'
import { formatYuanGrouped } from '#base/money.ts'
import type { ActDecision, ActRefusalReason } from './act-request.ts'
import { type Duty, titleOfDuty } from './duties.ts'

type Refused = Extract<ActDecision, { allowed: false }>

const listed = (duties: readonly Duty[], language: keyof Bilingual): string =>
  duties.map((duty) => titleOfDuty(duty)[language]).join(language === 'zh' ? '、' : ', ')

/** Identical for what lies outside one's scope and what does not exist (platform.md 25). */
export const notFoundText: Bilingual = {
  zh: '没有找到该记录，请核对编号。',
  en: 'not found; check the number.',
}

/** Why, and what to do; who could do it instead stands in `couldBeDoneBy`. */
const texts: Readonly<
  Record<Exclude<ActRefusalReason, 'OUT_OF_SCOPE' | 'DUTY_MISSING' | 'ABOVE_LIMIT'>, Bilingual>
> = {
  LEFT: {
    zh: '您已不在岗，权限已停用；如有误，请联系安全员。',
    en: 'you are no longer on post and your access has ended; if that is wrong, ask the security officer.',
  },
  ABSENT: {
    zh: '您正在请休假，期间不能办理业务；如已返岗，请先销假。',
    en: 'you are registered as absent and cannot act; if you are back, have the absence ended first.',
  },
  UNKNOWN_FUNCTION: {
    zh: '系统中没有这项业务或环节，请联系系统管理员。',
    en: 'there is no such function or step; ask the system officer.',
  },
  DUTY_OUT_OF_SCOPE: {
    zh: '该业务的地区或险种不在您这一角色的权限范围内，请转交有权限的人员。',
    en: 'its region or scheme is outside the scope of your role; pass it on to somebody whose scope covers it.',
  },
  OTHER_AGENCY: {
    zh: '该业务由其他机构办理，请转交该机构的人员。',
    en: 'another agency handles this; pass it on to its people.',
  },
  OTHER_PERSON: {
    zh: '此环节只能由当事人本人办理。',
    en: 'only the person it is about may do this.',
  },
  CONFLICTING_DUTIES: {
    zh: '您同时持有不相容的岗位职责，在调整权限之前不能办理；请联系安全员。',
    en: 'you hold duties that must not meet in one person and cannot act until that is put right; ask the security officer.',
  },
  SELF: {
    zh: '该业务涉及您本人，请由他人办理。',
    en: 'it concerns yourself; somebody else must do it.',
  },
  RELATIVE: {
    zh: '该业务涉及您申报的亲属，请由他人办理。',
    en: 'it concerns a relative you declared; somebody else must do it.',
  },
  OTHER_STEP_DONE: {
    zh: '您已办理过本业务的其他环节，一笔业务的各环节须由不同人员办理。',
    en: 'you have done another step of this; every step needs another person.',
  },
  SAME_STEP_DONE: {
    zh: '您已办理过这一环节，须由另一人再办理一次。',
    en: 'you have done this step; its second time needs another person.',
  },
  HANDLED_WHAT_IS_AUDITED: {
    zh: '被稽核的业务由您经办，请由他人稽核。',
    en: 'you handled what is being audited; somebody else must audit it.',
  },
  OF_REPORTED_UNIT: {
    zh: '举报涉及您所在的单位，请由其他单位受理。',
    en: 'the tip is about your own unit; another one must handle it.',
  },
  AMOUNT_UNKNOWN: {
    zh: '金额尚未确定，不能审批；请先补全金额。',
    en: 'the amount is not known yet, so it cannot be approved; state the amount first.',
  },
  OFF_HOURS: {
    zh: '高风险业务须在工作日8:00至18:30办理；确需加班的，请先取得加班许可。',
    en: 'high-risk work is done on working days from 08:00 to 18:30; for other times get an overtime permit first.',
  },
}

function refused(reason: ActRefusalReason, text: Bilingual, duties: readonly Duty[]): Refused {
  const couldBeDoneBy = { duties: duties.map((duty) => ({ duty, title: titleOfDuty(duty) })), staffIds: [] }
  return { allowed: false, code: 'not_permitted', reason, text, couldBeDoneBy }
}

export function refuseAct(reason: keyof typeof texts, duties: readonly Duty[] = []): Refused {
  return refused(reason, texts[reason], duties)
}

/** The one answer to everybody outside: no reason, no posts, no names. */
export function refuseAsNotFound(): Refused {
  const couldBeDoneBy = { duties: [], staffIds: [] }
  return { allowed: false, code: 'not_found', reason: 'OUT_OF_SCOPE', text: notFoundText, couldBeDoneBy }
}

export function refuseWithoutDuty(duties: readonly Duty[]): Refused {
  const text = {
    zh: `此环节由以下岗位办理：${listed(duties, 'zh')}；您没有这一权限。`,
    en: `this step is for ${listed(duties, 'en')}; you do not have that authority.`,
  }
  return refused('DUTY_MISSING', text, duties)
}

export function refuseAmount(
  amounts: { readonly amountFen: bigint; readonly limitFen: bigint | null },
  duties: readonly Duty[],
): Refused {
  const amount = formatYuanGrouped(amounts.amountFen)
  const limit = amounts.limitFen === null ? null : formatYuanGrouped(amounts.limitFen)
  const text = {
    zh:
      limit === null
        ? `金额${amount}元须由有审批额度的岗位审批，您的岗位没有设定额度。`
        : `金额${amount}元超过您的审批额度${limit}元，请提交上一级审批。`,
    en:
      limit === null
        ? `${amount} yuan need an authority limit and your post has none; pass it on to the next level.`
        : `${amount} yuan are above your limit of ${limit} yuan; pass it on to the next level.`,
  }
  return refused('ABOVE_LIMIT', text, duties)
}
