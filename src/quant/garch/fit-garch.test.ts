import { describe, expect, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import { lnGamma } from '#quant/distributions/gamma-function.ts'
import { seededUniform } from '#quant/random/uniform.ts'
import { distance, hasReferenceData, readPublished, readReference } from '#quant/test-reference.ts'
import { type ErrorName, errorFamilies, integrate } from './error-distribution.ts'
import { estimateOf, fitGarch, testResiduals } from './fit-garch.ts'
import { likelihoodOf } from './likelihood.ts'
import { simulateGarch } from './simulate-garch.ts'
import type { StartValue, VarianceModel } from './specification.ts'
import type { ErrorKind } from './standard-errors.ts'

const seed = 77
const series = simulateGarch(
  { variance: 'gjr', errors: 'skewed-t' },
  [0.03, 0.05, 0.06, 0.12, 0.82, 5, -0.15],
  500,
  seededUniform(seed),
)

/**
 * Likelihoods at these estimates recomputed, and found to be maxima, by an independent program (NumPy loops and SciPy's
 * Nelder and Mead) to 1e-9.
 */
const fits: [StartValue, VarianceModel, ErrorName, number, number[]][] = [
  [
    'mean-square',
    'garch',
    'normal',
    -591.4165082723284,
    [0.10380959022647293, 0.07776397687178735, 0.09335625172405933, 0.7899599932712826],
  ],
  [
    'mean-square',
    'garch',
    'student-t',
    -566.8081228943983,
    [0.1264834299760826, 0.073656962672523, 0.09814452575307082, 0.7973309767289233, 4.471495534786826],
  ],
  [
    'mean-square',
    'garch',
    'skewed-t',
    -562.6841094386028,
    [
      0.08523831241607518, 0.07525705674379873, 0.09992734055935767, 0.7955914791582583, 4.44723601804973,
      -0.1717035732775313,
    ],
  ],
  [
    'mean-square',
    'gjr',
    'normal',
    -590.0195629415637,
    [0.09208619876451718, 0.0697649366144834, 0.056487765513965824, 0.10177951336701789, 0.7892110938891751],
  ],
  [
    'mean-square',
    'gjr',
    'student-t',
    -566.7927283331076,
    [
      0.12597584974998366, 0.07270347254911201, 0.09150582949162234, 0.013174129343929322, 0.7982334177933282,
      4.471126100507073,
    ],
  ],
  [
    'mean-square',
    'gjr',
    'skewed-t',
    -562.4231432165343,
    [
      0.08127774072448385, 0.07046085349960496, 0.07397902219754443, 0.05457576762370592, 0.8023551187147767,
      4.433449069017, -0.1801571574607641,
    ],
  ],
  [
    'mean-square',
    'egarch',
    'normal',
    -588.6703675675702,
    [0.0862488773623688, -0.04568061277502319, 0.22551775760969142, -0.07034964467625511, 0.8784044141433527],
  ],
  [
    'mean-square',
    'egarch',
    'student-t',
    -566.6731559250112,
    [
      0.12619350545735356, -0.059332860464274606, 0.2296445861494006, -0.012048713879749406,
      0.8722366355814849, 4.5081209298752,
    ],
  ],
  [
    'mean-square',
    'egarch',
    'skewed-t',
    -562.4768546909797,
    [
      0.07983172747881186, -0.05800578848324771, 0.2340352362689899, -0.035041540410119656,
      0.8664429651202327, 4.473622144230806, -0.1771530420425585,
    ],
  ],
  [
    'first-mean-square',
    'garch',
    'normal',
    -591.4164345318292,
    [0.103822938507283, 0.07773059492507886, 0.09332589296022327, 0.7900447899596718],
  ],
  [
    'sample-variance',
    'garch',
    'normal',
    -591.4165081457908,
    [0.10380974856070015, 0.07776392534400149, 0.0933562060280938, 0.7899601194058051],
  ],
  [
    'backcast',
    'garch',
    'normal',
    -591.450150037127,
    [0.10448140597338439, 0.07659080323778682, 0.09202984554368716, 0.7931357122885997],
  ],
]

describe(`each model on a simulated series (seed ${seed})`, () => {
  test.for(fits)('%s, %s, %s', ([start, variance, errors, logLikelihood, estimates]) => {
    const fit = fitGarch(series, { variance, errors, start })
    expect(fit.hasConverged).toBe(true)
    expect(fit.startsAgreeing).toBe(fit.startsTried)
    expect(Math.abs(fit.logLikelihood - logLikelihood)).toBeLessThan(1e-8)
    fit.estimates.forEach((each, i) => {
      expect(distance(each, estimates[i]!)).toBeLessThan(2e-6)
    })
  })

  const models = (['garch', 'gjr', 'egarch'] as const).flatMap((variance) =>
    (['normal', 'student-t', 'skewed-t'] as const).map((errors) => [variance, errors] as const),
  )
  test.for(models)(
    'the gradient of %s with %s errors is the one of finite differences',
    ([variance, errors]) => {
      const likelihood = likelihoodOf(series, { variance, errors })
      const variancePart = variance === 'egarch' ? [-0.05, 0.2, -0.04, 0.9] : [0.1, 0.08, 0.15, 0.8]
      if (variance === 'garch') variancePart.splice(2, 1)
      const shape = errorFamilies[errors].shapes.map(({ name }) => (name === 'nu' ? 5.3 : -0.2))
      const theta = [0.05, ...variancePart, ...shape]
      const { gradient } = likelihood.evaluate(theta)
      theta.forEach((each, i) => {
        const moved = (by: number): number =>
          likelihood.evaluate(theta.map((value, j) => (i === j ? each + by : value))).logLikelihood
        const step = 1e-5 * Math.max(Math.abs(each), 0.1)
        expect(distance(gradient[i]!, (moved(step) - moved(-step)) / (2 * step))).toBeLessThan(1e-6)
      })
    },
  )

  test.for(['garch', 'gjr', 'egarch'] as const)(
    '%s without a mean has the right gradient and no mu',
    (variance) => {
      const specification = { variance, errors: 'student-t', mean: 'zero' } as const
      const likelihood = likelihoodOf(series, specification)
      const theta = variance === 'egarch' ? [-0.05, 0.2, -0.04, 0.9, 6] : [0.1, 0.08, 0.15, 0.8, 6]
      if (variance === 'garch') theta.splice(2, 1)
      const { gradient } = likelihood.evaluate(theta)
      theta.forEach((each, i) => {
        const moved = (by: number): number =>
          likelihood.evaluate(theta.map((value, j) => (i === j ? each + by : value))).logLikelihood
        expect(distance(gradient[i]!, (moved(1e-6) - moved(-1e-6)) / 2e-6)).toBeLessThan(1e-5)
      })
      const fit = fitGarch(series, specification)
      expect(fit.names).not.toContain('mu')
      expect(fit.hasConverged).toBe(true)
      expect(fit.standardErrors.white.every((each) => each !== null)).toBe(true)
    },
  )

  test('scaling the returns scales the estimates and nothing else', () => {
    for (const variance of ['garch', 'gjr', 'egarch'] as const) {
      const [a, b] = [
        fitGarch(series, { variance, errors: 'normal' }),
        fitGarch(
          series.map((each) => each / 100),
          { variance, errors: 'normal' },
        ),
      ]
      expect(estimateOf(b, 'mu') * 100).toBeCloseTo(estimateOf(a, 'mu'), 8)
      expect(estimateOf(b, 'alpha')).toBeCloseTo(estimateOf(a, 'alpha'), 7)
      expect(b.logLikelihood - a.logLikelihood).toBeCloseTo(500 * Math.log(100), 7)
      expect(b.nextVariance * 1e4).toBeCloseTo(a.nextVariance, 7)
      a.standardErrors.hessian.forEach((each, i) => {
        const unit = a.names[i] === 'mu' ? 100 : a.names[i] === 'omega' && variance !== 'egarch' ? 1e4 : 1
        if (a.names[i] !== 'omega' || variance !== 'egarch') {
          expect((b.standardErrors.hessian[i]! * unit) / each!).toBeCloseTo(1, 4)
        }
      })
    }
  })

  test('the standardised residuals keep no volatility', () => {
    const fit = fitGarch(series, { variance: 'gjr', errors: 'skewed-t' })
    expect(testResiduals(fit).ljungBoxSquares.pValue).toBeGreaterThan(0.05)
    expect(testResiduals(fit).archLm.pValue).toBeGreaterThan(0.05)
  })
})

describe('conventions', () => {
  test('E|z| of normal errors moves ω by α times the difference and nothing else', () => {
    // The first variance is given, so that no period sees the difference.
    const specification = { variance: 'egarch', errors: 'student-t', start: 'first-mean-square' } as const
    const own = fitGarch(series, specification)
    const plain = fitGarch(series, { ...specification, absoluteMoment: 'normal' })
    expect(plain.logLikelihood).toBeCloseTo(own.logLikelihood, 6)
    let absolute = 0
    integrate(own.distribution, (z, mass) => {
      absolute += mass * Math.abs(z)
    })
    const shift = estimateOf(own, 'alpha') * (Math.sqrt(2 / Math.PI) - absolute)
    expect(estimateOf(plain, 'omega') - estimateOf(own, 'omega')).toBeCloseTo(shift, 5)
  })

  test.for(['garch', 'gjr', 'egarch'] as const)(
    'the unconditional start of %s has the right gradient',
    (variance) => {
      const likelihood = likelihoodOf(series, { variance, errors: 'normal', start: 'unconditional' })
      const part = variance === 'egarch' ? [-0.05, 0.2, -0.04, 0.9] : [0.1, 0.08, 0.15, 0.8]
      const theta = [0.05, ...(variance === 'garch' ? [0.1, 0.08, 0.8] : part)]
      const { gradient } = likelihood.evaluate(theta)
      theta.forEach((each, i) => {
        const moved = (by: number): number =>
          likelihood.evaluate(theta.map((value, j) => (i === j ? each + by : value))).logLikelihood
        expect(distance(gradient[i]!, (moved(1e-6) - moved(-1e-6)) / 2e-6)).toBeLessThan(1e-5)
      })
      const fit = fitGarch(series, { variance, errors: 'normal', start: 'unconditional' })
      expect(fit.hasConverged).toBe(true)
      expect(fit.variances[0]! / fit.longRunVariance!).toBeCloseTo(1, variance === 'gjr' ? 1 : 10)
    },
  )
})

test('a maximum of EGARCH on a corner of its likelihood is found, and said to be one', () => {
  const specification = { variance: 'egarch', errors: 'normal' } as const
  const cornered = simulateGarch(
    { variance: 'gjr', errors: 'skewed-t' },
    [0.03, 0.05, 0.06, 0.12, 0.82, 5, -0.15],
    500,
    seededUniform(111),
  )
  const fit = fitGarch(cornered, specification)
  expect(fit.hasConverged).toBe(true)
  expect(fit.warnings.some(({ en }) => en.includes('has a corner'))).toBe(true)
  expect(fit.standardErrors.hessian[0]).toBeNull()
  expect(fit.standardErrors.hessian[2]).toBeGreaterThan(0)
  const mu = estimateOf(fit, 'mu')
  expect(Math.min(...cornered.map((each) => Math.abs(each - mu)))).toBeLessThan(1e-12)
  // Higher than at any other mean nearby with the same other parameters.
  const likelihood = likelihoodOf(cornered, specification)
  for (const by of [-0.01, -0.001, -0.0001, 0.0001, 0.001, 0.01]) {
    const moved = likelihood.evaluate([mu + by, ...fit.estimates.slice(1)]).logLikelihood
    expect(moved).toBeLessThan(fit.logLikelihood)
  }
})

test('returns without clustering have a fit all the same, at a bound or not', () => {
  for (let each = 1; each <= 12; each += 1) {
    const uniform = seededUniform(each)
    const { quantile } = errorFamilies.normal.of([])
    const calm = Array.from({ length: 600 }, () => 0.0002 + 0.008 * quantile(uniform()))
    for (const errors of ['normal', 'student-t'] as const) {
      const fit = fitGarch(calm, { variance: 'garch', errors })
      expect(fit.hasConverged, `seed ${each}, ${errors}`).toBe(true)
    }
  }
})

describe('what cannot be fitted', () => {
  test('is refused with the number of observations that are needed', () => {
    expect(() => fitGarch([0.1, 0.2], { variance: 'garch', errors: 'normal' })).toThrow(
      'A GARCH model needs at least 100 observations, there are 2',
    )
    expect(() =>
      fitGarch(new Array<number>(200).fill(0.01), { variance: 'garch', errors: 'normal' }),
    ).toThrow(Refusal)
    const gap = series.map((each, t) => (t === 7 ? Number.NaN : each))
    expect(() => fitGarch(gap, { variance: 'garch', errors: 'normal' })).toThrow('observation 8')
  })

  test('a parameter on its bound is reported and has no standard error', () => {
    const uniform = seededUniform(4)
    const calm = Array.from({ length: 400 }, (_, t) => (t % 2 === 0 ? 1 : -1) * (1 + 0.01 * uniform()))
    const fit = fitGarch(calm, { variance: 'garch', errors: 'student-t' })
    expect(fit.warnings.some(({ en }) => en.includes('sits on its'))).toBe(true)
    expect(fit.standardErrors.hessian.some((each) => each === null)).toBe(true)
  })
})

test("E|z| by quadrature is Student's closed form", () => {
  for (const nu of [2.5, 4, 30]) {
    let value = 0
    integrate(errorFamilies['student-t'].of([nu]), (z, mass) => {
      value += mass * Math.abs(z)
    })
    const exact = Math.sqrt((nu - 2) / Math.PI) * Math.exp(lnGamma((nu - 1) / 2) - lnGamma(nu / 2))
    expect(value).toBeCloseTo(exact, 7)
  }
})

test.for(['normal', 'student-t', 'skewed-t'] as const)(
  '%s errors have mass 1, mean 0, variance 1, and fitting quantiles',
  (name) => {
    const distribution = errorFamilies[name].of([5, -0.3])
    const moments = [0, 0, 0, 0]
    const cut = distribution.quantile(0.05)
    integrate(distribution, (z, mass) => {
      ;[1, z, z * z].forEach((each, k) => {
        moments[k]! += mass * each
      })
    })
    expect(moments[0]).toBeCloseTo(1, 6)
    expect(moments[1]).toBeCloseTo(0, 6)
    expect(moments[2]).toBeCloseTo(1, 5)
    let [below, tail] = [0, 0]
    const step = 1e-4
    for (let z = cut - step / 2; z > -400; z -= step) {
      const mass = step * Math.exp(distribution.logDensity(z))
      below += mass
      tail += mass * z
      if (z < -60 && name === 'normal') break
    }
    expect(below).toBeCloseTo(0.05, 5)
    expect(tail / 0.05).toBeCloseTo(distribution.tailMean(0.05), 3)
  },
)

describe.skipIf(!hasReferenceData)('DEM/GBP, 1974 returns (Bollerslev and Ghysels 1996)', () => {
  interface Published {
    fcp_full_digits: Record<'mu' | 'omega' | 'alpha' | 'beta' | 'logL', number>
    se: Record<string, number[]>
    student_t: Record<'mu' | 'omega' | 'alpha' | 'beta' | 'nu', number>
  }
  const published = hasReferenceData ? readPublished<Published>('garch/published.json') : null
  const returns = hasReferenceData
    ? readReference('garch/dem2gbp.csv.gz').trim().split('\n').slice(1).map(Number)
    : []

  test('GARCH(1,1): estimates to 9 digits and the likelihood to 1e-9', () => {
    const fit = fitGarch(returns, { variance: 'garch', errors: 'normal' })
    const { logL, ...expected } = published!.fcp_full_digits
    for (const name of ['mu', 'omega', 'alpha', 'beta'] as const) {
      expect(Math.abs(estimateOf(fit, name) / expected[name] - 1)).toBeLessThan(1e-8)
    }
    expect(Math.abs(fit.logLikelihood - logL)).toBeLessThan(1e-9)
  })

  const kinds: Record<ErrorKind, string> = {
    hessian: 'hessian',
    'outer-product': 'opg',
    information: 'information_matrix',
    'bollerslev-wooldridge': 'bollerslev_wooldridge_IM_sandwich',
    white: 'qmle_hessian_sandwich_white',
  }
  test.for(Object.entries(kinds))('%s errors to 4 digits and more', ([kind, key]) => {
    const fit = fitGarch(returns, { variance: 'garch', errors: 'normal' })
    fit.standardErrors[kind as ErrorKind].forEach((each, i) => {
      expect(Math.abs(each! / published!.se[key]![i]! - 1)).toBeLessThan(1e-5)
    })
  })

  test('Student-t as published, with a persistence above 1', () => {
    const fit = fitGarch(returns, { variance: 'garch', errors: 'student-t' })
    for (const name of ['mu', 'omega', 'alpha', 'beta', 'nu'] as const) {
      expect(Math.abs(estimateOf(fit, name) / published!.student_t[name] - 1)).toBeLessThan(1e-6)
    }
    expect(fit.persistence).toBeCloseTo(1.009091, 6)
    expect(fit.longRunVariance).toBeNull()
    expect(fit.warnings.some(({ en }) => en.includes('not below 1'))).toBe(true)
  })
})
