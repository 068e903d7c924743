import { chmod, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, expect } from 'vitest'
import type { FunctionCatalogue } from '#access/functions/access-function.ts'
import { accessFunctions } from '#access/functions/catalogue.ts'
import { beijingDayOf } from '#access/moment.ts'
import { monthOfDay } from '#base/calendar-math.ts'
import type { Surroundings } from '#cli/command.ts'
import { deliveryFolder, simulateCounty } from '#cli/county/simulate-county.ts'
import { loadInto } from '#cli/server/load-delivery.ts'
import { parseSettings } from '#platform/configuration/parse-settings.ts'
import { readCalendar } from '#platform/policy.ts'
import { valueTypes } from '#platform/postgres/database.ts'
import { findRunningUrl } from '#platform/postgres/embedded/join-running.ts'
import { workingDaysOf } from '#records/deadlines/working-days.ts'
import { openBusiness } from '#server/business/business.ts'
import { lastMonthDelivered } from '#server/demonstration/past-days.ts'
import type { Told } from '#server/demonstration/tell-history.ts'
import { type ServeOptions, type Serving, serve } from '#server/serve.ts'
import { openBrowser, type TestBrowser } from '#server/test-browser.ts'

/**
 * The demonstration as `npm start` has it, on a small county in a folder of its own: the real server, database, rules
 * and people. Only the hour does not count: tests run at night, too.
 */
export interface ServedCounty {
  readonly serving: Serving
  /** As the application's role, to look at what came of it. */
  readonly pool: pg.Pool
  readonly folder: string
  /** Somebody who holds this post, signed in. */
  readonly signIn: (post: string, agencyId?: string) => Promise<SignedIn>
}

export interface SignedIn {
  readonly staffId: string
  readonly password: string
  readonly browser: TestBrowser
}

const surroundings = (folder: string): Surroundings => ({
  language: 'en',
  reportLanguage: 'zh',
  isDebug: false,
  print: () => undefined,
  tell: () => undefined,
  signal: new AbortController().signal,
  now: () => new Date(),
  workingDirectory: folder,
  terminalColumns: null,
})

function atAnyHour(catalogue: FunctionCatalogue): FunctionCatalogue {
  return new Map([...catalogue].map(([code, each]) => [code, { ...each, isHighRisk: false }]))
}

export interface CountyOptions extends Pick<ServeOptions, 'web'> {
  /** With what happened in the weeks before, as `npm start` tells it; and by how many persons it is about. */
  readonly history?: {
    readonly persons: number
    readonly onTold?: (told: Told) => void
    /** The first start ends before this scene, as by Ctrl-C, and is begun again. */
    readonly interruptedAt?: number
  }
}

/** For the top of a file. */
export async function servedCounty({ history, ...options }: CountyOptions = {}): Promise<ServedCounty> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fangxian-test-'))
  // As root, the database's account passes through.
  await chmod(folder, 0o711)
  const port = 18_000 + Math.floor(Math.random() * 20_000)
  const settings = parseSettings({
    file: {
      path: 'fangxian.yaml',
      text: JSON.stringify({ server: { port }, log: { level: 'error' } }),
      isReadableByOthers: false,
    },
    variables: {},
  })
  const dataFolder = path.join(folder, 'data')
  const county = path.join(folder, 'county')
  const quiet = surroundings(folder)
  const places = { snapshots: path.join(dataFolder, 'snapshots') }
  const today = beijingDayOf(new Date())
  const calendar = workingDaysOf(await readCalendar())
  const lastMonth = history === undefined ? monthOfDay(today) - 1 : lastMonthDelivered(calendar, today)
  const size = history === undefined ? { persons: 500, months: 24 } : { persons: history.persons, months: 36 }
  await simulateCounty({ ...size, seed: 1, lastMonth, directory: county }, quiet)
  const load = (given: pg.Pool) =>
    loadInto({ pool: given, places }, [path.join(county, deliveryFolder)], quiet)
  const start = (interruptedAt?: number): Promise<Serving> =>
    serve({
      ...options,
      settings,
      isDemonstration: true,
      dataFolder,
      embedded: { userName: null },
      say: () => undefined,
      openBusiness: async (given) => {
        const business = await openBusiness(given)
        return { ...business, catalogue: atAnyHour(business.catalogue ?? accessFunctions) }
      },
      ...(history === undefined
        ? {}
        : {
            history: {
              ...{ today, calendar, loadRegister: load },
              onScene: (played) => {
                if (played === interruptedAt) throw new Error('interrupted')
              },
              onTold: async (told) => history.onTold?.(told),
            },
          }),
    })
  if (history?.interruptedAt !== undefined) {
    const first = start(history.interruptedAt)
    await expect(first).rejects.toThrow('interrupted')
  }
  const serving = await start()
  const pool = new pg.Pool({
    connectionString: (await findRunningUrl(dataFolder))!,
    types: valueTypes,
    max: 2,
  })
  afterAll(async () => {
    await pool.end()
    await serving.stop()
  })
  if (history === undefined) await load(pool)
  return { serving, pool, folder, signIn: (post, agencyId) => signInto({ serving, pool }, post, agencyId) }
}

async function signInto(
  { serving, pool }: Pick<ServedCounty, 'serving' | 'pool'>,
  post: string,
  agencyId: string | undefined,
): Promise<SignedIn> {
  const lines = (await readFile(serving.passwordFile!, 'utf8')).trimEnd().split('\n').slice(1)
  const accounts = new Map(
    lines.map((line) => line.split('\t') as [string, string]).map(([name, word]) => [name, word]),
  )
  const { rows } = await pool.query<{ staff_id: string; sign_in_name: string }>(
    `select staff_member.staff_id, sign_in_account.sign_in_name
    from app.staff_member
    inner join app.sign_in_account using (staff_id)
    inner join app.post_assignment using (staff_id)
    inner join app.post using (post_id)
    where post.title = $1 and ($2::text is null or post.agency_id = $2)
    order by staff_member.staff_id`,
    [post, agencyId ?? null],
  )
  const found = rows.find(({ sign_in_name }) => accounts.has(sign_in_name))
  if (found === undefined) throw new Error(`nobody is ${post}`)
  const password = accounts.get(found.sign_in_name)!
  const browser = openBrowser(serving)
  const answer = await browser.post('/api/sign-in/password', { name: found.sign_in_name, password })
  if (answer.status !== 200) throw new Error(answer.text)
  return { staffId: found.staff_id, password, browser }
}
