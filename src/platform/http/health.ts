import { z } from 'zod'

export const HealthCheck = z.object({
  is_healthy: z.boolean(),
  /** Figures only: never an address, a path or a message of the database. */
  figures: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
})
export type HealthCheck = z.infer<typeof HealthCheck>

export const Health = z
  .object({ is_healthy: z.boolean(), checks: z.record(z.string(), HealthCheck) })
  .meta({ id: 'Health' })
export type Health = z.infer<typeof Health>

/** A check measures and says whether that is good enough; it may throw, which is a no. */
export type HealthProbe = () => Promise<HealthCheck>

/** A probe that hangs is a failed one. */
const probe_ms_max = 2_000

async function probed(probe: HealthProbe): Promise<HealthCheck> {
  const failed = (reason: string): HealthCheck => ({ is_healthy: false, figures: { reason } })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<HealthCheck>((resolve) => {
    timer = setTimeout(() => resolve(failed('timeout')), probe_ms_max)
  })
  try {
    return await Promise.race([probe(), late])
  } catch {
    return failed('error')
  } finally {
    clearTimeout(timer)
  }
}

/** All probes at once; healthy only when every one is. */
export async function measureHealth(probes: Readonly<Record<string, HealthProbe>>): Promise<Health> {
  const names = Object.keys(probes)
  const results = await Promise.all(names.map((name) => probed(probes[name]!)))
  return {
    is_healthy: results.every((each) => each.is_healthy),
    checks: Object.fromEntries(names.map((name, index) => [name, results[index]!])),
  }
}
