import { normalQuantile } from '#quant/distributions/normal.ts'
import { unfit } from '#quant/unfit.ts'

/** Gives the next number of a generator, in (0, 1): an argument wherever chance is needed, so that a run can be repeated. */
export type Uniform = () => number

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by))
}

/** splitmix32: four words of state from one seed, never all zero. */
function stateOf(seed: number): Int32Array {
  const state = new Int32Array(4)
  let a = (seed ^ Math.floor(seed / 4294967296)) | 0
  for (let index = 0; index < 4; index += 1) {
    a = (a + 0x9e3779b9) | 0
    let mixed = Math.imul(a ^ (a >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    state[index] = mixed ^ (mixed >>> 15)
  }
  if (state.every((word) => word === 0)) state[0] = 1
  return state
}

/**
 * A seeded generator of 52-bit uniforms strictly inside (0, 1): xoshiro128** (D. Blackman and S. Vigna, 2018).
 * The same seed (a whole number from 0 to 2^53 − 1) gives the same numbers on every machine.
 */
export function seededUniform(seed: number): Uniform {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw unfit({
      zh: `随机种子应为非负整数，而不是 ${seed}。`,
      en: `The seed must be a whole number from 0, not ${seed}.`,
    })
  }
  const s = stateOf(seed)
  const next32 = (): number => {
    const result = Math.imul(rotate(Math.imul(s[1]!, 5), 7), 9) >>> 0
    const shifted = s[1]! << 9
    s[2]! ^= s[0]!
    s[3]! ^= s[1]!
    s[1]! ^= s[2]!
    s[0]! ^= s[3]!
    s[2]! ^= shifted
    s[3] = rotate(s[3]!, 11)
    return result
  }
  return () => ((next32() >>> 6) * 67108864 + (next32() >>> 6) + 0.5) / 4503599627370496
}

/** A standard normal draw by inversion: one uniform a draw, so that series with the same seed stay in step. */
export function drawNormal(uniform: Uniform): number {
  return normalQuantile(uniform())
}
