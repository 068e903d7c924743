import type { Bilingual } from './bilingual.ts'

/** An expected "no": what was asked or delivered cannot be accepted. Its sentence says what, where and what to do. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly text: Bilingual

  constructor(code: RefusalCode, text: Bilingual) {
    super(text.en)
    this.name = 'Refusal'
    this.code = code
    this.text = text
  }
}

export type RefusalCode = keyof typeof exitStatusOfRefusal

/** The one place a refusal becomes the exit status of the CLI (standard, section "A run"). */
export const exitStatusOfRefusal = {
  wrong_usage: 2,
  unreadable_input: 2,
  nothing_to_read: 2,
  /** Readable, but no base for the calculation that was asked for: too short, constant, contradictory. */
  unfit_data: 2,
  unwritable_output: 2,
  no_space: 1,
  not_signed_in: 2,
  not_permitted: 2,
  not_found: 2,
  stale_version: 2,
  in_progress: 2,
  action_not_available: 2,
  conflict: 2,
  invalid_input: 2,
  key_reused: 2,
  too_large: 2,
  too_many: 2,
  unavailable: 1,
} as const

/** A broken assertion is a bug of ours, never bad input. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`)
}
