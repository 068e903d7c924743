import { roundDivision } from '#base/round-division.ts'
import type { PayoutMonthsPolicy } from '#benefit/pension.ts'
import { employeePension, payoutMonths } from '#benefit/pension.ts'

/** What a determination states, fen and millionths. */
export interface StatedPension {
  readonly scheme: '110' | '120' | '170'
  readonly baseFen: bigint
  readonly indexMillionths: bigint | null
  readonly contributionMonths: number
  readonly deemedMonths: number
  readonly deemedIndexMillionths: bigint | null
  readonly transitionFactorMillionths: bigint | null
  readonly accountFen: bigint
  readonly payoutMonths: number
}

export interface PensionParts {
  readonly basicFen: bigint
  readonly accountFen: bigint
  readonly transitionalFen: bigint
}

/** Null where no formula of src/benefit or the standard gives it: scheme 120, or without its index. */
export function computedPension(stated: StatedPension): PensionParts | null {
  const { scheme, baseFen, accountFen, indexMillionths, deemedMonths } = stated
  if (stated.payoutMonths === 0) return null
  if (scheme === '170') {
    // 国发〔2014〕8号 (4.8): the region's basic pension and the account over the payout months.
    return {
      basicFen: baseFen,
      accountFen: roundDivision(accountFen, BigInt(stated.payoutMonths)),
      transitionalFen: 0n,
    }
  }
  if (scheme !== '110' || indexMillionths === null) return null
  const { deemedIndexMillionths, transitionFactorMillionths } = stated
  if (deemedMonths > 0 && (deemedIndexMillionths === null || transitionFactorMillionths === null)) return null
  const pension = employeePension({
    baseFen,
    averageIndexMillionths: indexMillionths,
    months: stated.contributionMonths + deemedMonths,
    accountBalanceFen: accountFen,
    payoutMonths: stated.payoutMonths,
    ...(deemedMonths === 0
      ? {}
      : {
          deemed: {
            indexMillionths: deemedIndexMillionths!,
            months: deemedMonths,
            factorMillionths: transitionFactorMillionths!,
          },
        }),
  })
  return {
    basicFen: pension.basicFen,
    accountFen: pension.accountFen,
    transitionalFen: pension.transitionalFen,
  }
}

/** The payout months lawful at an age: one number at a whole age, between two those of both and all between (4.5). */
export function lawfulPayoutMonths(
  policy: PayoutMonthsPolicy,
  ageMonths: number,
): { readonly from: number; readonly to: number } | null {
  const age = Math.floor(ageMonths / 12)
  const younger = payoutMonths(policy, age)
  const older = ageMonths % 12 === 0 ? younger : payoutMonths(policy, age + 1)
  return younger === null || older === null ? null : { from: older, to: younger }
}

/** Fifteen years (社会保险法第十六条) until 2029; from 2030 six months more each year, to twenty years (4.7). */
export function minimumMonths(retireMonth: number): number {
  const year = Math.floor(retireMonth / 12)
  return 180 + 6 * Math.min(Math.max(year - 2029, 0), 10)
}
