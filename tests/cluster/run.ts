import { spawnSync } from 'node:child_process'
import path from 'node:path'

/** `npm run test:cluster`: installs what only these tests need, then runs them. */
const here = import.meta.dirname
const root = path.resolve(here, '../..')

function run(command: string, given: readonly string[], cwd: string): number {
  return spawnSync(command, given, { cwd, stdio: 'inherit' }).status ?? 1
}

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.info('Skipped: the nodes are made of a library for Linux on x64.')
  process.exit(0)
}
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
const config = path.join(here, 'vitest.config.ts')
process.exitCode =
  run('npm', ['ci', '--no-audit', '--no-fund'], path.join(here, 'clickhouse')) ||
  run(process.execPath, [vitest, 'run', '--config', config, ...process.argv.slice(2)], root)
