import { Refusal } from '#base/refusal.ts'
import { formatParameter } from './parameter.ts'
import type { AnyRule, Rule } from './rule.ts'

/** The values of a rule's parameters in a run: bound form for SQL, written form for run.json. */
export type BoundParameters = Readonly<Record<string, bigint>>

/** `CODE.name` → written value, as given with --set. */
export type Settings = ReadonlyMap<string, string>

/** The bound values of one rule. A Refusal names the setting that is unknown or impossible. */
export function bindParameters(rule: AnyRule, settings: Settings): BoundParameters {
  return Object.fromEntries(
    Object.entries(rule.parameters).map(([name, parameter]) => {
      const written = settings.get(`${rule.code}.${name}`) ?? parameter.default
      const result = parameter.schema.safeParse(written)
      if (result.success) return [name, result.data]
      const expected = result.error.issues[0]?.message ?? 'another value'
      throw new Refusal('wrong_usage', {
        zh: `参数 ${rule.code}.${name} 的值“${written}”不合要求，应为：${expected}。`,
        en: `Parameter ${rule.code}.${name} cannot be "${written}": it must be ${expected}.`,
      })
    }),
  )
}

/** Refuses a setting that no rule has, before any work starts. */
export function checkSettings(rules: readonly Rule[], settings: Settings): void {
  const known = new Set(
    rules.flatMap((rule) => Object.keys(rule.parameters).map((name) => `${rule.code}.${name}`)),
  )
  for (const name of settings.keys()) {
    if (known.has(name)) continue
    throw new Refusal('wrong_usage', {
      zh: `没有参数 ${name}；可设置的参数见 fangxian rules show 规则代码。`,
      en: `There is no parameter ${name}; fangxian rules show CODE lists the parameters of a rule.`,
    })
  }
  for (const rule of rules) bindParameters(rule, settings)
}

/** As run.json has them. */
export function writtenParameters(rule: AnyRule, parameters: BoundParameters): Record<string, string> {
  return Object.fromEntries(
    Object.entries(rule.parameters).map(([name, parameter]) => [
      name,
      formatParameter(parameter, parameters[name]!),
    ]),
  )
}
