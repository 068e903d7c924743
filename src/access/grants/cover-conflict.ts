import type { ActorFacts, Interval, PostFacts } from '#access/actor.ts'
import { Refusal } from '#base/refusal.ts'
import { refuseConflict } from './grant-refusals.ts'
import { conflictAfter } from './may-grant.ts'

/**
 * Whether a post's duties would meet in one person what must be apart, while that person covers it (domain 3.11): its
 * properties, which come with the cover, and its roles, which may be granted for it. Null: harmless.
 */
export function coverConflict(
  person: ActorFacts,
  post: Pick<PostFacts, 'roles' | 'properties'>,
  { from, to }: Interval,
): Refusal | null {
  const conflict = conflictAfter(person, { duties: [...post.properties, ...post.roles], from, to })
  if (conflict === null) return null
  const { code, text } = refuseConflict(conflict)
  return new Refusal(code, text)
}
