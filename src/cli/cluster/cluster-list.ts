import type { Call, Command, Surroundings } from '#cli/command.ts'
import { textTable } from '#cli/text-table.ts'
import { parseNodes, urlOption } from './cluster-option.ts'

export const listClusterCommand: Command = {
  name: 'cluster list',
  summary: {
    zh: '列出 ClickHouse 集群各节点上的数据快照',
    en: 'List the snapshots on the nodes of a cluster',
  },
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: { url: urlOption },
  examples: [
    {
      line: 'fangxian cluster list --url http://10.0.0.1:8123 --url http://10.0.0.2:8123',
      text: { zh: '列出两个节点上的快照', en: 'List what two nodes hold' },
    },
  ],
  run: list,
}

async function list({ values }: Call, surroundings: Surroundings): Promise<number> {
  const { language, print, signal } = surroundings
  const nodes = parseNodes(values)
  const { openNode } = await import('#screening/on-clickhouse/node.ts')
  const { layoutsOn } = await import('#screening/on-clickhouse/shard-register.ts')
  const zh = language === 'zh'
  const lines: string[][] = []
  for (const options of nodes) {
    const node = openNode({ ...options, signal })
    try {
      for (const { snapshot, shard, shards, at, rows, bytes } of await layoutsOn(node)) {
        const state = at === null ? (zh ? '未装完' : 'not finished') : `${at} UTC`
        const size = bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`
        lines.push([node.name, snapshot, `${shard + 1}/${shards}`, String(rows), size, state])
      }
    } finally {
      await node.close()
    }
  }
  const titles = zh
    ? ['节点', '快照', '分片', '行数', '大小', '装好于']
    : ['node', 'snapshot', 'shard', 'rows', 'size', 'finished at']
  if (lines.length > 0) print(textTable([titles, ...lines], [3, 4]))
  else print(zh ? '各节点上没有数据快照。\n' : 'The nodes hold no snapshot.\n')
  return 0
}
