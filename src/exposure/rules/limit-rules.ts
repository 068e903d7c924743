import type { Bilingual } from '#base/bilingual.ts'
import { formatDay, formatMonth } from '#base/calendar-math.ts'
import { formatYuan, formatYuanGrouped } from '#base/money.ts'
import { percent } from '#exposure/figures.ts'
import type { ConcentrationMeasure, Exposure, LimitMeasure } from '#exposure/measures/exposure.ts'
import { indicatorOf, reserveMonths } from '#quant/fund/indicators.ts'
import {
  type Claim,
  type InvestmentEvidence,
  type InvestmentOutcome,
  type InvestmentRule,
  judged,
  notEvaluated,
} from './investment-finding.ts'
import { staleMonths } from './timeliness.ts'

/** share × whole, exact to a fen of rounding. */
function part(whole: bigint, share: number): bigint {
  return (whole * BigInt(Math.round(share * 1e9))) / 1_000_000_000n
}

const classLimits: InvestmentRule = {
  code: 'INV-03',
  level: 1,
  title: { zh: '资产类别比例超限', en: 'Class of assets outside its limits' },
  caution: {
    zh: '市场变动造成的被动超限可能有调整期限。',
    en: 'A limit broken by the market alone may have a time of grace.',
  },
}

function holdingEvidence(
  { positions }: Exposure,
  isPart: (position: Exposure['positions'][number]) => boolean,
): InvestmentEvidence[] {
  return positions.filter(isPart).map(({ asset, assetClass, valueFen, weight }) => ({
    table: 'holding',
    key: asset,
    values: { class: assetClass.code, value: formatYuan(valueFen), share: weight.toFixed(4) },
  }))
}

function limitClaim(exposure: Exposure, limit: LimitMeasure): Claim {
  const { netAssetsFen, investments } = exposure
  const day = formatDay(investments.asOf)
  const isBelow = limit.min !== null && limit.share < limit.min
  const bound = isBelow ? limit.min! : limit.max!
  const gap = limit.amountFen - part(netAssetsFen, bound)
  const amountFen = gap < 0n ? -gap : gap
  const classes = investments.policy.limits.find(({ code }) => code === limit.code)!.classes
  return {
    subjectKind: 'asset_class',
    subjectId: limit.code,
    periodFrom: day,
    periodTo: day,
    amountFen,
    explanation: {
      zh: `${limit.title.zh}占净资产 ${percent(limit.share)}，${isBelow ? '低于下限' : '高于上限'} ${percent(bound)}，相差 ${formatYuanGrouped(amountFen)} 元（${investments.policy.reference}）。`,
      en: `${limit.title.en}: ${percent(limit.share)} of net assets, ${isBelow ? 'below the minimum' : 'above the maximum'} of ${percent(bound)}, by ${formatYuanGrouped(amountFen)} yuan.`,
    },
    evidence: holdingEvidence(exposure, ({ assetClass }) => classes.includes(assetClass.code)),
  }
}

/** R-INV-03: the limits of 国发〔2015〕48号 or of --limits. */
export function judgeLimits(exposure: Exposure): InvestmentOutcome {
  const broken = exposure.limits.filter(({ status }) => status === 'broken')
  return judged(
    classLimits,
    broken.map((limit) => limitClaim(exposure, limit)),
  )
}

const concentration: InvestmentRule = {
  code: 'INV-04',
  level: 2,
  title: { zh: '单一主体集中度', en: 'Too much with one debtor' },
  caution: { zh: '国债等主权主体不计。', en: 'What a state owes is not counted.' },
}

function concentrationClaim(
  exposure: Exposure,
  { issuer, kind, share, amountFen }: ConcentrationMeasure,
): Claim {
  const { thresholds } = exposure.investments.policy
  const limit = kind === 'bank' ? thresholds.bank : thresholds.issuer
  const day = formatDay(exposure.investments.asOf)
  const excess = amountFen - part(exposure.netAssetsFen, limit)
  const what: Bilingual = kind === 'bank' ? { zh: '存款', en: 'Deposits with' } : { zh: '', en: 'Assets of' }
  return {
    subjectKind: kind,
    subjectId: issuer,
    periodFrom: day,
    periodTo: day,
    amountFen: excess,
    explanation: {
      zh: `${issuer}${what.zh}占净资产 ${percent(share)}，高于 ${percent(limit)}，超出 ${formatYuanGrouped(excess)} 元。`,
      en: `${what.en} ${issuer} are ${percent(share)} of net assets, above ${percent(limit)}, by ${formatYuanGrouped(excess)} yuan.`,
    },
    evidence: holdingEvidence(
      exposure,
      (position) =>
        position.issuer === issuer &&
        (position.assetClass.kind === 'deposit') === (kind === 'bank') &&
        !position.assetClass.is_sovereign &&
        !position.assetClass.is_financing,
    ),
  }
}

/** R-INV-04: one issuer, or the deposits with one bank. */
export function judgeConcentration(exposure: Exposure): InvestmentOutcome {
  const { thresholds } = exposure.investments.policy
  const crowded = exposure.concentrations.filter(
    ({ kind, share }) => share > (kind === 'bank' ? thresholds.bank : thresholds.issuer),
  )
  return judged(
    concentration,
    crowded.map((each) => concentrationClaim(exposure, each)),
  )
}

const entrustedShare: InvestmentRule = {
  code: 'INV-07',
  level: 2,
  title: { zh: '委托比例不足 80%', en: 'Too little entrusted' },
  caution: { zh: '经批准的备付需要。', en: 'An approved reserve for payments.' },
}

const noMonths: Bilingual = {
  zh: '没有 fund_month.csv，或其中没有需要的列。',
  en: 'fund_month.csv is missing, or has not the columns that are needed.',
}

/** R-INV-07: of the resident fund's new balance since 2017 at least 80 % are entrusted. */
export function judgeEntrusted({ investments }: Exposure): InvestmentOutcome {
  const last = investments.months.at(-1)
  const fresh = last?.newBalanceSince2017 ?? null
  const entrusted = last?.entrusted ?? null
  if (last === undefined || fresh === null || entrusted === null)
    return notEvaluated(entrustedShare, noMonths)
  const hindrance = staleMonths(investments)
  if (hindrance !== null) return notEvaluated(entrustedShare, hindrance)
  // Where the balance has not grown there is nothing new to entrust.
  if (fresh <= 0n) return judged(entrustedShare, [])
  const { value } = indicatorOf('entrusted', entrusted, fresh)
  const limit = investments.policy.thresholds.entrusted
  if (value === null || value >= limit) return judged(entrustedShare, [])
  const month = formatMonth(last.month)
  const amountFen = part(fresh, limit) - entrusted
  return judged(entrustedShare, [
    {
      subjectKind: 'fund',
      subjectId: 'fund',
      periodFrom: month,
      periodTo: month,
      amountFen,
      explanation: {
        zh: `截至 ${month}，2017 年后新增结余 ${formatYuanGrouped(fresh)} 元中委托投资 ${formatYuanGrouped(entrusted)} 元，占 ${percent(value)}，低于 ${percent(limit)}，还差 ${formatYuanGrouped(amountFen)} 元。`,
        en: `By ${month}, ${formatYuanGrouped(entrusted)} of the new balance since 2017 of ${formatYuanGrouped(fresh)} yuan were entrusted, ${percent(value)}, below ${percent(limit)}: ${formatYuanGrouped(amountFen)} yuan too little.`,
      },
      evidence: [
        {
          table: 'fund_month',
          key: month,
          values: { new_balance_since_2017: formatYuan(fresh), entrusted: formatYuan(entrusted) },
        },
      ],
    },
  ])
}

const solvency: InvestmentRule = {
  code: 'INV-09',
  level: 1,
  title: { zh: '支付月数不足', en: 'Too few months of reserve' },
  caution: { zh: '无已知误报。', en: 'None known.' },
}

/** R-INV-09: the balance pays fewer than 6 (critical: 3) months of the last year's expenditure. */
export function judgeSolvency({ investments }: Exposure): InvestmentOutcome {
  const { months, policy } = investments
  if (months.length < 12) {
    return notEvaluated(solvency, {
      zh: `可支付月数需要最近 12 个月的收支（fund_month.csv），现有 ${months.length} 个月。`,
      en: `Reserve months need 12 months of fund_month.csv, there are ${months.length}.`,
    })
  }
  const hindrance = staleMonths(investments)
  if (hindrance !== null) return notEvaluated(solvency, hindrance)
  const last = months.at(-1)!
  const value = reserveMonths(
    last.balance,
    months.map(({ expenditure }) => expenditure),
  )
  const { reserve_months: limit, reserve_months_critical: critical } = policy.thresholds
  if (value === null || value >= limit) return judged(solvency, [])
  const month = formatMonth(last.month)
  const year = months.slice(-12)
  const spent = year.reduce((sum, { expenditure }) => sum + expenditure, 0n)
  const amountFen = (spent * BigInt(Math.round(limit * 1000))) / 12_000n - last.balance
  const isCritical = value < critical
  return judged(solvency, [
    {
      subjectKind: 'fund',
      subjectId: 'fund',
      periodFrom: formatMonth(year[0]!.month),
      periodTo: month,
      amountFen,
      explanation: {
        zh: `累计结余 ${formatYuanGrouped(last.balance)} 元只够支付 ${value.toFixed(1)} 个月，低于 ${isCritical ? `${critical} 个月的警戒线` : `${limit} 个月`}。`,
        en: `The balance of ${formatYuanGrouped(last.balance)} yuan pays ${value.toFixed(1)} months only, below ${isCritical ? `the critical ${critical}` : limit}.`,
      },
      evidence: year.map(({ month: each, income, expenditure, balance }) => ({
        table: 'fund_month',
        key: formatMonth(each),
        values: {
          income: formatYuan(income),
          expenditure: formatYuan(expenditure),
          balance: formatYuan(balance),
        },
      })),
    },
  ])
}
