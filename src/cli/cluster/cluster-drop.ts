import path from 'node:path'
import { Refusal } from '#base/refusal.ts'
import type { Call, Command, Surroundings } from '#cli/command.ts'
import { parseNodes, urlOption } from './cluster-option.ts'
import { getSnapshot } from './find-snapshot.ts'

export const dropClusterCommand: Command = {
  name: 'cluster drop',
  summary: {
    zh: '从 ClickHouse 集群移除一份数据快照；其他快照不受影响',
    en: 'Take a snapshot off a ClickHouse cluster; the others are not touched',
  },
  operands: 'SNAPSHOT',
  operandCount: { min: 1, max: 1 },
  options: { url: urlOption },
  notes: [
    {
      zh: 'SNAPSHOT 是 cluster list 列出的十二位编号，或快照所在的文件夹。',
      en: 'SNAPSHOT is the name of twelve digits that cluster list shows, or the folder of the snapshot.',
    },
  ],
  examples: [
    {
      line: 'fangxian cluster drop 3f0c9a5e71bd --url http://10.0.0.1:8123 --url http://10.0.0.2:8123',
      text: { zh: '从两个节点移除', en: 'Off two nodes' },
    },
  ],
  run: drop,
}

async function drop({ operands, values }: Call, surroundings: Surroundings): Promise<number> {
  const { language, print, signal, workingDirectory } = surroundings
  const nodes = parseNodes(values)
  const asked = operands[0]!
  const { snapshotName, keysOfRules } = await import('#screening/on-clickhouse/load-snapshot.ts')
  const { openNode } = await import('#screening/on-clickhouse/node.ts')
  const { dropLayout, layoutsOn, openRegister } = await import('#screening/on-clickhouse/shard-register.ts')
  const name = /^[0-9a-f]{12}$/.test(asked)
    ? asked
    : snapshotName((await getSnapshot(path.resolve(workingDirectory, asked))).manifest)
  let dropped = 0
  for (const options of nodes) {
    const node = openNode({ ...options, signal })
    try {
      const found = (await layoutsOn(node)).filter(({ snapshot }) => snapshot === name)
      if (found.length > 0) {
        await openRegister(node)
        dropped += 1
      }
      for (const layout of found) await dropLayout(node, layout, keysOfRules)
    } finally {
      await node.close()
    }
  }
  if (dropped === 0) {
    throw new Refusal('not_found', {
      zh: `各节点上没有快照 ${name}；cluster list 列出所有快照。`,
      en: `No node holds the snapshot ${name}; cluster list shows what there is.`,
    })
  }
  const text = {
    zh: `已从 ${dropped} 个节点移除快照 ${name}。\n`,
    en: `The snapshot ${name} was taken off ${dropped === 1 ? 'one node' : `${dropped} nodes`}.\n`,
  }
  print(text[language])
  return 0
}
