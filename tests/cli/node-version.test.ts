import { execFileSync } from 'node:child_process'
import { symlink } from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { describe, expect, test } from 'vitest'
import { newFolder, program, runProgram } from './program.ts'

/** A Node older than 24 among those that the machine itself has, as on Debian 12 with its Node 20. */
function findOlderNode(): string | undefined {
  const folders = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => !folder.includes('node_modules'))
  return folders
    .map((folder) => path.join(folder, 'node'))
    .find((node) => {
      try {
        const version = execFileSync(node, ['--version'], { encoding: 'utf8' })
        return Number(/^v(\d+)/.exec(version)?.[1]) < 24
      } catch {
        return false
      }
    })
}

const olderNode = findOlderNode()

describe.skipIf(olderNode === undefined)(
  'started by an older Node (skipped where the machine has none)',
  () => {
    const options = { node: olderNode! }

    test('the program runs on the Node that npm installed, with its arguments and its exit status', async () => {
      expect(await runProgram(['--version'], options)).toMatchObject({ status: 0, told: '' })
      expect(await runProgram(['scren'], options)).toMatchObject({
        status: 2,
        told: 'There is no command "scren"; fangxian --help lists the commands.\n',
      })
    })

    test.for(['SIGINT', 'SIGTERM'] as const)(
      '%s sent to the program ends it with 130 and leaves nothing',
      async (signal) => {
        const folder = await newFolder()
        const args = ['simulate', '--persons', '1000000', '--months', '36', '--seed', '1', '--out', 'county']
        const ended = await runProgram(args, {
          ...options,
          cwd: folder,
          interruptWhen: (told) => (told.includes('Simulating') ? signal : undefined),
        })
        expect(ended).toMatchObject({ status: 130, signal: null })
      },
    )
  },
)

test('the program can be called through a link from any folder', async () => {
  const folder = await newFolder()
  const link = path.join(folder, 'fx')
  await symlink(program, link)
  expect(await runProgram(['--version'], { cwd: '/', file: link })).toMatchObject({ status: 0, told: '' })
})
