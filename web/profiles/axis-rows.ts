import type { Bilingual } from '#base/bilingual.ts'
import type { RecordKindForm } from '#web/api/queries.ts'
import { beijingDay, dayText } from '#web/language/format.ts'
import { type LaneRow, laneTitle, type Profile, valueText } from './profile-words.ts'

/** Something on the axis: a spell, or a moment. */
export interface AxisRow {
  readonly key: string
  readonly lane: string
  readonly from: string
  /** Null: a moment; today where it goes on. */
  readonly to: string | null
  readonly goesOn: boolean
  readonly content: Bilingual
}

/** What ends by itself or never began has no open end. */
const spells: ReadonlySet<string> = new Set([
  ...['CONTRIBUTION', 'ENROLMENT', 'ENTITLEMENT', 'ACCOUNT', 'CARD', 'CUSTODY', 'ELSEWHERE'],
  ...['MARKET', 'POST', 'USER_ACCOUNT', 'ROLE', 'PAYMENT', 'RECORD'],
])

export const laneOrder: readonly string[] = [
  ...['MARKET', 'POST', 'USER_ACCOUNT', 'ROLE', 'OVERTIME', 'CONTRIBUTION', 'ENROLMENT', 'RETIREMENT'],
  ...['ENTITLEMENT', 'STATUS', 'PAYMENT', 'RETURN', 'CERTIFICATION', 'ACCOUNT', 'ACCOUNT_CHANGE'],
  ...['CARD', 'KEY_CHANGE', 'ADJUSTMENT', 'CORE_ORDER', 'DEATH', 'CUSTODY', 'ELSEWHERE', 'RECORD', 'FINDING'],
]

function joined(row: LaneRow, language: 'zh' | 'en'): string {
  return row.values
    .map((value) => valueText(row.table, value)[language])
    .filter((text) => text !== '')
    .join(' · ')
}

function laneRow(lane: string, row: LaneRow, index: number): AxisRow[] {
  if (row.from === null) return []
  const isSpell = spells.has(lane)
  return [
    {
      key: `${lane} ${index}`,
      lane,
      from: row.from,
      to: row.to ?? (isSpell ? beijingDay(new Date()) : null),
      goesOn: isSpell && row.to === null,
      content: { zh: joined(row, 'zh'), en: joined(row, 'en') },
    },
  ]
}

const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1

/** Months in which money went out, without a gap, as one. */
export function paidSpells({ money }: Pick<Profile, 'money'>): AxisRow[] {
  if (money === null || money.table !== 'payment') return []
  const months = [
    ...new Set(money.months.filter(({ series }) => series === 'PAID').map(({ month }) => month)),
  ]
  const spellsFound: { from: string; to: string }[] = []
  for (const month of months.sort()) {
    const last = spellsFound.at(-1)
    if (last !== undefined && monthNumber(month) === monthNumber(last.to) + 1) last.to = month
    else spellsFound.push({ from: month, to: month })
  }
  return spellsFound.map(({ from, to }) => ({
    key: `PAYMENT ${from}`,
    lane: 'PAYMENT',
    from,
    to,
    goesOn: false,
    content: { zh: `${from} – ${to}`, en: `${from} – ${to}` },
  }))
}

function findingRows({ findings }: Profile): AxisRow[] {
  return findings.map((finding) => ({
    key: finding.finding_id,
    lane: 'FINDING',
    from: finding.period_from === '' ? dayText(finding.first_found_at) : finding.period_from,
    to: finding.period_to === '' ? null : finding.period_to,
    goesOn: false,
    content: {
      zh: `${finding.rule_code} ${finding.rule_title.zh}`,
      en: `${finding.rule_code} ${finding.rule_title.en}`,
    },
  }))
}

function recordRows({ records }: Profile, kinds: ReadonlyMap<string, RecordKindForm> | null): AxisRow[] {
  return records.map((record) => {
    const kind = kinds?.get(record.kind)
    const title = kind?.title ?? { zh: record.kind, en: record.kind }
    const status = kind?.statuses[record.status] ?? { zh: record.status, en: record.status }
    return {
      key: record.record_id,
      lane: 'RECORD',
      from: dayText(record.entered_at),
      to: record.is_open ? beijingDay(new Date()) : dayText(record.changed_at),
      goesOn: record.is_open,
      content: { zh: `${title.zh} · ${status.zh}`, en: `${title.en} · ${status.en}` },
    }
  })
}

/** Everything with a day, by lane, each lane's newest first. */
export function axisRows(profile: Profile, kinds: ReadonlyMap<string, RecordKindForm> | null): AxisRow[] {
  const rows = [
    ...profile.lanes.flatMap(({ lane, rows: own }) => own.flatMap((row, index) => laneRow(lane, row, index))),
    ...paidSpells(profile),
    ...recordRows(profile, kinds),
    ...findingRows(profile),
  ]
  const place = (lane: string): number => laneOrder.indexOf(lane)
  return rows.sort((one, other) => place(one.lane) - place(other.lane) || (one.from < other.from ? 1 : -1))
}

/** A day or a month as the moment it begins, or the month it ends with. */
export function momentOf(text: string, isEnd: boolean): number {
  if (text.length === 10) return Date.parse(`${text}T00:00:00+08:00`)
  const month = monthNumber(text) + (isEnd ? 1 : 0)
  return Date.UTC(Math.floor(month / 12), month % 12, 1) - 8 * 3_600_000
}

export const lanesShown = (rows: readonly AxisRow[]): string[] => [...new Set(rows.map(({ lane }) => lane))]

export const titleOfLane = laneTitle
