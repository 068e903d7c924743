import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Packages of Debian that some tests need. Nothing of the program itself needs them. */

function isDebian(): boolean {
  return (
    existsSync('/usr/bin/apt-get') && /^(ID|ID_LIKE)=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  )
}

/** Installing a package changes the machine: not without being a build machine, or being told to. */
function mayInstall(): boolean {
  const isTold = process.env.CI === 'true' || process.env.FANGXIAN_INSTALL_PACKAGES === '1'
  return isTold && process.getuid?.() === 0 && isDebian()
}

/** Without a network it must not hang. */
const installMsMax = 300_000

/** Where it may, and where `path` shows that it is needed. Whether it is there then, the caller finds out. */
export function installWhereAbsent(path: string, packages: readonly string[]): void {
  if (existsSync(path) || !mayInstall()) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = ['-qq', '-y', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold']
  for (const args of [
    ['update', '-qq'],
    ['install', ...options, ...packages],
  ]) {
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env, timeout: installMsMax })
  }
}
