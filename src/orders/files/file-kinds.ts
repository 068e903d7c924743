import type { CheckAct } from '#records/act-context.ts'
import type { RecordKind } from '#records/define-record.ts'
import { orderFunctions } from '../order-functions.ts'
import type { RegisterOwner } from '../order-status.ts'
import { createEmergencyCheck } from './emergency/emergency-check.ts'
import { defineEmergencyRelease } from './emergency/emergency-release.ts'
import { definePaymentHold } from './holds/payment-hold.ts'
import { batchableCodes, type ImportFunctions } from './import/asked-import.ts'
import { defineBatchImport } from './import/batch-import.ts'
import { createImportCheck } from './import/import-check.ts'
import { definePaymentFile } from './payment-file.ts'
import { createPaymentFileCheck, type FileCheckContext } from './payment-file-check.ts'

/** Of the functions those that may come in lists. */
export const importFunctions: ImportFunctions = new Map(
  orderFunctions
    .filter(({ code }) => (batchableCodes as readonly string[]).includes(code))
    .map((each) => [each.code, each]),
)

/** What is about many people at once. */
export function fileKinds(register: RegisterOwner): readonly RecordKind[] {
  return [
    definePaymentFile(register),
    definePaymentHold(register),
    defineBatchImport(register, importFunctions),
    defineEmergencyRelease(register),
  ]
}

/** For `Kernel.check`: null for kinds that are none of these. */
export function createFileChecks(context: FileCheckContext): CheckAct {
  const checks = [
    createPaymentFileCheck(context),
    createImportCheck({ ...context, functions: importFunctions }),
    createEmergencyCheck(context),
  ]
  return async (asked) => {
    for (const check of checks) {
      const checked = await check(asked)
      if (checked !== null) return checked
    }
    return null
  }
}
