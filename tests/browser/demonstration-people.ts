import { readFile } from 'node:fs/promises'
import { beijingDayOf } from '#access/moment.ts'
import { demonstrationOrganisation } from '#access/organisation/demonstration.ts'
import { packageRoot } from '#platform/config.ts'
import { type Cast, castOf } from '#server/demonstration/cast.ts'
import type { Told } from '#server/demonstration/tell-history.ts'
import { ensureWeb } from '#server/web/ensure-web.ts'
import { type ServedCounty, servedCounty } from '../journeys/served-county.ts'
import type { Seat } from './open-chromium.ts'
import { signInAt } from './served-pages.ts'

/** The demonstration as `npm start` opens it: its past is told, and everybody has an account. */
export interface Demonstration {
  readonly county: ServedCounty
  readonly cast: Cast
  readonly passwordOf: (staffId: string) => string
  /** Sits down at a browser of his own and signs in. */
  readonly sitDown: (seat: Seat, staffId: string) => Promise<Seat>
  /** The record that a step of the story was done on. */
  readonly recordOf: (key: string) => string
}

/** For the top of a file. */
export async function openDemonstration(persons: number = 4000): Promise<Demonstration> {
  let records: ReadonlyMap<string, string> = new Map()
  const onTold = (told: Told): void => {
    records = told.records
  }
  const web = await ensureWeb({ root: packageRoot, say: () => undefined })
  const county = await servedCounty({ web, history: { persons, onTold } })
  const lines = (await readFile(county.serving.passwordFile!, 'utf8')).trimEnd().split('\n').slice(1)
  const passwords = new Map(lines.map((line) => line.split('\t') as [string, string]))
  const passwordOf = (staffId: string): string => passwords.get(staffId.toLowerCase())!
  return {
    county,
    cast: castOf(demonstrationOrganisation(beijingDayOf(new Date()))),
    passwordOf,
    sitDown: async (seat, staffId) => {
      await signInAt(seat.page, county, { staffId, password: passwordOf(staffId) })
      return seat
    },
    recordOf: (key) => {
      const recordId = records.get(key)
      if (recordId === undefined) throw new Error(`no step of the story is called ${key}`)
      return recordId
    },
  }
}
