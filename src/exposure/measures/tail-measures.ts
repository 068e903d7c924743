import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import { fitGarch, type GarchFit } from '#quant/garch/fit-garch.ts'
import { garchRisk } from '#quant/garch/forecast.ts'
import type { GarchSpecification } from '#quant/garch/specification.ts'
import { seededUniform } from '#quant/random/uniform.ts'
import { fitStudent } from '#quant/var/fit-student.ts'
import { historicalRisk } from '#quant/var/historical.ts'
import { monteCarloRisk } from '#quant/var/monte-carlo.ts'
import { cornishFisherRisk, locationOf, normalRisk, shapeOf, studentRisk } from '#quant/var/parametric.ts'
import type { TailQuestion, TailRisk } from '#quant/var/tail-risk.ts'

export const tailMethods = [
  'historical',
  'normal',
  'student-t',
  'cornish-fisher',
  'monte-carlo',
  'garch',
] as const
export type TailMethod = (typeof tailMethods)[number]

export const tailTitles: Readonly<Record<TailMethod, Bilingual>> = {
  historical: { zh: '历史模拟法', en: 'Historical simulation' },
  normal: { zh: '正态分布', en: 'Normal' },
  'student-t': { zh: 't 分布', en: 'Student-t' },
  'cornish-fisher': { zh: 'Cornish–Fisher 修正', en: 'Cornish–Fisher' },
  'monte-carlo': { zh: '蒙特卡罗模拟', en: 'Monte Carlo' },
  garch: { zh: 'GARCH(1,1)-t', en: 'GARCH(1,1)-t' },
}

/** A method's answer, or why there is none. */
export type TailMeasure =
  | (TailRisk & { readonly method: TailMethod; readonly reason: null })
  | { readonly method: TailMethod; readonly reason: Bilingual }

export const garchSpecification: GarchSpecification = { variance: 'garch', errors: 'student-t' }

/** The figures of a run can be made again: the seed is fixed. */
const monteCarloSeed = 20_150_817
const monteCarloDraws = 20_000

/** The fit of the portfolio's returns, or why there is none. */
export function findGarch(returns: Float64Array): GarchFit | Bilingual {
  try {
    return fitGarch(returns, garchSpecification)
  } catch (error) {
    if (error instanceof Refusal) return error.text
    throw error
  }
}

export function isFit(garch: GarchFit | Bilingual): garch is GarchFit {
  return 'estimates' in garch
}

function riskBy(
  method: TailMethod,
  returns: Float64Array,
  garch: GarchFit | Bilingual,
  question: TailQuestion,
): TailRisk {
  switch (method) {
    case 'historical':
      return historicalRisk(returns, question)
    case 'normal':
      return normalRisk(locationOf(returns), question)
    case 'student-t': {
      const fit = fitStudent(returns)
      return studentRisk(fit, fit.nu, question)
    }
    case 'cornish-fisher':
      return cornishFisherRisk(shapeOf(returns), question)
    case 'monte-carlo': {
      const { mean, deviation } = locationOf(returns)
      const { nu } = fitStudent(returns)
      return monteCarloRisk({ means: [mean], covariance: [[deviation ** 2]], nu }, [1], question, {
        draws: monteCarloDraws,
        uniform: seededUniform(monteCarloSeed),
      })
    }
    case 'garch': {
      if (isFit(garch)) return garchRisk(garch, question)
      throw new Refusal('unfit_data', garch)
    }
  }
}

/** Value at risk and expected shortfall by every method; a method that cannot answer says why. */
export function measureTails(
  returns: Float64Array,
  garch: GarchFit | Bilingual,
  question: TailQuestion,
): TailMeasure[] {
  return tailMethods.map((method) => {
    try {
      return { method, ...riskBy(method, returns, garch, question), reason: null }
    } catch (error) {
      if (error instanceof Refusal) return { method, reason: error.text }
      throw error
    }
  })
}
