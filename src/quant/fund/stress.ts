import { unfit } from '#quant/unfit.ts'

/** A holding as a stress test sees it. Value in yuan, negative for financing. */
export interface StressPosition {
  readonly asset: string
  readonly value: number
  readonly kind: 'equity' | 'fixed-income' | 'deposit' | 'other'
  /** Modified duration in years, for fixed income. */
  readonly duration?: number
  /** The bank of a deposit. */
  readonly issuer?: string
}

/** Yuan a month, positive; absent where the data do not say. */
export interface CashFlow {
  readonly balance: number
  readonly monthlyIncome: number
  readonly monthlyExpenditure: number
}

/** Shocks, all of them at once; absent: none. */
export interface StressScenario {
  /** −0.3: equities lose 30 %. */
  readonly equityReturn?: number
  /** 0.015: yields rise by 150 basis points; the loss is duration × this (first order). */
  readonly yieldRise?: number
  /** The bank with the largest deposits pays back this share of them. */
  readonly largestBankRecovery?: number
  /** 0.1: benefits cost 10 % more. */
  readonly expenditureRise?: number
  /** 0.1: a tenth less is collected. */
  readonly collectionFall?: number
}

/** The shocks of domain/4-formulas.md 4.17. */
export const standardScenarios = {
  equityCrash: { equityReturn: -0.3 },
  yieldRise: { yieldRise: 0.015 },
  bankDefault: { largestBankRecovery: 0 },
  benefitRun: { expenditureRise: 0.1 },
  collectionFall: { collectionFall: 0.1 },
  allAtOnce: {
    equityReturn: -0.3,
    yieldRise: 0.015,
    largestBankRecovery: 0,
    expenditureRise: 0.1,
    collectionFall: 0.1,
  },
} as const satisfies Record<string, StressScenario>

export interface StressResult {
  /** Net assets before and after, yuan. */
  readonly before: number
  readonly after: number
  /** Loss by holding, in the order of the positions; positive for a loss. */
  readonly losses: readonly number[]
  readonly loss: number
  /** loss / before. */
  readonly lossShare: number
  /** Months that the balance (after the loss) pays the expenditure; null without cash flow. */
  readonly reserveMonths: number | null
  /** Months until the balance is used up at income − expenditure; null where it never is or nothing is known. */
  readonly monthsToDepletion: number | null
}

function largestBank(positions: readonly StressPosition[]): string | undefined {
  const sums = new Map<string, number>()
  for (const { kind, issuer, asset, value } of positions) {
    if (kind !== 'deposit') continue
    const bank = issuer ?? asset
    sums.set(bank, (sums.get(bank) ?? 0) + value)
  }
  const [largest] = [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  return largest?.[0]
}

function lossOf(position: StressPosition, scenario: StressScenario, bank: string | undefined): number {
  const { kind, value, duration = 0, issuer, asset } = position
  if (kind === 'equity') return -value * (scenario.equityReturn ?? 0)
  if (kind === 'fixed-income') return value * Math.min(duration * (scenario.yieldRise ?? 0), 1)
  const isHit = kind === 'deposit' && (issuer ?? asset) === bank
  return isHit ? value * (1 - (scenario.largestBankRecovery ?? 1)) : 0
}

/**
 * What a scenario does to net assets and to the months that can be paid. First order, shocks independent of each other
 * and immediate. Net assets must be above 0.
 */
export function stress(
  positions: readonly StressPosition[],
  scenario: StressScenario,
  cashFlow?: CashFlow,
): StressResult {
  const before = positions.reduce((sum, { value }) => sum + value, 0)
  if (!(before > 0)) {
    throw unfit({
      zh: `组合的净资产为 ${before}，必须大于 0 才能做压力测试。`,
      en: `The portfolio's net assets are ${before}; a stress test needs them above 0.`,
    })
  }
  const bank = largestBank(positions)
  const losses = positions.map((each) => lossOf(each, scenario, bank))
  const loss = losses.reduce((sum, each) => sum + each, 0)
  const expenditure = (cashFlow?.monthlyExpenditure ?? 0) * (1 + (scenario.expenditureRise ?? 0))
  const income = (cashFlow?.monthlyIncome ?? 0) * (1 - (scenario.collectionFall ?? 0))
  const balance = (cashFlow?.balance ?? 0) - loss
  return {
    before,
    after: before - loss,
    losses,
    loss,
    lossShare: loss / before,
    reserveMonths: cashFlow === undefined || expenditure === 0 ? null : balance / expenditure,
    monthsToDepletion:
      cashFlow === undefined || income >= expenditure ? null : balance / (expenditure - income),
  }
}
