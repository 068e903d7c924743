import type { RecordKind } from '#records/define-record.ts'
import { accessRemovalKind } from './accounts/access-removal.ts'
import { accountKind } from './accounts/account.ts'
import { credentialKind } from './accounts/credential.ts'
import { officerReplacementKind } from './accounts/officer-replacement.ts'
import { secondFactorResetKind } from './accounts/second-factor-reset.ts'
import { absenceKind } from './attendance/absence.ts'
import { coverKind } from './attendance/cover.ts'
import { overtimeKind } from './attendance/overtime.ts'
import { relativesKind } from './attendance/relatives.ts'
import { organisationKind } from './organisation/organisation-kind.ts'

/** Every record about people and what they may do, but grants of roles, which are orders (GRANT_ROLE). */
export function staffingKinds(): readonly RecordKind[] {
  return [
    accountKind(),
    accessRemovalKind(),
    secondFactorResetKind(),
    credentialKind(),
    officerReplacementKind(),
    coverKind(),
    absenceKind(),
    overtimeKind(),
    relativesKind(),
    organisationKind(),
  ]
}
