import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { subjectOf } from '#access/act-request.ts'
import { mayAct } from '#access/may-act.ts'
import { loadSubjectPlace } from '#access/storing/actor-store.ts'
import { Refusal } from '#base/refusal.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { listQuery, pageOf, pageSchema, positionOf, sortingOf } from '#platform/http/list/list-query.ts'
import { IdParam, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import { findInclusionProof, getConsistencyProof } from '#trail/tree/prove.ts'
import { getReader, type Reader, visibleTo } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordSeen } from './record-export.ts'
import { findEntry, listCheckpoints, listEntries } from './trail-store.ts'

const tags = ['留痕 Trail']

/** The leaf as it is hashed, read: it holds no personal data. */
const EntryForm = z
  .object({
    entry_id: z.string(),
    index: z.string(),
    at: z.string(),
    actor: z.string(),
    function: z.string(),
    kind: z.string(),
    record: z.string(),
    outcome: z.string(),
    leaf_hash: z.string(),
  })
  .meta({ id: 'TrailEntry' })

const word = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/)
  .optional()
const filters = {
  actor: word,
  function: word,
  kind: word,
  record: word,
  outcome: word,
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
}
const Query = listQuery(['index'], filters)

const listRoute = createRoute({
  method: 'get',
  path: '/trail/entries',
  summary: '留痕条目（不含个人信息）/ entries of the trail, without personal data',
  tags,
  request: { query: Query },
  responses: { 200: jsonResponse(pageSchema(EntryForm)), ...problemResponse },
})

const EntryParam = z.object({ entry_id: IdParam })

const entryRoute = createRoute({
  method: 'get',
  path: '/trail/entries/{entry_id}',
  summary:
    '打开一条留痕及其内容（查看本身留痕）/ an entry with its payload; that it was seen is in the trail',
  tags,
  request: { params: EntryParam },
  responses: {
    200: jsonResponse(
      z.object({
        leaf: z.string(),
        payload: z.string().nullable().describe('已依法删除则为空 / null: erased'),
      }),
    ),
    ...problemResponse,
  },
})

const hash = z.string().describe('hex')
const proofRoute = createRoute({
  method: 'get',
  path: '/trail/entries/{entry_id}/proof',
  summary: '存在性证明（RFC 9162）/ proof of inclusion',
  tags,
  request: { params: EntryParam },
  responses: {
    200: jsonResponse(
      z.object({
        index: z.int(),
        size: z.int(),
        leaf: z.string(),
        leaf_hash: hash,
        root: hash,
        proof: z.array(hash),
        checkpoint: z.string(),
      }),
    ),
    ...problemResponse,
  },
})

const consistencyRoute = createRoute({
  method: 'get',
  path: '/trail/consistency',
  summary: '一致性证明：较早的留痕是较晚的开头 / proof that an earlier tree is the beginning of a later one',
  tags,
  request: {
    query: z.strictObject({ size1: z.coerce.number().int().min(1), size2: z.coerce.number().int().min(1) }),
  },
  responses: {
    200: jsonResponse(
      z.object({ size1: z.int(), root1: hash, size2: z.int(), root2: hash, proof: z.array(hash) }),
    ),
    ...problemResponse,
  },
})

const checkpointsRoute = createRoute({
  method: 'get',
  path: '/trail/checkpoints',
  summary: '签名的检查点 / signed checkpoints',
  tags,
  request: { query: listQuery(['signed_at'], {}) },
  responses: {
    200: jsonResponse(
      pageSchema(
        z.object({
          epoch: z.int(),
          size: z.string(),
          root: hash,
          key_id: z.string(),
          signed_at: z.iso.datetime(),
          note: z.string(),
        }),
      ),
    ),
    ...problemResponse,
  },
})

/** Refuses whoever has no part in the trail; where an entry belongs, `visible` says. */
async function getTrailReader(context: ServerContext, tx: Tx, c: Context<ServerEnv>): Promise<Reader> {
  const reader = await getReader(context, tx, c)
  const { actor, moment } = reader
  // Its own scope first: somebody who reads the trail of a county need not reach further.
  const regions = [...new Set(actor.grants.flatMap((grant) => grant.regions)), actor.agencyRegion]
  const place = await loadSubjectPlace(tx, { regions, agencyId: null })
  const decision = mayAct(
    actor,
    {
      function: 'READ_TRAIL',
      step: 'ACT',
      subject: subjectOf(place),
      history: [],
      round: 1,
      approvalLevel: 1,
      moment,
    },
    context.kernel.catalogue,
  )
  if (!decision.allowed) throw new Refusal(decision.code, decision.text)
  return reader
}

const visibleEntries = (context: ServerContext, reader: Reader): RawBuilder<SqlBool> =>
  visibleTo(context, reader, { code: 'READ_TRAIL', columns: { region: sql`agency.region` } })

const hex = (bytes: Buffer): string => bytes.toString('hex')

function addEntryRoutes(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(listRoute, async (c) => {
    const { limit, cursor, sort, from, to, ...words } = c.req.valid('query')
    const sorting = sortingOf(sort, { column: 'index', isDescending: true })
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'bigint') }
    const rows = await context.db.transaction().execute(async (tx) => {
      const reader = await getTrailReader(context, tx, c)
      return listEntries(tx, request, {
        actor: words.actor ?? null,
        function: words.function ?? null,
        kind: words.kind ?? null,
        record: words.record ?? null,
        outcome: words.outcome ?? null,
        from: from === undefined ? null : new Date(from),
        to: to === undefined ? null : new Date(to),
        visible: visibleEntries(context, reader),
      })
    })
    const page = pageOf(rows, request, ({ entry_id, leaf_index, leaf, leaf_hash }) => {
      const said = JSON.parse(leaf) as Omit<z.infer<typeof EntryForm>, 'entry_id' | 'index' | 'leaf_hash'>
      const { at, actor, function: name, kind, record, outcome } = said
      const place = { entry_id, index: leaf_index.toString(), leaf_hash: hex(leaf_hash) }
      return { ...place, at, actor, function: name, kind, record, outcome }
    })
    return c.json(page, 200)
  })
  app.openapi(entryRoute, async (c) => {
    const { entry_id: entryId } = c.req.valid('param')
    const found = await context.db.transaction().execute(async (tx) => {
      const reader = await getTrailReader(context, tx, c)
      return findEntry(tx, { entryId, visible: visibleEntries(context, reader) })
    })
    if (found === null) throw notFound
    await recordSeen(context, c, {
      function: 'READ_TRAIL',
      list: 'trail',
      recordId: entryId,
      outcome: 'VIEWED',
      payload: {},
    })
    return c.json({ leaf: found.leaf, payload: found.payload }, 200)
  })
}

function addProofRoutes(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  app.openapi(proofRoute, async (c) => {
    const { entry_id: entryId } = c.req.valid('param')
    const proof = await context.db.transaction().execute(async (tx) => {
      const reader = await getTrailReader(context, tx, c)
      const found = await findEntry(tx, { entryId, visible: visibleEntries(context, reader) })
      return found === null ? null : findInclusionProof(tx, entryId)
    })
    if (proof === null) throw notFound
    const { index, size, leaf, leafHash, root, checkpoint } = proof
    const path = proof.proof.map(hex)
    return c.json(
      { index, size, leaf, leaf_hash: hex(leafHash), root: hex(root), proof: path, checkpoint },
      200,
    )
  })
  app.openapi(consistencyRoute, async (c) => {
    const proof = await context.db.transaction().execute(async (tx) => {
      await getTrailReader(context, tx, c)
      return getConsistencyProof(tx, c.req.valid('query'))
    })
    const { size1, root1, size2, root2 } = proof
    return c.json({ size1, root1: hex(root1), size2, root2: hex(root2), proof: proof.proof.map(hex) }, 200)
  })
  app.openapi(checkpointsRoute, async (c) => {
    const { limit, cursor, sort } = c.req.valid('query')
    const sorting = sortingOf(sort, { column: 'signed_at', isDescending: true })
    const request = { sorting, limit, after: positionOf(cursor, sorting, 'timestamptz') }
    const rows = await context.db.transaction().execute(async (tx) => {
      await getTrailReader(context, tx, c)
      return listCheckpoints(tx, request)
    })
    const page = pageOf(rows, request, ({ epoch, tree_size, root, key_id, note, signed_at }) => {
      const signed = { key_id, note, signed_at: signed_at.toISOString() }
      return { epoch, size: tree_size.toString(), root: hex(root), ...signed }
    })
    return c.json(page, 200)
  })
}

/** For the type of the API. */
export const trailApi = [listRoute, entryRoute, proofRoute, consistencyRoute, checkpointsRoute] as const

/** The trail for those who watch: search, one entry with what it says, proofs and checkpoints. */
export function trailRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  addEntryRoutes(app, context)
  addProofRoutes(app, context)
  return app
}
