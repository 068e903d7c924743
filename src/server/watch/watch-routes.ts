import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { isLoopback, isSameSecret } from '#platform/http/client.ts'
import { Health, type HealthProbe, measureHealth } from '#platform/http/health.ts'
import { createRoutes, notFound } from '#platform/http/http-app.ts'
import type { HttpEnv } from '#platform/http/http-env.ts'
import type { Metrics } from '#platform/http/metrics.ts'
import { isPublic, jsonResponse, problemResponse } from '#platform/http/route.ts'

export interface Watch {
  readonly probes: Readonly<Record<string, HealthProbe>>
  readonly metrics: Metrics
  /** For a collector on another machine; without it metrics are for this machine only. */
  readonly metricsToken: string | null
}

const tags = ['监视 Watch']

const healthRoute = createRoute({
  method: 'get',
  path: '/health',
  summary: '是否健康：数据库、结构版本、时钟、检查点、磁盘 / database, schema, clock, checkpoint, disk',
  tags,
  ...isPublic,
  responses: {
    200: jsonResponse(Health),
    503: jsonResponse(Health, '不健康 / unhealthy'),
    ...problemResponse,
  },
})

const metricsRoute = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'OpenMetrics',
  tags,
  ...isPublic,
  responses: {
    200: { description: 'OpenMetrics', content: { 'application/openmetrics-text': { schema: z.string() } } },
    ...problemResponse,
  },
})

/** A probe a second is plenty, however many ask. */
const healthAge_ms_max = 1_000

export function watchRoutes({ probes, metrics, metricsToken }: Watch): OpenAPIHono<HttpEnv> {
  let known: { at: number; health: Promise<Health> } | null = null
  const health = (): Promise<Health> => {
    const at = performance.now()
    if (known === null || at - known.at > healthAge_ms_max) known = { at, health: measureHealth(probes) }
    return known.health
  }
  return createRoutes()
    .openapi(healthRoute, async (c) => {
      const measured = await health()
      return measured.is_healthy ? c.json(measured, 200) : c.json(measured, 503)
    })
    .openapi(metricsRoute, async (c) => {
      const given = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1]
      const isKnown = metricsToken !== null && given !== undefined && isSameSecret(given, metricsToken)
      if (!isKnown && (c.var.client.isProxied || !isLoopback(c.var.client.address))) throw notFound
      return c.body(await metrics.registry.metrics(), 200, {
        'content-type': metrics.registry.contentType,
      })
    })
}
