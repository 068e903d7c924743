import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { newFolder, runProgram } from './program.ts'

/** A disk of two megabytes, or false where this user may not make one. */
function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return false
  }
  onTestFinished(() => {
    execFileSync('umount', [folder])
  })
  return true
}

test('a full disk ends the run with exit status 1, one sentence, and nothing left on it', async ({
  skip,
}) => {
  const folder = await newFolder()
  const disk = path.join(folder, 'disk')
  await mkdir(disk)
  if (!mountSmallDisk(disk)) skip('this user may not mount a small disk')
  const simulated = await runProgram(
    ['simulate', '--persons', '2000', '--months', '12', '--seed', '1', '--out', 'county'],
    { cwd: folder },
  )
  expect(simulated.status).toBe(0)
  const out = path.join(disk, 'out')
  const { status, told } = await runProgram(['screen', 'county/delivery', '--out', out], { cwd: folder })
  expect(status).toBe(1)
  expect(told).toMatch(
    new RegExp(
      `^The disk is full: the result does not fit in ${out}; free some space, or name another place with --out\\.$`,
      'm',
    ),
  )
  expect(await readdir(disk)).toEqual([])
  expect(readdirSync(path.join(folder, 'county')).sort()).toEqual(['delivery', 'labels.csv'])
})
