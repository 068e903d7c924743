import { formatDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts, Decision, ToDoDraft } from '#records/define-record.ts'
import { figures, keptFigures } from './figure-list.ts'
import { outlines, type ReportStatus, sections } from './report-codes.ts'
import type { Open, OpenDue, ReportData, ReportRow, Write } from './report-data.ts'
import { AnsweredFigures, IsThere, refusalOfOwnLevel } from './report-facts.ts'
import { periodOf } from './report-period.ts'

/** The decisions on a periodic report, pure. */

type Made = Decision<ReportStatus, ReportData> | Refusal
export type Decide<Input> = (record: ReportRow | null, input: Input, facts: ActFacts) => Made

const conflict = (zh: string, en: string): Refusal => new Refusal('conflict', { zh, en })
const done = ({ actorId, at }: ActFacts) => ({ by: actorId, at: at.toISOString() })
const remarked = (
  data: ReportData,
  action: string,
  facts: ActFacts,
  reason: string,
): ReportData['remarks'] => [...data.remarks, { action, ...done(facts), reason }]

export const opened: Decide<Open> = (_record, { kind, year, half }, facts) => {
  const period = periodOf(kind, year, half)
  if (period === null) {
    return new Refusal('invalid_input', {
      zh: '半年风险防控报告须选上半年或下半年，年度报告和计划不选。',
      en: 'a half-year report names its half; a yearly plan or report names none.',
    })
  }
  if (IsThere.parse(facts.loaded)) {
    return conflict(
      '本单位已有该期报告，请在原报告中办理。',
      'the unit has that report already; go on with it.',
    )
  }
  const { dueDay, ...rest } = period
  return {
    status: 'DRAFTING',
    due: { day: dueDay },
    data: {
      ...{ kind, ...rest, due_on: formatDay(dueDay), narrative: {}, figures: null },
      ...{
        submitted: null,
        approved: null,
        filed_on: null,
        accepted: null,
        attachment_id: null,
        remarks: [],
      },
    },
  }
}

/** Begun by the server when its period is over: from then on it is a to-do with a deadline like others. */
export const openedDue: Decide<OpenDue> = (record, { agency_id, year, half }, facts) => {
  const made = opened(record, { kind: 'RISK_HALF_YEAR', year, half }, facts)
  if (made instanceof Refusal) return made
  const title = { zh: '起草：半年风险防控报告', en: 'write the half-year risk report' }
  return { ...made, toDos: [{ duty: 'INTERNAL_AUDIT', step: 'ENTRY', agencyId: agency_id, title }] }
}

export const written: Decide<Write> = (record, { section, text }) => {
  const { data } = record!
  if (!outlines[data.kind].sections.includes(section)) {
    const { zh, en } = sections[section]
    return conflict(`本报告没有“${zh}”部分。`, `this report has no section “${en}”.`)
  }
  return { status: 'DRAFTING', data: { ...data, narrative: { ...data.narrative, [section]: text } } }
}

/** The figures of this moment become those of the report. */
export const submitted: Decide<unknown> = (record, _input, facts) => {
  const { data } = record!
  const empty = outlines[data.kind].needed.filter((section) => (data.narrative[section] ?? '') === '')
  if (empty.length > 0) {
    return conflict(
      `尚未填写：${empty.map((section) => sections[section].zh).join('、')}。`,
      `still to be written: ${empty.map((section) => sections[section].en).join(', ')}.`,
    )
  }
  const shown = new Set<string>(outlines[data.kind].sections)
  const items = keptFigures(AnsweredFigures.parse(facts.loaded))
    .filter(({ code }) => shown.has(figures.get(code)!.section))
    .map((each) => {
      const { title, source } = figures.get(each.code)!
      return { ...each, title: title.zh, source: source.zh }
    })
  return {
    status: 'SUBMITTED',
    data: { ...data, submitted: done(facts), figures: { at: facts.at.toISOString(), items } },
  }
}

/** A leader approves, and with that it is filed upwards (报送). */
export const approved: Decide<unknown> = (record, _input, facts) => {
  const { data } = record!
  const today = formatDay(shanghaiDay(facts.at))
  return {
    status: 'FILED',
    due: null,
    data: { ...data, approved: done(facts), filed_on: data.filed_on ?? today },
  }
}

/** Back to the handler; what was frozen is no longer so, for it will be submitted anew. */
function backToDrafting(data: ReportData): ReportData {
  return { ...data, figures: null, submitted: null, approved: null, attachment_id: null }
}

export const returned: Decide<{ readonly reason: string }> = (record, { reason }, facts) => {
  const { data } = record!
  return {
    status: 'DRAFTING',
    data: { ...backToDrafting(data), remarks: remarked(data, 'return', facts, reason) },
  }
}

export const sentBack: Decide<{ readonly reason: string }> = (record, { reason }, facts) => {
  const refusal = refusalOfOwnLevel(facts.loaded)
  if (refusal !== null) return refusal
  const { data, subject } = record!
  const toDo = {
    duty: 'INTERNAL_AUDIT',
    step: 'ENTRY',
    title: { zh: '上级退回：修改报告', en: 'returned from above' },
  } as const
  const toDos: ToDoDraft[] = subject.agency === null ? [] : [{ ...toDo, agencyId: subject.agency.agencyId }]
  return {
    status: 'DRAFTING',
    due: { workingDays: 5 },
    toDos,
    data: { ...backToDrafting(data), remarks: remarked(data, 'send_back', facts, reason) },
  }
}

export const accepted: Decide<{ readonly opinion: string }> = (record, { opinion }, facts) => {
  const refusal = refusalOfOwnLevel(facts.loaded)
  if (refusal !== null) return refusal
  return { status: 'ACCEPTED', due: null, data: { ...record!.data, accepted: { ...done(facts), opinion } } }
}

export const withdrawn: Decide<{ readonly reason: string }> = (record, { reason }, facts) => {
  const { data } = record!
  if (data.filed_on !== null) {
    return conflict('已报送过的报告不能撤销。', 'a report that was filed is not taken away.')
  }
  return {
    status: 'WITHDRAWN',
    due: null,
    data: { ...data, remarks: remarked(data, 'withdraw', facts, reason) },
  }
}

/** What the server wrote itself: the paper stands beside the record from then on. */
export const filedPaper: Decide<unknown> = (record, _input, { attachments }) => {
  const { status, data } = record!
  const paper = attachments.findLast(({ purpose }) => purpose === 'REPORT')
  return { status, data: { ...data, attachment_id: paper!.id } }
}
