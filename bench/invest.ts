import { execFileSync } from 'node:child_process'
import { rollInWorkers } from '#exposure/rolling/roll-in-workers.ts'
import { fitGarch } from '#quant/garch/fit-garch.ts'
import { simulateGarch } from '#quant/garch/simulate-garch.ts'
import { efficientFrontier } from '#quant/portfolio/frontier.ts'
import { drawNormal, seededUniform } from '#quant/random/uniform.ts'

/**
 * The speed of the investment mathematics: `node bench/invest.ts`. Where Python's arch or R's fGarch is installed the
 * same fit is timed there in the same run; where not, that is said.
 */
const returns = simulateGarch(
  { variance: 'garch', errors: 'normal' },
  [0.02, 0.01, 0.08, 0.9],
  2_000,
  seededUniform(1),
)

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function time<T>(work: () => T): { readonly ms: number; readonly result: T } {
  const started = performance.now()
  const result = work()
  return { ms: performance.now() - started, result }
}

function benchFits(): void {
  for (const variance of ['garch', 'gjr', 'egarch'] as const) {
    for (const errors of ['normal', 'student-t', 'skewed-t'] as const) {
      const runs = Array.from({ length: 7 }, () => time(() => fitGarch(returns, { variance, errors })))
      const sorted = runs.map(({ ms }) => ms).sort((a, b) => a - b)
      say(
        `fit ${variance} ${errors}, 2000 returns: median ${sorted[3]!.toFixed(0)} ms, worst ${sorted[6]!.toFixed(0)} ms, ln L ${runs[0]!.result.logLikelihood.toFixed(6)}`,
      )
    }
  }
}

function benchFrontier(): void {
  const uniform = seededUniform(1)
  const loads = Array.from({ length: 225 }, () =>
    Array.from({ length: 5 }, () => 0.006 * drawNormal(uniform)),
  )
  const own = loads.map(() => (0.005 + 0.015 * uniform()) ** 2)
  const covariance = loads.map((a, i) =>
    loads.map((b, j) => a.reduce((sum, each, k) => sum + each * b[k]!, 0) + (i === j ? own[i]! : 0)),
  )
  const means = loads.map(() => 0.0003 + 0.0004 * drawNormal(uniform))
  const problem = { names: means.map((_, i) => `A${i}`), means, covariance }
  const { ms, result } = time(() => efficientFrontier(problem))
  say(
    `frontier of 225 assets: ${ms.toFixed(0)} ms, ${result.corners.length} corners, violation ${result.violation.toExponential(1)}`,
  )
}

async function benchRolling(): Promise<void> {
  const longer = simulateGarch(
    { variance: 'garch', errors: 'student-t' },
    [0.02, 0.01, 0.08, 0.9, 6],
    1_500,
    seededUniform(2),
  )
  const started = performance.now()
  await rollInWorkers(
    {
      returns: longer,
      from: 500,
      to: 1_500,
      window: 500,
      confidence: 0.99,
      specification: { variance: 'garch', errors: 'student-t' },
    },
    { threads: 2, signal: new AbortController().signal, onProgress: () => undefined },
  )
  say(
    `rolling back-test, 1000 days, window 500, GARCH-t fitted daily, 2 threads: ${((performance.now() - started) / 1000).toFixed(1)} s`,
  )
}

/** The same fit by another program, in the same run. */
function compare(name: string, program: string, args: readonly string[]): void {
  try {
    const printed = execFileSync(program, args, {
      input: returns.join('\n'),
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    say(`${name}: ${printed.trim()}`)
  } catch {
    say(`${name}: not installed here, no comparison`)
  }
}

const python = `
import sys, time
import numpy as np
from arch import arch_model
y = np.array([float(line) for line in sys.stdin])
times = []
for _ in range(7):
    started = time.perf_counter()
    fit = arch_model(y, mean='Constant', vol='GARCH', p=1, q=1).fit(disp='off')
    times.append((time.perf_counter() - started) * 1000)
print('median %.0f ms, ln L %.6f' % (sorted(times)[3], fit.loglikelihood))
`
const r = `
suppressMessages(library(fGarch))
y <- scan(file('stdin'), quiet = TRUE)
times <- sapply(1:7, function(i) system.time(fit <<- garchFit(~ garch(1, 1), data = y, trace = FALSE))['elapsed'])
cat(sprintf('median %.0f ms, ln L %.6f', 1000 * median(times), -fit@fit$llh))
`

benchFits()
benchFrontier()
compare("Python's arch, GARCH(1,1) normal", 'python3', ['-c', python])
compare("R's fGarch, GARCH(1,1) normal", 'Rscript', ['-e', r])
await benchRolling()
