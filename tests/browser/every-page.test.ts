import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { accountChangeInput, actOn, pensionersOf, prisonListUpTo, upload } from '../journeys/acting.ts'
import type { SignedIn } from '../journeys/served-county.ts'
import { openChromium, skipReason } from './open-chromium.ts'
import { pages, type Visited } from './pages.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

/** Every page in both languages, light and dark: nothing serious for axe, nothing on the console, no missing word. */

const everyLook = [
  { language: 'zh', theme: 'light' },
  { language: 'en', theme: 'dark' },
  { language: 'zh', theme: 'dark' },
  { language: 'en', theme: 'light' },
] as const
/** The rest with `npm run test:deep` (platform.md 16). */
const looks = process.env.FANGXIAN_DEPTH === 'deep' ? everyLook : everyLook.slice(0, 2)

/** Data, not words of the page: names of people, posts and places, numbers. */
const chinese = /\p{Script=Han}/u

/** Texts of the page that a translator would have to have written: labels, headings, buttons, menus. */
async function wordsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const places =
      'h1, th:not(tbody th), button, label, legend, nav a, .ant-card-head-title, .ant-tabs-tab, .ant-alert, .ant-empty-description, dt, .ant-descriptions-item-label'
    return [...document.querySelectorAll(places)]
      .map((each) => (each.textContent ?? '').trim())
      .filter((each) => each !== '')
  })
}

describe.skipIf(skipReason !== null)('every page', async () => {
  if (skipReason !== null) return
  const county = await servedPages()
  const seat = await openChromium()
  const people: Record<Visited['by'], SignedIn> = {
    enterer: await county.signIn('初审岗'),
    reviewer: await county.signIn('复核岗'),
    auditor: await county.signIn('审计管理员'),
    internalAuditor: await county.signIn('稽核内控岗'),
    securityOfficer: await county.signIn('安全管理员'),
  }
  await prisonListUpTo(county, 'current_date')
  const pensioner = (await pensionersOf(county))[0]!
  const attachments = [{ id: await upload(people.enterer), purpose: 'APPLICATION' }]
  const input = accountChangeInput(pensioner, '6217000000000009')
  const entered = await actOn(
    people.enterer,
    { kind: 'ORDER_ACCOUNT_CHANGE' },
    { action: 'enter', input, attachments },
  )
  const recordId = entered.body.record_id as string

  test.for(looks)(
    'in $language and $theme is complete',
    async (look, { expect: expectHere }) => {
      const seats = new Map<string, Awaited<ReturnType<typeof seat>>>()
      const faults: unknown[] = []
      for (const { name, path, heading, by } of pages) {
        let own = seats.get(by)
        if (own === undefined) {
          own = await seat(look)
          seats.set(by, own)
          await signInAt(own.page, county, people[by])
        }
        const { page } = own
        await page.goto(county.serving.url + path.replace('{record}', recordId))
        await page.getByRole('heading', { level: 1, name: heading[look.language === 'zh' ? 0 : 1] }).waitFor()
        await page.waitForLoadState('networkidle')
        await picture(page, `${name}-${look.language}-${look.theme}`)
        faults.push(...(await seriousFaults(page)).map((fault) => ({ name, ...fault })))
        if (look.language === 'en') {
          const foreign = (await wordsOf(page)).filter(
            (word) => chinese.test(word) && !/中文|^[\p{Script=Han}]{2,4}$/u.test(word),
          )
          faults.push(...foreign.map((word) => ({ name, word })))
        }
      }
      for (const { complaints } of seats.values()) faults.push(...complaints)
      expectHere(faults).toEqual([])
    },
    400_000,
  )

  test('the sign-in page is, and says why there are no passkeys', async () => {
    for (const look of looks) {
      const { page, complaints } = await seat(look)
      await page.goto(`${county.serving.url}/records`)
      await page.getByRole('button', { name: /^(登\s*录|Sign in)$/ }).waitFor()
      await page.waitForLoadState('networkidle')
      expect(new URL(page.url()).search).toBe('?next=%2Frecords')
      await picture(page, `sign-in-${look.language}-${look.theme}`)
      expect(await seriousFaults(page)).toEqual([])
      expect(complaints).toEqual([])
    }
  }, 60_000)
})
