import { isConflict } from '#access/duty-conflicts.ts'
import type { Bilingual } from '#base/bilingual.ts'
import { type Organisation, type OrganisationPart, pathOf, regionLevels } from './organisation.ts'

/** What is wrong with a row, where it stands, and what to do. `row` counts from 1 within its part. */
export interface OrganisationFault {
  readonly part: OrganisationPart
  readonly row: number
  readonly text: Bilingual
}

type Place = Pick<OrganisationFault, 'part' | 'row'>
type Report = (place: Place, zh: string, en: string) => void

/** Every fault of every row, in the order of the parts. */
export function faultsOf(organisation: Organisation): readonly OrganisationFault[] {
  const faults: OrganisationFault[] = []
  const report: Report = (place, zh, en) => faults.push({ ...place, text: { zh, en } })
  checkKeys(organisation, report)
  checkRegions(organisation, report)
  checkAgencies(organisation, report)
  checkPosts(organisation, report)
  checkStaff(organisation, report)
  return faults
}

function checkKeys(organisation: Organisation, report: Report): void {
  const keys = {
    regions: organisation.regions.map(({ code }) => code),
    agencies: organisation.agencies.map(({ id }) => id),
    posts: organisation.posts.map(({ id }) => id),
    staff: organisation.staff.map(({ id }) => id),
  }
  for (const [part, list] of Object.entries(keys) as [OrganisationPart, string[]][]) {
    const seen = new Set<string>()
    for (const [index, key] of list.entries()) {
      if (seen.has(key))
        report(
          { part, row: index + 1 },
          `编号 ${key} 重复，请删除或更正。`,
          `${key} stands twice; remove or correct one.`,
        )
      seen.add(key)
    }
  }
}

function checkRegions({ regions }: Organisation, report: Report): void {
  const byCode = new Map(regions.map((each) => [each.code, each]))
  for (const [index, region] of regions.entries()) {
    const place = { part: 'regions', row: index + 1 } as const
    const { code, level, parent } = region
    if (region.validTo !== null && region.validTo <= region.validFrom) {
      report(place, `${code} 的停用日期须晚于启用日期。`, `${code} must end after it begins.`)
    }
    if ((parent === null) !== (level === 'PROVINCE')) {
      report(
        place,
        `${code}：省级没有上级地区，其他级别必须填写上级地区。`,
        `${code}: a province has no parent, every other level has one.`,
      )
      continue
    }
    if (parent === null) continue
    const above = byCode.get(parent)
    if (above === undefined) {
      report(
        place,
        `${code} 的上级地区 ${parent} 不在地区表中，请补充。`,
        `the parent ${parent} of ${code} is not among the regions; add it.`,
      )
    } else if (regionLevels.indexOf(above.level) >= regionLevels.indexOf(level)) {
      report(
        place,
        `${code} 的上级地区 ${parent} 的级别不高于它，请更正。`,
        `the parent ${parent} of ${code} is not of a higher level; correct it.`,
      )
    }
  }
}

function checkAgencies({ agencies, regions }: Organisation, report: Report): void {
  const codes = new Map(regions.map((each) => [each.code, each]))
  const byId = new Map(agencies.map((each) => [each.id, each]))
  for (const [index, agency] of agencies.entries()) {
    const place = { part: 'agencies', row: index + 1 } as const
    const { id, region, parent } = agency
    if (!codes.has(region)) {
      report(
        place,
        `机构 ${id} 的地区 ${region} 不在地区表中，请补充。`,
        `the region ${region} of agency ${id} is not among the regions; add it.`,
      )
    }
    if (parent !== null && !byId.has(parent)) {
      report(
        place,
        `机构 ${id} 的上级机构 ${parent} 不在机构表中，请补充。`,
        `the parent ${parent} of agency ${id} is not among the agencies; add it.`,
      )
    } else if (pathOf(id, (each) => byId.get(each)?.parent) === undefined && parent !== null) {
      report(
        place,
        `机构 ${id} 的上级关系成环或不完整，请更正。`,
        `the parents of agency ${id} run in a circle or end nowhere; correct them.`,
      )
    }
  }
}

function checkPosts({ agencies, posts }: Organisation, report: Report): void {
  const known = new Set(agencies.map(({ id }) => id))
  for (const [index, post] of posts.entries()) {
    const place = { part: 'posts', row: index + 1 } as const
    const { id, agency } = post
    if (!known.has(agency)) {
      report(
        place,
        `岗位 ${id} 的机构 ${agency} 不在机构表中，请补充。`,
        `the agency ${agency} of post ${id} is not among the agencies; add it.`,
      )
    }
    const duties = [...post.roles, ...post.properties]
    const clash = duties.flatMap((a) => duties.filter((b) => isConflict(a, b)).map((b) => [a, b] as const))[0]
    if (clash !== undefined) {
      report(
        place,
        `岗位 ${id} 兼有不相容的职责 ${clash[0]} 与 ${clash[1]}，请分设岗位。`,
        `post ${id} unites ${clash[0]} and ${clash[1]}, which must be apart; make two posts.`,
      )
    }
    const lines = post.limits.map(({ function: code, level }) => `${code ?? '*'} ${level}`)
    if (new Set(lines).size !== lines.length) {
      report(
        place,
        `岗位 ${id} 同一业务同一级别有两个额度，请保留一个。`,
        `post ${id} has two limits for one function and level; keep one.`,
      )
    }
  }
}

function checkStaff({ agencies, posts, staff }: Organisation, report: Report): void {
  const known = new Set(agencies.map(({ id }) => id))
  const postsById = new Map(posts.map((each) => [each.id, each]))
  const persons = new Map<string, string>()
  for (const [index, member] of staff.entries()) {
    const place = { part: 'staff', row: index + 1 } as const
    const { id, agency, idNumber } = member
    if (!known.has(agency)) {
      report(
        place,
        `人员 ${id} 的机构 ${agency} 不在机构表中，请补充。`,
        `the agency ${agency} of ${id} is not among the agencies; add it.`,
      )
    }
    const other = idNumber === null ? undefined : persons.get(idNumber)
    if (other !== undefined) {
      report(
        place,
        `人员 ${id} 与 ${other} 的证件号码相同，同一人只能有一个工号。`,
        `${id} and ${other} have the same id number; a person has one staff number.`,
      )
    }
    if (idNumber !== null) persons.set(idNumber, id)
    if (member.status !== 'ON_POST' && member.leftOn === null && member.status !== 'SUSPENDED') {
      report(place, `人员 ${id} 已不在岗，请填写离岗日期。`, `${id} is no longer on post; state since when.`)
    }
    checkHeldPosts(member, postsById, (zh, en) => report(place, zh, en))
  }
}

/** Posts that a person holds at the same time may not bring together what must be apart (3.11). */
function checkHeldPosts(
  member: Organisation['staff'][number],
  postsById: ReadonlyMap<string, Organisation['posts'][number]>,
  report: (zh: string, en: string) => void,
): void {
  const held = member.posts.flatMap((each) => {
    const post = postsById.get(each.post)
    if (post === undefined) {
      report(
        `人员 ${member.id} 的岗位 ${each.post} 不在岗位表中，请补充。`,
        `the post ${each.post} of ${member.id} is not among the posts; add it.`,
      )
      return []
    }
    if (each.endedOn !== null && each.endedOn < each.startedOn) {
      report(
        `人员 ${member.id} 在岗位 ${post.id} 的结束日期早于开始日期。`,
        `${member.id} leaves post ${post.id} before taking it; correct the days.`,
      )
    }
    return [{ ...each, duties: [...post.roles, ...post.properties] }]
  })
  for (const [index, one] of held.entries()) {
    for (const other of held.slice(index + 1)) {
      const isApart =
        (one.endedOn !== null && one.endedOn <= other.startedOn) ||
        (other.endedOn !== null && other.endedOn <= one.startedOn)
      const clash = one.duties.find((a) => other.duties.some((b) => isConflict(a, b)))
      if (!isApart && clash !== undefined) {
        report(
          `人员 ${member.id} 同时任岗位 ${one.post} 与 ${other.post}，两岗职责不相容，须由不同的人担任。`,
          `${member.id} holds ${one.post} and ${other.post} at the same time, whose duties must be apart; give one to somebody else.`,
        )
      }
    }
  }
}
