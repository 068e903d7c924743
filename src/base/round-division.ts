/** n / d rounded half away from zero, exactly: the only division of money (core-rules, Precisely). d > 0. */
export function roundDivision(numerator: bigint, denominator: bigint): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator
  const rounded = (2n * magnitude + denominator) / (2n * denominator)
  return numerator < 0n ? -rounded : rounded
}
