import type { Agency, Organisation, Post, Region, StaffMember } from '#access/organisation/organisation.ts'
import { canonicalJson } from '#base/canonical-json.ts'
import { normaliseIdentityNumber } from '#base/identity-number.ts'
import { fenOfYuan } from '#base/money.ts'

export interface ChangedRow<Row> {
  readonly row: Row
  /** As it is stored; null for a new one. */
  readonly before: Row | null
}

export interface OrganisationDifference {
  readonly regions: readonly ChangedRow<Region>[]
  readonly agencies: readonly ChangedRow<Agency>[]
  readonly posts: readonly ChangedRow<Post>[]
  readonly staff: readonly ChangedRow<StaffMember>[]
}

function changedRows<Row>(
  rows: readonly Row[],
  stored: readonly Row[],
  how: { readonly keyOf: (row: Row) => string; readonly plain: (row: Row, before: Row | null) => unknown },
): ChangedRow<Row>[] {
  const known = new Map(stored.map((row) => [how.keyOf(row), row]))
  return rows.flatMap((row) => {
    const before = known.get(how.keyOf(row)) ?? null
    const isSame =
      before !== null && canonicalJson(how.plain(row, before)) === canonicalJson(how.plain(before, before))
    return isSame ? [] : [{ row, before }]
  })
}

/** Order does not matter, nor how an amount is written; a limit that the row does not name stays as it is. */
function plainPost(post: Post, before: Post | null): unknown {
  const lines = new Map(
    [...(before?.limits ?? []), ...post.limits].map((each) => [
      `${each.function ?? '*'} ${each.level}`,
      String(fenOfYuan(each.maxYuan)),
    ]),
  )
  const limits = [...lines].sort(([a], [b]) => (a < b ? -1 : 1))
  return { ...post, roles: [...post.roles].sort(), properties: [...post.properties].sort(), limits }
}

/** An assignment that the row does not name stays as it is. */
function plainMember(member: StaffMember, before: StaffMember | null): unknown {
  const held = new Map(
    [...(before?.posts ?? []), ...member.posts].map((each) => [
      `${each.post} ${each.startedOn}`,
      each.endedOn,
    ]),
  )
  const idNumber = member.idNumber === null ? null : normaliseIdentityNumber(member.idNumber)
  return { ...member, idNumber, posts: [...held].sort(([a], [b]) => (a < b ? -1 : 1)) }
}

/** Only what is new or other than stored: a file of the whole organisation becomes a small proposal. */
export function differenceOf(asked: Organisation, stored: Organisation): OrganisationDifference {
  const keyOf = ({ id }: { readonly id: string }): string => id
  const plain = (row: unknown): unknown => row
  return {
    regions: changedRows(asked.regions, stored.regions, { keyOf: ({ code }) => code, plain }),
    agencies: changedRows(asked.agencies, stored.agencies, { keyOf, plain }),
    posts: changedRows(asked.posts, stored.posts, { keyOf, plain: plainPost }),
    staff: changedRows(asked.staff, stored.staff, { keyOf, plain: plainMember }),
  }
}

export function rowsOf(difference: OrganisationDifference): Organisation {
  const rows = <Row>(changed: readonly ChangedRow<Row>[]): Row[] => changed.map(({ row }) => row)
  const { regions, agencies, posts, staff } = difference
  return { regions: rows(regions), agencies: rows(agencies), posts: rows(posts), staff: rows(staff) }
}
