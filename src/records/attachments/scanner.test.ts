import { expect, test } from 'vitest'
import { type Scanner, scanContent } from './scanner.ts'
import { createTurns } from './turns.ts'

const scanner = (script: string): Scanner => ({
  command: process.execPath,
  arguments: ['-e', script],
  wait_ms_max: 5_000,
})
const exits = (status: number): Scanner =>
  scanner(`process.stdin.resume().on('end', () => process.exit(${status}))`)

test.for([
  ['CLEAN', exits(0)],
  ['INFECTED', exits(1)],
  ['NOT_SCANNED', exits(2)],
  ['NOT_SCANNED', { ...exits(0), command: 'no-such-scanner' }],
  ['NOT_SCANNED', { ...scanner('setInterval(() => {}, 1000)'), wait_ms_max: 200 }],
  ['NOT_SCANNED', null],
] as const)('a scanner decides by its exit status: %s', async ([expected, given]) => {
  expect(await scanContent(given, Buffer.from('text'))).toBe(expected)
})

test('a scanner reads the whole content', async () => {
  const counting = scanner(`
    let size = 0
    process.stdin.on('data', (chunk) => (size += chunk.length)).on('end', () => process.exit(size === 3000000 ? 0 : 2))
  `)
  expect(await scanContent(counting, Buffer.alloc(3_000_000))).toBe('CLEAN')
})

test('a scanner that answers before it has read everything is believed', async () => {
  expect(await scanContent(scanner('process.exit(1)'), Buffer.alloc(3_000_000))).toBe('INFECTED')
})

test('turns let so many run, the next wait in order, and more are refused', async () => {
  const turns = createTurns({ runningMax: 2, waitingMax: 1 })
  const ended: string[] = []
  const gates: (() => void)[] = []
  const work = (name: string) => () =>
    new Promise<void>((resolve) => gates.push(resolve)).then(() => void ended.push(name))
  const running = ['a', 'b', 'c'].map((name) => turns.take(work(name)))
  await expect(turns.take(work('d'))).rejects.toMatchObject({ code: 'unavailable' })
  expect(gates).toHaveLength(2)
  gates.shift()!()
  await running[0]
  await new Promise(setImmediate)
  expect(gates).toHaveLength(2)
  for (const open of gates) open()
  await Promise.all(running)
  expect(ended.sort()).toEqual(['a', 'b', 'c'])
})
