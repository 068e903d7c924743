import { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import { fenCodec } from '#records/fen-codec.ts'
import { reason } from '../../functions/fields.ts'
import { HeldLine, PaymentFileData } from '../payment-file-data.ts'
import { FileBatch, FileLine, PaymentFileInput } from '../payment-line.ts'

export const emergencyReleaseKind = 'EMERGENCY_RELEASE'

/** The file as it would be entered otherwise; holds and arrears wait for the next ordinary file. */
export const EmergencyInput = PaymentFileInput.omit({ arrears: true, holding: true }).extend({ reason })
export type EmergencyInput = z.infer<typeof EmergencyInput>

const Text = z.object({ zh: z.string(), en: z.string() })

export const EmergencyData = z.strictObject({
  batch: FileBatch,
  lines: z.array(FileLine),
  fileHash: z.string(),
  entered: z.object({ lineCount: z.int(), fen: fenCodec }),
  reason: z.string(),
  /** What the checks answered when they were asked at each step. */
  failures: z.array(z.object({ action: z.string(), at: z.string(), why: Text })),
  /** None is held before it is paid; the checks of afterwards say which would have been. */
  held: z.array(HeldLine),
  checks: PaymentFileData.shape.checks,
  approvedOn: z.string().nullable(),
  remarks: PaymentFileData.shape.remarks,
})
export type EmergencyData = z.infer<typeof EmergencyData>

export const emergencyStatuses = {
  ENTERED: { zh: '待主要负责人批准', en: 'awaiting the head of the unit' },
  RELEASED: { zh: '已应急放行，待补检', en: 'released, to be checked' },
  CHECKED: { zh: '已补检', en: 'checked afterwards' },
  REFUSED: { zh: '未通过', en: 'refused' },
  WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
  LAPSED: { zh: '已失效', en: 'lapsed' },
} as const satisfies Readonly<Record<string, Bilingual>>
export type EmergencyStatus = keyof typeof emergencyStatuses
