import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testOrganisation } from '#access/storing/test-organisation.ts'

const { database } = await testOrganisation()

async function nearest(
  duty: string,
  agencyId: string,
  except: readonly string[] = [],
): Promise<string | null> {
  const { rows } = await sql<{ found: string | null }>`
    select app.nearest_agency_with(${duty}, ${agencyId}, ${[...except]}::text[]) as found
  `.execute(database.db)
  return rows[0]!.found
}

test('officers of one’s own county come first, then those of the city, then of the province', async () => {
  expect(await nearest('SECURITY_ADMIN', 'A990101')).toBe('A990101')
  expect(await nearest('SECURITY_ADMIN', 'A990102')).toBe('A990100')
  expect(await nearest('SECURITY_ADMIN', 'A990101', ['G00002'])).toBe('A990100')
  expect(await nearest('SECURITY_ADMIN', 'B990000')).toBe('A990000')
})

test('a head who is concerned himself is stood in for by the level above', async () => {
  expect(await nearest('UNIT_HEAD', 'A990101')).toBe('A990101')
  expect(await nearest('UNIT_HEAD', 'A990101', ['G00033'])).toBe('A990100')
})

test('where nobody has the duty, or there is no such agency, there is nobody', async () => {
  expect(await nearest('CUSTODY', 'A990101')).toBe(null)
  expect(await nearest('UNIT_HEAD', 'A-none')).toBe(null)
})
