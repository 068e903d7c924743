import type { Texts } from '#web/language/language.ts'

export const handlingTexts = {
  highRisk: { zh: '高风险业务', en: 'High-risk business' },
  reversals: { zh: '撤销已生效业务', en: 'Reversals' },
  payments: { zh: '发放与批量', en: 'Payments and batches' },
  people: { zh: '人员与权限', en: 'People and authority' },
  others: { zh: '其他', en: 'Others' },
  search: { zh: '查找业务', en: 'Find a function' },
  notNow: { zh: '现在不能办理', en: 'not now' },
  recent: { zh: '我录入的', en: 'Entered by me' },
  who: { zh: '办理对象', en: 'About' },
  typePerson: { zh: '填写个人编号后显示其在办业务', en: 'Fill in the person to see what is open about him' },
  rules: { zh: '提交后系统立即校验', en: 'Checked as soon as it is submitted' },
  rulesMore: {
    zh: '校验不通过时不会保存，页面会说明原因；通过后转下一岗位，办理人不能复核自己录入的业务。',
    en: 'What the checks refuse is not kept, and the page says why; else it goes to the next post, and nobody reviews what he entered.',
  },
  unknown: {
    zh: '没有此项业务，或您的岗位不能办理。',
    en: 'There is no such function, or it is not for your posts.',
  },
} as const satisfies Texts
