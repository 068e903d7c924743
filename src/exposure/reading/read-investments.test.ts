import { afterAll, describe, expect, test } from 'vitest'
import { dayOf, formatDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import {
  basicFiles,
  dates,
  holdingFile,
  type PortfolioFiles,
  priceFile,
  readFiles,
  removePortfolios,
} from '#exposure/test-portfolio.ts'
import { parseCsv } from './csv-text.ts'
import { periodsPerYearOf } from './series-table.ts'

afterAll(removePortfolios)

async function refusal(files: PortfolioFiles): Promise<Refusal> {
  const error = await readFiles(files).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Refusal)
  return error as Refusal
}

const prices = basicFiles['price.csv']!

describe('good files', () => {
  test('give positions, returns on common days and assets at cost', async () => {
    const investments = await readFiles(basicFiles)
    expect(formatDay(investments.asOf)).toBe('2024-03-01')
    expect(investments.days).toHaveLength(60)
    expect(investments.returns).toHaveLength(4)
    expect([...investments.returns[2]!].every((each) => each === 0)).toBe(true)
    expect(investments.warnings).toHaveLength(1)
    expect(investments.periodsPerYear).toBe(250)
  })

  test('may be long, have Windows line ends, a mark, Chinese headers, thousands commas and per cent signs', async () => {
    const rows = prices.split('\n').slice(1, 80)
    const long = rows.flatMap((row) => {
      const [date, a, b] = row.split(',')
      return [`${date!.replaceAll('-', '/')},股票A,${a}`, `${date!.replaceAll('-', '')},国债B,${b}`]
    })
    const holdings = holdingFile.replace('date,asset,class,value,issuer', '日期,资产,类别,金额,发行人')
    const investments = await readFiles({
      'holding.csv': `\uFEFF${holdings.replace('2800000.00', '"2,800,000.00"').replaceAll('\n', '\r\n')}`,
      'price.csv': ['日期,资产,价格', ...long].join('\n'),
      'risk_free.csv': ['date,annual_rate', ...dates(80).map((date) => `${date},1.5%`)].join('\n'),
    })
    const plain = await readFiles(basicFiles)
    expect([...investments.returns[0]!]).toEqual([...plain.returns[0]!])
    expect(investments.holdings[0]!.positions[0]!.valueFen).toBe(280_000_000n)
    expect(investments.riskFree![0]).toBeCloseTo(1.015 ** (1 / 250) - 1, 15)
    expect(investments.returns[2]![5]).toBeCloseTo(1.015 ** (1 / 250) - 1, 15)
  })

  test('in GB18030 are read as such', async () => {
    const decoder = new TextDecoder('gb18030')
    const codes = new Map<string, [number, number]>()
    for (let high = 0xb0; high <= 0xf7; high += 1)
      for (let low = 0xa1; low <= 0xfe; low += 1)
        codes.set(decoder.decode(Uint8Array.of(high, low)), [high, low])
    const encode = (text: string): Uint8Array =>
      Uint8Array.from([...text].flatMap((each) => codes.get(each) ?? [each.charCodeAt(0)]))
    const chinese = holdingFile.replace('date,asset,class,value,issuer', '日期,资产,类别,金额,发行人')
    const investments = await readFiles({ 'holding.csv': encode(chinese), 'price.csv': encode(prices) })
    const { positions } = investments.holdings[0]!
    expect(positions.map(({ asset, issuer }) => `${asset} ${issuer}`)).toEqual([
      '股票A 甲公司',
      '国债B 财政部',
      '活期 乙银行',
      '回购 回购',
    ])
  })

  test('have quotes, commas and line ends inside cells', () => {
    expect(parseCsv('a,"b""c",d\r\n1,"x\ny",3\r\n', 'f')).toEqual([
      { line: 1, cells: ['a', 'b"c', 'd'] },
      { line: 2, cells: ['1', 'x\ny', '3'] },
    ])
    expect(() => parseCsv('a,"b', 'f')).toThrow('f, line 1: a quote is not closed properly.')
  })

  test('a yearly rate given once a month holds until the next', async () => {
    const rates = 'date,annual_rate\n2023-12-20,1.5%\n2024-02-01,2%\n2024-03-01,\n'
    const { riskFree, returns, days } = await readFiles({ ...basicFiles, 'risk_free.csv': rates })
    const daily = (year: number): number => (1 + year) ** (1 / 250) - 1
    const from = days.indexOf(dayOf(2024, 2, 1))
    expect([...riskFree!]).toEqual(days.map((_, t) => daily(t < from ? 0.015 : 0.02)))
    expect([...returns[2]!]).toEqual([...riskFree!])
  })

  test('a benchmark of prices is measured over the periods of the assets', async () => {
    // Prices of assets every third day, of the benchmark every day.
    const third = prices.split('\n').filter((_, k) => k === 0 || k % 3 === 1)
    const level = (k: number): number => 1000 + k * k
    const benchmark = ['date,price', ...dates(300).map((date, k) => `${date},${level(k)}`)]
    const files = { ...basicFiles, 'price.csv': third.join('\n'), 'benchmark.csv': benchmark.join('\n') }
    const read = await readFiles(files)
    expect(read.benchmark!.length).toBe(20)
    read.benchmark!.forEach((each, t) => {
      expect(each).toBeCloseTo(level(3 * t + 3) / level(3 * t) - 1, 12)
    })
  })

  test('tell days from weeks and months', () => {
    const from = dayOf(2024, 1, 1)
    expect(periodsPerYearOf([from, from + 1, from + 2, from + 5])).toBe(250)
    expect(periodsPerYearOf([from, from + 7, from + 14])).toBe(52)
    expect(periodsPerYearOf([from, from + 31, from + 60])).toBe(12)
  })
})

const changed = (name: string, change: (text: string) => string): PortfolioFiles => ({
  ...basicFiles,
  [name]: change(basicFiles[name]!),
})
const inPrice = (change: (text: string) => string): PortfolioFiles => changed('price.csv', change)
const inHolding = (change: (text: string) => string): PortfolioFiles => changed('holding.csv', change)
const priceOn = (date: string): RegExp => new RegExp(`${date},[^,]+`)

const bad: readonly (readonly [string, PortfolioFiles, string])[] = [
  ['no holdings', { 'price.csv': prices }, 'The folder has no holding.csv'],
  ['no prices', { 'holding.csv': holdingFile }, 'The folder has no price.csv or return.csv'],
  ['prices and returns', { ...basicFiles, 'return.csv': prices }, 'both price.csv and return.csv'],
  [
    'a price of 0',
    inPrice((text) => text.replace(priceOn('2024-01-05'), '2024-01-05,0')),
    'price.csv, line 6: the price of 股票A is 0, but a price must be above 0.',
  ],
  [
    'a negative price',
    inPrice((text) => text.replace(priceOn('2024-01-05'), '2024-01-05,-3')),
    'the price of 股票A is -3',
  ],
  [
    'a gap',
    inPrice((text) => text.replace(priceOn('2024-01-05'), '2024-01-05,')),
    '股票A has no value at 2024-01-05',
  ],
  ['a date twice', inPrice((text) => `${text}\n2024-01-05,1,1`), '股票A stands twice on 2024-01-05'],
  [
    'a constant series',
    inPrice((text) => text.replace(/,[\d.]+$/gm, ',5')),
    'the return of 国债B never changes',
  ],
  ['no date', inPrice((text) => text.replace('2024-01-05', '2024-13-05')), '"2024-13-05" is not a date'],
  [
    'no number',
    inPrice((text) => text.replace(priceOn('2024-01-05'), '2024-01-05,x')),
    '"x" is not a number',
  ],
  [
    'too few prices',
    { ...basicFiles, 'price.csv': priceFile(10) },
    'price.csv has only 9 common returns up to 2024-03-01',
  ],
  [
    'an asset without prices',
    inPrice((text) => text.replace('股票A', '股票Z')),
    'no series for these holdings: 股票A',
  ],
  [
    'an unknown class',
    inHolding((text) => text.replace('EQUITY', 'SHARES')),
    'there is no class "SHARES"; the classes are DEMAND_DEPOSIT',
  ],
  [
    'negative shares',
    inHolding((text) => text.replace('2800000', '-2800000')),
    'only the class FINANCING may be',
  ],
  [
    'positive financing',
    inHolding((text) => text.replace('-200000', '200000')),
    '回购 is financing, so its value must be negative',
  ],
  [
    'an asset twice',
    inHolding((text) => `${text}2024-03-01,股票A,EQUITY,1.00,\n`),
    '股票A stands twice on 2024-03-01',
  ],
  [
    'a holding without a name',
    inHolding((text) => text.replace(',股票A,', ',,')),
    'holding.csv, line 2: the asset has no name',
  ],
  [
    'no net assets',
    inHolding((text) => text.replace('-200000.00', '-99999999.00')),
    'do not add up to more than 0',
  ],
  [
    'an amount with three decimals',
    inHolding((text) => text.replace('2800000.00', '2800000.001')),
    'at most two decimals',
  ],
  ['a row too short', inHolding((text) => `${text}2024-03-01,x\n`), 'has 2 cells, the header has 5'],
  [
    'a benchmark without a value',
    { ...basicFiles, 'benchmark.csv': 'date,x\n2024-01-01,1\n' },
    'needs a column price, return or annual_rate',
  ],
]

const monthly = (column: string): string =>
  [
    `date,${column}`,
    ...Array.from({ length: 12 }, (_, k) => `2024-${`${k + 1}`.padStart(2, '0')}-01,0.01`),
  ].join('\n')
const otherPeriods: readonly (readonly [string, PortfolioFiles, string])[] = [
  [
    'a monthly benchmark beside daily prices',
    { ...basicFiles, 'benchmark.csv': monthly('return') },
    'benchmark.csv: is monthly and price.csv daily, so the periods cannot be compared; give it on the same days.',
  ],
  [
    'monthly prices of a benchmark',
    { ...basicFiles, 'benchmark.csv': monthly('price') },
    'benchmark.csv: is monthly and price.csv daily',
  ],
  [
    'monthly risk-free returns beside daily prices',
    { ...basicFiles, 'risk_free.csv': monthly('return') },
    'give it on the same days, or as annual_rate.',
  ],
]

const perCent = [
  'date,asset,return',
  ...dates(60).flatMap((date, k) => [
    `${date},股票A,${k % 2 === 0 ? 0.9 : -0.7}`,
    `${date},国债B,${0.3 + k / 100}`,
  ]),
].join('\n')
const badUnits: readonly (readonly [string, PortfolioFiles, string])[] = [
  ['returns in per cent', { 'holding.csv': holdingFile, 'return.csv': perCent }, 'they look like per cent'],
  [
    'a loss of more than everything',
    {
      'holding.csv': holdingFile,
      'return.csv': 'date,股票A,国债B\n2024-01-01,0.01,0\n2024-01-02,-1.2,0\n2024-01-03,0,0\n',
    },
    'return.csv, line 3: the return of 股票A is -1.2, which cannot be',
  ],
  [
    'a yearly rate in per cent',
    { ...basicFiles, 'risk_free.csv': 'date,annual_rate\n2024-01-01,1.5\n' },
    'the yearly rate is 1.5, which cannot be',
  ],
]

describe('bad files', () => {
  test.for([...bad, ...badUnits, ...otherPeriods])(
    '%s: one sentence in two languages',
    async ([, files, sentence]) => {
      const { text } = await refusal(files)
      expect(text.en).toContain(sentence)
      expect(text.zh).toMatch(/[。；]$/)
    },
  )

  test('a day before the first holdings, or before the first limits, is refused', async () => {
    await expect(readFiles(basicFiles, dayOf(2024, 2, 1))).rejects.toThrow(
      'no holdings on or before 2024-02-01',
    )
    const old = inHolding((text) => text.replaceAll('2024-03-01', '2014-03-01'))
    await expect(readFiles(old)).rejects.toThrow('The day lies before 2015-08-17')
  })

  test('a month without any price is told of', async () => {
    const lines = prices.split('\n').filter((_, k) => k < 10 || k > 24)
    const { warnings } = await readFiles({ ...basicFiles, 'price.csv': lines.join('\n') })
    expect(warnings[0]!.en).toContain('no data at all between 2024-01-09 and 2024-01-25')
    const whole = await readFiles(basicFiles)
    expect(whole.warnings).toHaveLength(1)
  })

  test('a younger asset shortens the series and says so', async () => {
    const lines = prices
      .split('\n')
      .map((line, k) => (k >= 1 && k <= 5 ? line.replace(/,[^,]+$/, ',') : line))
    const investments = await readFiles({ ...basicFiles, 'price.csv': lines.join('\n') })
    expect(investments.days).toHaveLength(55)
    expect(investments.warnings[0]!.en).toContain('国债B has data from')
  })
})
