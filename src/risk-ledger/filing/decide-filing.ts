import { parseDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import type { ActFacts, Decision, ToDoDraft } from '#records/define-record.ts'
import type { Reason } from '#records/form-fields.ts'
import type { RecordState } from '#records/record.ts'
import type { FilingStatus } from '../ledger-codes.ts'
import { dayOfAct, remarksWith } from '../remark.ts'
import { digestOfRows } from './digest-rows.ts'
import { filingDay, type LedgerFilingData } from './filing-data.ts'
import { CopyFacts, DeciderFacts, UnitFacts } from './filing-facts.ts'

/** The decisions on a filing, pure. */

type Row = RecordState<FilingStatus, LedgerFilingData>
export type Decide<Input> = (
  record: Row | null,
  input: Input,
  facts: ActFacts,
) => Decision<FilingStatus, LedgerFilingData> | Refusal

const tellUnit = (agencyId: string, zh: string, en: string): ToDoDraft[] =>
  (['INTERNAL_AUDIT', 'SUPERVISION', 'UNIT_HEAD'] as const).map((duty) => ({
    ...{ duty, agencyId, title: { zh, en } },
    step: duty === 'UNIT_HEAD' ? 'APPROVAL' : 'ENTRY',
  }))

/** Called for by the server, or begun by the unit itself: the deadline is the date, whatever day it is (platform.md 17). */
export const opened: Decide<{ readonly year: number }> = (_record, { year }, facts) => {
  const unit = UnitFacts.parse(facts.loaded)
  if (unit.has_filing) return alreadyThere(year)
  if (unit.receiver_id === null || unit.receiver_name === null) return nobodyAbove()
  if (year > Number(dayOfAct(facts).slice(0, 4))) return yearToCome(year)
  return {
    status: 'CALLED',
    data: {
      ...{ year, unit: unit.agency_name },
      ...{ receiver_id: unit.receiver_id, receiver: unit.receiver_name },
      ...{ due_on: filingDay(year), rows: [], digest: null },
      ...{ prepared_on: null, filed_on: null, accepted_on: null, reminded: null, remarks: [] },
    },
    due: { day: parseDay(filingDay(year))! },
    toDos: tellUnit(unit.agency_id, `填报${year}年度风险防控台账`, `file the risk ledger of ${year}`),
  }
}

/** The ledger as it stands becomes the copy that will be filed. */
export const prepared: Decide<unknown> = (record, _input, facts) => {
  const { data } = record!
  const { rows, left } = CopyFacts.parse(facts.loaded)
  if (rows.length === 0) return emptyLedger()
  if (left[0] !== undefined) return hasLeft(left[0])
  const agencyId = record!.subject.agency!.agencyId
  return {
    status: 'PREPARED',
    data: {
      ...{ ...data, rows, prepared_on: dayOfAct(facts) },
      digest: digestOfRows({ agency_id: agencyId, year: data.year, rows }),
    },
    due: dueAgain(data),
    toDos: [
      {
        ...({ duty: 'UNIT_HEAD', step: 'APPROVAL', agencyId } as const),
        title: {
          zh: `签报${data.year}年度风险防控台账`,
          en: `sign and file the risk ledger of ${data.year}`,
        },
      },
    ],
  }
}

/** Preparing it again gains no time; what the superior returned has days of its own. */
function dueAgain({ due_on: dueOn, remarks }: LedgerFilingData): { day: number } | { workingDays: number } {
  const isReturned = remarks.some(({ action }) => action === 'return')
  return isReturned ? { workingDays: correctingDays } : { day: parseDay(dueOn)! }
}

export interface ReceivedLedger {
  readonly agency_id: string
  readonly year: number
  readonly rows: LedgerFilingData['rows']
  /** Staff id of whoever took the package in. */
  readonly by: string
  /** The sender and the package's number. */
  readonly from: string
}

/** What a unit outside filed stands as its copy here; its digest is counted for the unit as we know it. */
export const received: Decide<ReceivedLedger> = (record, { agency_id, year, rows, by, from }, facts) => {
  const unit = UnitFacts.parse(facts.loaded)
  if (record === null ? unit.has_filing : !isOf(record, { agency_id, year })) return alreadyThere(year)
  if (unit.receiver_id === null || unit.receiver_name === null) return nobodyAbove()
  if (year > Number(dayOfAct(facts).slice(0, 4))) return yearToCome(year)
  const day = dayOfAct(facts)
  const remark = { action: 'receive', actorId: by, at: facts.at.toISOString(), reason: from }
  const data: LedgerFilingData = {
    ...{ year, unit: unit.agency_name, receiver_id: unit.receiver_id, receiver: unit.receiver_name },
    ...{ due_on: filingDay(year), rows: [...rows], digest: digestOfRows({ agency_id, year, rows }) },
    ...{ prepared_on: day, filed_on: day, accepted_on: null, reminded: null },
    remarks: [...(record?.data.remarks ?? []), remark],
  }
  return { status: 'FILED', data, due: { workingDays: acceptingDays }, toDos: tellReceiver(data) }
}

const isOf = ({ data, subject }: Row, asked: Pick<ReceivedLedger, 'agency_id' | 'year'>): boolean =>
  data.year === asked.year && subject.agency?.agencyId === asked.agency_id

const tellReceiver = ({ receiver_id: agencyId, unit, year }: LedgerFilingData): ToDoDraft[] =>
  (['SUPERVISION', 'UNIT_HEAD'] as const).map((duty) => ({
    ...({ duty, step: 'REVIEW', agencyId } as const),
    title: {
      zh: `受理${year}年度风险防控台账：${unit}`,
      en: `accept the risk ledger of ${year}: ${unit}`,
    },
  }))

/** The head signs what was prepared, and only as long as it is what the ledger says. */
export const filed: Decide<unknown> = (record, _input, facts) => {
  const { data, subject } = record!
  const { rows } = CopyFacts.parse(facts.loaded)
  const agencyId = subject.agency!.agencyId
  if (digestOfRows({ agency_id: agencyId, year: data.year, rows }) !== data.digest) return hasChanged()
  return {
    status: 'FILED',
    data: { ...data, filed_on: dayOfAct(facts) },
    due: { workingDays: acceptingDays },
    toDos: tellReceiver(data),
  }
}

/** Working days in which the superior looks at it, and in which a returned one comes back: ours, no text has them. */
export const acceptingDays = 10
export const correctingDays = 5

export const sentBack: Decide<Reason> = (record, { reason }, facts) => {
  const { data, subject } = record!
  return {
    status: 'CALLED',
    data: { ...data, ...remarksWith(data.remarks, 'send_back', { reason, facts }) },
    due: dueAgain(data),
    toDos: tellUnit(
      subject.agency!.agencyId,
      `修改${data.year}年度风险防控台账`,
      `correct the risk ledger of ${data.year}`,
    ),
  }
}

export const accepted: Decide<unknown> = (record, _input, facts) => {
  const { data } = record!
  const refusal = refusalOfDecider(data, facts)
  if (refusal !== null) return refusal
  return { status: 'ACCEPTED', data: { ...data, accepted_on: dayOfAct(facts) }, due: null }
}

export const returned: Decide<Reason> = (record, { reason }, facts) => {
  const { data, subject } = record!
  const refusal = refusalOfDecider(data, facts)
  if (refusal !== null) return refusal
  return {
    status: 'RETURNED',
    data: { ...data, reminded: null, ...remarksWith(data.remarks, 'return', { reason, facts }) },
    due: { workingDays: correctingDays },
    toDos: tellUnit(
      subject.agency!.agencyId,
      `${data.year}年度风险防控台账被退回，请修改后重新报送`,
      `the risk ledger of ${data.year} was returned; correct it and file it again`,
    ),
  }
}

/** Before the day the unit is told once more, after it its head and fund supervision above are (R-WF-10). */
export const reminded: Decide<{ readonly when: 'BEFORE' | 'AFTER' }> = (record, { when }) => {
  const { data, subject, status } = record!
  const agencyId = subject.agency!.agencyId
  const { year, unit: name } = data
  const toDos: readonly ToDoDraft[] =
    when === 'BEFORE'
      ? tellUnit(agencyId, `${year}年度风险防控台账即将到期`, `the risk ledger of ${year} is due soon`)
      : [
          ...tellUnit(
            agencyId,
            `${year}年度风险防控台账逾期未报`,
            `the risk ledger of ${year} is overdue`,
          ).filter(({ duty }) => duty === 'UNIT_HEAD'),
          {
            ...{ duty: 'SUPERVISION', step: 'REVIEW', agencyId: data.receiver_id },
            title: { zh: `逾期未报台账：${name}`, en: `risk ledger not filed: ${name}` },
          },
        ]
  return { status, data: { ...data, reminded: when }, toDos }
}

function refusalOfDecider({ receiver_id: id, receiver: name }: LedgerFilingData, facts: ActFacts) {
  if (DeciderFacts.parse(facts.loaded) === id) return null
  return new Refusal('action_not_available', {
    zh: `该台账由${name}受理；请由其基金监督人员办理。`,
    en: `this ledger was filed to ${name}, whose fund supervision accepts or returns it.`,
  })
}

const alreadyThere = (year: number): Refusal =>
  new Refusal('conflict', {
    zh: `本单位${year}年度的台账报送已经存在；请在报送列表中打开办理。`,
    en: `there is a filing of ${year} of this unit already; open it from the list of filings.`,
  })

const nobodyAbove = (): Refusal =>
  new Refusal('action_not_available', {
    zh: '本单位在本系统中没有受理台账的上级；请打印台账后向上级书面报送。',
    en: 'nobody above this unit accepts ledgers in this installation; print the form and file it on paper.',
  })

const yearToCome = (year: number): Refusal =>
  new Refusal('invalid_input', {
    zh: `${year}年度还没有到；请填写本年度或以前年度。`,
    en: `${year} has not begun; give this year or an earlier one.`,
  })

const emptyLedger = (): Refusal =>
  new Refusal('action_not_available', {
    zh: '台账中没有在册的风险点；请先提出并审定风险点。',
    en: 'the ledger has no risk point in force; propose and approve risk points first.',
  })

const hasLeft = ({ name, risk }: { readonly name: string; readonly risk: string }): Refusal =>
  new Refusal('conflict', {
    zh: `风险点“${risk}”的责任人${name}已不在岗；请先修改责任人。`,
    en: `${name}, responsible for "${risk}", is no longer on post; revise that risk point first.`,
  })

const hasChanged = (): Refusal =>
  new Refusal('conflict', {
    zh: '生成报送稿之后台账有变动；请退回经办人重新生成后再签报。',
    en: 'the ledger has changed since the copy was made; send it back to be prepared again.',
  })
