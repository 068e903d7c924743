import { Refusal } from '#base/refusal.ts'
import type { TrailWatch } from '../server-context.ts'

/** platform.md 10. */
const checkpointSecondsMax = 60

/** High-risk business stops while nobody outside would see that its trail was cut. */
export async function refuseUnwatched({ checkpointAgeSeconds }: TrailWatch): Promise<void> {
  const age = await checkpointAgeSeconds()
  if (age !== null && age <= checkpointSecondsMax) return
  throw new Refusal('unavailable', {
    zh: '留痕检查点已超过 60 秒未写出，高风险业务暂停办理；请联系系统管理员。',
    en: 'No checkpoint of the trail has been written outside for 60 s, so high-risk business is paused; call the system officer.',
  })
}
