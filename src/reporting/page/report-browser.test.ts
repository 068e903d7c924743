import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { reportFolder } from '../test-report.ts'
import { deathRow, exampleFinding, manyFindings, paymentRow, type Sketch } from '../test-run.ts'

/** report.html in a real browser, where there is one: what its script makes of the data. */

const browser = 'chromium'
const isBrowserThere = spawnSync(browser, ['--version']).status === 0
const folder = reportFolder()
afterAll(() => folder.remove())

/** The page after its script ran, as HTML, and what the browser complained of. */
async function open(sketches: readonly Sketch[]): Promise<{ dom: string; complaints: string[] }> {
  const { directory } = await folder.write(sketches)
  const { stdout, stderr } = await promisify(execFile)(
    browser,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--enable-logging=stderr',
      `--user-data-dir=${mkdtempSync(path.join(folder.root, 'profile-'))}`,
      '--window-size=1440,1200',
      '--dump-dom',
      pathToFileURL(path.join(directory, 'report.html')).href,
    ],
    { maxBuffer: 2 ** 28, timeout: 50_000 },
  )
  const complaints = stderr.split('\n').filter((line) => line.includes('CONSOLE'))
  return { dom: stdout, complaints }
}

const withoutData = (dom: string): string => dom.replace(/<script[\s\S]*?<\/script>/g, '')

describe.skipIf(!isBrowserThere)('report.html in a browser (skipped where chromium is absent)', () => {
  test('lists the first page of findings, draws three charts, and complains of nothing', async () => {
    const { dom, complaints } = await open(manyFindings(120))
    const page = withoutData(dom)
    expect(page.match(/<tr class="finding"/g)).toHaveLength(50)
    expect(page.match(/<svg/g)).toHaveLength(3)
    expect(page).toContain('1–50 / 120')
    expect(page).toMatch(/aria-sort="descending"><button[^>]*data-sort="amount"/)
    expect(complaints).toEqual([])
  })

  test('text of a delivery stays text, even where it looks like a script', async () => {
    const text = `</script><script>document.title='run'</script><img src=x onerror="document.title='run'">`
    const finding = exampleFinding({ subjectId: text, personName: text, explanation: text, region: text })
    const { dom } = await open([{ finding, rows: [paymentRow(text), deathRow] }])
    const page = withoutData(dom)
    expect(page).not.toContain('<img')
    expect(page).toContain('<title>社会保险基金疑点筛查报告 2024-12-31</title>')
    expect(page).toContain('&lt;img src=x onerror=')
  })

  test('a run without findings opens without a complaint', async () => {
    const { dom, complaints } = await open([])
    expect(withoutData(dom)).toContain('没有发现疑点')
    expect(complaints).toEqual([])
  })
})
