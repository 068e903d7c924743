import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Node, openNode } from '#screening/on-clickhouse/node.ts'

/** ClickHouse servers on loopback, out of npm's chdb by a small launcher (node-launcher.c). */

const here = import.meta.dirname
const library = path.join(here, 'clickhouse/node_modules/@chdb/lib-linux-x64-gnu/libchdb.so')

/** Why there can be no cluster here, or null. */
export function whyNoCluster(): string | null {
  if (!existsSync(library))
    return 'npm ci in tests/cluster/clickhouse has not run: start it with npm run test:cluster'
  if (spawnSync('gcc', ['--version']).status !== 0) return 'gcc is absent (apt-get install gcc)'
  return null
}

export interface TestNode extends Node {
  readonly kill: () => Promise<void>
}

export interface TestCluster {
  readonly nodes: readonly TestNode[]
  readonly stop: () => Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

function buildLauncher(folder: string): string {
  const launcher = path.join(folder, 'node-launcher')
  const source = path.join(here, 'clickhouse/node-launcher.c')
  const { status, stderr } = spawnSync('gcc', [source, '-o', launcher, '-ldl', '-lpthread'])
  if (status !== 0) throw new Error(`gcc: ${String(stderr)}`)
  return launcher
}

async function untilAnswering(node: Node, process: ChildProcess): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await node.select('select 1 as answer')
      return
    } catch (error) {
      if (attempt > 300 || process.exitCode !== null) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function startNode(launcher: string, folder: string): Promise<TestNode> {
  mkdirSync(folder)
  const [tcp, http] = [await freePort(), await freePort()]
  const child = spawn(launcher, [library, folder, String(tcp), String(http), '2'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const node = openNode({ url: `http://127.0.0.1:${http}` })
  await untilAnswering(node, child)
  return {
    ...node,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

export async function startCluster(shards: number): Promise<TestCluster> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-cluster-'))
  const launcher = buildLauncher(folder)
  const nodes: TestNode[] = []
  for (let shard = 0; shard < shards; shard += 1) {
    nodes.push(await startNode(launcher, path.join(folder, `node-${shard + 1}`)))
  }
  return {
    nodes,
    stop: async () => {
      for (const node of nodes) {
        await node.close()
        await node.kill()
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
