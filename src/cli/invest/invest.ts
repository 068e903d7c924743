import path from 'node:path'
import {
  type Call,
  type Command,
  findText,
  findWholeNumber,
  type Surroundings,
  wrongUsage,
} from '#cli/command.ts'
import { parseAsOf } from '#cli/screen/screen-options.ts'

function parseConfidence(text: string | undefined): number {
  const value = text === undefined ? 0.99 : /^0?\.\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  if (value >= 0.5 && value <= 0.999) return value
  throw wrongUsage({
    zh: `选项 --confidence 应为 0.5 到 0.999 的小数，而不是“${text}”。`,
    en: `The option --confidence must be a decimal from 0.5 to 0.999, not "${text}".`,
  })
}

function parseHorizon(text: string | undefined): 1 | 10 {
  if (text === undefined || text === '1') return 1
  if (text === '10') return 10
  throw wrongUsage({
    zh: `选项 --horizon 只能是 1 或 10，而不是“${text}”。`,
    en: `The option --horizon can only be 1 or 10, not "${text}".`,
  })
}

async function invest({ operands, values }: Call, surroundings: Surroundings): Promise<number> {
  const { workingDirectory } = surroundings
  const inside = (name: string): string => path.resolve(workingDirectory, name)
  const [out, limits] = [findText(values, 'out'), findText(values, 'limits')]
  const request = {
    folder: inside(operands[0]!),
    out: out === undefined ? undefined : inside(out),
    limitsFile: limits === undefined ? undefined : inside(limits),
    asOf: parseAsOf(values),
    confidence: parseConfidence(findText(values, 'confidence')),
    horizon: parseHorizon(findText(values, 'horizon')),
    backtestPeriods: findWholeNumber(values, 'backtest', { min: 100, max: 5_000 }) ?? 250,
  }
  const { investToFolder } = await import('./invest-to-folder.ts')
  return investToFolder(request, surroundings)
}

export const investCommand: Command = {
  name: 'invest',
  summary: {
    zh: '衡量基金投资的风险：限额、风险价值、回测、压力测试，给出疑点与报告',
    en: "Measure the risk of a fund's investments: limits, value at risk, back-tests, stress; findings and reports",
  },
  operands: 'DIR',
  operandCount: { min: 1, max: 1 },
  options: {
    out: {
      value: 'DIR',
      text: { zh: '输出文件夹，默认 exposure-截止日', en: 'Output folder; default exposure-<as_of>' },
    },
    'as-of': {
      value: 'YYYY-MM-DD',
      text: {
        zh: '截止日，默认最后一个持仓日',
        en: 'Day of the measurement; default: the last day of holdings',
      },
    },
    confidence: { value: 'P', text: { zh: '置信度，默认 0.99', en: 'Confidence; default 0.99' } },
    horizon: {
      value: '1|10',
      text: { zh: '持有期（期数），默认 1', en: 'Periods that a position is held; default 1' },
    },
    limits: {
      value: 'FILE',
      text: {
        zh: '替换投资限额与阈值的文件（形式同 policy/investment.json）',
        en: 'A file of limits and thresholds in place of policy/investment.json',
      },
    },
    backtest: { value: 'N', text: { zh: '回测期数，默认 250', en: 'Periods of the back-test; default 250' } },
  },
  notes: [
    {
      zh: 'DIR 中的文件：holding.csv（date, asset, class, value，可加 issuer, duration），price.csv 或 return.csv（长表或宽表），可选 benchmark.csv、risk_free.csv、fund_month.csv。',
      en: 'Files in DIR: holding.csv (date, asset, class, value; issuer and duration if known), price.csv or return.csv (long or wide), and if there are any benchmark.csv, risk_free.csv, fund_month.csv.',
    },
  ],
  examples: [
    {
      line: 'fangxian invest portfolio --out exposure',
      text: {
        zh: '衡量 portfolio 中的投资，结果写入 exposure',
        en: 'Measure the investments in portfolio into exposure',
      },
    },
  ],
  run: invest,
}
