import type { Locator, Page } from 'playwright-core'
import type { ServedCounty, SignedIn } from '../journeys/served-county.ts'
import { type Look, openChromium, type Seat } from './open-chromium.ts'
import { screen } from './screened-county.ts'
import { servedPages, signInAt } from './served-pages.ts'

/** An auditor of the first county before the findings of its delivery. */
export interface FindingDesk {
  readonly county: ServedCounty
  /** An empty page, signed in. */
  readonly sitDown: (look?: Look) => Promise<Seat>
  /** At the list, which has rows. */
  readonly atList: (query?: string, look?: Look) => Promise<Seat>
  /** Ids of findings about payments after death, the most open money first. */
  readonly dead: readonly string[]
  /** How many cases there are. */
  readonly cases: () => Promise<number>
}

/** For the top of a file. */
export async function openFindingDesk(): Promise<FindingDesk> {
  const county = await servedPages()
  const seat = await openChromium()
  const auditor: SignedIn = await county.signIn('稽核内控岗', 'A990101')
  await screen(county)
  const { rows } = await county.pool.query<{ finding_id: string }>(
    `select finding_id from app.finding where rule_code = 'DTH-01' order by open_amount_fen desc, finding_id desc`,
  )
  const sitDown = async (look?: Look): Promise<Seat> => {
    const sitting = await seat(look)
    await signInAt(sitting.page, county, auditor)
    return sitting
  }
  return {
    county,
    sitDown,
    atList: async (query = '', look) => {
      const sitting = await sitDown(look)
      await sitting.page.goto(`${county.serving.url}/findings${query}`)
      await rowsOf(sitting.page).first().waitFor()
      return sitting
    },
    dead: rows.map(({ finding_id }) => finding_id),
    cases: async () => (await county.pool.query(`select from app.record where kind = 'CASE'`)).rowCount ?? 0,
  }
}

export const rowsOf = (page: Page): Locator => page.locator('tbody tr[data-row-key]')

/** Ids of the findings in the list, in its order. */
export const shownOn = (page: Page): Promise<string[]> =>
  rowsOf(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row-key') ?? ''))

export const choose = (page: Page, id: string): Promise<void> =>
  page.locator(`tr[data-row-key="${id}"] input[type=checkbox]`).check()

export async function closeDialog(page: Page): Promise<void> {
  await page.locator('.ant-modal-close').click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}
