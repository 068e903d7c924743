/**
 * The tables of docs/scale.md out of what bench/cluster.ts measured: cost by class of rules, what leaves a shard, and how
 * many machines 10 million, 100 million and a billion persons need under the assumptions below.
 *
 *   node bench/size-cluster.ts FILE.json
 */
import { readFileSync } from 'node:fs'
import { rules } from '#rules/catalogue.ts'
import type { Bench, OfRule } from './cluster/measured.ts'

const { threads, tableRows, measured } = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Bench
const one = measured.find(({ engine }) => engine.startsWith('ClickHouse'))!
const persons = tableRows.person!
const lines = tableRows.payment!
const rows = Object.values(tableRows).reduce((sum, each) => sum + each, 0)
const millions = lines / 1e6

/** What a nation may want, and what machines are like. Change them here, not in the document. */
const assumed = {
  hours: 1,
  coresOfMachine: 32,
  gigabytesOfMachine: 128,
  terabytesOfMachine: 4,
  /** How much of the cores' time counts. */
  efficiency: 0.7,
  /** Of the memory, how much a rule may take. */
  memoryShare: 0.5,
  /** Of the disk, how much a snapshot may take: another beside it, tables of runs, merges. */
  diskShare: 0.4,
}

const table = (head: readonly string[], body: readonly (readonly (string | number)[])[]): string =>
  [head, head.map((_, at) => (at === 0 ? '---' : '---:')), ...body]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')

const thousands = (value: number): string => Math.round(value).toLocaleString('en-US')

const classes = Map.groupBy(rules, ({ key }) => key)
console.log(`${thousands(persons)} persons, ${thousands(lines)} payment lines, ${thousands(rows)} rows\n`)
console.log(
  table(
    [
      'rules keyed by',
      'rules',
      'seconds',
      'core-seconds per million payment lines',
      'most memory, MB',
      'rows read',
      'rows sent',
    ],
    [...classes].map(([key, members]) => {
      const found = members.map(({ code }) => one.byRule[code]!).filter((each) => each !== undefined)
      const sum = (of: (each: OfRule) => number): number => found.reduce((total, each) => total + of(each), 0)
      const seconds = sum((each) => each.seconds)
      return [
        key,
        members.length,
        seconds.toFixed(1),
        ((seconds * threads) / millions).toFixed(3),
        thousands(Math.max(...found.map(({ memoryBytes }) => memoryBytes)) / 1e6),
        thousands(sum((each) => each.rowsRead)),
        thousands(sum((each) => each.rowsSent)),
      ]
    }),
  ),
)
const prepare = one.byRule.prepare!
console.log(
  `\nshared views: ${one.prepareSeconds} s, ${((one.prepareSeconds * threads) / millions).toFixed(3)} core-seconds per million payment lines, ${thousands(prepare.memoryBytes / 1e6)} MB\n`,
)
const byCost = rules
  .flatMap(({ code, key }) => (one.byRule[code] === undefined ? [] : [{ code, key, ...one.byRule[code] }]))
  .toSorted((a, b) => b.seconds - a.seconds)
console.log(
  table(
    ['rule', 'key', 'seconds', 'findings', 'rows sent', 'bytes sent', 'rows read', 'memory, MB'],
    byCost.map(({ code, key, seconds, hits, rowsSent, bytesSent, rowsRead, memoryBytes }) => [
      ...[code, key, seconds.toFixed(2), thousands(hits), thousands(rowsSent), thousands(bytesSent)],
      ...[thousands(rowsRead), thousands(memoryBytes / 1e6)],
    ]),
  ),
)

/** Linear in persons: an assumption, said in docs/scale.md. */
const plan = [1e7, 1e8, 1e9].map((wanted) => {
  const times = wanted / persons
  const coreSeconds = one.seconds * threads * times
  const cores = coreSeconds / (assumed.hours * 3600) / assumed.efficiency
  const memoryBytes = Math.max(...Object.values(one.byRule).map((each) => each.memoryBytes)) * times
  const diskBytes = one.diskBytes * times
  const machines = Math.max(
    1,
    Math.ceil(cores / assumed.coresOfMachine),
    Math.ceil(memoryBytes / (assumed.gigabytesOfMachine * 1e9 * assumed.memoryShare)),
    Math.ceil(diskBytes / (assumed.terabytesOfMachine * 1e12 * assumed.diskShare)),
  )
  const loadHours = (one.loadSeconds * times) / 3600
  const sentRows = Object.values(one.byRule).reduce((sum, each) => sum + each.rowsSent, 0) * times
  return [
    thousands(wanted),
    thousands((lines * times) / 1e6),
    cores.toFixed(1),
    (memoryBytes / 1e9).toFixed(0),
    (diskBytes / 1e12).toFixed(2),
    String(machines),
    loadHours.toFixed(1),
    thousands(sentRows / 1e6),
  ]
})
console.log(`\n${JSON.stringify(assumed)}\n`)
console.log(
  table(
    [
      'persons',
      'million payment lines',
      'cores',
      'GB, all shards',
      'TB, all shards',
      'machines',
      'hours of the first load',
      'million rows sent in a run',
    ],
    plan,
  ),
)
