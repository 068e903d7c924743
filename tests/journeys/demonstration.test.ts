import { expect, test } from 'vitest'
import type { Told } from '#server/demonstration/tell-history.ts'
import { servedCounty } from './served-county.ts'

/** What `npm start` tells of the weeks before, made by acts alone. */

let told: Told | null = null
const county = await servedCounty({
  history: {
    persons: 4000,
    onTold: (each) => {
      told = each
    },
  },
})

test('every story of the demonstration is told to its end', async () => {
  expect(told).toMatchObject({ failures: [] })
  const { rows } = await county.pool.query(
    `select kind, status, count(*)::int as count, min(entered_at)::date::text as first, max(changed_at)::date::text as last
    from app.record group by kind, status order by kind, status`,
  )
  console.log(rows.map((row) => Object.values(row).join(' ')).join('\n'))
})
