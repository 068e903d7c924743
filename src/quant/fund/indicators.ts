import type { Bilingual } from '#base/bilingual.ts'
import { unfit } from '#quant/unfit.ts'

/** What an indicator is measured in. */
export type IndicatorUnit = 'share' | 'months' | 'fen' | 'persons-per-person'

export interface Indicator {
  readonly title: Bilingual
  readonly numerator: Bilingual
  readonly denominator: Bilingual
  readonly unit: IndicatorUnit
  /** Where a rule or a plan demands one: the indicator should not be below it. */
  readonly target?: number
}

function indicator(
  title: readonly [string, string],
  numerator: readonly [string, string],
  denominator: readonly [string, string],
  rest: { readonly unit?: IndicatorUnit; readonly target?: number } = {},
): Indicator {
  const text = ([zh, en]: readonly [string, string]): Bilingual => ({ zh, en })
  return {
    title: text(title),
    numerator: text(numerator),
    denominator: text(denominator),
    unit: rest.unit ?? 'share',
    ...(rest.target === undefined ? {} : { target: rest.target }),
  }
}

/** The indicators of domain/4-formulas.md 4.16 that are a quotient. Amounts in fen, counts in units. */
export const fundIndicators = {
  collection: indicator(['征缴率', 'Collection rate'], ['实缴金额', 'paid'], ['应缴金额', 'payable'], {
    target: 0.98,
  }),
  reserveMonths: indicator(
    ['可支付月数', 'Reserve months'],
    ['累计结余', 'balance'],
    ['近 12 个月平均月支出', 'average monthly expenditure of the last 12 months'],
    { unit: 'months', target: 6 },
  ),
  support: indicator(
    ['抚养比', 'Support ratio'],
    ['缴费人数', 'contributors'],
    ['待遇领取人数', 'beneficiaries'],
    { unit: 'persons-per-person' },
  ),
  replacement: indicator(
    ['替代率', 'Replacement rate'],
    ['新退休人员平均养老金', 'average pension of new retirees'],
    ['社会平均工资', 'average wage'],
    { target: 0.4 },
  ),
  arrears: indicator(['欠费率', 'Arrears ratio'], ['欠费金额', 'arrears'], ['应缴金额', 'payable']),
  entrusted: indicator(
    ['委托投资比例', 'Entrusted share'],
    ['委托投资金额', 'entrusted'],
    ['2017 年后新增结余', 'new balance since 2017'],
    { target: 0.8 },
  ),
  investmentReturn: indicator(
    ['投资收益率', 'Return on investment'],
    ['投资收益', 'investment income'],
    ['平均投资资产', 'average invested assets'],
  ),
  budgetProgress: indicator(
    ['预算执行进度', 'Budget progress'],
    ['实际执行数', 'executed'],
    ['预算数', 'budget'],
  ),
  onTimePayment: indicator(
    ['按时发放率', 'On-time payment rate'],
    ['按时发放笔数', 'payments on time'],
    ['应发放笔数', 'payments due'],
    { target: 1 },
  ),
  certification: indicator(
    ['资格认证率', 'Certification rate'],
    ['已认证人数', 'certified persons'],
    ['应认证人数', 'persons to certify'],
  ),
  cardPayment: indicator(
    ['社保卡发放率', 'Card payment rate'],
    ['通过社保卡发放笔数', 'payments to cards'],
    ['发放总笔数', 'all payments'],
  ),
  exchangeTimeliness: indicator(
    ['数据交换及时率', 'Timeliness of data exchange'],
    ['及时交换次数', 'exchanges in time'],
    ['应交换次数', 'exchanges due'],
  ),
  verification: indicator(
    ['疑点核查率', 'Verification rate of findings'],
    ['已核查疑点', 'verified findings'],
    ['下发疑点', 'findings sent out'],
  ),
  truth: indicator(
    ['疑点属实率', 'Share of true findings'],
    ['属实疑点', 'true findings'],
    ['已核查疑点', 'verified findings'],
  ),
  rectification: indicator(
    ['整改率', 'Rectification rate'],
    ['已整改问题', 'rectified problems'],
    ['发现问题', 'problems found'],
    { target: 0.95 },
  ),
  recovery: indicator(
    ['追回率', 'Recovery rate'],
    ['已追回金额', 'recovered'],
    ['确认损失金额', 'confirmed loss'],
  ),
  sampling: indicator(
    ['抽查完成率', 'Sampling completion'],
    ['已抽查业务', 'sampled business'],
    ['业务总量', 'all business'],
    { target: 0.1 },
  ),
  onSiteCoverage: indicator(
    ['现场检查覆盖率', 'On-site coverage'],
    ['已现场检查机构', 'agencies inspected'],
    ['机构总数', 'all agencies'],
    { target: 0.2 },
  ),
  rotation: indicator(
    ['轮岗合规率', 'Rotation compliance'],
    ['按期轮岗人数', 'staff rotated in time'],
    ['应轮岗人数', 'staff due to rotate'],
  ),
  training: indicator(
    ['培训覆盖率', 'Training coverage'],
    ['已培训人数', 'trained staff'],
    ['应培训人数', 'all staff'],
  ),
} as const satisfies Record<string, Indicator>

export type IndicatorName = keyof typeof fundIndicators

/** Amounts of fen are bigint and never pass through a float before they are divided. */
export type Quantity = bigint | number

/** Parts per 10^12 of a bigint quotient are exact; far more than any indicator shows. */
const scale = 1_000_000_000_000n

function quotient(numerator: Quantity, denominator: Quantity): number {
  if (typeof numerator === 'bigint' && typeof denominator === 'bigint') {
    const scaled = (numerator * scale) / denominator
    return Number(scaled / scale) + Number(scaled % scale) / Number(scale)
  }
  return Number(numerator) / Number(denominator)
}

export interface IndicatorValue {
  readonly name: IndicatorName
  /** Null where the denominator is 0: there is nothing to measure, which is not the same as 0. */
  readonly value: number | null
  /** Null without a target or without a value. */
  readonly isMet: boolean | null
}

/** An indicator from its two quantities, both bigint fen or both counts; the denominator not below 0. */
export function indicatorOf(name: IndicatorName, numerator: Quantity, denominator: Quantity): IndicatorValue {
  const { title, target }: Indicator = fundIndicators[name]
  if (Number(denominator) < 0 || Number.isNaN(Number(numerator)) || Number.isNaN(Number(denominator))) {
    throw unfit({
      zh: `“${title.zh}”的分母不能为负，分子和分母都必须是数。`,
      en: `"${title.en}" needs two numbers and a denominator not below 0.`,
    })
  }
  const value = Number(denominator) === 0 ? null : quotient(numerator, denominator)
  return { name, value, isMet: value === null || target === undefined ? null : value >= target }
}

/** Balance over the mean of the last 12 monthly expenditures, all in fen; null where nothing was spent. */
export function reserveMonths(balance: bigint, monthlyExpenditure: readonly bigint[]): number | null {
  if (monthlyExpenditure.length < 12) {
    throw unfit({
      zh: `可支付月数需要最近 12 个月的支出，现有 ${monthlyExpenditure.length} 个月。`,
      en: `Reserve months need the expenditure of 12 months, there are ${monthlyExpenditure.length}.`,
    })
  }
  const year = monthlyExpenditure.slice(-12).reduce((sum, each) => sum + each, 0n)
  return year === 0n ? null : quotient(balance * 12n, year)
}

/** Income less expenditure of the period, in fen. */
export function currentSurplus(income: bigint, expenditure: bigint): bigint {
  return income - expenditure
}
