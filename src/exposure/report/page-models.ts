import type { Language } from '#base/bilingual.ts'
import { type Exposure, isMeasured } from '#exposure/measures/exposure.ts'
import { isFit } from '#exposure/measures/tail-measures.ts'
import { testResiduals } from '#quant/garch/fit-garch.ts'
import { type Markup, markup } from '#reporting/page/markup.ts'

const shown = (value: number | null): string => (value === null ? '–' : value.toPrecision(5))

/** Estimates with robust errors, information criteria and tests of the residuals. */
export function garchTable({ garch }: Exposure, language: Language): Markup {
  if (!isFit(garch)) return markup`<p>${garch[language]}</p>`
  const zh = language === 'zh'
  const rows = garch.names.map(
    (name, i) =>
      markup`<tr><td>${name}</td><td class="number">${shown(garch.estimates[i]!)}</td><td class="number">${shown(garch.standardErrors.hessian[i]!)}</td><td class="number">${shown(garch.standardErrors.white[i]!)}</td></tr>`,
  )
  const tests = testResiduals(garch)
  const facts = [
    `ln L ${garch.logLikelihood.toFixed(3)}`,
    `AIC ${garch.criteria.aic.toFixed(2)}`,
    `BIC ${garch.criteria.bic.toFixed(2)}`,
    `${zh ? '持续性' : 'persistence'} ${garch.persistence.toFixed(5)}`,
    `Ljung–Box z p=${tests.ljungBox.pValue.toFixed(3)}`,
    `Ljung–Box z² p=${tests.ljungBoxSquares.pValue.toFixed(3)}`,
    `ARCH-LM p=${tests.archLm.pValue.toFixed(3)}`,
  ]
  const warnings = garch.warnings.map((each) => markup`<p>${each[language]}</p>`)
  return markup`<table><thead><tr><th>${zh ? '参数' : 'Parameter'}</th><th class="number">${zh ? '估计' : 'Estimate'}</th><th class="number">${zh ? '标准误' : 'Error'}</th><th class="number">${zh ? '稳健标准误' : 'Robust error'}</th></tr></thead><tbody>${rows}</tbody></table><p>${facts.join(' · ')}</p>${warnings}`
}

/** The figures of the capital asset pricing model. */
export function capmTable({ capm }: Exposure, language: Language): Markup {
  if (!isMeasured(capm)) return markup`<p>${capm[language]}</p>`
  const zh = language === 'zh'
  const { slope, intercept } = capm.line.robustErrors.hc1
  const rows = [
    ['beta', shown(capm.beta), shown(slope)],
    [zh ? 'alpha（每期）' : 'alpha (a period)', shown(capm.alpha), shown(intercept)],
    ['R²', shown(capm.rSquared), ''],
    [zh ? '夏普比率（年）' : 'Sharpe ratio (a year)', shown(capm.annualSharpe), ''],
    [zh ? 'Treynor 比率（年）' : 'Treynor ratio (a year)', shown(capm.annualTreynor), ''],
    [zh ? '信息比率（年）' : 'Information ratio (a year)', shown(capm.annualInformationRatio), ''],
    [zh ? '跟踪误差（年）' : 'Tracking error (a year)', shown(capm.annualTrackingError), ''],
    [zh ? '系统风险（年）' : 'Systematic risk (a year)', shown(capm.systematicRisk), ''],
    [zh ? '特有风险（年）' : 'Specific risk (a year)', shown(capm.specificRisk), ''],
  ].map(
    ([title, value, error]) =>
      markup`<tr><td>${title!}</td><td class="number">${value!}</td><td class="number">${error!}</td></tr>`,
  )
  return markup`<table><thead><tr><th></th><th class="number">${zh ? '估计' : 'Estimate'}</th><th class="number">${zh ? '稳健标准误' : 'Robust error'}</th></tr></thead><tbody>${rows}</tbody></table>`
}
