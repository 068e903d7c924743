import { type Day, parseDay } from '#base/calendar-math.ts'
import { findText, type OptionValues, wrongUsage } from '#cli/command.ts'
import { getRule } from '#cli/rules/find-rule.ts'
import { rules } from '#rules/catalogue.ts'
import { checkSettings, type Settings } from '#screening/settings.ts'

export function parseAsOf(values: OptionValues): Day | undefined {
  const text = findText(values, 'as-of')
  if (text === undefined) return undefined
  const day = parseDay(text)
  if (day !== null) return day
  throw wrongUsage({
    zh: `选项 --as-of 应为 YYYY-MM-DD 形式的日期，而不是“${text}”。`,
    en: `The option --as-of must be a date YYYY-MM-DD, not "${text}".`,
  })
}

/** `CODE.parameter=value` → the setting; the code may be written as on paper (R-DTH-01). */
export function parseSettings(texts: readonly string[]): Settings {
  const settings = new Map<string, string>()
  for (const text of texts) {
    const match = /^([^.=]+)\.([^=]+)=(.*)$/s.exec(text)
    if (match === null) {
      throw wrongUsage({
        zh: `选项 --set 应写成 规则代码.参数=值，而不是“${text}”。`,
        en: `The option --set is written CODE.parameter=value, not "${text}".`,
      })
    }
    settings.set(`${getRule(match[1]!).code}.${match[2]}`, match[3]!)
  }
  checkSettings(rules, settings)
  return settings
}

export function parseSplit(values: OptionValues): boolean {
  const text = findText(values, 'split')
  if (text === undefined || text === 'region') return text === 'region'
  throw wrongUsage({
    zh: `选项 --split 只能是 region，而不是“${text}”。`,
    en: `The option --split can only be region, not "${text}".`,
  })
}
