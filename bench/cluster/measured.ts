/** What bench/cluster.ts writes and bench/size-cluster.ts reads. */

export interface OfRule {
  seconds: number
  hits: number
  rowsRead: number
  rowsSent: number
  bytesSent: number
  /** The most that one statement held on one shard. */
  memoryBytes: number
}

/** A snapshot on the shards. */
export interface OfLoad {
  /** Of the load that sent the rows, also where an earlier call did. */
  readonly loadSeconds: number
  readonly rowsLoaded: number
  /** On all shards. */
  readonly diskBytes: number
}

export interface Measured extends OfLoad {
  readonly engine: string
  /** Until the rules begin. */
  readonly prepareSeconds: number
  readonly ruleSeconds: number
  readonly seconds: number
  readonly digest: string
  readonly byRule: Readonly<Record<string, OfRule>>
}

export interface Bench {
  readonly threads: number
  readonly tableRows: Readonly<Record<string, number>>
  readonly measured: readonly Measured[]
}
