import path from 'node:path'
import { sql } from 'kysely'
import { Refusal } from '#base/refusal.ts'
import type { AssessmentData } from '#duties/assessment/assessment-data.ts'
import { assessmentTags, assessmentValues } from '#duties/assessment/assessment-paper.ts'
import type { EventData } from '#major-events/event-data.ts'
import { eventTags, eventValues } from '#major-events/event-paper.ts'
import type { MeetingData } from '#meetings/meeting-data.ts'
import { minutesTags, minutesValues } from '#meetings/minutes-paper.ts'
import { reportKinds } from '#periodic-reports/report-codes.ts'
import type { ReportData } from '#periodic-reports/report-data.ts'
import { reportTags, reportValues } from '#periodic-reports/report-paper.ts'
import { periodInChinese } from '#periodic-reports/report-period.ts'
import { packageRoot } from '#platform/config.ts'
import { fillTemplate, type TemplateValues } from '#platform/docx/fill-template.ts'
import { readTemplateFile } from '#platform/docx/read-template.ts'
import { act } from '#records/act.ts'
import type { ActContext } from '#records/act-context.ts'
import type { Answer } from '#records/answer.ts'
import { keepWritten } from '#records/attachments/keep-written.ts'
import type { AttachmentService } from '#records/attachments/upload-attachment.ts'
import { findVisible } from '#records/reading/open-record.ts'
import { actorIdOf, type RecordState } from '#records/record.ts'

/** Papers that the server writes of what was signed: by the kind of the record. */

interface Names {
  readonly agency: string
  readonly nameOf: (staffId: string) => string
}
interface Paper {
  readonly file: string
  readonly purpose: string
  readonly tags: ReadonlySet<string>
  readonly statuses: readonly string[]
  readonly title: (data: unknown) => string
  readonly valuesOf: (data: unknown, names: Names) => TemplateValues
}

const papers = {
  MAJOR_EVENT: {
    file: 'major-event.docx',
    purpose: 'EVENT_REPORT',
    tags: eventTags,
    statuses: ['REPORTED', 'CLOSED'],
    title: (data) => `要情报告 ${(data as EventData).number?.text ?? ''}`,
    valuesOf: (data, names) => eventValues(data as EventData, names),
  },
  PERIODIC_REPORT: {
    file: 'periodic-report.docx',
    purpose: 'REPORT',
    tags: reportTags,
    statuses: ['FILED', 'ACCEPTED'],
    title: (data) => {
      const { kind, period } = data as ReportData
      return `${periodInChinese(period)}${reportKinds[kind].zh}`
    },
    valuesOf: (data, names) => reportValues(data as ReportData, names),
  },
  MEETING: {
    file: 'minutes.docx',
    purpose: 'MINUTES',
    tags: minutesTags,
    statuses: ['DECIDED'],
    title: (data) => (data as MeetingData).number?.text ?? '会议纪要',
    valuesOf: (data, names) => minutesValues(data as MeetingData, names),
  },
  ASSESSMENT: {
    file: 'assessment.docx',
    purpose: 'ASSESSMENT',
    tags: assessmentTags,
    statuses: ['DECIDED', 'FINAL'],
    title: (data) => `考核表 ${(data as AssessmentData).name} ${(data as AssessmentData).period}`,
    valuesOf: (data, names) => assessmentValues(data as AssessmentData, names),
  },
} as const satisfies Readonly<Record<string, Paper>>
export type PaperKind = keyof typeof papers
export const paperKinds = Object.keys(papers) as [PaperKind, ...PaperKind[]]

async function namesFor({ db }: ActContext, { subject }: RecordState): Promise<Names> {
  const agencyId = subject.agency?.agencyId ?? ''
  const { rows } = await sql<{ agency: string; staff: Record<string, string> | null }>`
    select
      agency.name as agency,
      (
        select jsonb_object_agg(staff_member.staff_id, staff_member.name)
        from app.staff_member
        where staff_member.agency_id = agency.agency_id
      ) as staff
    from app.agency
    where agency.agency_id = ${agencyId}
  `.execute(db)
  const staff = rows[0]?.staff ?? {}
  return { agency: rows[0]?.agency ?? '', nameOf: (staffId) => staff[staffId] ?? staffId }
}

/**
 * Asked by a person who may see it, done by the server: what was signed is written as .docx, kept as the record's
 * attachment. Once it is there the same paper is downloaded by everybody.
 */
export async function producePaper(
  context: ActContext,
  attachments: AttachmentService,
  { kind, recordId }: { readonly kind: PaperKind; readonly recordId: string },
): Promise<Answer> {
  const paper: Paper = papers[kind]
  const { record } = await findVisible(context, { kind, recordId }, 'write')
  const { attachment_id } = record.data as { readonly attachment_id: string | null }
  if (!paper.statuses.includes(record.status) || attachment_id !== null) {
    throw new Refusal('action_not_available', {
      zh: '尚未审签，或已经成文。',
      en: 'it is not signed yet, or is written already.',
    })
  }
  const template = await readTemplateFile(path.join(packageRoot, 'templates', 'reports'), paper.file)
  const values = paper.valuesOf(record.data, await namesFor(context, record))
  const content = fillTemplate(template, { name: paper.file, values, tags: paper.tags })
  const server: ActContext = { ...context, actor: { kind: 'system', job: 'papers' } }
  const id = await keepWritten(server, attachments, { name: `${paper.title(record.data)}.docx`, content })
  return act(server, {
    ...{ kind, recordId, action: 'file', input: { asked_by: actorIdOf(context.actor) } },
    ...{ version: record.version, attachments: [{ id, purpose: paper.purpose }], confirmation: null },
    ...{ endpoint: 'papers', idempotencyKey: `file:${recordId}:${id}` },
  })
}
