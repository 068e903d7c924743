import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { accessFunctions } from '#access/functions/catalogue.ts'
import { momentOf } from '#access/moment.ts'
import { findActorFacts } from './actor-store.ts'
import { scopeCondition } from './scope-condition.ts'
import { calendar, now, organisation, testOrganisation } from './test-organisation.ts'

const { inTransaction } = await testOrganisation()

describe('the scope in a store’s query', () => {
  const read = accessFunctions.get('READ')!

  async function seenBy(
    staffId: string,
    changes: { readonly schemes?: readonly string[] } = {},
  ): Promise<string[]> {
    let seen: string[] = []
    await inTransaction(async (tx) => {
      const actor = (await findActorFacts(tx, staffId, now))!
      const limited = {
        ...actor,
        grants: actor.grants.map((each) => ({ ...each, schemes: changes.schemes ?? each.schemes })),
      }
      const who = { actor: limited, moment: momentOf(now, calendar) }
      const columns = { region: sql.ref('given.region'), scheme: sql.ref('given.scheme') }
      const { rows } = await sql<{ name: string }>`
        select given.name
        from (
          values
            ('county', '990101', '110'), ('town', '990101003', '170'), ('other county', '990102', '110'),
            ('other city', '990201', '110'), ('nowhere', '110101', '110'), ('without scheme', '990101', null)
        ) as given (name, region, scheme)
        where ${scopeCondition(who, read, columns)}
        order by given.name
      `.execute(tx)
      seen = rows.map(({ name }) => name)
    })
    return seen
  }

  test('is the subtree of the grant, for the county and for the city', async () => {
    expect(await seenBy('G00019')).toEqual(['county', 'town', 'without scheme'])
    const cityHead = organisation.staff.find(({ agency }) => agency === 'A990100')!.id
    expect(await seenBy(cityHead)).toEqual(['county', 'other county', 'town', 'without scheme'])
  })

  test('keeps to the schemes, and shows an officer nothing', async () => {
    expect(await seenBy('G00019', { schemes: ['170'] })).toEqual(['town', 'without scheme'])
    expect(await seenBy('G00001')).toEqual([])
  })

  test('of a row in several regions needs one of them', async () => {
    await inTransaction(async (tx) => {
      const who = { actor: (await findActorFacts(tx, 'G00019', now))!, moment: momentOf(now, calendar) }
      const columns = { region: sql.ref('given.regions'), isRegionList: true }
      const { rows } = await sql<{ name: string }>`
        select given.name
        from (
          values ('both', array['990102', '990101003']), ('other', array['990102'])
        ) as given (name, regions)
        where ${scopeCondition(who, read, columns)}
        order by given.name
      `.execute(tx)
      expect(rows).toEqual([{ name: 'both' }])
    })
  })

  test('of a row that says what covers it is the same, whatever the regions', async () => {
    await inTransaction(async (tx) => {
      const cityHead = organisation.staff.find(({ agency }) => agency === 'A990100')!.id
      const { rows: places } = await sql<{ region: string }>`
        select region
        from app.region
        order by region
      `.execute(tx)
      expect(places.length).toBeGreaterThan(40)
      for (const staffId of ['G00019', cityHead, 'G00001']) {
        const who = { actor: (await findActorFacts(tx, staffId, now))!, moment: momentOf(now, calendar) }
        const { rows } = await sql<{ by_list: string[] | null; by_covering: string[] | null }>`
          with given as (
            select one.region || other.region as pair, array[one.region, other.region] as regions
            from app.region as one
            inner join app.region as other on other.region > one.region
            union all
            select region, array[region, '110101']
            from app.region
          ),
          placed as (
            select pair, regions, app.covering_regions(regions) as covering
            from given
          )
          select
            array_agg(pair order by pair) filter (
              where ${scopeCondition(who, read, { region: sql.ref('placed.regions'), isRegionList: true })}
            ) as by_list,
            array_agg(pair order by pair) filter (
              where ${scopeCondition(who, read, { covering: sql.ref('placed.covering') })}
            ) as by_covering
          from placed
        `.execute(tx)
        expect(rows[0]!.by_covering).toEqual(rows[0]!.by_list)
        expect(rows[0]!.by_list === null).toBe(staffId === 'G00001')
      }
    })
  })
})
