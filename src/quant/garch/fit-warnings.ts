import type { Bilingual } from '#base/bilingual.ts'
import type { GarchSpecification, ParameterName } from './specification.ts'

export const notConvergedWarning: Bilingual = {
  zh: '极大似然估计没有收敛，参数和预测都不可使用；请检查数据中的异常值，或换用更简单的模型、更长的序列。',
  en: 'The maximum of the likelihood was not found, so neither parameters nor forecasts may be used; look for outliers, or take a simpler model or a longer series.',
}

export const cornerWarning: Bilingual = {
  zh: '均值 mu 恰好等于一个观测值，EGARCH 的似然函数在该处有折点：mu 没有标准误。',
  en: 'The mean mu equals an observation, where the likelihood of EGARCH has a corner: it has no standard error.',
}

export const localWarning: Bilingual = {
  zh: 'EGARCH 的似然函数在不可逆的参数区域更高，但那里的数值没有意义（滤波不会忘记初值）；这里给出可逆区域内的局部极大值，波动聚集可能很弱，请与 GARCH 对照。',
  en: 'The likelihood of EGARCH is higher where its recursion does not forget its start, and means nothing there; this is a local maximum among the other parameters. There may be little clustering: compare with GARCH.',
}

export function integratedWarning(persistence: number): Bilingual {
  const shown = persistence.toFixed(6)
  return {
    zh: `波动的持续性 ${shown} 不低于 1：方差没有长期水平，多期预测会不断上升。`,
    en: `The persistence ${shown} is not below 1: there is no long-run variance, and forecasts rise for ever.`,
  }
}

export function shortWarning(observations: number, advised: number): Bilingual {
  return {
    zh: `只有 ${observations} 个观测值，建议至少 ${advised} 个：参数的标准误较大。`,
    en: `There are only ${observations} observations, ${advised} are advised: the standard errors are large.`,
  }
}

export interface Binding {
  readonly name: ParameterName
  readonly side: 'lower' | 'upper'
}

/** One sentence for each constraint that the maximum sits on. */
export function bindingWarnings(bindings: readonly Binding[], { variance }: GarchSpecification): Bilingual[] {
  return bindings.map(({ name, side }) => {
    const what = variance === 'gjr' && name === 'gamma' ? 'alpha + gamma' : name
    const isTail = name === 'nu' && side === 'upper'
    const meaning: Bilingual = isTail
      ? { zh: '残差的尾部不比正态分布厚', en: 'the tails are no heavier than normal ones' }
      : { zh: '该参数没有标准误', en: 'the parameter has no standard error' }
    return {
      zh: `参数 ${what} 落在允许范围的${side === 'lower' ? '下' : '上'}限：${meaning.zh}。`,
      en: `The parameter ${what} sits on its ${side} bound: ${meaning.en}.`,
    }
  })
}
