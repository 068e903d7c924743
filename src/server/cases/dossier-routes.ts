import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { sql } from 'kysely'
import { z } from 'zod'
import type { CaseData } from '#cases/case-data.ts'
import type { RecoveryData } from '#cases/recovery/recovery-data.ts'
import { verifiersOf } from '#cases/verifying/able-to-verify.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import { findVisible } from '#records/reading/open-record.ts'
import type { RecordState } from '#records/record.ts'
import { actContextOf, kernelWritesTrail } from '../acting/act-context-of.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { RecoveryForm, recoveryForm } from './case-forms.ts'
import { visibleCases } from './case-list-routes.ts'
import {
  DossierFile,
  DossierFinding,
  DossierLetter,
  DossierOrder,
  fileForm,
  findingForm,
  letterForm,
  orderForm,
  VerifierForm,
  verifierForm,
} from './dossier-forms.ts'
import { listRecoveries } from './list-recoveries.ts'
import { deadlineOf, filesOf, findingsOfCase, lettersOf, ordersAbout } from './load-dossier.ts'

const tags = ['案件 Cases']
const RecordParam = z.object({ record_id: IdParam })
const shared = {
  due_day: z.string().nullable(),
  is_due_provisional: z.boolean(),
  files: z.array(DossierFile),
  letters: z.array(DossierLetter),
}

const caseRoute = createRoute({
  method: 'get',
  path: '/cases/{record_id}/dossier',
  summary:
    '案卷：疑点说明、证据文件、文书、追回单及可引用的业务单（脱敏）/ what belongs to a case beside its record, masked',
  tags,
  request: { params: RecordParam },
  responses: {
    200: jsonResponse(
      z
        .object({
          ...shared,
          findings: z.array(DossierFinding),
          recoveries: z.array(RecoveryForm),
          orders: z.array(DossierOrder).describe('该人员已生效的业务单 / orders in force about the person'),
        })
        .meta({ id: 'CaseDossier' }),
    ),
    ...problemResponse,
  },
})

const recoveryRoute = createRoute({
  method: 'get',
  path: '/recoveries/{record_id}/dossier',
  summary:
    '追回单的文书、文件、案件及可计入的核销业务单（脱敏）/ what belongs to a recovery beside its record',
  tags: ['追回 Recoveries'],
  request: { params: RecordParam },
  responses: {
    200: jsonResponse(
      z
        .object({
          ...shared,
          case: z.object({
            record_id: z.string(),
            status: z.string(),
            level: z.int(),
            loss_fen: z.string().nullable(),
          }),
          write_offs: z.array(DossierOrder),
        })
        .meta({ id: 'RecoveryDossier' }),
    ),
    ...problemResponse,
  },
})

const verifiersRoute = createRoute({
  method: 'get',
  path: '/cases/verifiers',
  summary: '能核查所列全部案件的人员 / who may verify all of these cases',
  tags,
  request: {
    query: z.strictObject({ case_ids: z.string().regex(/^[\w.:-]{1,64}(,[\w.:-]{1,64}){0,199}$/) }),
  },
  responses: { 200: jsonResponse(z.object({ items: z.array(VerifierForm) })), ...problemResponse },
})

/** The record, for whoever may see it; else the kernel refuses, and writes it down. */
async function seen(
  context: ServerContext,
  c: Context<ServerEnv>,
  asked: { readonly kind: string; readonly recordId: string },
): Promise<RecordState> {
  kernelWritesTrail(c)
  const { record } = await findVisible(actContextOf(context, c), asked, 'dossier')
  return record
}

async function recoveriesOf(context: ServerContext, c: Context<ServerEnv>, caseId: string) {
  const any = { statuses: null, isOpen: null, isOverdue: null, region: null, agencyId: null, personId: null }
  const filter = { ...any, amountFenMin: null, amountFenMax: null, caseId }
  return context.db.transaction().execute(async (tx) => {
    const visible = visibleCases(context, await getReader(context, tx, c))
    const sorting = { column: 'entered_at', isDescending: false } as const
    return listRecoveries(tx, { sorting, limit: 200, after: null }, { filter, visible })
  })
}

function addCaseRoutes(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  const { db, kernel } = context
  app.openapi(verifiersRoute, async (c) => {
    const caseIds = [...new Set(c.req.valid('query').case_ids.split(','))]
    const agencyId = await db.transaction().execute(async (tx) => {
      const reader = await getReader(context, tx, c)
      const { rows } = await sql`
        select
        from app.record
        where
          record.kind = 'CASE'
          and record.record_id = any (${caseIds}::text[])
          and ${visibleCases(context, reader)}
      `.execute(tx)
      if (rows.length !== caseIds.length) throw notFound
      return reader.actor.agencyId
    })
    const verifiers = await verifiersOf(db, caseIds)
    return c.json({ items: verifiers.map((each) => verifierForm(each, agencyId)) }, 200)
  })
  app.openapi(caseRoute, async (c) => {
    const { record_id: recordId } = c.req.valid('param')
    const record = await seen(context, c, { kind: 'CASE', recordId })
    const snapshots = (record.data as CaseData).findings
    const [deadline, findings, files, letters, orders, recoveries] = await Promise.all([
      deadlineOf(db, recordId),
      findingsOfCase(db, recordId),
      filesOf(db, recordId),
      lettersOf(db, { caseId: recordId }),
      ordersAbout(db, { recordId, isWriteOff: false }),
      recoveriesOf(context, c, recordId),
    ])
    const stored = new Map(findings.map((each) => [each.finding_id, each]))
    return c.json(
      {
        ...deadline,
        files: files.map(fileForm),
        letters: letters.map(letterForm),
        findings: snapshots.map((each) => findingForm(each, stored.get(each.finding_id))),
        orders: orders.map((each) => orderForm(each, kernel.kinds)),
        recoveries: recoveries.map(recoveryForm),
      },
      200,
    )
  })
}

/** For the type of the API. */
export const dossierApi = [caseRoute, recoveryRoute, verifiersRoute] as const

export function dossierRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const { db, kernel } = context
  const app = createRoutes<ServerEnv>()
  addCaseRoutes(app, context)
  app.openapi(recoveryRoute, async (c) => {
    const { record_id: recordId } = c.req.valid('param')
    const record = await seen(context, c, { kind: 'RECOVERY', recordId })
    const { case_id: caseId } = record.data as RecoveryData
    const [deadline, files, letters, orders, { rows }] = await Promise.all([
      deadlineOf(db, recordId),
      filesOf(db, recordId),
      lettersOf(db, { caseId, recoveryId: recordId }),
      ordersAbout(db, { recordId, isWriteOff: true }),
      sql<{ record_id: string; status: string; level: number; loss_fen: string | null }>`
        select
          record_id,
          status,
          (data ->> 'level')::integer as level,
          data -> 'conclusion' ->> 'loss_fen' as loss_fen
        from app.record
        where kind = 'CASE' and record_id = ${caseId}
      `.execute(db),
    ])
    return c.json(
      {
        ...deadline,
        case: rows[0]!,
        files: files.map(fileForm),
        letters: letters.map(letterForm),
        write_offs: orders.map((each) => orderForm(each, kernel.kinds)),
      },
      200,
    )
  })
  return app
}
