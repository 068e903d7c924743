/**
 * Intake against DuckDB's own reader on the same clean payment file, in one run on one machine:
 *
 *   node bench/intake.ts [rows = 2000000] [threads = 2]
 *
 * Prints rows per second of both, the ratio (wanted: at least 0.4), the same file in GB18030 (at least half of the
 * rows per second of UTF-8) and the peak memory of the intake, which runs in its own process.
 */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSnapshot } from '../src/intake/build-snapshot.ts'
import { openDuck, runSql, sqlText } from '../src/platform/duckdb.ts'

const columns = {
  payment_id: 'VARCHAR',
  batch_id: 'VARCHAR',
  person_id: 'VARCHAR',
  entitlement_id: 'VARCHAR',
  scheme: 'VARCHAR',
  benefit: 'VARCHAR',
  pay_month: 'VARCHAR',
  period_from: 'VARCHAR',
  period_to: 'VARCHAR',
  kind: 'VARCHAR',
  amount: 'DECIMAL(18,2)',
  account_number: 'VARCHAR',
  holder_name: 'VARCHAR',
  status: 'VARCHAR',
  resend_of: 'VARCHAR',
} as const

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗']
const givenNames = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰']

function paymentLine(index: number, persons: number): string {
  const person = index % persons
  const month = Math.floor(index / persons)
  const date = `${2022 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
  const id = String(person).padStart(8, '0')
  // Multiplying by a prime scatters amounts and names without a random source.
  const mixed = (person * 7919) % 1_000_003
  const name = `${surnames[mixed % 20]}${givenNames[mixed % 26]}${givenNames[Math.floor(mixed / 26) % 26]}`
  const [scheme, benefit] = mixed % 3 === 0 ? ['110', 'OLD_AGE'] : ['170', 'RESIDENT_BASIC']
  const amount = `${150 + (mixed % 4000)}.${String(mixed % 100).padStart(2, '0')}`
  return `Y${String(index).padStart(10, '0')},B${date},P${id},E${id},${scheme},${benefit},${date},${date},${date},REGULAR,${amount},62170012${id}${mixed % 10},${name},PAID,\n`
}

async function writePayments(file: string, rows: number, encoding: 'utf-8' | 'gb18030'): Promise<void> {
  const sink = createWriteStream(file)
  // GB18030 has no encoder in Node; the names' characters are looked up once.
  const pairs = new Map([...surnames, ...givenNames].map((each) => [each, gb18030Pair(each)]))
  const persons = Math.max(1, Math.floor(rows / 12))
  let text = `${Object.keys(columns).join(',')}\n`
  for (let index = 0; index < rows; index += 1) {
    text += paymentLine(index, persons)
    if (text.length < 2 ** 20 && index < rows - 1) continue
    const bytes =
      encoding === 'utf-8'
        ? Buffer.from(text)
        : Buffer.from(
            text.replace(/[^\0-\x7f]/g, (each) => pairs.get(each)!),
            'latin1',
          )
    if (!sink.write(bytes)) await once(sink, 'drain')
    text = ''
  }
  sink.end()
  await once(sink, 'close')
}

function gb18030Pair(character: string): string {
  const decoder = new TextDecoder('gb18030')
  for (let high = 0xb0; high <= 0xf7; high += 1) {
    for (let low = 0xa1; low <= 0xfe; low += 1) {
      if (decoder.decode(Uint8Array.of(high, low)) === character) return String.fromCharCode(high, low)
    }
  }
  throw new Error(`${character} has no pair`)
}

async function measureBaseline(delivery: string, threads: number): Promise<void> {
  const folder = path.dirname(delivery)
  const database = await openDuck({
    threads,
    temporaryDirectory: path.join(folder, 'spill'),
    memoryLimitMegabytes: 8_000,
  })
  const types = Object.entries(columns).map(([name, type]) => `'${name}': '${type}'`)
  const source = path.join(delivery, 'payment.csv')
  const started = performance.now()
  await runSql(
    database.connection,
    `copy (
      select *
      from read_csv(${sqlText(source)}, columns = {${types.join(', ')}}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"')
      order by person_id, pay_month
    ) to ${sqlText(path.join(folder, 'baseline.parquet'))} (format parquet)`,
  )
  report(started, [])
  database.close()
}

/** Runs in a child process, so that its peak memory is the intake's own. */
async function measureIntake(delivery: string, threads: number): Promise<void> {
  const directory = mkdtempSync(path.join(path.dirname(delivery), 'snapshot-'))
  const started = performance.now()
  const timeline: string[] = []
  const manifest = await buildSnapshot({
    deliveries: [delivery],
    directory,
    programVersion: 'bench',
    threads,
    onProgress: ({ stage, subject, done, total }) => {
      if (stage === 'store' || done === total) {
        timeline.push(`${stage} ${subject} ${((performance.now() - started) / 1000).toFixed(1)} s`)
      }
    },
  })
  report(started, timeline)
  if (manifest.inputs[0]!.rows_rejected > 0) throw new Error('the generated file is not clean')
  rmSync(directory, { recursive: true })
}

interface Measured {
  readonly seconds: number
  /** Seconds of processor time: tells more than the clock on a machine that others use. */
  readonly cpu: number
  readonly peak: number
  readonly timeline: readonly string[]
}

function report(started: number, timeline: readonly string[]): void {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  const measured: Measured = {
    seconds: (performance.now() - started) / 1000,
    cpu: (userCPUTime + systemCPUTime) / 1e6,
    peak: maxRSS / 1024,
    timeline,
  }
  process.stdout.write(JSON.stringify(measured))
}

function measure(what: '--baseline' | '--intake', delivery: string, threads: number): Measured {
  const child = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), what, delivery, String(threads)],
    {
      encoding: 'utf8',
    },
  )
  if (child.status !== 0) throw new Error(child.stderr)
  return JSON.parse(child.stdout) as Measured
}

function show(title: string, rows: number, { seconds, cpu, peak, timeline }: Measured): void {
  const thousands = Math.round(rows / seconds / 1000).toLocaleString('en')
  console.log(
    `${title}: ${thousands} k rows/s, ${seconds.toFixed(1)} s, processor ${cpu.toFixed(1)} s, peak ${peak.toFixed(0)} MB`,
  )
  if (timeline.length > 0) console.log(`  ${timeline.join('; ')}`)
}

async function main(rows: number, threads: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-bench-'))
  try {
    const [utf8Folder, gb18030Folder] = [path.join(folder, 'utf-8'), path.join(folder, 'gb18030')]
    for (const [delivery, encoding] of [
      [utf8Folder, 'utf-8'],
      [gb18030Folder, 'gb18030'],
    ] as const) {
      mkdirSync(delivery)
      await writePayments(path.join(delivery, 'payment.csv'), rows, encoding)
    }
    const megabytes = statSync(path.join(utf8Folder, 'payment.csv')).size / 2 ** 20
    console.log(`${rows.toLocaleString('en')} payment lines, ${megabytes.toFixed(0)} MB, ${threads} threads`)
    const baseline = measure('--baseline', utf8Folder, threads)
    show('DuckDB, typed read_csv, order by, to Parquet', rows, baseline)
    const utf8 = measure('--intake', utf8Folder, threads)
    show('intake of UTF-8', rows, utf8)
    const gb18030 = measure('--intake', gb18030Folder, threads)
    show('intake of GB18030', rows, gb18030)
    const ratio = (left: number, right: number): string => (left / right).toFixed(2)
    console.log(
      `intake / DuckDB: ${ratio(baseline.seconds, utf8.seconds)} (wanted 0.40), by processor time ${ratio(baseline.cpu, utf8.cpu)}`,
    )
    console.log(
      `GB18030 / UTF-8: ${ratio(utf8.seconds, gb18030.seconds)} (wanted 0.50), by processor time ${ratio(utf8.cpu, gb18030.cpu)}`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const [mode, ...rest] = process.argv.slice(2)
if (mode === '--intake') await measureIntake(rest[0]!, Number(rest[1]))
else if (mode === '--baseline') await measureBaseline(rest[0]!, Number(rest[1]))
else await main(Number(mode ?? 2_000_000), Number(rest[0] ?? 2))
