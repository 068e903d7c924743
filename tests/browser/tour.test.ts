import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot } from '#platform/config.ts'
import { type Demonstration, openDemonstration } from './demonstration-people.ts'
import { openChromium, skipReason } from './open-chromium.ts'

/**
 * The five minutes of docs/tour.md, walked in both languages. Its pictures are made here: `npm run tour` writes them
 * into docs/tour and shows them in the manual, every other run beside the other screenshots.
 */
const isHere = skipReason === null
const opened = isHere ? await openDemonstration() : null
const seat = isHere ? await openChromium() : null
const { county, cast, sitDown, recordOf } = opened ?? ({} as Demonstration)

const isWritten = process.env.FANGXIAN_TOUR === 'write'
const folder = isWritten
  ? path.join(packageRoot, 'docs', 'tour')
  : path.join(packageRoot, 'dist', 'screenshots', 'tour')
const pages = { zh: 'tour.zh-CN.md', en: 'tour.md' } as const
type Language = keyof typeof pages
const languages = ['zh', 'en'] as const
/** A page of the manual is opened over slow lines, too. */
const bytesMax = 250_000

interface Stop {
  readonly name: string
  readonly by: () => string
  readonly path: () => Promise<string> | string
  /** What has to be there before the picture is taken. */
  readonly shows: string
}

async function doubtfulFinding(): Promise<string> {
  const { rows } = await county.pool.query<{ finding_id: string }>(
    `select finding_id
    from app.finding
    where rule_code = 'DTH-01' and status = 'OPEN' and amount_fen > 0
    order by amount_fen desc, finding_id
    limit 1`,
  )
  return rows[0]!.finding_id
}

const stops: readonly Stop[] = [
  { name: '1-workbench', by: () => cast('agencyHead'), path: () => '/', shows: '.ant-table-row' },
  { name: '2-overview', by: () => cast('supervisor'), path: () => '/overview', shows: '.ant-card' },
  {
    name: '3-finding',
    by: () => cast('supervisor'),
    path: async () => `/findings/${await doubtfulFinding()}`,
    shows: '.ant-card',
  },
  {
    name: '4-order',
    by: () => cast('approval', 1),
    path: () => `/records/ORDER_ACCOUNT_CHANGE/${recordOf('order-account-doubtful-enter')}`,
    shows: '.steps-tabs',
  },
  {
    name: '5-case',
    by: () => cast('agencyHead'),
    path: () => `/cases/${recordOf('case-awaiting-approval-open')}`,
    shows: '.steps-tabs',
  },
  {
    name: '6-recovery',
    by: () => cast('accountant'),
    path: () => `/recoveries/${recordOf('recovery-instalments-open')}`,
    shows: '.steps-tabs',
  },
  { name: '7-trail', by: () => cast('auditOfficer'), path: () => '/trail', shows: '.ant-table-row' },
]

test.skipIf(!isHere).for(languages)(
  'the tour is walked in %s',
  async (language) => {
    await mkdir(folder, { recursive: true })
    for (const { name, by, path: place, shows } of stops) {
      const own = await sitDown(await seat!({ language }), by())
      await own.page.setViewportSize({ width: 1280, height: 800 })
      await own.page.goto(county.serving.url + (await place()))
      await own.page.locator(shows).first().waitFor()
      await own.page.waitForLoadState('networkidle')
      // The name across the page triples the size of its picture.
      await own.page.evaluate(() => document.querySelector('.watermark')?.remove())
      const file = path.join(folder, `${name}-${language}.png`)
      await own.page.screenshot({ path: file })
      expect((await stat(file)).size, name).toBeLessThan(bytesMax)
      expect(own.complaints, name).toEqual([])
      await own.context.close()
    }
    if (isWritten) await illustrate(language)
  },
  240_000,
)

/** Each numbered section of the manual ends with the picture of its stop. */
async function illustrate(language: Language): Promise<void> {
  const file = path.join(packageRoot, 'docs', pages[language])
  const [head = '', ...sections] = (await readFile(file, 'utf8')).split(/^(?=## )/m)
  const illustrated = sections.map((section, index) => {
    const stop = stops[index]
    const plain = section.replace(/!\[.*\n\n?/, '')
    if (stop === undefined) return plain
    const [, title = stop.name] = /^## \d+\. (.+)$/m.exec(plain) ?? []
    return `${plain.trimEnd()}\n\n![${title}](tour/${stop.name}-${language}.png)\n\n`
  })
  await writeFile(file, head + illustrated.join(''))
}

test.for(languages)(
  'the manual in %s has a section for every stop, and its pictures are there',
  async (language) => {
    const text = await readFile(path.join(packageRoot, 'docs', pages[language]), 'utf8')
    expect(text.match(/^## \d+\. /gm)).toHaveLength(stops.length)
    const shown = [...text.matchAll(/\]\((tour\/[\w-]+\.png)\)/g)].map(([, file]) => file!)
    const pictures = stops.map(({ name }) => `tour/${name}-${language}.png`)
    expect(shown).toEqual(shown.length === 0 ? [] : pictures)
    for (const file of shown) {
      expect((await stat(path.join(packageRoot, 'docs', file))).size, file).toBeLessThan(bytesMax)
    }
  },
)
