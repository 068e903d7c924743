import type { ActorFacts } from '#access/actor.ts'
import type { Database } from '#platform/postgres/database.ts'

/**
 * Facts of people who acted a moment ago. They are what their epoch says (platform.md 15): the load compares it and
 * reads them again when it has changed, and the save compares it once more. Reading them is most of a load's work.
 */
export interface KnownFacts {
  find(staffId: string): ActorFacts | null
  remember(facts: ActorFacts): void
}

/** What is changed by hand in the database, without raising the epoch, counts after this time. */
const keptMsMax = 60_000
/** Oldest first out: a few MB. */
const peopleMax = 2000

const knownByDatabase = new WeakMap<Database, KnownFacts>()

export function knownFactsOf(db: Database): KnownFacts {
  const known = knownByDatabase.get(db) ?? createKnownFacts(() => performance.now())
  knownByDatabase.set(db, known)
  return known
}

/** `now` in ms, of a clock that only runs forward. */
export function createKnownFacts(now: () => number): KnownFacts {
  const kept = new Map<string, { readonly facts: ActorFacts; readonly since: number }>()
  return {
    find(staffId) {
      const found = kept.get(staffId)
      return found === undefined || now() - found.since > keptMsMax ? null : found.facts
    },
    remember(facts) {
      kept.delete(facts.staffId)
      kept.set(facts.staffId, { facts, since: now() })
      if (kept.size > peopleMax) kept.delete(kept.keys().next().value!)
    },
  }
}
