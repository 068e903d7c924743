import type { Kernel } from '#records/act-context.ts'
import { firstCheckpointIn } from '#sampling/first-checkpoint.ts'
import { followSamples } from '#sampling/follow-samples.ts'
import { raiseFindings } from './raise-findings.ts'

/** Looking for what ended last month reads all of it; an hour later is early enough. */
const freezesEveryMs = 3_600_000

/** For a job: the server's part of sampling, with the folders that checkpoints are written to. */
export function followSampling(
  checkpoints: readonly string[],
): (kernel: Kernel) => Promise<{ readonly refused: readonly string[] }> {
  let frozeAt = Number.NEGATIVE_INFINITY
  return async (kernel) => {
    const now = performance.now()
    const freezes = now - frozeAt >= freezesEveryMs
    const followed = await followSamples(kernel, (asked) => firstCheckpointIn(checkpoints, asked), {
      freezes,
    })
    if (freezes) frozeAt = now
    const raised = await raiseFindings(kernel)
    return { refused: [...followed.refused, ...raised.refused] }
  }
}
