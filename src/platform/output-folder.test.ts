import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import { type StagedOutput, stageOutput } from './output-folder.ts'

let parent: string

beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'fangxian-output-'))
})
afterEach(() => rm(parent, { recursive: true }))

const isOwned = (name: string): boolean => /^(report.*|snapshot)$/.test(name)

async function write(staged: StagedOutput, files: Record<string, string>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(staged.resultDirectory, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, content)
  }
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no refusal',
    (error) => (error instanceof Refusal ? error.code : String(error)),
  )
}

describe('an output folder', () => {
  test('holds the result and nothing else once it is published', async () => {
    const directory = path.join(parent, 'new', 'run')
    const staged = await stageOutput(directory)
    await write(staged, { 'report.html': 'page', 'snapshot/part': 'rows', 'run.json': '{}' })
    await writeFile(path.join(staged.workDirectory, 'spill'), 'x')
    await staged.publish({ directory, last: 'run.json', isOwned })
    await staged.discard()
    expect((await readdir(directory)).sort()).toEqual(['report.html', 'run.json', 'snapshot'])
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
  })

  test('replaces an earlier result whole and leaves what is not its own', async () => {
    for (const [name, content] of [
      ['report-old.xlsx', 'old'],
      ['report.html', 'old'],
      ['run.json', 'old'],
      ['notes.txt', 'mine'],
    ] as const) {
      await writeFile(path.join(parent, name), content)
    }
    const staged = await stageOutput(parent)
    await write(staged, { 'report.html': 'new', 'run.json': 'new' })
    await staged.publish({ directory: parent, last: 'run.json', isOwned })
    await staged.discard()
    expect((await readdir(parent)).sort()).toEqual(['notes.txt', 'report.html', 'run.json'])
    expect(await readFile(path.join(parent, 'report.html'), 'utf8')).toBe('new')
    expect(await readFile(path.join(parent, 'notes.txt'), 'utf8')).toBe('mine')
  })

  test('is as before when the work is given up', async () => {
    await writeFile(path.join(parent, 'run.json'), 'old')
    const staged = await stageOutput(parent)
    await write(staged, { 'run.json': 'new' })
    await staged.discard()
    expect(await readdir(parent)).toEqual(['run.json'])
    expect(await readFile(path.join(parent, 'run.json'), 'utf8')).toBe('old')
  })

  test('is as before when the new result cannot be moved in', async () => {
    await writeFile(path.join(parent, 'report.html'), 'old')
    await writeFile(path.join(parent, 'run.json'), 'old')
    const staged = await stageOutput(parent)
    await write(staged, { 'report.html': 'new' })
    expect(await refusalOf(staged.publish({ directory: parent, last: 'run.json', isOwned }))).toBe(
      'unwritable_output',
    )
    await staged.discard()
    expect(await readFile(path.join(parent, 'report.html'), 'utf8')).toBe('old')
    expect(await readFile(path.join(parent, 'run.json'), 'utf8')).toBe('old')
  })

  test('that had to be made is taken away again when the work is given up', async () => {
    const staged = await stageOutput(path.join(parent, 'a', 'b'))
    await staged.discard()
    expect(await readdir(parent)).toEqual([])
  })

  test('that cannot be written is refused before any work', async () => {
    await writeFile(path.join(parent, 'file'), '')
    expect(await refusalOf(stageOutput(path.join(parent, 'file', 'run')))).toBe('unwritable_output')
    expect(await refusalOf(stageOutput(path.join(parent, 'file')))).toBe('unwritable_output')
  })

  // A file system that refuses new folders, for root too.
  test.runIf(process.platform === 'linux')('below /proc is refused, not tried for ever', async () => {
    expect(await refusalOf(stageOutput('/proc/fangxian/run'))).toBe('unwritable_output')
  })
})
