import { expect, test } from 'vitest'
import type { Progress } from '#base/progress.ts'
import { describeProgress, openProgressLine } from './progress-line.ts'

const reading = (done: number, total = 100): Progress => ({ stage: 'read', subject: '发放.csv', done, total })

test('a line tells stage, subject and share, and after two seconds how long it will take', () => {
  expect(describeProgress(reading(25), 1_000, 'zh')).toBe('读取 发放.csv 25%')
  expect(describeProgress(reading(25), 10_000, 'zh')).toBe('读取 发放.csv 25%，约剩 30 秒')
  expect(describeProgress(reading(5), 60_000, 'en')).toBe('Reading 发放.csv 5%, about 19 min left')
})

test('a line promises nothing where the total is unknown, nothing done, or all done', () => {
  expect(describeProgress(reading(25, 0), 10_000, 'en')).toBe('Reading 发放.csv')
  expect(describeProgress(reading(0), 10_000, 'en')).toBe('Reading 发放.csv 0%')
  expect(describeProgress(reading(100), 10_000, 'en')).toBe('Reading 发放.csv 100%')
})

function recorded(isTerminal: boolean, columns = 80) {
  const written: string[] = []
  const clock = { ms: 0 }
  const line = openProgressLine({
    write: (text) => void written.push(text),
    isTerminal,
    columns,
    language: 'zh',
    nowMs: () => clock.ms,
  })
  return { written, clock, line }
}

test('without a terminal there is a plain line at the start of a stage and then one every five seconds', () => {
  const { written, clock, line } = recorded(false)
  for (clock.ms = 0; clock.ms <= 10_000; clock.ms += 500) line.onProgress(reading(clock.ms / 100, 200))
  line.onProgress({ stage: 'screen', subject: 'DTH-01', done: 0, total: 16 })
  line.clear()
  expect(written).toEqual([
    '读取 发放.csv 0%\n',
    '读取 发放.csv 25%，约剩 15 秒\n',
    '读取 发放.csv 50%，约剩 10 秒\n',
    '筛查 DTH-01 0%\n',
  ])
})

test('a terminal gets one line that is rewritten, never wider than it is, and cleared at the end', () => {
  const { written, clock, line } = recorded(true, 12)
  line.onProgress(reading(0))
  line.onProgress(reading(1))
  clock.ms = 200
  line.onProgress(reading(50))
  line.clear()
  line.clear()
  expect(written).toEqual(['\r\u001b[2K读取 发放.c', '\r\u001b[2K读取 发放.c', '\r\u001b[2K'])
})
