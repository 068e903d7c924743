import type { Kernel } from '#records/act-context.ts'
import { takeStep } from '../server-step.ts'
import { waitingSteps } from './waiting-steps.ts'

/** Steps of one reading; then it reads again what is left. */
const stepsMax = 500
/** A province's campaign is passed down in one go; more than that waits for the next minute. */
const roundsMax = 20

export interface FollowedCampaigns {
  readonly done: number
  /** What was refused, for the log; it is tried again in the next hour. */
  readonly refused: readonly string[]
}

/**
 * The server's part of campaigns: tasks passed down, spot checks drawn, checks opened, careless self-checks sent back,
 * monthly reports asked for. Each is an act under a key of its own, so two servers at it, or a crash, do nothing twice.
 */
export async function followCampaigns(kernel: Kernel): Promise<FollowedCampaigns> {
  const refused: string[] = []
  const tried = new Set<string>()
  let done = 0
  for (let round = 0; round < roundsMax; round += 1) {
    const steps = (await waitingSteps(kernel, stepsMax)).filter(({ key }) => !tried.has(key))
    if (steps.length === 0) break
    for (const step of steps) {
      tried.add(step.key)
      const answer = await takeStep(kernel, step)
      if (answer.outcome === 'accepted') done += 1
      else refused.push(`${step.key} ${answer.code}`)
    }
  }
  return { done, refused }
}
