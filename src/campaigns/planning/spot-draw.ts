import { draw, populationHash, type Stratum, seedOf } from '#sampling/draw.ts'
import type { SpotCheck } from './plan.ts'

/**
 * The provincial spot check (抽查面不低于50%, 002 四（三）; 至少包括市本级和两个县区, 004 三（四）): cities, and in each the city
 * itself and some of its counties, drawn as platform.md 20 says, so that nobody chooses who is visited or knows before.
 */

const whole = 1_000_000n
export const cityStratum = 'CITIES'
const countiesOf = (city: string): string => `COUNTIES@${city}`

export interface CityPlace {
  readonly city: string
  readonly counties: readonly string[]
}

/** The ratio that makes exactly `wanted` of n: of the ceiling's side, one part of a million less is what keeps it. */
function ratioFor(wanted: number, n: number): bigint {
  return wanted >= n ? whole : (BigInt(wanted) * whole) / BigInt(n)
}

export function spotStrata(
  places: readonly CityPlace[],
  { spot_percent, spot_counties }: { readonly spot_percent: number; readonly spot_counties: number },
): readonly Stratum[] {
  return [
    {
      code: cityStratum,
      ratioMillionths: BigInt(spot_percent) * 10_000n,
      items: places.map(({ city }) => city),
    },
    ...places
      .filter(({ counties }) => counties.length > 0)
      .map(({ city, counties }) => ({
        code: countiesOf(city),
        ratioMillionths: ratioFor(spot_counties, counties.length),
        items: counties,
      })),
  ]
}

type Frozen = Pick<SpotCheck, 'draw_id' | 'strata' | 'population_hash'>

export function frozenStrata(drawId: string, strata: readonly Stratum[]): Frozen {
  return {
    draw_id: drawId,
    strata: strata.map(({ code, ratioMillionths, items }) => ({
      code,
      ratio_millionths: ratioMillionths.toString(),
      items: [...items],
    })),
    population_hash: populationHash(strata),
  }
}

/** Anybody repeats it with what is frozen and the checkpoint. */
export function drawSpot(frozen: Frozen, checkpoint: string): { readonly seed: string; regions: string[] } {
  const seed = seedOf({ checkpoint, populationHash: frozen.population_hash, planId: frozen.draw_id })
  const strata = frozen.strata.map(({ code, ratio_millionths, items }) => ({
    code,
    ratioMillionths: BigInt(ratio_millionths),
    items,
  }))
  const byCode = new Map(draw(seed, strata).map(({ code, drawn }) => [code, drawn]))
  const cities = byCode.get(cityStratum) ?? []
  return { seed, regions: cities.flatMap((city) => [city, ...(byCode.get(countiesOf(city)) ?? [])]).sort() }
}
