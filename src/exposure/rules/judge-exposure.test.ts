import { afterAll, describe, expect, test } from 'vitest'
import { dayOf } from '#base/calendar-math.ts'
import type { BacktestMeasure } from '#exposure/measures/backtest-measures.ts'
import type { Exposure } from '#exposure/measures/exposure.ts'
import { isMeasured } from '#exposure/measures/exposure.ts'
import {
  basicFiles,
  dates,
  holdingFile,
  measureFiles,
  priceFile,
  removePortfolios,
} from '#exposure/test-portfolio.ts'
import type { InvestmentOutcome } from './investment-finding.ts'
import { findingsInOrder, judgeExposure } from './judge-exposure.ts'

afterAll(removePortfolios)

const judge = (exposure: Exposure, code: string): InvestmentOutcome =>
  judgeExposure(exposure).find(({ rule }) => rule.code === code)!

const holdingsOf = (equity: number, bond: number, demand: number): string =>
  holdingFile
    .replace('2800000', String(equity))
    .replace('6400000', String(bond))
    .replace('1000000', String(demand))

/** Twelve months that spend `spent` each. */
const months = (balance: number, spent: number, fresh = 100, entrusted = 80): string =>
  [
    'month,income,expenditure,balance,new_balance_since_2017,entrusted',
    ...Array.from(
      { length: 12 },
      (_, k) =>
        `${k < 2 ? 2023 : 2024}-${String(((k + 10) % 12) + 1).padStart(2, '0')},1,${spent},${balance},${fresh},${entrusted}`,
    ),
  ].join('\n')

describe('limits of classes (INV-03)', () => {
  // Net assets 10,000,000: 28 % shares, 64 % bonds, 10 % liquid, −2 % financing.
  test('pass at the limit itself and hit a fen above it', async () => {
    const at = await measureFiles({
      ...basicFiles,
      'holding.csv': holdingsOf(3_000_000, 6_200_000, 1_000_000),
    })
    expect(judge(at, 'INV-03').status).toBe('PASS')
    const above = await measureFiles({
      ...basicFiles,
      'holding.csv': holdingsOf(3_000_000, 6_200_000, 1_000_000)
        .replace('3000000.00', '3000000.01')
        .replace('6200000.00', '6199999.99'),
    })
    const { status, findings } = judge(above, 'INV-03')
    expect(status).toBe('HIT')
    expect(findings.map(({ subjectId, amountFen, level }) => [subjectId, amountFen, level])).toEqual([
      ['EQUITY', 1n, 1],
    ])
  })

  test('hold what is owed on repos below 40 % of net assets', async () => {
    const owing = (fen: string): Promise<Exposure> =>
      measureFiles({
        ...basicFiles,
        'holding.csv': holdingsOf(2_800_000, 10_200_000, 1_000_000).replace('-200000.00', `-4000000.${fen}`),
      })
    expect(judge(await owing('00'), 'INV-03').status).toBe('PASS')
    const { findings } = judge(await owing('01'), 'INV-03')
    // A fen more is owed, and net assets are a fen less.
    expect(findings.map(({ subjectId, amountFen }) => [subjectId, amountFen])).toEqual([['FINANCING', 2n]])
  })

  test('count shares of net assets, not of gross ones, and minima from below', async () => {
    const low = await measureFiles({
      ...basicFiles,
      'holding.csv': holdingsOf(2_000_000, 7_800_000, 400_000),
    })
    const [finding] = judge(low, 'INV-03').findings
    expect(finding!.subjectId).toBe('LIQUID')
    expect(finding!.explanation.en).toContain('4.00% of net assets, below the minimum of 5.00%')
    expect(finding!.amountFen).toBe(10_000_000n)
  })
})

test('concentration (INV-04) leaves out the state and counts deposits by bank', async () => {
  const exposure = await measureFiles(basicFiles)
  const { findings } = judge(exposure, 'INV-04')
  expect(
    findings.map(({ subjectKind, subjectId, amountFen }) => [subjectKind, subjectId, amountFen]),
  ).toEqual([['issuer', '甲公司', 180_000_000n]])
  const bank = await measureFiles({ ...basicFiles, 'holding.csv': holdingsOf(900_000, 7_200_000, 2_100_000) })
  expect(judge(bank, 'INV-04').findings.map(({ subjectKind }) => subjectKind)).toEqual(['bank'])
})

const red = ({ trafficLight }: BacktestMeasure): BacktestMeasure['trafficLight'] => ({
  ...trafficLight,
  zone: 'red',
})

describe('risk', () => {
  test('value at risk (INV-01) and drawdown (INV-05) hit a portfolio of shares and pass one of bonds', async () => {
    const risky = await measureFiles({
      ...basicFiles,
      'holding.csv': holdingsOf(9_000_000, 200_000, 1_000_000),
    })
    expect(judge(risky, 'INV-01').status).toBe('HIT')
    expect(judge(risky, 'INV-01').findings[0]!.evidence).toHaveLength(4)
    const calm = await measureFiles({
      ...basicFiles,
      'holding.csv': holdingsOf(100_000, 9_100_000, 1_000_000),
    })
    expect(judge(calm, 'INV-01').status).toBe('PASS')
    expect(judge(calm, 'INV-05').status).toBe('PASS')
    const limited = {
      ...risky,
      drawdown: { ...risky.drawdown, largest: 0.081 },
    }
    expect(judge(limited, 'INV-05').status).toBe('HIT')
    expect(judge({ ...risky, drawdown: { ...risky.drawdown, largest: 0.08 } }, 'INV-05').status).toBe('PASS')
  })

  test('back-tests (INV-02) follow the zones and the two likelihood ratios', async () => {
    const exposure = await measureFiles({ ...basicFiles, 'price.csv': priceFile(360) }, dayOf(2024, 12, 25))
    if (!isMeasured(exposure.backtests)) throw new Error('no back-test')
    const base = exposure.backtests.measures[0]!
    const withTests = (kupiec: number, joint: number, zone: 'green' | 'yellow' | 'red'): Exposure => ({
      ...exposure,
      backtests: {
        window: 250,
        measures: [
          {
            ...base,
            kupiec: { ...base.kupiec, statistic: kupiec },
            conditionalCoverage: { ...base.conditionalCoverage, statistic: joint },
            trafficLight: { ...base.trafficLight, zone },
          },
        ],
      },
    })
    expect(judge(withTests(3.84, 5.99, 'green'), 'INV-02').status).toBe('PASS')
    expect(judge(withTests(3.85, 0, 'green'), 'INV-02').status).toBe('HIT')
    expect(judge(withTests(0, 6, 'green'), 'INV-02').status).toBe('HIT')
    expect(judge(withTests(0, 0, 'yellow'), 'INV-02').status).toBe('HIT')
    const gappy = { ...base, periods: base.periods - 5, periodsWithout: 5, trafficLight: red(base) }
    const [finding] = judge({ ...exposure, backtests: { window: 250, measures: [gappy] } }, 'INV-02').findings
    expect(finding!.periodFrom).toBe('2024-09-17')
  })

  test('a fund that holds deposits alone has limits and no risk that could be measured', async () => {
    const exposure = await measureFiles(
      {
        'holding.csv': 'date,asset,class,value\n2024-03-01,活期,DEMAND_DEPOSIT,1000000.00\n',
        'price.csv': priceFile(360),
        'risk_free.csv': 'date,annual_rate\n2024-01-01,1.5%\n',
      },
      dayOf(2024, 12, 25),
    )
    expect(judge(exposure, 'INV-03').status).toBe('PASS')
    expect(judge(exposure, 'INV-02').status).toBe('NOT_EVALUATED')
    expect(judge(exposure, 'INV-02').reason!.zh).toContain('序列是常数')
    expect(exposure.tails.filter(({ reason }) => reason === null).map(({ method }) => method)).toEqual([
      'historical',
    ])
    expect(isMeasured(exposure.capm)).toBe(false)
  })

  test('too short a series is not evaluated, never passed', async () => {
    const short = { ...basicFiles, 'price.csv': basicFiles['price.csv']!.split('\n').slice(0, 80).join('\n') }
    const exposure = await measureFiles(short, dayOf(2024, 3, 25))
    expect(judge(exposure, 'INV-02')).toMatchObject({ status: 'NOT_EVALUATED' })
    expect(judge(exposure, 'INV-02').reason!.en).toContain('needs at least 350 returns')
    expect(judge(exposure, 'INV-01').status).toBe('NOT_EVALUATED')
    expect(judge(exposure, 'INV-11').reason!.en).toContain('benchmark.csv')
  })
})

describe('the fund itself', () => {
  test('reserve months (INV-09): 6 pass, fewer hit, and without a year nothing is said', async () => {
    const at = async (balance: number): Promise<InvestmentOutcome> =>
      judge(await measureFiles({ ...basicFiles, 'fund_month.csv': months(balance, 100) }), 'INV-09')
    expect((await at(600)).status).toBe('PASS')
    const low = await at(599)
    expect(low.findings[0]!).toMatchObject({ amountFen: 100n, periodFrom: '2023-11', periodTo: '2024-10' })
    expect((await at(299)).findings[0]!.explanation.en).toContain('below the critical 3')
    expect(judge(await measureFiles(basicFiles), 'INV-09').status).toBe('NOT_EVALUATED')
  })

  test('entrusted share (INV-07): 80 % pass, less hits', async () => {
    const at = async (entrusted: number): Promise<InvestmentOutcome> =>
      judge(
        await measureFiles({ ...basicFiles, 'fund_month.csv': months(1000, 10, 100, entrusted) }),
        'INV-07',
      )
    expect((await at(80)).status).toBe('PASS')
    expect((await at(79)).findings[0]!.amountFen).toBe(100n)
  })

  test('a balance that shrank since 2017 leaves nothing to entrust, and the others are still judged', async () => {
    for (const fresh of [0, -5]) {
      const files = { ...basicFiles, 'fund_month.csv': months(1000, 10, fresh, 0) }
      expect(judge(await measureFiles(files), 'INV-07').status).toBe('PASS')
    }
  })
})

test('performance (INV-11) compares a full chained year with the benchmark', async () => {
  const benchmark = (daily: number): string =>
    ['date,return', ...dates(400).map((date) => `${date},${daily}`)].join('\n')
  const better = await measureFiles({ ...basicFiles, 'benchmark.csv': benchmark(-0.001) })
  expect(judge(better, 'INV-11').status).toBe('PASS')
  const worse = await measureFiles({ ...basicFiles, 'benchmark.csv': benchmark(0.002) })
  expect(judge(worse, 'INV-11').status).toBe('HIT')
  if (!isMeasured(worse.benchmark)) throw new Error('no benchmark')
  expect(worse.benchmark.benchmark).toBeCloseTo(1.002 ** 250 - 1, 10)
})

test('findings stand by level, rule and amount, and keep their ids', async () => {
  const files = { ...basicFiles, 'holding.csv': holdingsOf(9_000_000, 200_000, 1_000_000) }
  const [first, again] = [
    findingsInOrder(judgeExposure(await measureFiles(files))),
    findingsInOrder(judgeExposure(await measureFiles(files))),
  ]
  expect(first.map(({ findingId }) => findingId)).toEqual(again.map(({ findingId }) => findingId))
  expect(first.map(({ level }) => level)).toEqual(first.map(({ level }) => level).sort())
  expect(new Set(first.map(({ findingId }) => findingId)).size).toBe(first.length)
})

describe('old and coarse data', () => {
  test('prices that end before the day are no base for a PASS', async () => {
    const exposure = await measureFiles(basicFiles, dayOf(2024, 12, 31))
    for (const code of ['INV-01', 'INV-02', 'INV-05']) {
      expect(judge(exposure, code).reason?.en, code).toContain(
        'Prices end on 2024-10-26, 66 days before 2024-12-31',
      )
    }
  })

  test('ten months are not ten days', async () => {
    const rows = Array.from(
      { length: 142 },
      (_, k) => `${2013 + Math.floor(k / 12)}-${String((k % 12) + 1).padStart(2, '0')}-28`,
    )
    const monthly = [
      'date,股票A,国债B',
      ...rows.map((date, k) => `${date},${k % 7 === 0 ? -0.03 : 0.01},${k % 3 === 0 ? 0.002 : 0.001}`),
    ]
    const exposure = await measureFiles({ 'holding.csv': holdingFile, 'return.csv': monthly.join('\n') })
    expect(judge(exposure, 'INV-01').reason?.en).toContain('not daily')
  })
})
