import path from 'node:path'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { documentCodes } from '#inspections/documents/document-tags.ts'
import { produceDocument } from '#inspections/documents/produce-document.ts'
import { type InspectionData, watchedRules } from '#inspections/inspection-data.ts'
import { packageRoot } from '#platform/config.ts'
import { readTemplateFile } from '#platform/docx/read-template.ts'
import { DetailedRefusal } from '#platform/http/detailed-refusal.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { findVisible } from '#records/reading/open-record.ts'
import { actContextOf, kernelWritesTrail } from '../acting/act-context-of.ts'
import { TextForm } from '../acting/record-forms.ts'
import { ruleTitle } from '../cases/case-forms.ts'
import { DossierFile, fileForm } from '../cases/dossier-forms.ts'
import { deadlineOf, filesOf } from '../cases/load-dossier.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { LinkedFinding, linkedFinding } from './inspection-forms.ts'
import {
  candidatesOf,
  casesOfUnit,
  findingsNamed,
  findingsOfUnit,
  recurrencesOf,
  staffCandidates,
} from './load-inspection.ts'

const tags = ['检查 Inspections']
const documentRate: Rate = { name: 'inspection-document', limit: 60, windowSeconds: 60 }
const RecordParam = z.object({ record_id: IdParam })

const LinkedCase = z.object({
  record_id: z.string(),
  status: z.string(),
  level: z.int(),
  opened_on: z.string(),
})
export const StaffChoice = z.object({
  staff_id: z.string(),
  /** Of people of one's own agency only. */
  name: z.string().nullable(),
  agency_name: z.string(),
  is_barred: z.boolean().describe('须回避（R-WF-18）/ has served there or has a relative there'),
})

const dossierRoute = createRoute({
  method: 'get',
  path: '/inspections/{record_id}/dossier',
  summary:
    '检查卷：文件、疑点与案件、回头看、可选的检查组成员 / what belongs to an inspection beside its record',
  tags,
  request: { params: RecordParam },
  responses: {
    200: jsonResponse(
      z
        .object({
          due_day: z.string().nullable(),
          is_due_provisional: z.boolean(),
          files: z.array(DossierFile),
          findings: z.array(LinkedFinding).describe('问题所列的疑点 / named by its facts'),
          open_findings: z.array(LinkedFinding).describe('检查组可引用的疑点 / that the team may name'),
          open_cases: z.array(LinkedCase),
          watched_rules: z.array(z.object({ code: z.string(), title: TextForm })),
          recurrences: z
            .array(LinkedFinding)
            .describe('办结后的同类疑点 / of the same rules after the close'),
          staff: z.array(StaffChoice),
        })
        .meta({ id: 'InspectionDossier' }),
    ),
    ...problemResponse,
  },
})

const documentRoute = createRoute({
  method: 'post',
  path: '/inspections/{record_id}/documents/{document}',
  summary: '已签发的通知书、意见书成文归档（.docx）/ write and file the .docx of a signed document',
  tags,
  request: { params: RecordParam.extend({ document: z.enum(documentCodes) }) },
  responses: {
    200: jsonResponse(z.object({ record_id: z.string(), status: z.string(), version: z.int() })),
    ...problemResponse,
  },
})

const choicesRoute = createRoute({
  method: 'get',
  path: '/inspections/choices',
  summary: '可检查的单位与可选的检查组成员 / whom one may inspect, and who may be in the team',
  tags,
  request: { query: z.strictObject({ inspected: IdParam.optional() }) },
  responses: {
    200: jsonResponse(
      z.object({
        agencies: z.array(z.object({ agency_id: z.string(), name: z.string(), is_own: z.boolean() })),
        staff: z.array(StaffChoice),
      }),
    ),
    ...problemResponse,
  },
})

const none = async (): Promise<[]> => []

/** For the type of the API. */
export const inspectionDossierApi = [choicesRoute, dossierRoute, documentRoute] as const

export function inspectionDossierRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const { db, attachments } = context
  const app = createRoutes<ServerEnv>()
  app.openapi(choicesRoute, async (c) => {
    const { inspected = null } = c.req.valid('query')
    const { staffId } = c.var.session
    const [agencies, staff] = await Promise.all([
      candidatesOf(db, staffId),
      staffCandidates(db, { staffId, inspected }),
    ])
    return c.json({ agencies: [...agencies], staff: [...staff] }, 200)
  })
  app.openapi(dossierRoute, async (c) => {
    const { record_id: recordId } = c.req.valid('param')
    const { staffId } = c.var.session
    kernelWritesTrail(c)
    const { record } = await findVisible(
      actContextOf(context, c),
      { kind: 'INSPECTION', recordId },
      'dossier',
    )
    const data = record.data as InspectionData
    const isAtWork = record.status === 'UNDER_WAY' && data.team.some((each) => each.staff_id === staffId)
    const isStaffed = ['PREPARED', 'NOTIFIED', 'UNDER_WAY'].includes(record.status)
    const inspected = data.inspected.agency_id
    const [deadline, files, named, open, cases, recurrences, staff] = await Promise.all([
      deadlineOf(db, recordId),
      filesOf(db, recordId),
      findingsNamed(db, recordId),
      isAtWork ? findingsOfUnit(db, recordId) : none(),
      isAtWork ? casesOfUnit(db, recordId) : none(),
      data.closed_on === null ? none() : recurrencesOf(db, recordId),
      isStaffed ? staffCandidates(db, { staffId, inspected, supervisor: data.supervisor.agency_id }) : none(),
    ])
    return c.json(
      {
        ...deadline,
        files: files.map(fileForm),
        findings: named.map(linkedFinding),
        open_findings: open.map(linkedFinding),
        open_cases: [...cases],
        watched_rules: watchedRules(data).map((code) => ({ code, title: ruleTitle(code) })),
        recurrences: recurrences.map(linkedFinding),
        staff: [...staff],
      },
      200,
    )
  })
  if (attachments === null) return app
  const folder = path.join(packageRoot, 'templates', 'inspections')
  const service = { attachments, readTemplate: (file: string) => readTemplateFile(folder, file) }
  app.openapi(documentRoute, async (c) => {
    const { record_id: recordId, document: code } = c.req.valid('param')
    await takeFromRate(context.db, documentRate, c.var.session.staffId)
    kernelWritesTrail(c)
    const answer = await produceDocument(actContextOf(context, c), service, { recordId, code })
    if (answer.outcome === 'refused') throw new DetailedRefusal(answer.code, answer.text, {})
    return c.json({ record_id: answer.recordId, status: answer.status, version: answer.version }, 200)
  })
  return app
}
