import { readdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { newFolder, runProgram, writeFiles } from './program.ts'
import { smallDelivery } from './small-delivery.ts'

/** What is said where there is no cluster; tests/cluster has one. */
async function refusedWith(status: number, args: readonly string[], cwd: string): Promise<string> {
  const before = await readdir(cwd)
  const ended = await runProgram(args, { cwd })
  expect({ status: ended.status, printed: ended.printed }).toEqual({ status, printed: '' })
  expect(await readdir(cwd)).toEqual(before)
  return ended.told
}

async function withDelivery(): Promise<string> {
  const folder = await newFolder()
  await writeFiles(path.join(folder, 'delivery'), smallDelivery)
  return folder
}

/** A port where nothing listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('nodes that are written wrongly', () => {
  test.each([
    [['--engine', 'spark'], 'The option --engine can only be duckdb or clickhouse, not "spark".'],
    [['--engine', 'clickhouse'], 'The option --url is missing.'],
    [['--url', 'http://a:8123'], 'The option --url is for a cluster: add --engine clickhouse.'],
    [
      ['--engine', 'clickhouse', '--url', 'a:8123'],
      'must be http://host:port or https://host:port, not "a:8123"',
    ],
    [['--engine', 'clickhouse', '--url', 'http://a:8123/db'], 'not "http://a:8123/db"'],
    [['--engine', 'clickhouse', '--url', 'http://me:secret@a:8123'], 'set FANGXIAN_CLICKHOUSE_USER'],
    [
      ['--engine', 'clickhouse', '--url', 'http://a:8123', '--url', 'http://a:8123/'],
      'The option --url names http://a:8123 twice.',
    ],
  ])('%s', async (options, sentence) => {
    const folder = await withDelivery()
    const told = await refusedWith(2, ['screen', 'delivery', ...options], folder)
    expect(told).toContain(sentence)
    expect(told).not.toContain('secret')
    expect(told.trimEnd().split('\n')).toHaveLength(1)
  })

  test('a folder without a snapshot is not loaded', async () => {
    const folder = await withDelivery()
    const told = await refusedWith(2, ['cluster', 'load', 'delivery', '--url', 'http://127.0.0.1:1'], folder)
    expect(told).toMatch(/delivery holds no snapshot; name the folder of a run or its snapshot\.$/m)
  })
})

describe('nodes that do not answer', () => {
  test('are named, by screen and by each command of the cluster, and nothing is left', async () => {
    const folder = await withDelivery()
    expect((await runProgram(['screen', 'delivery', '--out', 'first'], { cwd: folder })).status).toBe(0)
    const url = `http://127.0.0.1:${await closedPort()}`
    for (const args of [
      ['screen', 'first', '--engine', 'clickhouse', '--out', 'second'],
      ['cluster', 'load', 'first'],
      ['cluster', 'list'],
      ['cluster', 'drop', 'first'],
    ]) {
      const told = await refusedWith(1, [...args, '--url', url], folder)
      expect(told).toContain(`The cluster's node ${url} cannot be reached or went away (ECONNREFUSED)`)
    }
  })

  test('or are something else', async () => {
    const folder = await withDelivery()
    const server = createServer((_, response) => response.writeHead(404).end('<html>nothing here</html>'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const told = await refusedWith(1, ['cluster', 'list', '--url', url], folder)
    expect(told).toContain(url)
  })
})
