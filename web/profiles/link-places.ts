import type { Profile } from './profile-words.ts'

export type LinkNode = Profile['links']['nodes'][number]

export interface Placed {
  readonly node: LinkNode
  readonly x: number
  readonly y: number
}

const [near, far] = [100, 210]

const onRing = (radius: number, turn: number): { readonly x: number; readonly y: number } => ({
  x: Math.round(radius * 1.7 * Math.cos(turn)),
  y: Math.round(radius * Math.sin(turn)),
})

/**
 * The subject in the middle, what it is joined to around it, and whoever shares that beyond: the same picture each time,
 * so that two people speak of the same.
 */
export function placeLinks({ nodes, edges }: Profile['links']): Placed[] {
  const [subject, ...others] = nodes
  if (subject === undefined) return []
  const joinedTo = (id: string): string[] =>
    edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []))
  const direct = new Set(joinedTo(subject.id))
  const inner = others.filter(({ id }) => direct.has(id))
  const beyond = others.filter(({ id }) => !direct.has(id))
  const placeOfHub = (id: string): number => inner.findIndex((each) => joinedTo(id).includes(each.id))
  const outer = beyond.toSorted((one, other) => placeOfHub(one.id) - placeOfHub(other.id))
  const ring = (all: readonly LinkNode[], radius: number): Placed[] =>
    all.map((node, index) => ({ node, ...onRing(radius, (2 * Math.PI * (index + 0.25)) / all.length) }))
  return [{ node: subject, x: 0, y: 0 }, ...ring(inner, near), ...ring(outer, far)]
}
