import { Counter, collectDefaultMetrics, Histogram, type OpenMetricsContentType, Registry } from 'prom-client'

/** Counters of one process, in OpenMetrics. No label holds an id, a name or an address. */
export interface Metrics {
  readonly registry: Registry<OpenMetricsContentType>
  /** `route` is the pattern, never the path. */
  readonly requested: (labels: { method: string; route: string; status: number }, seconds: number) => void
  readonly signedIn: (labels: { method: string; outcome: 'ACCEPTED' | 'REFUSED' }) => void
  readonly refused: (code: string) => void
}

export function createMetrics({ hasProcessMetrics }: { hasProcessMetrics: boolean }): Metrics {
  const registry = new Registry<OpenMetricsContentType>()
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE)
  const registers = [registry]
  if (hasProcessMetrics) collectDefaultMetrics({ register: registry, prefix: 'fangxian_' })
  const durations = new Histogram({
    name: 'fangxian_http_request_seconds',
    help: 'Duration of requests by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers,
  })
  const signIns = new Counter({
    name: 'fangxian_sign_ins',
    help: 'Sign-ins by method and outcome',
    labelNames: ['method', 'outcome'],
    registers,
  })
  const refusals = new Counter({
    name: 'fangxian_refusals',
    help: 'Refused requests by code',
    labelNames: ['code'],
    registers,
  })
  return {
    registry,
    requested: ({ method, route, status }, seconds) =>
      durations.observe({ method, route, status: String(status) }, seconds),
    signedIn: (labels) => signIns.inc(labels),
    refused: (code) => refusals.inc({ code }),
  }
}
