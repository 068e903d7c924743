import type { Organisation } from '#access/organisation/organisation.ts'
import { type PostTemplateCode, postTemplates } from '#access/organisation/post-templates.ts'

/** The county whose story is told, the city above it, the province. */
export const places = { county: '990101', city: '990100', province: '990000' } as const

/** Who plays: the staff number of the n-th holder of such a post at an agency or bureau. */
export type Cast = (post: PostTemplateCode, rank?: number, region?: string) => string

export function castOf({ posts, staff, agencies }: Organisation): Cast {
  const titles = new Map(posts.map(({ id, title }) => [id, title]))
  const regions = new Map(agencies.map(({ id, region }) => [id, region]))
  return (post, rank = 0, region = places.county) => {
    const title = postTemplates[post].title.zh
    const holders = staff.filter(
      (each) =>
        regions.get(each.agency) === region && each.posts.some((held) => titles.get(held.post) === title),
    )
    const found = holders[rank]
    if (found === undefined) throw new Error(`${region} has no ${post} number ${rank + 1}`)
    return found.id
  }
}
