import type { Bilingual } from '#base/bilingual.ts'
import type { AnyRule } from '#screening/rule.ts'

/** The folders of src/rules, as people call them. */
export const familyTitles: Readonly<Record<string, Bilingual>> = {
  death: { zh: '死亡', en: 'Death' },
  prison: { zh: '服刑', en: 'Prison' },
  duplicate: { zh: '重复领取', en: 'Duplicates' },
  account: { zh: '领取账户', en: 'Payee accounts' },
  amount: { zh: '待遇金额', en: 'Amounts' },
  retirement: { zh: '退休核定', en: 'Retirement' },
  certification: { zh: '资格认证', en: 'Certification' },
  card: { zh: '社保卡', en: 'Social security cards' },
  contribution: { zh: '参保缴费', en: 'Contributions' },
  authority: { zh: '权限与操作', en: 'Authority and operations' },
  fund: { zh: '基金财务', en: 'Fund' },
}

/** Rules about the work itself are no family of those that screen deliveries. */
const processTitle: Bilingual = { zh: '流程', en: 'Work' }

export function familyOf(rule: AnyRule): Bilingual {
  const family = rule.id.split('/')[0]!
  if (family === 'process') return processTitle
  return familyTitles[family] ?? { zh: family, en: family }
}
