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
  readonly url: string
  /** At once, as a machine that loses its power. */
  readonly kill: () => Promise<void>
}

export interface TestCluster {
  readonly nodes: readonly TestNode[]
  /** One that was killed, on the same disk and at the same address. */
  readonly restart: (shard: number) => Promise<void>
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

interface NodePlace {
  readonly launcher: string
  readonly folder: string
  readonly threads: number
  readonly http?: number
}

async function startNode({ launcher, folder, threads, http: asked }: NodePlace): Promise<TestNode> {
  mkdirSync(folder, { recursive: true })
  const [tcp, http] = [await freePort(), asked ?? (await freePort())]
  const child = spawn(launcher, [library, folder, String(tcp), String(http), String(threads)], {
    env: { PATH: process.env.PATH, TZ: 'Asia/Shanghai' },
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = `http://127.0.0.1:${http}`
  const node = openNode({ url })
  await untilAnswering(node, child)
  return {
    ...node,
    url,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/**
 * @param threads of each node
 * @param kept a folder for the nodes' data that stays there; absent: one that goes with them
 */
export async function startCluster(shards: number, threads = 1, kept?: string): Promise<TestCluster> {
  const folder = kept ?? mkdtempSync(path.join(tmpdir(), 'fangxian-cluster-'))
  mkdirSync(folder, { recursive: true })
  const launcher = buildLauncher(folder)
  const nodes: TestNode[] = []
  const placeOf = (shard: number): NodePlace => ({
    launcher,
    folder: path.join(folder, `node-${shard + 1}`),
    threads,
  })
  for (let shard = 0; shard < shards; shard += 1) nodes.push(await startNode(placeOf(shard)))
  return {
    nodes,
    restart: async (shard) => {
      const http = Number(new URL(nodes[shard]!.url).port)
      nodes[shard] = await startNode({ ...placeOf(shard), http })
    },
    stop: async () => {
      for (const node of nodes) {
        await node.close()
        await node.kill()
      }
      if (kept === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}
