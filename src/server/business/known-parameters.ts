import type { Bilingual } from '#base/bilingual.ts'
import type { KnownParameter, KnownParameters } from '#orders/system-functions/rule-parameter.ts'
import { formatParameter, type Parameter } from '#screening/parameter.ts'
import type { AnyRule } from '#screening/rule.ts'

const units: Readonly<Record<Parameter['kind'], Bilingual>> = {
  count: { zh: '整数', en: 'a whole number' },
  yuan: { zh: '元', en: 'yuan' },
  ratio: { zh: '比例或倍数，最多六位小数', en: 'a ratio of at most six decimals' },
  time: { zh: '时:分', en: 'HH:MM' },
  month: { zh: '年-月', en: 'YYYY-MM' },
}

function known(parameter: Parameter): KnownParameter {
  const canonical = (written: string): string | null => {
    const parsed = parameter.schema.safeParse(written)
    return parsed.success ? formatParameter(parameter, parsed.data) : null
  }
  return {
    default: canonical(parameter.default) ?? parameter.default,
    canonical,
    unit: units[parameter.kind],
  }
}

/** Every parameter of the catalogue, for the order that changes one. */
export function knownParameters(rules: readonly AnyRule[]): KnownParameters {
  return new Map(
    rules.flatMap(({ code, parameters }) =>
      Object.entries(parameters).map(([name, parameter]) => [`${code}.${name}`, known(parameter)] as const),
    ),
  )
}
