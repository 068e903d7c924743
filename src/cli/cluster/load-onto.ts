import type { OnProgress } from '#base/progress.ts'
import type { Snapshot } from '#cli/screen/obtain-snapshot.ts'
import { rules } from '#rules/catalogue.ts'
import { loadSnapshot } from '#screening/on-clickhouse/load-snapshot.ts'
import { type NodeOptions, openNode } from '#screening/on-clickhouse/node.ts'
import type { Layout } from '#screening/on-clickhouse/shard-register.ts'

export interface LoadRequest {
  readonly snapshot: Snapshot
  /** For files on their way. */
  readonly directory: string
  readonly threads: number | undefined
  readonly memoryLimitMegabytes: number | undefined
  readonly onProgress: OnProgress
  readonly signal: AbortSignal
}

/** All that any rule reads, whichever are run: a snapshot is on the cluster or it is not. */
export async function loadOnto(
  nodes: readonly NodeOptions[],
  { snapshot, ...request }: LoadRequest,
): Promise<{ readonly layouts: readonly Layout[]; readonly sent: number }> {
  const shards = nodes.map((node) => openNode({ ...node, signal: request.signal }))
  try {
    const { directory: snapshotDirectory, manifest } = snapshot
    return await loadSnapshot({ ...request, snapshotDirectory, manifest, shards, rules })
  } finally {
    for (const shard of shards) await shard.close()
  }
}
