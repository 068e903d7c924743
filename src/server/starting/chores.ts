import { removeStaleAttempts } from '#access/sign-in/sign-in-housekeeping.ts'
import { expirePermits } from '#gate/permits/expire-permits.ts'
import { deliverWebhooks } from '#gate/webhooks/deliver-webhooks.ts'
import { removeOldRateWindows } from '#platform/http/rate-limit.ts'
import type { ActContext } from '#records/act-context.ts'
import { sweepOrphans } from '#records/attachments/sweep-orphans.ts'
import { forgetAnswers } from '#records/housekeeping/forget-answers.ts'
import { lapseRecords } from '#records/housekeeping/lapse-records.ts'
import { countRefusals } from '#records/refused-acts.ts'
import type { ServerContext } from '../server-context.ts'
import type { Chore } from './housekeeping.ts'

const minute = 60
const hour = 3_600

/** What the server does by itself, beside the sequencer of the trail. */
export function choresOf(context: ServerContext, now: () => Date): Chore[] {
  const { db, kernel, attachments, gate, jobs, log } = context
  const system: ActContext = { ...kernel, actor: { kind: 'system', job: 'housekeeping' } }
  return [
    { name: 'webhooks', everySeconds: 5, work: () => deliverWebhooks({ gate, send: fetch }) },
    { name: 'permits', everySeconds: minute, work: () => expirePermits(gate) },
    { name: 'stale-attempts', everySeconds: 10 * minute, work: () => removeStaleAttempts(db) },
    { name: 'rate-windows', everySeconds: 10 * minute, work: () => removeOldRateWindows(db) },
    { name: 'refusal-counts', everySeconds: minute, work: () => countRefusals(system) },
    { name: 'lapse', everySeconds: hour, work: () => lapseRecords(kernel) },
    {
      name: 'answers',
      everySeconds: hour,
      work: () => db.transaction().execute((tx) => forgetAnswers(tx)),
    },
    ...jobs.map(({ name, everySeconds = minute, work }) => ({
      name,
      everySeconds,
      work: async () => {
        const { refused } = await work(kernel)
        if (refused.length > 0) log.warn({ job: name, refused }, 'a job was refused some of its acts')
      },
    })),
    ...(attachments === null
      ? []
      : [
          {
            name: 'orphans',
            everySeconds: 6 * hour,
            work: () => sweepOrphans(db, attachments.store, now()),
          },
        ]),
  ]
}
