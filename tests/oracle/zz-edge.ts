import { readOracleCalendar } from './calendar.ts'
import { loadDelivery } from './load.ts'
import { filesOf } from './observed.ts'
import { defaultParameters as d, type Parameters } from './parameters.ts'
import { randomDelivery } from './random-delivery.ts'
import { defaultAsOf } from './rule.ts'
import { oracleRules, screen } from './rules-all.ts'

const calendar = readOracleCalendar()
const moved = new Map<string, number>()
const hits = new Map<string, number>()
const total = Number(process.argv[2])
for (let seed = 1; seed <= total; seed += 1) {
  const delivery = randomDelivery(seed)
  const loaded = loadDelivery(filesOf(delivery.files))
  if (loaded.kind !== 'loaded') continue
  const asOf = delivery.asOf ?? defaultAsOf(loaded.data)
  if (asOf === null) continue
  const text = (parameters: Parameters) =>
    JSON.stringify(screen({ data: loaded.data, asOf, parameters, calendar }), (_, v) =>
      typeof v === 'bigint' ? String(v) : v,
    )
  const base = text(d)
  for (const f of new Set(JSON.parse(base).map((e: { ruleCode: string }) => e.ruleCode)))
    hits.set(f as string, (hits.get(f as string) ?? 0) + 1)
  if (seed > total / 2) continue
  for (const [key, value] of Object.entries(d)) {
    if (typeof value === 'object') continue
    for (const by of [-1, 1]) {
      const other = typeof value === 'bigint' ? value + BigInt(by) : value + by
      const name = `${key}${by > 0 ? '+' : '-'}`
      if (!moved.has(name)) moved.set(name, 0)
      if (text({ ...d, [key]: other } as Parameters) !== base) moved.set(name, moved.get(name)! + 1)
    }
  }
}
console.log(
  'never',
  [...moved]
    .filter(([, n]) => n === 0)
    .map(([k]) => k)
    .join(' '),
)
console.log(
  'rare',
  [...moved]
    .filter(([, n]) => n > 0 && n < 3)
    .map(([k, n]) => `${k}:${n}`)
    .join(' '),
)
console.log(oracleRules.map((r) => `${r.code}:${hits.get(r.code) ?? 0}`).join(' '))
