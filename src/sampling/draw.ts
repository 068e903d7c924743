import { createHash } from 'node:crypto'
import { canonicalJson } from '#base/canonical-json.ts'
import { assert } from '#base/refusal.ts'

/**
 * The monthly draw (每月对上月业务随机抽取 10 % 进行核查; platform.md 20). Population and plan are frozen and hashed into
 * the trail first; the seed comes from a checkpoint that is signed afterwards, so nobody chose it or knew it. An item's
 * place in the draw is the SHA-256 of seed, stratum and item: whoever has the population repeats the draw with any tool
 * that computes SHA-256, and no generator of random numbers has to be the same.
 */

export interface Stratum {
  /** `ACCOUNT_CHANGE@A990101`: a function at an agency. */
  readonly code: string
  /** In parts of a million, so that 30 % is 30 % exactly. */
  readonly ratioMillionths: bigint
  /** Numbers of the orders, each once. */
  readonly items: readonly string[]
}

export interface DrawnStratum {
  readonly code: string
  readonly population: number
  /** In the order of the draw. */
  readonly drawn: readonly string[]
}

/** Hex of SHA-256 over the canonical JSON of the strata, whatever order they and their items come in. */
export function populationHash(strata: readonly Stratum[]): string {
  const frozen = sorted(strata).map(({ code, ratioMillionths, items }) => ({
    code,
    ratio: ratioMillionths.toString(),
    items: [...items].sort(),
  }))
  return sha256Hex(canonicalJson(frozen))
}

/**
 * The seed of a plan. The checkpoint is the first that was signed after population and plan were in the trail.
 * @param checkpoint the bytes of the signed note, as it lies outside
 */
export function seedOf(given: {
  readonly checkpoint: string
  readonly populationHash: string
  readonly planId: string
}): string {
  return sha256Hex(`${given.checkpoint}\n${given.populationHash}\n${given.planId}`)
}

/** max(1, ⌈ratio × n⌉), and nothing of nothing. */
export function sampleSize(population: number, ratioMillionths: bigint): number {
  assert(ratioMillionths > 0n && ratioMillionths <= 1_000_000n, 'a ratio lies above 0 and up to 1')
  if (population === 0) return 0
  const wanted = (BigInt(population) * ratioMillionths + 999_999n) / 1_000_000n
  return Math.max(1, Number(wanted))
}

export function draw(seed: string, strata: readonly Stratum[]): readonly DrawnStratum[] {
  return sorted(strata).map(({ code, ratioMillionths, items }) => {
    const distinct = [...new Set(items)]
    assert(distinct.length === items.length, `${code} names an item twice`)
    const drawn = distinct
      .map((item) => ({ item, place: sha256Hex(`${seed}\n${code}\n${item}`) }))
      .sort((a, b) => (a.place < b.place ? -1 : 1))
      .slice(0, sampleSize(items.length, ratioMillionths))
      .map(({ item }) => item)
    return { code, population: items.length, drawn }
  })
}

function sorted(strata: readonly Stratum[]): readonly Stratum[] {
  const byCode = strata.toSorted((a, b) => (a.code < b.code ? -1 : 1))
  byCode.forEach((each, index) => {
    assert(each.code !== byCode[index + 1]?.code, `the stratum ${each.code} stands twice`)
  })
  return byCode
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
