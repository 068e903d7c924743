import type { Effect } from '#records/effect.ts'

/**
 * Effects on the tables of authority, which `app.save_act` writes in the act's own transaction. Whoever changes what a
 * person may do raises the person's epoch with it (platform.md 15): an act decided on older facts is decided again, and
 * of two changes to one person the second finds another epoch and is decided again.
 */

export interface Epoch {
  readonly staffId: string
  readonly epoch: bigint
}

export function raiseEpoch({ staffId, epoch }: Epoch): Effect {
  return {
    operation: 'update',
    table: 'app.authority_epoch',
    key: { staff_id: staffId },
    values: { epoch: epoch + 1n },
    expected: { epoch },
  }
}

/** With the epoch, sessions, open codes and everything to sign in with: a trigger ends them in the same transaction. */
export function raiseEpochAndEndCredentials({ staffId, epoch }: Epoch, at: Date): Effect {
  return {
    operation: 'update',
    table: 'app.authority_epoch',
    key: { staff_id: staffId },
    values: { epoch: epoch + 1n, credentials_ended_at: at.toISOString() },
    expected: { epoch },
  }
}

/** Of somebody new. */
export function firstEpoch(staffId: string): Effect {
  return { operation: 'insert', table: 'app.authority_epoch', values: { staff_id: staffId, epoch: 1n } }
}
