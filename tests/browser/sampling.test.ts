import { describe, expect, test } from 'vitest'
import { openChromium, skipReason } from './open-chromium.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

/** The monthly sample in the browser: what the server drew, the draw once more, one order checked without its result. */

const looks = [
  { language: 'zh', theme: 'light' },
  { language: 'en', theme: 'dark' },
] as const

describe.skipIf(skipReason !== null)('sampling', async () => {
  if (skipReason !== null) return
  const county = await servedPages()
  const seat = await openChromium()
  const auditor = await county.signIn('稽核内控岗')
  const drawnPlan = async (): Promise<string | undefined> => {
    const { rows } = await county.pool.query<{ plan_id: string }>(
      `select data ->> 'plan_id' as plan_id from app.record where kind = 'SAMPLE_ITEM' order by record_id limit 1`,
    )
    return rows[0]?.plan_id
  }

  test('goes from the plan to an answer', async () => {
    // The server's own job: it freezes, waits for a checkpoint outside, and draws a minute later.
    await expect.poll(drawnPlan, { timeout: 420_000, interval: 5_000 }).toBeDefined()
    const planId = (await drawnPlan())!
    const { rows } = await county.pool.query<{ record_id: string; operator: string }>(
      `select item.record_id, item.data ->> 'function' as operator from app.record as item
      where kind = 'SAMPLE_ITEM' and data ->> 'plan_id' = $1 order by record_id limit 1`,
      [planId],
    )
    const itemId = rows[0]!.record_id
    for (const look of looks) {
      const { page, complaints } = await seat(look)
      const name = (part: string) => `sampling-${part}-${look.language}-${look.theme}`
      const show = async (path: string, part: string) => {
        await page.goto(county.serving.url + path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.waitForLoadState('networkidle')
        await picture(page, name(part))
        expect(await seriousFaults(page)).toEqual([])
      }
      await signInAt(page, county, auditor)
      await show('/sampling', 'plans')
      await show('/sampling/items', 'items')
      await show('/sampling/issued', 'issued')
      await show('/sampling/issued/new', 'issue')
      await show(`/sampling/items/${itemId}`, 'item')
      await show(`/sampling/plans/${planId}`, 'plan')
      await page.getByRole('button', { name: /^(重新抽取一次|Draw again)$/ }).click()
      await page.getByText(/重新抽取的结果与计划一致|Drawn again, it is the same/).waitFor()
      await picture(page, name('replayed'))
      expect(complaints).toEqual([])
    }

    const { page, complaints } = await seat()
    await signInAt(page, county, auditor)
    await page.goto(`${county.serving.url}/sampling/items/${itemId}`)
    await page.getByRole('button', { name: '领办复核' }).click()
    await page.getByText('申请日期').waitFor()
    await picture(page, 'sampling-claimed-zh-light')
    const before = await page.locator('#content').innerText()
    const { rows: operators } = await county.pool.query<{ staff_id: string }>(
      `select distinct jsonb_array_elements_text(concerned -> 'handlers') as staff_id
      from app.record where record_id = $1`,
      [itemId],
    )
    expect(operators.length).toBeGreaterThan(0)
    for (const { staff_id } of operators) expect(before).not.toContain(staff_id)
    expect(before).not.toMatch(/原金额/)
    expect(complaints).toEqual([])
  }, 600_000)
})
