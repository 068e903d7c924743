import type { Month } from '#base/calendar-math.ts'
import { monthOf } from '#base/calendar-math.ts'

/**
 * How much of last month's business is looked at again, by function (R-WF-05): 每月对上月业务随机抽取10%进行核查 (000), and more
 * of 关键信息变更、待遇补发等高风险业务 (004, 十). The founding text has the ten per cent; the others are defaults of ours.
 */
export interface SampleRatios {
  /** Business of this month on. */
  readonly validFrom: Month
  /** In parts of a million. */
  readonly other: number
  readonly byFunction: Readonly<Record<string, number>>
}

/** Dated: a plan is drawn by what held for its month, and keeps the ratios it was drawn by. The newest first. */
export const sampleRatios: readonly SampleRatios[] = [
  {
    validFrom: monthOf(2018, 1),
    other: 100_000,
    byFunction: { DEATH_RESUME: 1_000_000, BACK_PAY: 300_000, ACCOUNT_CHANGE: 200_000 },
  },
]

export function ratiosOf(month: Month): SampleRatios {
  const valid = sampleRatios.find(({ validFrom }) => validFrom <= month)
  if (valid === undefined) throw new Error(`no ratios of sampling are in force in month ${month}`)
  return valid
}

export function ratioOf({ other, byFunction }: SampleRatios, functionCode: string): number {
  return byFunction[functionCode] ?? other
}
