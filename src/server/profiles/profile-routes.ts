import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import { ExportFormat, exportList } from '#platform/http/list/list-export.ts'
import { type Rate, takeFromRate } from '#platform/http/rate-limit.ts'
import { jsonBody, jsonResponse, problemResponse } from '#platform/http/route.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { ProfileKind } from '#profiles/profile.ts'
import { exportRate } from '../acting/record-routes.ts'
import { askFunction } from '../findings/ask-function.ts'
import { getFinding } from '../findings/finding-routes.ts'
import { sealDone } from '../findings/seal-act.ts'
import { getReader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { recordExport, recordSeen } from '../trail/record-export.ts'
import { openAccount } from './open-account.ts'
import { openEmployer, openStaff } from './open-office.ts'
import { openPerson } from './open-person.ts'
import type { OpenedProfile } from './opened-profile.ts'
import { profileColumns, profileLines } from './profile-export.ts'
import { profileForm } from './profile-form.ts'
import { ProfileForm, SubjectRef } from './profile-forms.ts'
import { profileScope } from './profile-scope.ts'
import { recordRefusedView } from './record-refused-view.ts'
import { refOfFinding } from './ref-of-finding.ts'
import { readRegionNames } from './region-names.ts'

const tags = ['对象画像 Profiles']
/** A person looks at some hundred a day; a program that reads out the register is stopped, and is in the trail. */
const profileRate: Rate = { name: 'profile', limit: 600, windowSeconds: 3_600 }
const unmaskRate: Rate = { name: 'unmask', limit: 60, windowSeconds: 3_600 }

const kinds = { persons: 'person', accounts: 'account', staff: 'staff', employers: 'employer' } as const
const Params = z.object({
  kind: z.enum(['persons', 'accounts', 'staff', 'employers']),
  ref: z.string().min(1).max(120),
})

const openRoute = createRoute({
  method: 'get',
  path: '/profiles/{kind}/{ref}',
  summary: '对象画像：登记、发放、业务、疑点与关联（脱敏，留痕）/ a profile, masked; it is in the trail',
  tags,
  request: { params: Params },
  responses: { 200: jsonResponse(ProfileForm), ...problemResponse },
})
const unmaskRoute = createRoute({
  method: 'post',
  path: '/profiles/{kind}/{ref}/unmask',
  summary: '查看未脱敏的画像（须说明理由，留痕）/ a profile in full, with a reason, in the trail',
  tags,
  request: {
    params: Params,
    body: jsonBody(z.strictObject({ reason: z.string().trim().min(4).max(500) })),
  },
  responses: { 200: jsonResponse(ProfileForm), ...problemResponse },
})
const exportRoute = createRoute({
  method: 'get',
  path: '/profiles/{kind}/{ref}/export',
  summary: '导出画像（脱敏，留痕）/ export a profile, masked; it is in the trail',
  tags,
  request: { params: Params, query: z.object({ format: ExportFormat }) },
  responses: { 200: { description: 'CSV, XLSX' }, ...problemResponse },
})
const ofFindingRoute = createRoute({
  method: 'get',
  path: '/profile-of-finding/{finding_id}',
  summary: '疑点对象的画像地址 / where the profile of a finding’s subject is',
  tags,
  request: { params: z.object({ finding_id: z.string().regex(/^[0-9a-f]{16}$/) }) },
  responses: { 200: jsonResponse(SubjectRef), ...problemResponse },
})

interface Opened {
  readonly profile: OpenedProfile
  readonly regionNames: ReadonlyMap<string, string>
}

interface Asked {
  readonly kind: ProfileKind
  readonly ref: string
}

async function openProfile(
  context: ServerContext,
  tx: Tx,
  c: Context<ServerEnv>,
  { kind, ref }: Asked,
): Promise<Opened> {
  const scope = profileScope(context, await getReader(context, tx, c))
  const profile =
    kind === 'person'
      ? await openPerson(tx, scope, ref)
      : kind === 'account'
        ? await openAccount(tx, scope, { ref, key: context.signIn.secretKey })
        : kind === 'staff'
          ? await openStaff(tx, scope, ref)
          : await openEmployer(tx, scope, ref)
  if (profile === null) throw notFound
  return { profile, regionNames: await readRegionNames(tx, profile.regions) }
}

async function notingRefusal<Result>(
  context: ServerContext,
  c: Context<ServerEnv>,
  { kind, ref, doing }: Asked & { readonly doing: string },
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error === notFound) await recordRefusedView(context, c, { kind, ref, function: doing })
    throw error
  }
}

function addRoutes(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  const { secretKey: key } = context.signIn
  app.openapi(openRoute, async (c) => {
    const { kind: place, ref } = c.req.valid('param')
    const kind = kinds[place]
    await takeFromRate(context.db, profileRate, c.var.session.staffId)
    const { profile, regionNames } = await notingRefusal(
      context,
      c,
      { kind, ref, doing: 'READ/profile' },
      () => context.db.transaction().execute((tx) => openProfile(context, tx, c, { kind, ref })),
    )
    // Before the first byte leaves.
    await recordSeen(context, c, {
      function: 'READ/profile',
      list: kind,
      recordId: profile.ref,
      outcome: 'VIEWED',
      payload: {},
    })
    return c.json(profileForm(profile, { isMasked: true, key, regionNames }), 200)
  })
  app.openapi(unmaskRoute, async (c) => {
    const { kind: place, ref } = c.req.valid('param')
    const kind = kinds[place]
    const { reason } = c.req.valid('json')
    await takeFromRate(context.db, unmaskRate, c.var.session.staffId)
    const { profile, regionNames } = await context.db.transaction().execute(async (tx) => {
      const found = await openProfile(context, tx, c, { kind, ref })
      await askFunction(context, tx, c, { function: 'UNMASK', regions: found.profile.regions })
      await sealDone(context, tx, c, {
        function: 'UNMASK',
        recordKind: kind,
        recordId: found.profile.ref,
        payload: { reason },
      })
      return found
    })
    return c.json(profileForm(profile, { isMasked: false, key, regionNames }), 200)
  })
}

function addFurtherRoutes(app: OpenAPIHono<ServerEnv>, context: ServerContext): void {
  const { secretKey: key } = context.signIn
  app.openapi(exportRoute, async (c) => {
    const { kind: place, ref } = c.req.valid('param')
    const { format } = c.req.valid('query')
    await takeFromRate(context.db, exportRate, c.var.session.staffId)
    const { profile, regionNames } = await context.db.transaction().execute(async (tx) => {
      const found = await openProfile(context, tx, c, { kind: kinds[place], ref })
      await askFunction(context, tx, c, { function: 'EXPORT', regions: found.profile.regions })
      return found
    })
    const rows = profileLines(profileForm(profile, { isMasked: true, key, regionNames }))
    const query = { kind: profile.kind, ref: profile.ref, format }
    await recordExport(context, c, { list: 'profile', query, rows: rows.length })
    const title = { zh: '对象画像', en: 'profile' }
    return exportList(format, { title, columns: profileColumns, rows }, c.var.language)
  })
  app.openapi(ofFindingRoute, async (c) => {
    const { finding_id: findingId } = c.req.valid('param')
    const found = await context.db.transaction().execute(async (tx) => {
      const { finding, reader } = await getFinding(context, tx, c, findingId)
      return refOfFinding(tx, profileScope(context, reader), { finding, key })
    })
    if (found === null) throw notFound
    return c.json(found, 200)
  })
}

/** For the type of the API. */
export const profileApi = [openRoute, unmaskRoute, ofFindingRoute] as const

/** Everything known of one subject, within the person's scope; every look at one is in the trail. */
export function profileRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  const app = createRoutes<ServerEnv>()
  addRoutes(app, context)
  addFurtherRoutes(app, context)
  return app
}
