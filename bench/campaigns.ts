/**
 * A campaign of 3,000 units × 50 answers (issue 6): how long it takes to open it and to roll it up, as the routes read
 * it, for a province, a city and a county.
 *
 *   node bench/campaigns.ts [--units N] [--rounds N]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import {
  readCategoryTotals,
  readQuestionTotals,
  readSpotCoverage,
} from '#campaigns/totals/campaign-coverage.ts'
import { readCampaignTotals } from '#campaigns/totals/campaign-line.ts'
import { openDatabase } from '#platform/postgres/database.ts'
import { startEmbeddedServer } from '#platform/postgres/embedded/embedded-server.ts'
import { findRunningUrl } from '#platform/postgres/embedded/join-running.ts'
import { listUnits } from '#server/campaigns/list-lines.ts'
import { fillCampaign } from './campaigns/fill.ts'

const { values } = parseArgs({
  options: { units: { type: 'string', default: '3000' }, rounds: { type: 'string', default: '30' } },
})
const [units, rounds] = [Number(values.units), Number(values.rounds)]
const campaignId = 'bench-campaign'
const folder = mkdtempSync(path.join(os.tmpdir(), 'fangxian-bench-'))
const server = await startEmbeddedServer({
  dataFolder: folder,
  isDemonstration: true,
  say: () => undefined,
  userName: null,
})
const ownerUrl = await findRunningUrl(folder, 'owner')
if (ownerUrl === null) throw new Error('the database does not answer')
const owner = new pg.Pool({ connectionString: ownerUrl })
const { db, close } = openDatabase(server.url, { connectionsMax: 2 })

const cities = Array.from({ length: 10 }, (_, index) => `99${String(index + 1).padStart(2, '0')}00`)
const places: Readonly<Record<string, { readonly members: string[]; readonly parts: readonly string[] }>> = {
  province: { members: ['990000'], parts: cities },
  city: {
    members: ['990100'],
    parts: Array.from({ length: 10 }, (_, index) => `9901${String(index + 1).padStart(2, '0')}`),
  },
  county: { members: ['990101'], parts: [] },
}

type Reading = (place: { readonly members: string[]; readonly parts: readonly string[] }) => Promise<unknown>
const readings: Readonly<Record<string, Reading>> = {
  'at a glance': ({ members, parts }) =>
    db.transaction().execute(async (tx) => {
      const totals = await readCampaignTotals(tx, { campaignId, members, parts, own: members })
      await readSpotCoverage(tx, { campaignId, members }, 2)
      await readCategoryTotals(tx, { campaignId, members })
      return totals.whole.answered
    }),
  'by question': ({ members }) =>
    db.transaction().execute((tx) => readQuestionTotals(tx, { campaignId, members })),
  'first page of units, by contradictions': ({ members }) =>
    db.transaction().execute((tx) => {
      const sorting = { column: 'contradictions', isDescending: true } as const
      const filter = { campaignId, members, statuses: null, isOverdue: null, hasContradictions: null }
      return listUnits(tx, { sorting, limit: 50, after: null }, filter)
    }),
}

try {
  const began = performance.now()
  await fillCampaign(owner, { units, campaignId })
  console.log(`${units} units × 50 answers filled in ${Math.round(performance.now() - began)} ms`)
  for (const [name, read] of Object.entries(readings)) {
    for (const [level, place] of Object.entries(places)) {
      const took: number[] = []
      for (let round = 0; round < rounds; round += 1) {
        const from = performance.now()
        await read(place)
        took.push(performance.now() - from)
      }
      took.sort((a, b) => a - b)
      const at = (part: number) =>
        Math.round(took[Math.min(took.length - 1, Math.floor(part * took.length))]!)
      console.log(`${name}, ${level}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`)
    }
  }
} finally {
  await close()
  await owner.end()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
