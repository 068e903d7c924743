import { roundDivision } from '#base/round-division.ts'

/** Annex of 国发〔2005〕38号: policy/payout-months.json. */
export interface PayoutMonthsPolicy {
  readonly reference: string
  readonly first_age: number
  readonly months: readonly number[]
}

/** Payout months of a whole age in years; null outside the table. Ages between are a regional choice, never guessed. */
export function payoutMonths(policy: PayoutMonthsPolicy, age: number): number | null {
  return policy.months[age - policy.first_age] ?? null
}

export interface PensionInput {
  /** 计发基数 of the province and year of retirement, fen a month. */
  readonly baseFen: bigint
  /** 本人平均缴费工资指数, millionths. */
  readonly averageIndexMillionths: bigint
  /** Paid and deemed months together. */
  readonly months: number
  readonly accountBalanceFen: bigint
  readonly payoutMonths: number
  /** Only for those who worked before the system began (中人). */
  readonly deemed?: {
    readonly indexMillionths: bigint
    readonly months: number
    /** The province's transition factor k, millionths: 12000n is 1.2 %. */
    readonly factorMillionths: bigint
  }
}

/** Fen a month, each part rounded to fen half away from zero. */
export interface Pension {
  readonly basicFen: bigint
  readonly accountFen: bigint
  readonly transitionalFen: bigint
  readonly totalFen: bigint
}

const million = 1_000_000n

/**
 * The pension of a 新人 or 中人 of scheme 110 (国发〔2005〕38号; ../shared/domain/4-formulas.md 4.3):
 * basic = A × (1 + i) / 2 × N × 1 %, account = V / M, transitional = A × i_deemed × N_deemed × k; N in years.
 */
export function employeePension(input: PensionInput): Pension {
  const basicFen = roundDivision(
    input.baseFen * (million + input.averageIndexMillionths) * BigInt(input.months),
    million * 2n * 12n * 100n,
  )
  const accountFen = roundDivision(input.accountBalanceFen, BigInt(input.payoutMonths))
  const { deemed } = input
  const transitionalFen =
    deemed === undefined
      ? 0n
      : roundDivision(
          input.baseFen * deemed.indexMillionths * BigInt(deemed.months) * deemed.factorMillionths,
          million * 12n * million,
        )
  return { basicFen, accountFen, transitionalFen, totalFen: basicFen + accountFen + transitionalFen }
}
