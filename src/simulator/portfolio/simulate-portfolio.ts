import { type Day, formatDay } from '#base/calendar-math.ts'
import { draw32, type Random, randomOf } from '#simulator/random.ts'

/** The investments of a fund that does not exist, as `fangxian invest` reads them. */
export interface SimulatedPortfolio {
  readonly files: readonly SimulatedFile[]
}

export interface SimulatedFile {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export interface PortfolioOptions {
  readonly seed: number
  /** The last day of the data. */
  readonly lastDay: Day
  /** Trading days: Monday to Friday. */
  readonly days: number
}

interface SimulatedAsset {
  readonly name: string
  readonly assetClass: string
  readonly issuer: string
  /** Value at the end, in ten thousand yuan. */
  readonly value: number
  /** Per day. */
  readonly drift: number
  readonly deviation: number
  readonly beta: number
  readonly duration?: number
}

/** Equity ends a little above its limit of 30 %, and one issuer above 10 %: the first try has something to find. */
const assets: readonly SimulatedAsset[] = [
  {
    name: '模拟国债A',
    assetClass: 'GOVERNMENT_BOND',
    issuer: '财政部',
    value: 21_000,
    drift: 0.00012,
    deviation: 0.0011,
    beta: -0.02,
    duration: 4.2,
  },
  {
    name: '模拟政金债B',
    assetClass: 'BOND',
    issuer: '模拟政策银行',
    value: 9_500,
    drift: 0.00014,
    deviation: 0.0014,
    beta: 0,
    duration: 3.1,
  },
  {
    name: '模拟企业债C',
    assetClass: 'BOND',
    issuer: '模拟城投集团',
    value: 11_500,
    drift: 0.00018,
    deviation: 0.0021,
    beta: 0.03,
    duration: 2.6,
  },
  {
    name: '模拟债券基金D',
    assetClass: 'BOND_FUND',
    issuer: '模拟基金公司甲',
    value: 8_000,
    drift: 0.00015,
    deviation: 0.0016,
    beta: 0.05,
    duration: 2.2,
  },
  {
    name: '模拟股票E',
    assetClass: 'EQUITY',
    issuer: '模拟电力公司',
    value: 8_500,
    drift: 0.0003,
    deviation: 0.009,
    beta: 0.9,
  },
  {
    name: '模拟股票F',
    assetClass: 'EQUITY',
    issuer: '模拟银行股份',
    value: 9_000,
    drift: 0.00025,
    deviation: 0.007,
    beta: 0.8,
  },
  {
    name: '模拟股票G',
    assetClass: 'EQUITY',
    issuer: '模拟医药公司',
    value: 6_500,
    drift: 0.0004,
    deviation: 0.012,
    beta: 1.2,
  },
  {
    name: '模拟混合基金H',
    assetClass: 'EQUITY_FUND',
    issuer: '模拟基金公司乙',
    value: 9_000,
    drift: 0.0003,
    deviation: 0.004,
    beta: 0.9,
  },
]

/** At cost, without a price. */
const carried: readonly SimulatedAsset[] = [
  {
    name: '模拟银行活期',
    assetClass: 'DEMAND_DEPOSIT',
    issuer: '模拟银行甲',
    value: 6_000,
    drift: 0,
    deviation: 0,
    beta: 0,
  },
  {
    name: '模拟银行三年定期',
    assetClass: 'TIME_DEPOSIT',
    issuer: '模拟银行乙',
    value: 14_000,
    drift: 0,
    deviation: 0,
    beta: 0,
  },
  {
    name: '模拟正回购',
    assetClass: 'FINANCING',
    issuer: '交易所',
    value: -3_000,
    drift: 0,
    deviation: 0,
    beta: 0,
  },
]

function drawNormal(random: Random): number {
  const [u, v] = [(draw32(random) + 0.5) / 4294967296, (draw32(random) + 0.5) / 4294967296]
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v)
}

/** Monday to Friday, the last of them `lastDay` or before. Day 0 was a Thursday. */
function tradingDays(lastDay: Day, count: number): Day[] {
  const days: Day[] = []
  for (let day = lastDay; days.length < count; day -= 1) if ((((day + 3) % 7) + 7) % 7 < 5) days.unshift(day)
  return days
}

/** Calm and stormy times: the market's volatility clusters, and the last year is stormier than those before. */
function marketReturns(random: Random, days: number): number[] {
  let variance = 0.0001
  const returns: number[] = []
  for (let t = 0; t < days; t += 1) {
    const longRun = t >= days - 200 ? 0.00022 : 0.00008
    const shock = Math.sqrt(variance) * drawNormal(random) * (draw32(random) % 40 === 0 ? 2 : 1)
    returns.push(0.0003 + shock)
    variance = 0.06 * longRun + 0.08 * shock * shock + 0.86 * variance
  }
  return returns
}

function pricesOf(asset: SimulatedAsset, market: readonly number[], random: Random): string[] {
  let price = 100
  const prices = ['100.0000']
  for (const each of market) {
    const own = asset.deviation * drawNormal(random)
    price *= Math.max(0.5, 1 + asset.drift + asset.beta * (each - 0.0003) + own)
    prices.push(price.toFixed(4))
  }
  return prices
}

function yuan(tenThousands: number): string {
  return `${tenThousands * 10_000}.00`
}

function holdingRows(days: readonly Day[]): string[][] {
  // Half a year ago there was less equity and no financing.
  const earlier = days[Math.max(0, days.length - 120)]!
  const rowsAt = (day: Day, factorOf: (asset: SimulatedAsset) => number): string[][] =>
    [...assets, ...carried].flatMap((asset) => {
      const value = Math.round(asset.value * factorOf(asset))
      const { name, assetClass, issuer, duration } = asset
      return value === 0
        ? []
        : [[formatDay(day), name, assetClass, yuan(value), issuer, String(duration ?? '')]]
    })
  const before = (asset: SimulatedAsset): number =>
    asset.value < 0 ? 0 : asset.assetClass.startsWith('EQUITY') ? 0.7 : 1.02
  return [...rowsAt(earlier, before), ...rowsAt(days.at(-1)!, () => 1)]
}

/** Twelve months and more of the fund itself: income, expenditure, balance and what is entrusted, in yuan. */
function fundRows(lastDay: Day): string[][] {
  const [lastYear, lastMonth] = formatDay(lastDay).split('-').map(Number) as [number, number]
  return Array.from({ length: 18 }, (_, k) => {
    const index = lastYear * 12 + lastMonth - 1 - (17 - k)
    const month = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
    return [
      month,
      yuan(8_200 + 20 * k),
      yuan(9_100 + 60 * k),
      yuan(110_000 - 1_100 * k),
      yuan(60_000),
      yuan(46_000),
    ]
  })
}

/** Prices, holdings, benchmark, risk-free rate and fund months; the same seed gives the same files. */
export function simulatePortfolio({ seed, lastDay, days: count }: PortfolioOptions): SimulatedPortfolio {
  const days = tradingDays(lastDay, count)
  const market = marketReturns(randomOf(seed, 'fund', 900_001), count - 1)
  const prices = assets.map((asset, index) =>
    pricesOf(asset, market, randomOf(seed, 'fund', 900_100 + index)),
  )
  let level = 1_000
  const benchmark = market.map((each) => {
    level *= 1 + 0.2 * each + 0.0001
    return level.toFixed(4)
  })
  const dates = days.map(formatDay)
  return {
    files: [
      {
        name: 'holding.csv',
        columns: ['date', 'asset', 'class', 'value', 'issuer', 'duration'],
        rows: holdingRows(days),
      },
      {
        name: 'price.csv',
        columns: ['date', ...assets.map(({ name }) => name)],
        rows: dates.map((date, t) => [date, ...prices.map((series) => series[t]!)]),
      },
      {
        name: 'benchmark.csv',
        columns: ['date', 'price'],
        rows: dates.map((date, t) => [date, t === 0 ? '1000.0000' : benchmark[t - 1]!]),
      },
      {
        name: 'risk_free.csv',
        columns: ['date', 'annual_rate'],
        rows: dates.map((date) => [date, '0.0150']),
      },
      {
        name: 'fund_month.csv',
        columns: ['month', 'income', 'expenditure', 'balance', 'new_balance_since_2017', 'entrusted'],
        rows: fundRows(lastDay),
      },
    ],
  }
}
