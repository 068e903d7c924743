import { sql } from 'kysely'
import { beijingDayOf } from '#access/moment.ts'
import { demonstrationGrants, demonstrationOrganisation } from '#access/organisation/demonstration.ts'
import { Organisation } from '#access/organisation/organisation.ts'
import { raiseEpochs } from '#access/storing/grant-store.ts'
import { importOrganisation } from '#access/storing/organisation-store.ts'
import { dayLessMonths, formatDay } from '#base/calendar-math.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'

/** One province, three cities, twelve counties, forty townships, 400 people: the demonstration's with offices in the townships. */

const peopleWanted = 400
export const townAgency = (region: string): string => `T${region}`

export function simulatedProvince(at: Date): Organisation {
  const today = beijingDayOf(at)
  const base = Organisation.parse(demonstrationOrganisation(today))
  const towns = base.regions.filter(({ level }) => level === 'TOWN')
  const startedOn = formatDay(dayLessMonths(today, 12))
  const missing = peopleWanted - base.staff.length
  const added = Array.from({ length: missing }, (_, index) => {
    const town = towns[index % towns.length]!
    const isHead = index < towns.length
    const number = String(index + 1).padStart(5, '0')
    const agency = townAgency(town.code)
    const post = {
      ...{ id: `PT${number}`, agency, title: isHead ? '所长' : '经办员', isKey: false, monthsMax: 36 },
      titleInEnglish: isHead ? 'head' : 'clerk',
      roles: isHead ? [] : ['ENTRY'],
      properties: isHead ? ['UNIT_HEAD'] : [],
      limits: [],
    }
    const member = {
      ...{ id: `GT${number}`, name: `示例${number}`, idNumber: null, agency, department: null },
      ...{ status: 'ON_POST', joinedOn: startedOn, leftOn: null },
      posts: [{ post: post.id, startedOn, endedOn: null }],
    }
    return { post, member }
  })
  return Organisation.parse({
    regions: base.regions,
    agencies: [
      ...base.agencies,
      ...towns.map(({ code, name, parent }) => ({
        ...{ id: townAgency(code), name: `${name}劳动保障所`, kind: 'TOWN', region: code },
        ...{ parent: `A${parent}`, reviewedBySuperior: null },
      })),
    ],
    posts: [...base.posts, ...added.map(({ post }) => post)],
    staff: [...base.staff, ...added.map(({ member }) => member)],
  })
}

export async function writeProvince({ db }: TestDatabase, at: Date): Promise<Organisation> {
  const organisation = simulatedProvince(at)
  await db.transaction().execute(async (tx) => {
    await importOrganisation(tx, organisation, at)
    const grants = demonstrationGrants(organisation).map(({ staffId, role, regions }) => ({
      grant_id: `province-${staffId}-${role}`,
      staff_id: staffId,
      role,
      regions: [...regions],
      valid_from: new Date(at.getTime() - 86_400_000),
      origin: 'DEMONSTRATION',
    }))
    await tx.insertInto('role_grant').values(grants).execute()
    await raiseEpochs(
      tx,
      organisation.staff.map(({ id }) => id),
    )
  })
  return organisation
}

/** Who holds such a role or property at an agency, in the order of their numbers. */
export function holdersOf(organisation: Organisation, agency: string, duty: string): readonly string[] {
  const posts = new Map(organisation.posts.map((post) => [post.id, post]))
  return organisation.staff
    .filter((member) => member.agency === agency)
    .filter(({ posts: held }) =>
      held.some(({ post }) => {
        const { roles, properties } = posts.get(post)!
        return [...roles, ...properties].some((each) => each === duty)
      }),
    )
    .map(({ id }) => id)
}

export interface SeededFinding {
  readonly id: string
  readonly rule: string
  readonly region: string
  readonly agencyId: string
  readonly fen: number
  /** YYYY-MM */
  readonly month: string
}

/** In one statement, as a run writes them. */
export async function seedFindings(
  { owner }: TestDatabase,
  findings: readonly SeededFinding[],
): Promise<void> {
  await sql`
    insert into app.finding (
      finding_id, standard_version, rule_code, rule_version, level, subject_kind, subject_id, person_name, period_from,
      period_to, amount_fen, evidence_count, explanation, regions, owner_region, agency_id, sources, episode, status,
      open_amount_fen, first_found_at, last_found_at, last_as_of, schemes
    )
    select
      id, 1, rule, 1, 1, 'person', id, '', month, month, fen, 1, '', array[region], region, "agencyId", '{RUN}', 1, 'OPEN',
      fen, clock_timestamp(), clock_timestamp(), (month || '-15')::date, '{}'
    from jsonb_to_recordset(${JSON.stringify(findings)}::jsonb) as given (
      id text, rule text, region text, "agencyId" text, fen bigint, month text
    )
  `.execute(owner)
}
