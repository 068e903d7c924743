import type { Profile } from './profile-words.ts'

export type LinkNode = Profile['links']['nodes'][number]

export interface Placed {
  readonly node: LinkNode
  readonly x: number
  readonly y: number
}

/** From the middle: what the subject is joined to, alone or before those beyond it. */
const [near, middle, far] = [105, 160, 195]

/** Half of what the picture may take. */
export const frame = { x: far * 1.6 + 40, y: far } as const

const onRing = (radius: number, turn: number): { readonly x: number; readonly y: number } => ({
  x: Math.round(radius * 1.6 * Math.cos(turn)),
  y: Math.round(radius * Math.sin(turn)),
})

/**
 * The subject in the middle, what it is joined to around it, and whoever shares that beyond it in the same direction:
 * the same picture each time, so that two people speak of the same.
 */
export function placeLinks({ nodes, edges }: Pick<Profile['links'], 'nodes' | 'edges'>): Placed[] {
  const [subject, ...others] = nodes
  if (subject === undefined) return []
  const joinedTo = (id: string): ReadonlySet<string> =>
    new Set(edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : [])))
  const direct = joinedTo(subject.id)
  const hubs = others.filter(({ id }) => direct.has(id))
  const left = new Set(others.filter(({ id }) => !direct.has(id)))
  const sectors = hubs.map((hub) => {
    const joined = joinedTo(hub.id)
    const own = [...left].filter(({ id }) => joined.has(id))
    for (const node of own) left.delete(node)
    return { hub, own, width: Math.max(1, own.length) }
  })
  const whole = sectors.reduce((sum, { width }) => sum + width, 0)
  const turnOf = (place: number): number => (2 * Math.PI * place) / whole - Math.PI / 2
  const inner = sectors.some(({ own }) => own.length > 0) ? near : middle
  let begin = 0
  const placed: Placed[] = [{ node: subject, x: 0, y: 0 }]
  for (const { hub, own, width } of sectors) {
    placed.push({ node: hub, ...onRing(inner, turnOf(begin + width / 2)) })
    for (const [index, node] of own.entries()) {
      placed.push({ node, ...onRing(far, turnOf(begin + index + 0.5)) })
    }
    begin += width
  }
  return placed
}
