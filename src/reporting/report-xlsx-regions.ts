import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import type { FindingPart, FindingReader } from '#screening/finding.ts'
import { type ReportXlsxOptions, writeReportXlsx } from './report-xlsx.ts'
import { openSpool, partFormat, type Spool } from './report-xlsx-spool.ts'
import { unknownRegion } from './report-xlsx-words.ts'

export interface RegionReportsOptions
  extends Omit<ReportXlsxOptions, 'file' | 'region' | 'withReviewColumns'> {
  /** Where `report-<region>.xlsx` are written. */
  readonly directory: string
}

export interface RegionReport {
  readonly region: string
  readonly file: string
  readonly findings: number
}

/** Windows refuses these characters, and a name that ends with a dot or a space. */
function fileNameOf(region: string, taken: Set<string>): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
  const safe = region.replace(/[\u0000-\u001F\u007F<>:"/\\|?*]/g, '_').replace(/^[.\s]+|[.\s]+$/g, '_')
  // Names are limited to 255 bytes; a Chinese character has three.
  const base = safe.slice(0, 60)
  for (let number = 1; ; number += 1) {
    const name = `report-${base}${number === 1 ? '' : `-${number}`}.xlsx`
    if (taken.has(name.toLowerCase())) continue
    taken.add(name.toLowerCase())
    return name
  }
}

interface Region {
  readonly parts: Spool<FindingPart>
  findings: number
}

/** One pass, whatever the number of regions: each finding goes to its region's file. */
async function splitByRegion(
  findings: FindingReader,
  directory: string,
  signal: AbortSignal | undefined,
): Promise<Map<string, Region>> {
  const regions = new Map<string, Region>()
  for await (const part of findings.read()) {
    signal?.throwIfAborted()
    const name = part.finding.region === '' ? unknownRegion : part.finding.region
    let region = regions.get(name)
    if (region === undefined) {
      region = { parts: openSpool(path.join(directory, `${regions.size}.parts`), partFormat), findings: 0 }
      regions.set(name, region)
    }
    if (part.isFirst) region.findings += 1
    await region.parts.add(part)
  }
  return regions
}

/**
 * One report a region, with empty columns for the result of verification, to hand out. A region without findings gets
 * none; findings without a region are in the report of 未知地区.
 */
export async function writeRegionReports(options: RegionReportsOptions): Promise<readonly RegionReport[]> {
  const { directory, findings, ...rest } = options
  const temporary = await mkdtemp(path.join(directory, '.regions-'))
  try {
    const regions = await splitByRegion(findings, temporary, options.signal)
    const taken = new Set<string>()
    const reports: RegionReport[] = []
    for (const name of [...regions.keys()].sort()) {
      const region = regions.get(name)!
      const file = fileNameOf(name, taken)
      await writeReportXlsx({
        ...rest,
        file: path.join(directory, file),
        findings: region.parts,
        region: name,
        withReviewColumns: true,
      })
      reports.push({ region: name, file, findings: region.findings })
    }
    return reports
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}
