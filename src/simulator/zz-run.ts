import { simulate } from '#simulator/simulate.ts'
const s = simulate({ persons: 100000, months: 36, seed: 1 })
for (const name of ['person','payment','contribution','certification']) { const t = s.tables.find((x) => x.table === name)!; let n = 0; const t0 = performance.now(); for (const r of t.rows()) n += r.length > 0 ? 1 : 0; const ms = performance.now() - t0; console.log(name, n, Math.round(ms), Math.round(n / ms * 1000)) }
