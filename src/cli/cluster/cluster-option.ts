import { allTexts, type Option, type OptionValues, wrongUsage } from '#cli/command.ts'
import { readClusterAccount } from '#platform/config.ts'
import type { NodeOptions } from '#screening/on-clickhouse/node.ts'

export const urlOption: Option = {
  value: 'URL',
  isRepeatable: true,
  text: {
    zh: '集群的一个节点，如 http://10.0.0.1:8123，每个分片写一次；用户和密码取自环境变量 FANGXIAN_CLICKHOUSE_USER、FANGXIAN_CLICKHOUSE_PASSWORD',
    en: 'A node of the cluster, e.g. http://10.0.0.1:8123, once for each shard; user and password are taken from FANGXIAN_CLICKHOUSE_USER and FANGXIAN_CLICKHOUSE_PASSWORD',
  },
}

function originOf(text: string): string {
  const url = URL.parse(text)
  if (
    url === null ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.pathname !== '/' ||
    url.search !== ''
  ) {
    throw wrongUsage({
      zh: `选项 --url 应为 http://主机:端口 或 https://主机:端口，而不是“${text}”。`,
      en: `The option --url must be http://host:port or https://host:port, not "${text}".`,
    })
  }
  if (url.username !== '' || url.password !== '') {
    throw wrongUsage({
      zh: '选项 --url 不要带用户和密码（命令行人人可见）；请用环境变量 FANGXIAN_CLICKHOUSE_USER、FANGXIAN_CLICKHOUSE_PASSWORD。',
      en: 'The option --url takes no user and password, for everybody sees a command line; set FANGXIAN_CLICKHOUSE_USER and FANGXIAN_CLICKHOUSE_PASSWORD.',
    })
  }
  return url.origin
}

/** The nodes of --url, one for each shard, in an order that does not depend on how they were written. */
export function parseNodes(values: OptionValues): NodeOptions[] {
  const origins = allTexts(values, 'url').map(originOf)
  if (origins.length === 0) {
    throw wrongUsage({ zh: '缺少选项 --url。', en: 'The option --url is missing.' })
  }
  const twice = origins.find((origin, at) => origins.indexOf(origin) !== at)
  if (twice !== undefined) {
    throw wrongUsage({ zh: `选项 --url 两次写到 ${twice}。`, en: `The option --url names ${twice} twice.` })
  }
  return origins.toSorted().map((url) => ({ url, ...readClusterAccount() }))
}
