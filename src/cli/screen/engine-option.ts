import { parseNodes } from '#cli/cluster/cluster-option.ts'
import { allTexts, findText, type OptionValues, wrongUsage } from '#cli/command.ts'
import type { NodeOptions } from '#screening/on-clickhouse/node.ts'

/** The nodes that rules run on; undefined: this machine. */
export function parseEngine(values: OptionValues): readonly NodeOptions[] | undefined {
  const engine = findText(values, 'engine') ?? 'duckdb'
  if (engine === 'clickhouse') return parseNodes(values)
  if (engine !== 'duckdb') {
    throw wrongUsage({
      zh: `选项 --engine 只能是 duckdb 或 clickhouse，而不是“${engine}”。`,
      en: `The option --engine can only be duckdb or clickhouse, not "${engine}".`,
    })
  }
  if (allTexts(values, 'url').length === 0) return undefined
  throw wrongUsage({
    zh: '选项 --url 只用于集群：请加 --engine clickhouse。',
    en: 'The option --url is for a cluster: add --engine clickhouse.',
  })
}
