import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Day, dayOf } from '#base/calendar-math.ts'
import { readInvestmentPolicies } from '#platform/policy.ts'
import { rollRisk } from '#quant/garch/rolling-risk.ts'
import { drawNormal, seededUniform } from '#quant/random/uniform.ts'
import type { Exposure } from './measures/exposure.ts'
import { measureExposure } from './measures/measure-exposure.ts'
import { type Investments, readInvestments } from './reading/read-investments.ts'

/** A small portfolio of files, and the same with one file changed or left out. */
export type PortfolioFiles = Readonly<Record<string, string>>

/** Files in any encoding. */
type PortfolioBytes = Readonly<Record<string, string | Uint8Array>>

const folders: string[] = []

export async function removePortfolios(): Promise<void> {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
}

export async function writePortfolio(files: PortfolioBytes): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fangxian-invest-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text)
  return folder
}

/** `count` dates from 2024-01-01 on, one a day, without regard to weekends. */
export function dates(count: number): string[] {
  return Array.from({ length: count }, (_, k) =>
    new Date(Date.UTC(2024, 0, 1) + k * 86_400_000).toISOString().slice(0, 10),
  )
}

/** Seeded prices, the same every time: shares move a lot, bonds a little. */
export function priceFile(count: number, ending = '\n'): string {
  const uniform = seededUniform(7)
  let [share, bond] = [100, 100]
  const rows = dates(count).map((date) => {
    share *= Math.exp(0.0004 + 0.02 * drawNormal(uniform))
    bond *= Math.exp(0.0001 + 0.002 * drawNormal(uniform))
    return `${date},${share.toFixed(6)},${bond.toFixed(6)}`
  })
  return ['date,股票A,国债B', ...rows].join(ending)
}

export const holdingFile = `date,asset,class,value,issuer
2024-03-01,股票A,EQUITY,2800000.00,甲公司
2024-03-01,国债B,GOVERNMENT_BOND,6400000.00,财政部
2024-03-01,活期,DEMAND_DEPOSIT,1000000.00,乙银行
2024-03-01,回购,FINANCING,-200000.00,
`

/** Too short for a back-test, so that most tests are quick. */
export const basicFiles: PortfolioFiles = { 'holding.csv': holdingFile, 'price.csv': priceFile(300) }

export async function readFiles(files: PortfolioBytes, asOf?: Day): Promise<Investments> {
  const folder = await writePortfolio(files)
  return readInvestments({ folder, asOf, policies: await readInvestmentPolicies() })
}

/** Measured without worker threads. */
export async function measureFiles(
  files: PortfolioFiles,
  asOf: Day = dayOf(2024, 10, 27),
): Promise<Exposure> {
  const investments = await readFiles(files, asOf)
  return measureExposure(investments, {
    confidence: 0.99,
    horizon: 1,
    backtestPeriods: 100,
    roll: async (task) => rollRisk(task),
  })
}
