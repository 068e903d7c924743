import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll } from 'vitest'

/** Debian's; nothing is downloaded. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export const chromiumPath: string | undefined = places.find((place) => existsSync(place))

/** Why the pages are not looked at here; a build that decides has the browser. */
export const skipReason: string | null =
  chromiumPath === undefined
    ? 'Skipped: the tests of the pages need Chromium (apt-get install chromium, or FANGXIAN_INSTALL_PACKAGES=1 as root on Debian).'
    : null

if (skipReason !== null) {
  if (process.env.CI !== undefined && process.env.CI !== '') throw new Error(skipReason)
  process.stderr.write(`${skipReason}\n`)
}

export interface Look {
  readonly language?: 'zh' | 'en'
  readonly theme?: 'light' | 'dark'
}

export interface Seat {
  readonly page: Page
  readonly context: BrowserContext
  /** What the console said that nobody should see. */
  readonly complaints: string[]
}

/** A refusal is an answer: the browser notes every status of 400 and more on its console. */
const expected = /Failed to load resource: the server responded with a status of (401|403|404|409|422)/

/** One browser for a file; every person sits at a context of his own. For the top of a file. */
export async function openChromium(): Promise<(look?: Look) => Promise<Seat>> {
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath!,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  afterAll(() => browser.close())
  return async ({ language = 'zh', theme = 'light' } = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    })
    await context.addInitScript(
      ([kept, shown]) => {
        localStorage.setItem('fangxian-language', kept!)
        localStorage.setItem('fangxian-theme', shown!)
      },
      [language, theme],
    )
    // Where a policy was broken, the browser's own sentence does not say.
    await context.addInitScript(() => {
      addEventListener(
        'securitypolicyviolation',
        ({ violatedDirective, sourceFile, lineNumber, columnNumber, sample, blockedURI }) => {
          console.error(
            `policy: ${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}:${columnNumber} ${sample}`,
          )
        },
      )
    })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      const isBad = message.type() === 'error' || message.type() === 'warning'
      if (isBad && !expected.test(message.text())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    return { page, context, complaints }
  }
}
