import type { LinkEdge, LinkNode, Links, Relation } from '../profile.ts'

export interface Joined {
  readonly from: string
  readonly to: string
  readonly relation: Relation
  readonly count?: number
}

/** Collects nodes and edges, each once. */
export interface LinkGraph {
  readonly add: (node: LinkNode) => void
  readonly join: (joined: Joined) => void
  readonly hide: (node: string, count: number, isAtLeast: boolean) => void
  readonly links: () => Links
}

export function createLinkGraph(subject: LinkNode): LinkGraph {
  const nodes = new Map<string, LinkNode>([[subject.id, subject]])
  const edges = new Map<string, LinkEdge>()
  const hidden: { node: string; count: number; isAtLeast: boolean }[] = []
  return {
    add: (node) => {
      if (!nodes.has(node.id)) nodes.set(node.id, node)
    },
    join: ({ from, to, relation, count }) => {
      const key = [relation, ...[from, to].sort()].join(' ')
      if (from !== to && !edges.has(key)) edges.set(key, { from, to, relation, count: count ?? null })
    },
    hide: (node, count, isAtLeast) => {
      if (count > 0) hidden.push({ node, count, isAtLeast })
    },
    links: () => ({ nodes: [...nodes.values()], edges: [...edges.values()], hidden }),
  }
}
