import type { ReferenceRow } from '#screening/on-records/reference-step.ts'

/** What one unit wrote in a self-check, all its explanations together. */
export interface WrittenAnswers {
  readonly campaignId: string
  readonly taskId: string
  readonly agencyId: string
  readonly text: string
}

/** Shorter texts are alike by chance: 无, 未发现. */
const charactersMin = 20
const shingleLength = 3
/** A shingle that hundreds of units wrote is a common phrase; pairs that share nothing else are not looked at. */
const holdersMax = 60

function shinglesOf(text: string): ReadonlySet<string> {
  const characters = [...text.normalize('NFKC').replace(/[\s\p{P}]/gu, '')]
  const found = new Set<string>()
  for (let at = 0; at + shingleLength <= characters.length; at += 1) {
    found.add(characters.slice(at, at + shingleLength).join(''))
  }
  return found
}

/** Shared shingles of all shingles, in millionths, rounded down: 1,000,000 is the same text. */
export function likenessOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0
  const [few, many] = one.size <= other.size ? [one, other] : [other, one]
  let shared = 0
  for (const shingle of few) if (many.has(shingle)) shared += 1
  return Math.floor((shared * 1_000_000) / (one.size + other.size - shared))
}

/**
 * Pairs of units in one campaign whose words are alike by at least `least` millionths, both ways (R-WF-16). Jaccard's
 * likeness above a half needs sizes that differ by less than twice, and shared shingles: pairs are found by these, each
 * compared once. The same text is found whatever its phrases, by its own key.
 */
export function similarAnswers(answers: readonly WrittenAnswers[], least: number): ReferenceRow[] {
  const rows: ReferenceRow[] = []
  for (const ofCampaign of Map.groupBy(answers, ({ campaignId }) => campaignId).values()) {
    const written = ofCampaign
      .map((each) => ({ ...each, shingles: shinglesOf(each.text) }))
      .filter(({ shingles }) => shingles.size + shingleLength - 1 >= charactersMin)
    for (const [one, other] of candidatesOf(written.map(({ shingles }) => shingles))) {
      const [first, second] = [written[one]!, written[other]!]
      if (first.agencyId === second.agencyId) continue
      const likeness = likenessOf(first.shingles, second.shingles)
      if (likeness < least) continue
      rows.push(pair(first, second, likeness), pair(second, first, likeness))
    }
  }
  return rows
}

function pair(one: WrittenAnswers, other: WrittenAnswers, likeness: number): ReferenceRow {
  return {
    campaign_id: one.campaignId,
    task_id: one.taskId,
    other_task_id: other.taskId,
    other_agency_id: other.agencyId,
    likeness,
  }
}

/** Pairs that share a rare shingle, or all of them, by index. */
function candidatesOf(texts: readonly ReadonlySet<string>[]): Iterable<readonly [number, number]> {
  const holders = new Map<string, number[]>()
  const hold = (key: string, index: number): void => {
    const held = holders.get(key)
    if (held === undefined) holders.set(key, [index])
    else held.push(index)
  }
  texts.forEach((shingles, index) => {
    for (const shingle of shingles) hold(shingle, index)
    hold(`= ${[...shingles].sort().join('')}`, index)
  })
  const pairs = new Map<string, readonly [number, number]>()
  for (const [key, held] of holders) {
    if (held.length < 2) continue
    // Of a text that hundreds copied, each is compared with the first and the next: enough to find every one.
    const isWhole = key.startsWith('= ')
    if (!isWhole && held.length > holdersMax) continue
    held.forEach((one, place) => {
      const others = isWhole ? held.slice(place + 1, place + 2) : held.slice(place + 1)
      for (const other of others) pairs.set(`${one} ${other}`, [one, other])
    })
  }
  return pairs.values()
}
