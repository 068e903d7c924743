import type { Bilingual } from '#base/bilingual.ts'
import type { Reason } from './reason.ts'

/** Why a row is rejected, and so what to correct. */
export const reasonTexts = {
  required: { zh: '必填项为空', en: 'required but empty' },
  int: { zh: '不是整数', en: 'not a whole number' },
  money: { zh: '不是金额', en: 'not an amount' },
  rate: { zh: '不是比率', en: 'not a rate' },
  date: { zh: '不是日期', en: 'not a date' },
  month: { zh: '不是年月', en: 'not a month' },
  timestamp: { zh: '不是时间', en: 'not a time' },
  bool: { zh: '不是“是/否”', en: 'not yes or no' },
  code: { zh: '代码不在标准内', en: 'not a code of the standard' },
  too_many_fields: { zh: '列数多于表头', en: 'more fields than headers' },
  key_conflict: { zh: '主键相同而内容不同', en: 'same key, other content' },
  precision: { zh: '小数位过多', en: 'too many decimals' },
  repeated_header: { zh: '重复的表头行', en: 'the header again' },
} as const satisfies Readonly<Record<Reason, Bilingual>>
