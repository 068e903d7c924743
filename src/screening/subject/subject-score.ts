import { roundDivision } from '#base/round-division.ts'
import type { Level } from '../finding.ts'

/**
 * score = 1 − Π(1 − weight × confidence), over the findings of a subject. Computed on integers, so that every machine
 * prints the same digits: weights are hundredths, confidences millionths, and their product hundred-millionths.
 */
export const levelWeights: Readonly<Record<Level, bigint>> = { 1: 60n, 2: 30n, 3: 10n }

/** How often findings of a rule turn out to be true: its measured precision, in millionths, where it is known. */
export type Confidences = ReadonlyMap<string, bigint>

export const defaultConfidence = 500_000n
/** Of what somebody has verified. */
export const certain = 1_000_000n

const one = 100_000_000n

/** `0.82` → 820_000n; null for anything but a decimal from 0 to 1 of at most six places. */
export function parseConfidence(text: string): bigint | null {
  const match = /^(0|1)(?:\.(\d{1,6}))?$/.exec(text)
  if (match === null) return null
  const millionths = BigInt(match[1]! + (match[2] ?? '').padEnd(6, '0'))
  return millionths <= 1_000_000n ? millionths : null
}

/** 820_000n → `0.82` */
export function formatConfidence(millionths: bigint): string {
  const digits = millionths.toString().padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, '')
}

export function confidenceOf(ruleCode: string, confidences: Confidences): bigint {
  return confidences.get(ruleCode) ?? defaultConfidence
}

/** `count` findings, each of `risk` hundred-millionths. */
export interface RiskCount {
  readonly risk: bigint
  readonly count: bigint
}

/** The score in ten-thousandths, rounded half up. */
export function scoreOf(risks: readonly RiskCount[]): number {
  let kept = 1n
  let whole = 1n
  for (const { risk, count } of risks) {
    kept *= (one - risk) ** count
    whole *= one ** count
  }
  return Number(roundDivision((whole - kept) * 10_000n, whole))
}
