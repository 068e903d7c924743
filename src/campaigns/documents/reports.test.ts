import path from 'node:path'
import fc from 'fast-check'
import PizZip from 'pizzip'
import { describe, expect, test } from 'vitest'
import { fillTemplate, type TemplateValues } from '#platform/docx/fill-template.ts'
import { readTemplateFile } from '#platform/docx/read-template.ts'
import { campaignReportValues } from './campaign-report.ts'
import { monthlyReportValues } from './monthly-report.ts'
import { percentText } from './percent.ts'
import { reportFiles, tagNames } from './report-tags.ts'
import { testFigures, testMonth, testPlan } from './test-reports.ts'

const folder = path.join(import.meta.dirname, '../../../templates/campaigns')

/** The words of a .docx, a space between its cells and paragraphs. */
async function wordsOf(kind: keyof typeof reportFiles, values: TemplateValues): Promise<string> {
  const { file, tags } = reportFiles[kind]
  const template = await readTemplateFile(folder, file)
  const filled = fillTemplate(template, { name: file, values, tags: tagNames(tags) })
  const xml = new PizZip(filled).file('word/document.xml')!.asText()
  return xml
    .replace(/<\/w:(p|tc)>/g, ' ')
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ')
}

describe('the reports of a campaign', () => {
  test('the report says who answered, what contradicts, what was checked and what was mended', async () => {
    const given = { plan: testPlan, agency: '示例省人社厅', on: '2026年8月31日', figures: testFigures }
    const values = campaignReportValues({ ...given, regions: ['示例省'], schemes: [], summary: '总体可控。' })
    const words = await wordsOf('CAMPAIGN', values)
    expect(words).toContain('应报单位40个，已提交38个，已认可30个，逾期未报2个，报送率95.0%')
    expect(words).toContain('养老金发放异常 3 1 36 5 4')
    expect(words).toContain('不一致的共5项，其中单位已说明原因4项，尚未说明1项')
    expect(words).toContain('市级检查应查40个单位，已查40个，复查面100.0%')
    expect(words).toContain('省级抽查应查3个市，已查1个，抽查面33.3%（要求不低于50%）')
    expect(words).toContain('发现问题23个，涉及金额1,234,567.89元；已处理21个，处理率95.0%')
    expect(words).toContain('示例市 12 12 3 7 6 500.00')
    expect(words).toContain('组长 张三 示例省人社厅厅长')
    expect(words).toContain('总体可控。')
    expect(words).not.toMatch(/[{}]/)
  })

  test('a report before the end says that its summary is still to come', () => {
    const given = { plan: testPlan, agency: '甲', on: '2026年8月1日', figures: testFigures }
    const { 总结, 险种 } = campaignReportValues({ ...given, regions: [], schemes: [], summary: '' })
    expect([总结, 险种]).toEqual(['风险排查尚未结束，总结待填。', '全部险种'])
  })

  test('the monthly report has the figures that were frozen with it', async () => {
    const words = await wordsOf('MONTHLY', monthlyReportValues(testMonth))
    expect(words).toContain('（2026年7月）')
    expect(words).toContain('发现问题 23 其中须上级完善制度 3')
    expect(words).toContain('处理率95.0%，整改率90.0%（要求均不低于95%')
    expect(words).toContain('四、重要情况 无')
    expect(words).not.toMatch(/[{}]/)
  })
})

describe('a rate', () => {
  test('is never rounded up to what is asked for', () => {
    expect(percentText(9496, 10_000)).toBe('94.9%')
    expect(percentText(95, 100)).toBe('95.0%')
    expect(percentText(0, 7)).toBe('0.0%')
    expect(percentText(0, 0)).toBe('—')
  })

  test('is below the true share by less than a tenth of a percent', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 1_000_000 }), (part, whole) => {
        const shown = Number(percentText(part, whole).slice(0, -1))
        const share = (part / whole) * 100
        expect(shown).toBeLessThanOrEqual(share + 1e-6)
        expect(share - shown).toBeLessThan(0.1 + 1e-6)
      }),
    )
  })
})
