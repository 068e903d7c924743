import type { Bilingual } from '#base/bilingual.ts'
import type { Day } from '#base/calendar-math.ts'
import type { RegisterFeed } from '#register/register-feed.ts'
import type { Manifest, ManifestTable } from '#standard/manifest.ts'
import { getTable, standardVersion, type TableName } from '#standard/tables.ts'
import { tablesReadBy } from '../prepare-tables.ts'
import type { Rule } from '../rule.ts'
import { judge, missingNeeds } from '../rule-status.ts'

/** Whether the feeds of a rule bear a PASS: screening's own judgement, and the ages agreed for this register. */
export interface FeedStatus {
  /** Why nothing can be said, or null where a PASS is one. */
  readonly reason: Bilingual | null
  /** True where the rule cannot even run: a table it needs was never delivered. */
  readonly isMissing: boolean
  readonly feeds: readonly TableName[]
  readonly remarks: readonly Bilingual[]
}

/** A live table always bears a PASS; a delivered one stands as the delivery's manifest said. */
function toManifestTable(feed: RegisterFeed): ManifestTable {
  const isLive = feed.kind === 'LIVE'
  return {
    name: feed.table,
    rows: isLive ? 1 : feed.rows,
    rows_rejected: isLive ? 0 : feed.rowsRejected,
    columns: isLive ? getTable(feed.table).columns.map(({ name }) => name) : [...feed.columns],
    parts: [],
    first_date: null,
    last_date: isLive ? null : feed.lastDate,
    missing_months: [],
  }
}

function manifestOf(tables: readonly ManifestTable[]): Manifest {
  return {
    standard_version: standardVersion,
    program_version: '',
    base: null,
    inputs: [],
    tables: [...tables],
    quality: [],
    warnings: [],
  }
}

/** Beijing has had no summer time since 1991. */
const beijingOffsetMs = 8 * 3_600_000

function deliveredDay(at: Date): Day {
  return Math.floor((at.getTime() + beijingOffsetMs) / 86_400_000)
}

function tooOld(feed: RegisterFeed, asOf: Day): Bilingual | null {
  if (feed.kind === 'LIVE' || feed.daysMax === null || feed.deliveredAt === null) return null
  const days = asOf - deliveredDay(feed.deliveredAt)
  if (days <= feed.daysMax) return null
  const { title } = getTable(feed.table)
  return {
    zh: `${title}已 ${days} 天未更新，约定为 ${feed.daysMax} 天`,
    en: `${feed.table} was delivered ${days} days ago, agreed are ${feed.daysMax}`,
  }
}

function joined(reasons: readonly Bilingual[]): Bilingual | null {
  if (reasons.length === 0) return null
  return { zh: reasons.map(({ zh }) => zh).join('；'), en: reasons.map(({ en }) => en).join('; ') }
}

export function feedStatus(
  rule: Pick<Rule, 'needs' | 'reads'>,
  feeds: readonly RegisterFeed[],
  asOf: Day,
): FeedStatus {
  const needed = new Set(rule.needs.flat().map((need) => need.split('.')[0] as TableName))
  const tables = feeds.map(toManifestTable)
  const missing = missingNeeds(rule, manifestOf(tables))
  if (missing !== null) {
    const there = new Set(feeds.map(({ table }) => table))
    const absent = [...needed].filter((name) => !there.has(name))
    return { reason: missing, isMissing: true, feeds: absent, remarks: [] }
  }
  const judged = judge(rule, tablesReadBy(rule), manifestOf(tables), asOf, 0)
  const old = feeds.filter(({ table }) => needed.has(table)).map((feed) => tooOld(feed, asOf))
  const reason = joined([judged.reason, ...old].filter((each) => each !== null))
  const isWeak = (feed: RegisterFeed): boolean =>
    tooOld(feed, asOf) !== null ||
    judge(rule, [], manifestOf([toManifestTable(feed)]), asOf, 0).status === 'NOT_EVALUATED'
  const weak = feeds.filter((feed) => needed.has(feed.table) && isWeak(feed)).map(({ table }) => table)
  return { reason, isMissing: false, feeds: weak, remarks: judged.remarks }
}
