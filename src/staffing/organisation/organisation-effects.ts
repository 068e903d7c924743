import {
  type Agency,
  type Organisation,
  type Post,
  pathOf,
  type Region,
  type StaffMember,
} from '#access/organisation/organisation.ts'
import { normaliseIdentityNumber } from '#base/identity-number.ts'
import { fenOfYuan } from '#base/money.ts'
import { assert } from '#base/refusal.ts'
import type { Columns, Effect } from '#records/effect.ts'
import { firstEpoch } from '../authority-effects.ts'
import type { ChangedRow, OrganisationDifference } from './organisation-difference.ts'

/** The rows of a change, above before below; an update expects what the decision has seen. */
export function effectsOfDifference(
  { regions, agencies, posts, staff }: OrganisationDifference,
  merged: Organisation,
): readonly Effect[] {
  const regionParents = new Map(merged.regions.map(({ code, parent }) => [code, parent]))
  const agencyParents = new Map(merged.agencies.map(({ id, parent }) => [id, parent]))
  const written = (
    table: string,
    key: Columns,
    rows: { readonly values: Columns; readonly before: Columns | null; readonly inserted?: Columns },
  ): Effect =>
    rows.before === null
      ? { operation: 'insert', table, values: { ...key, ...rows.values, ...rows.inserted } }
      : { operation: 'update', table, key, values: rows.values, expected: rows.before }
  return [
    ...regions.map(({ row, before }) =>
      written(
        'app.region',
        { region: row.code },
        {
          values: regionColumns(row),
          before: before && regionColumns(before),
          inserted: { path: knownPath(row.code, regionParents) },
        },
      ),
    ),
    ...agencies.map(({ row, before }) =>
      written(
        'app.agency',
        { agency_id: row.id },
        {
          values: agencyColumns(row),
          before: before && agencyColumns(before),
          inserted: { path: knownPath(row.id, agencyParents) },
        },
      ),
    ),
    ...posts.flatMap((post) => [
      written(
        'app.post',
        { post_id: post.row.id },
        {
          values: postColumns(post.row),
          before: post.before && postColumns(post.before),
        },
      ),
      ...limitEffects(post),
    ]),
    ...staff.flatMap((member) => [
      written(
        'app.staff_member',
        { staff_id: member.row.id },
        {
          values: staffColumns(member.row),
          before: member.before && staffColumns(member.before),
        },
      ),
      ...(member.before === null ? [firstEpoch(member.row.id)] : []),
      ...assignmentEffects(member),
    ]),
  ]
}

function knownPath(code: string, parents: ReadonlyMap<string, string | null>): readonly string[] {
  const path = pathOf(code, (each) => parents.get(each))
  assert(path !== undefined, `the tree above ${code} has been checked`)
  return path
}

function regionColumns({ name, level, parent, validFrom, validTo }: Region): Columns {
  return { name, level, parent, valid_from: validFrom, valid_to: validTo }
}

function agencyColumns({ name, kind, region, parent, reviewedBySuperior }: Agency): Columns {
  return { name, kind, region, parent_id: parent, reviewed_by_superior: reviewedBySuperior }
}

function postColumns(post: Post): Columns {
  return {
    agency_id: post.agency,
    title: post.title,
    title_in_english: post.titleInEnglish,
    is_key: post.isKey,
    months_max: post.monthsMax,
    roles: post.roles,
    properties: post.properties,
  }
}

function staffColumns(member: StaffMember): Columns {
  return {
    name: member.name,
    id_number: member.idNumber === null ? null : normaliseIdentityNumber(member.idNumber),
    agency_id: member.agency,
    department: member.department,
    status: member.status,
    joined_on: member.joinedOn,
    left_on: member.leftOn,
  }
}

function limitEffects({ row, before }: ChangedRow<Post>): Effect[] {
  return row.limits.flatMap((limit): Effect[] => {
    const old = before?.limits.find((each) => each.function === limit.function && each.level === limit.level)
    const max_fen = fenOfYuan(limit.maxYuan)!
    const key = { post_id: row.id, function: limit.function ?? '*', level: limit.level }
    const table = 'app.authority_limit'
    if (old === undefined) return [{ operation: 'insert', table, values: { ...key, max_fen } }]
    const expected = { max_fen: fenOfYuan(old.maxYuan)! }
    return expected.max_fen === max_fen
      ? []
      : [{ operation: 'update', table, key, values: { max_fen }, expected }]
  })
}

function assignmentEffects({ row, before }: ChangedRow<StaffMember>): Effect[] {
  return row.posts.flatMap(({ post, startedOn, endedOn }): Effect[] => {
    const old = before?.posts.find((each) => each.post === post && each.startedOn === startedOn)
    const key = { staff_id: row.id, post_id: post, started_on: startedOn }
    const table = 'app.post_assignment'
    if (old === undefined) return [{ operation: 'insert', table, values: { ...key, ended_on: endedOn } }]
    const expected = { ended_on: old.endedOn }
    return old.endedOn === endedOn
      ? []
      : [{ operation: 'update', table, key, values: { ended_on: endedOn }, expected }]
  })
}
