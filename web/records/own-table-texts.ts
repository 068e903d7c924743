import type { Texts } from '#web/language/language.ts'

/** Tables and columns that are ours and not the standard's, as changes of orders show them. */
export const ownTableTexts = {
  'register.rule_parameter': { zh: '规则参数', en: 'Parameter of a rule' },
  rule_code: { zh: '规则', en: 'Rule' },
  parameter: { zh: '参数', en: 'Parameter' },
  valid_from: { zh: '起始日期', en: 'Valid from' },
  value: { zh: '新值', en: 'New value' },
  value_before: { zh: '原值', en: 'Value before' },
  source_order: { zh: '变更单', en: 'Order' },
} as const satisfies Texts
