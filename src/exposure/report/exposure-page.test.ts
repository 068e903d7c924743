import { afterAll, describe, expect, test } from 'vitest'
import type { Exposure } from '#exposure/measures/exposure.ts'
import { isFit } from '#exposure/measures/tail-measures.ts'
import { judgeExposure } from '#exposure/rules/judge-exposure.ts'
import { basicFiles, holdingFile, measureFiles, removePortfolios } from '#exposure/test-portfolio.ts'
import { exposurePage } from './exposure-page.ts'

afterAll(removePortfolios)

function pageOf(exposure: Exposure, language: 'zh' | 'en'): string {
  return exposurePage({ exposure, outcomes: judgeExposure(exposure), language })
}

describe('exposure.html', () => {
  test('escapes what stands in the files', async () => {
    const name = '<img src=x onerror=alert(1)>'
    const exposure = await measureFiles({
      'holding.csv': holdingFile.replace('股票A', name).replace('甲公司', '"a&b"'),
      'price.csv': basicFiles['price.csv']!.replace('股票A', name),
    })
    const html = pageOf(exposure, 'zh')
    expect(html).not.toContain('<img')
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(html).not.toMatch(/NaN|undefined|Infinity|\[object/)
  })

  test('says why something is missing, in its language', async () => {
    const exposure = await measureFiles(basicFiles)
    expect(pageOf(exposure, 'en')).toContain('A back-test needs at least 350 returns')
    expect(pageOf(exposure, 'zh')).toContain('回测需要至少 350 个收益率')
    expect(pageOf(exposure, 'en')).toContain('lang="en"')
  })

  test('draws no volatility of a fit that did not converge, and says so', async () => {
    const exposure = await measureFiles(basicFiles)
    if (!isFit(exposure.garch)) throw new Error('no fit')
    const warning = { zh: '没有收敛', en: 'did not converge' }
    const garch = { ...exposure.garch, hasConverged: false, warnings: [warning] }
    const [drawn, refused] = [pageOf(exposure, 'en'), pageOf({ ...exposure, garch }, 'en')]
    expect(drawn).toContain('GARCH volatility a year')
    expect(refused).not.toContain('GARCH volatility a year')
    expect(refused).toContain('did not converge')
  })
})
