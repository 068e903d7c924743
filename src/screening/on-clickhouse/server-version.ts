import { Refusal } from '#base/refusal.ts'
import type { Node } from './node.ts'

/** The one that every rule was compared on (tests/cluster). Earlier ones lack settings that answers depend on. */
const [yearMin, releaseMin] = [26, 7] as const

/** Equal answers are proved for some versions only: an older one is refused rather than believed. */
export async function requireVersion(shards: readonly Node[]): Promise<void> {
  for (const shard of shards) {
    const [row] = await shard.select('select version() as version')
    const version = String(row?.version)
    const [year = 0, release = 0] = version.split('.').map(Number)
    if (year > yearMin || (year === yearMin && release >= releaseMin)) continue
    throw new Refusal('unavailable', {
      zh: `集群节点 ${shard.name} 是 ClickHouse ${version}；请升级到 ${yearMin}.${releaseMin} 或更新的版本。`,
      en: `The cluster's node ${shard.name} is ClickHouse ${version}; upgrade it to ${yearMin}.${releaseMin} or later.`,
    })
  }
}
