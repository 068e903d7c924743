import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { packageRoot } from '#platform/config.ts'
import { ensureWeb } from '#server/web/ensure-web.ts'
import { type ServedCounty, type SignedIn, servedCounty } from '../journeys/served-county.ts'

/** The demonstration's server with its pages. For the top of a file. */
export async function servedPages(): Promise<ServedCounty> {
  return servedCounty({ web: await ensureWeb({ root: packageRoot, say: () => undefined }) })
}

export async function signInAt(
  page: Page,
  county: ServedCounty,
  { staffId, password }: Pick<SignedIn, 'staffId' | 'password'>,
): Promise<void> {
  await page.goto(county.serving.url)
  await page.getByLabel(/^(账号|Account)$/).fill(staffId.toLowerCase())
  await page.getByLabel(/^(口令|Password)$/).fill(password)
  await page.getByRole('button', { name: /^(登\s*录|Sign in)$/ }).click()
  await page.getByRole('heading', { level: 1, name: /^(工作台|Workbench)$/ }).waitFor()
}

export interface Fault {
  readonly id: string
  readonly impact: string
  readonly where: readonly string[]
}

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** What axe finds serious or worse on the page as it stands. */
export async function seriousFaults(page: Page): Promise<Fault[]> {
  // As the browser's own tool, which no policy of the page holds back.
  await page.evaluate(await (await import('node:fs/promises')).readFile(axeFile, 'utf8'))
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run()
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map(({ html }) => html.slice(0, 200)) }))
  })
}

const pictures = path.join(packageRoot, 'dist', 'screenshots')

export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(pictures, { recursive: true })
  await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true })
}
