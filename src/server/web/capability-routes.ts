import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { type ActDecision, type ActRequest, type ActSubject, subjectOf } from '#access/act-request.ts'
import { mayAct } from '#access/may-act.ts'
import { loadSubjectPlace } from '#access/storing/actor-store.ts'
import { createRoutes } from '#platform/http/http-app.ts'
import { jsonResponse, problemResponse } from '#platform/http/route.ts'
import { notYet, type RecordKind } from '#records/define-record.ts'
import { TextForm } from '../acting/record-forms.ts'
import { getReader, type Reader } from '../organisation/reader.ts'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'

/** What a page shows or hides by; each act is asked anew, so nothing is granted here. */
const readings = [
  'READ',
  'READ_CASE',
  'READ_INSPECTION',
  'READ_SAMPLE',
  'READ_AUTHORITY',
  'READ_MAJOR_EVENT',
  'READ_PERIODIC_REPORT',
  'READ_ASSESSMENT',
  'READ_ATTENDANCE',
  'READ_TRAIL',
  'EXPORT',
  'UNMASK',
  'COMMENT',
  'DELIVER_DATA',
  'RUN_SCREENING',
  'SNOOZE_FINDING',
]

const Capabilities = z
  .object({
    readings: z.array(z.string()).describe('READ, READ_TRAIL, EXPORT …'),
    steps: z.array(
      z.object({
        kind: z.string(),
        action: z.string(),
        /** Opens a record of the kind; otherwise it acts on one that is there. */
        is_opening: z.boolean(),
        /** Null: the person may. Else the sentence, for somebody who could but not now. */
        refusal: z.object({ reason: z.string(), text: TextForm }).nullable(),
      }),
    ),
  })
  .meta({ id: 'Capabilities' })

const capabilitiesRoute = createRoute({
  method: 'get',
  path: '/me/capabilities',
  summary:
    '本人在本机构可看可办的内容，供菜单使用；办理时另行判断 / what one may see and do at one’s own agency, for menus; every act is asked anew',
  tags: ['本人 Oneself'],
  responses: { 200: jsonResponse(Capabilities), ...problemResponse },
})

/** Whoever lacks the duty for good need not see the function at all. */
const hiding: ReadonlySet<string> = new Set([
  'DUTY_MISSING',
  'OUT_OF_SCOPE',
  'UNKNOWN_FUNCTION',
  'DUTY_OUT_OF_SCOPE',
])

interface Asked {
  readonly context: ServerContext
  readonly reader: Reader
  readonly subject: ActSubject
}

function decisionOf(
  { context, reader, subject }: Asked,
  asked: Pick<ActRequest, 'function' | 'step'>,
): ActDecision {
  const request = { ...asked, subject, history: [], round: 1, approvalLevel: 1, moment: reader.moment }
  return mayAct(reader.actor, request, context.kernel.catalogue)
}

type Step = z.infer<typeof Capabilities>['steps'][number]

function stepsOf(asked: Asked, kind: RecordKind): Step[] {
  return Object.entries(kind.actions)
    .filter(([, { by }]) => by === 'person')
    .flatMap(([action, { function: code, step }]) => {
      const decision = decisionOf(asked, { function: code, step })
      if (!decision.allowed && hiding.has(decision.reason)) return []
      const refusal = decision.allowed ? null : { reason: decision.reason, text: decision.text }
      const isOpening = kind.workflow[notYet]?.[action] !== undefined
      return [{ kind: kind.kind, action, is_opening: isOpening, refusal }]
    })
}

/** For the type of the API. */
export const capabilityApi = [capabilitiesRoute] as const

type Place = Pick<ActSubject, 'regions' | 'agency'>

interface Facts {
  readonly reader: Reader
  readonly own: Place
  /** A region of one's grants each: a leader of a province reads its counties. */
  readonly reach: readonly Place[]
}

async function loadFacts(context: ServerContext, c: Context<ServerEnv>): Promise<Facts> {
  return context.db.transaction().execute(async (tx) => {
    const reader = await getReader(context, tx, c)
    const { agencyId, agencyRegion, grants } = reader.actor
    const own = await loadSubjectPlace(tx, { regions: [agencyRegion], agencyId })
    const granted = [...new Set(grants.flatMap(({ regions }) => regions))]
    const { regions } = await loadSubjectPlace(tx, { regions: granted, agencyId })
    return { reader, own, reach: regions.map((path) => ({ regions: [path], agency: own.agency })) }
  })
}

export function capabilityRoutes(context: ServerContext): OpenAPIHono<ServerEnv> {
  return createRoutes<ServerEnv>().openapi(capabilitiesRoute, async (c) => {
    const { reader, own, reach } = await loadFacts(context, c)
    const askedOf = (place: Place): Asked => ({
      context,
      reader,
      subject: subjectOf({ ...place, amountFen: 0n }),
    })
    const mayRead = (code: string): boolean =>
      [own, ...reach].some((place) => decisionOf(askedOf(place), { function: code, step: 'ACT' }).allowed)
    const steps = [...context.kernel.kinds.values()].flatMap((kind) => stepsOf(askedOf(own), kind))
    return c.json({ readings: readings.filter(mayRead), steps }, 200)
  })
}
