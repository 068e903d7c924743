import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { installWhereAbsent } from '../debian-packages.ts'

/**
 * `npm run test:postgres-15`: the tests that use a database, once on Debian's PostgreSQL 15, the oldest that
 * DATABASE_URL may name. As root on Debian in CI it installs postgresql-15 when absent; where that is not possible it
 * says so and succeeds, since the same tests have run on the embedded version.
 */
const root = path.resolve(import.meta.dirname, '../..')
const programs = '/usr/lib/postgresql/15/bin'

/** Test files that reach test-database.ts, directly or through a test-….ts beside them. */
function filesOnDatabase(): string[] {
  const files = globSync('src/**/*.ts', { cwd: root })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => /\.test\.ts$|\/test-[a-z-]+\.ts$/.test(file))
  const importsOf = new Map(files.map((file) => [file, readImports(file)]))
  const reaching = new Set(['src/platform/postgres/test-database.ts'])
  for (let before = 0; before < reaching.size; ) {
    before = reaching.size
    for (const [file, imports] of importsOf)
      if (imports.some((each) => reaching.has(each))) reaching.add(file)
  }
  return [...reaching].filter((file) => file.endsWith('.test.ts') && !leftOut.test(file)).sort()
}

/** The embedded server is the embedded version's own; models compare our code with itself, at length. */
const leftOut = /\/(embedded|modelling)\//

function readImports(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8')
  return [...text.matchAll(/from '([#.][^']+)'/g)].map(([, specifier]) =>
    specifier!.startsWith('#')
      ? `src/${specifier!.slice(1)}`
      : path.posix.join(path.posix.dirname(file), specifier!),
  )
}

function run(): number {
  installWhereAbsent(programs, ['postgresql-15'])
  if (!existsSync(programs)) {
    process.stdout.write(
      'Skipped: the tests on PostgreSQL 15 need Debian 12 with postgresql-15 (apt-get install postgresql-15, or FANGXIAN_INSTALL_PACKAGES=1 as root).\n',
    )
    return 0
  }
  const files = filesOnDatabase()
  process.stdout.write(`${files.length} test files on PostgreSQL 15 (${programs})\n`)
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
  const env = { ...process.env, FANGXIAN_TEST_POSTGRES_PROGRAMS: programs }
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...files], {
    cwd: root,
    stdio: 'inherit',
    env,
  })
  return status ?? 1
}

process.exitCode = run()
