import { expect, test } from 'vitest'
import { type RollingTask, rollRisk } from '#quant/garch/rolling-risk.ts'
import { simulateGarch } from '#quant/garch/simulate-garch.ts'
import { seededUniform } from '#quant/random/uniform.ts'
import { rollInWorkers } from './roll-in-workers.ts'

const returns = simulateGarch(
  { variance: 'garch', errors: 'student-t' },
  [0.0002, 0.000002, 0.09, 0.88, 6],
  370,
  seededUniform(12),
)
const task: RollingTask = {
  returns,
  from: 250,
  to: 370,
  window: 250,
  confidence: 0.99,
  specification: { variance: 'garch', errors: 'normal' },
}
const signal = new AbortController().signal

test('the number of threads changes nothing, and progress reaches the end', async () => {
  const told: number[] = []
  const one = await rollInWorkers(task, { threads: 1, signal, onProgress: (done) => void told.push(done) })
  const two = await rollInWorkers(task, { threads: 2, signal, onProgress: () => undefined })
  expect(two).toEqual(one)
  expect(told.at(-1)).toBe(120)
  expect(one.garch.valueAtRisk).toHaveLength(120)
  // The first piece is what the pure function gives for it.
  const first = rollRisk({ ...task, to: 300 })
  expect([...one.garch.valueAtRisk.slice(0, 50)]).toEqual([...first.garch.valueAtRisk])
})

test('a forecast knows nothing of its own period and of what comes after', () => {
  const changed = returns.map((each, t) => (t >= 260 ? each * 5 : each))
  const [before, after] = [rollRisk({ ...task, to: 262 }), rollRisk({ ...task, to: 262, returns: changed })]
  expect(after.garch.valueAtRisk.slice(0, 11)).toEqual(before.garch.valueAtRisk.slice(0, 11))
  expect(after.historical.valueAtRisk[11]).not.toBe(before.historical.valueAtRisk[11])
})

test('an abort stops the work', async () => {
  const stop = new AbortController()
  const running = rollInWorkers(task, {
    threads: 2,
    signal: stop.signal,
    onProgress: () => stop.abort(new Error('stopped')),
  })
  await expect(running).rejects.toThrow('stopped')
})

test('what the models refuse is refused in the same words across threads', async () => {
  const still = { ...task, returns: returns.map(() => 0.0001) }
  const running = rollInWorkers(still, { threads: 2, signal, onProgress: () => undefined })
  await expect(running).rejects.toMatchObject({
    name: 'Refusal',
    text: {
      zh: expect.stringContaining('序列是常数'),
      en: expect.stringContaining('the series is constant'),
    },
  })
})
