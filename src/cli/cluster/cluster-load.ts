import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Call, type Command, findText, findWholeNumber, type Surroundings } from '#cli/command.ts'
import { progressOf } from '#cli/show-progress.ts'
import { stopSoon } from '#cli/stop-soon.ts'
import { isNoSpace, noSpace } from '#platform/disk-space.ts'
import { parseNodes, urlOption } from './cluster-option.ts'
import { getSnapshot } from './find-snapshot.ts'

export const loadClusterCommand: Command = {
  name: 'cluster load',
  summary: {
    zh: '把一份数据快照分布到 ClickHouse 集群；已有的部分不重复传送',
    en: 'Distribute a snapshot to a ClickHouse cluster; what stands there is not sent again',
  },
  operands: 'SNAPSHOT',
  operandCount: { min: 1, max: 1 },
  options: {
    url: urlOption,
    work: {
      value: 'DIR',
      text: {
        zh: '存放中间文件的文件夹，至少能容下最大的一张表；默认系统临时文件夹',
        en: 'Folder for files on their way, as large as the largest table; default: the temporary folder',
      },
    },
    threads: { value: 'N', text: { zh: '线程数，默认全部处理器', en: 'Threads; default: all processors' } },
    memory: { value: 'MB', text: { zh: '数据库内存上限', en: 'Memory limit of the database' } },
  },
  notes: [
    {
      zh: 'SNAPSHOT 是一次筛查的输出文件夹或其中的 snapshot。同一快照再装一次什么也不传；中断后再执行即从断处继续；\n在它之上追加月份的快照（screen --base）只传新增和改变的月份，装好之前原快照照常可用。\n退出状态：0 完成；1 节点不可用或磁盘已满；2 用法或输入有误；130 被中断。',
      en: 'SNAPSHOT is the folder of a run or its snapshot. The same again sends nothing; after an interruption it goes on where it\nstopped; of a snapshot to which months were added (screen --base) only months that are new or changed are sent, and the\nearlier one can be used all the while.\nExit status: 0 complete; 1 a node is not available or a disk is full; 2 wrong usage or input; 130 interrupted.',
    },
  ],
  examples: [
    {
      line: 'fangxian cluster load 筛查结果 --url http://10.0.0.1:8123 --url http://10.0.0.2:8123',
      text: { zh: '装到两个分片上', en: 'Onto two shards' },
    },
  ],
  run: load,
}

async function load({ operands, values }: Call, surroundings: Surroundings): Promise<number> {
  const { print, language, workingDirectory, signal } = surroundings
  const nodes = parseNodes(values)
  const limits = {
    threads: findWholeNumber(values, 'threads', { min: 1, max: 1024 }),
    memoryLimitMegabytes: findWholeNumber(values, 'memory', { min: 128, max: 10_000_000 }),
  }
  const snapshot = await getSnapshot(path.resolve(workingDirectory, operands[0]!))
  const parent = path.resolve(workingDirectory, findText(values, 'work') ?? tmpdir())
  const { loadOnto } = await import('./load-onto.ts')
  await mkdir(parent, { recursive: true })
  const directory = await mkdtemp(path.join(parent, '.fangxian-cluster-'))
  const progress = progressOf(surroundings)
  try {
    const work = loadOnto(nodes, { ...limits, snapshot, directory, signal, onProgress: progress.onProgress })
    const { layouts, sent } = await stopSoon(work, signal)
    progress.clear()
    const name = layouts[0]!.snapshot
    const text = {
      zh: `快照 ${name} 已在 ${nodes.length} 个分片上就绪：本次传送 ${sent} 行，行数与合计均已核对。\n`,
      en: `The snapshot ${name} stands on ${nodes.length === 1 ? 'one shard' : `${nodes.length} shards`}: ${sent} rows sent, counts and sums verified.\n`,
    }
    print(text[language])
    return 0
  } catch (error) {
    throw isNoSpace(error) ? noSpace(parent) : error
  } finally {
    progress.clear()
    await rm(directory, { recursive: true, force: true })
  }
}
