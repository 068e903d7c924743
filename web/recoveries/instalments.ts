import type { Recovery } from '#web/cases/read-case.ts'

export interface ShownItem {
  readonly at: number
  readonly due_on: string
  readonly amount_fen: string
  /** Of all items up to and with this one, what is not there; '0' where nothing is. */
  readonly missing_fen: string
}

/** The plan against what has come since it was made: the same sum as the server's. Pure. */
export function shownItems({ plan, recovered_fen, written_off_fen }: Recovery): readonly ShownItem[] {
  if (plan === null) return []
  const come = BigInt(recovered_fen) + BigInt(written_off_fen) - BigInt(plan.recovered_before_fen)
  let asked = 0n
  return plan.items.map(({ due_on, amount_fen }, index) => {
    asked += BigInt(amount_fen)
    const missing = asked > come ? asked - come : 0n
    const own = missing < BigInt(amount_fen) ? missing : BigInt(amount_fen)
    return { at: index + 1, due_on, amount_fen, missing_fen: own.toString() }
  })
}
