import { describe, expect, test } from 'vitest'
import { type LinkNode, placeLinks } from './link-places.ts'

const person = (id: string): LinkNode => ({ id, kind: 'person', label: id, ref: null })

describe('the picture of what is shared', () => {
  test('has every node once, none upon another, and those who share a thing beside it', () => {
    const hubs = ['a', 'b', 'c'].map(person)
    const sharers = Array.from({ length: 12 }, (_, index) => person(`s${index}`))
    const edges = [
      ...hubs.map(({ id }) => ({ from: 'me', to: id, relation: 'ACCOUNT' as const, count: null })),
      ...sharers.map(({ id }) => ({ from: id, to: 'b', relation: 'ACCOUNT' as const, count: null })),
    ]
    const nodes = [person('me'), ...hubs, ...sharers]
    const placed = placeLinks({ nodes, edges })
    expect(placed.map(({ node }) => node.id).sort()).toEqual(nodes.map(({ id }) => id).sort())
    expect(new Set(placed.map(({ x, y }) => `${x} ${y}`)).size).toBe(nodes.length)
    const at = (id: string) => placed.find(({ node }) => node.id === id)!
    const apart = (one: string, other: string): number =>
      Math.hypot(at(one).x - at(other).x, at(one).y - at(other).y)
    const middle = apart('s6', 'b')
    expect(middle).toBeLessThan(apart('s6', 'a'))
    expect(middle).toBeLessThan(apart('s6', 'c'))
  })

  test('of nobody is empty', () => {
    expect(placeLinks({ nodes: [], edges: [] })).toEqual([])
  })
})
