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
    expect(parseCsv('a,"b""c",d\r\n1,"x\ny",3\r\n', 'f')).toEqual([
      { line: 1, cells: ['a', 'b"c', 'd'] },
      { line: 2, cells: ['1', 'x\ny', '3'] },
    ])
    expect(() => parseCsv('a,"b', 'f')).toThrow('f, line 1: a quote is not closed properly.')
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
  test.for([...bad, ...badUnits])('%s: one sentence in two languages', async ([, files, sentence]) => {
    const { text } = await refusal(files)
    expect(text.en).toContain(sentence)
    expect(text.zh).toMatch(/[。；]$/)
  })

  test('a day before the first holdings, or before the first limits, is refused', async () => {
    await expect(readFiles(basicFiles, dayOf(2024, 2, 1))).rejects.toThrow(
      'no holdings on or before 2024-02-01',
    )
    const old = inHolding((text) => text.replaceAll('2024-03-01', '2014-03-01'))
    await expect(readFiles(old)).rejects.toThrow('The day lies before 2015-08-17')
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
