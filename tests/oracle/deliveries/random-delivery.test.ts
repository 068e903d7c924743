import { expect, test } from 'vitest'
import { filesOf, oracleView } from '../comparison/observed.ts'
import { oracleRules } from '../rules/all-rules.ts'
import { randomDelivery } from './random-delivery.ts'

const deliveries = 120

test('each rule finds something in about a fifth of the deliveries: none is compared on nothing', () => {
  const hits = new Map<string, number>()
  for (let seed = 1; seed <= deliveries; seed += 1) {
    const { files, asOf, parameters } = randomDelivery(seed)
    const view = oracleView({ files: filesOf(files), asOf, parameters })
    const codes = new Set(view?.findings.map((each) => each.ruleCode))
    for (const code of codes) hits.set(code, (hits.get(code) ?? 0) + 1)
  }
  const thin = oracleRules.filter(({ code }) => (hits.get(code) ?? 0) * 6 < deliveries)
  expect(thin.map(({ code }) => `${code} ${hits.get(code) ?? 0} of ${deliveries}`)).toEqual([])
}, 120_000)
