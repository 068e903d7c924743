import { readFile } from 'node:fs/promises'
import type { Surroundings } from '#cli/command.ts'
import { sayTo } from '#cli/server/installation.ts'
import { loadInto } from '#cli/server/load-delivery.ts'
import { serveUntilStopped } from '#cli/server/serve.ts'
import { packageRoot, readSettings } from '#platform/config.ts'
import { askFirstRun } from '#runs/ask-first-run.ts'
import { openWork } from '#server/installation/open-work.ts'
import { type Serving, serve } from '#server/serve.ts'
import { newId } from '#server/starting/server-parts.ts'
import { ensureWeb } from '#server/web/ensure-web.ts'

/** The county of the simulator, whose people can sign in. */
const countyOfPeople = '990101'

/** Starts the demonstration server on the screened county and serves until it is stopped (platform.md 8). */
export async function serveDemonstration(snapshot: string, surroundings: Surroundings): Promise<number> {
  const { language, tell, print } = surroundings
  tell(language === 'zh' ? '启动演示服务器……\n' : 'Starting the demonstration server …\n')
  const read = readSettings()
  // A line for each request is for whoever watches a server, not for a first look at one.
  const settings = read.log.level === 'info' ? { ...read, log: { level: 'warn' as const } } : read
  const say = sayTo(surroundings)
  const web = await ensureWeb({ root: packageRoot, say })
  const serving = await serve({ settings, isDemonstration: true, say, web })
  try {
    await fillRegister(snapshot, surroundings)
    print(await welcome(serving, surroundings))
  } catch (error) {
    await serving.stop()
    throw error
  }
  return serveUntilStopped(serving, surroundings)
}

/** Once: from then on the orders of the demonstration write it. */
async function fillRegister(snapshot: string, surroundings: Surroundings): Promise<void> {
  const work = await openWork({
    settings: readSettings(),
    isDemonstration: true,
    say: () => undefined,
  })
  try {
    const { rows } = await work.pool.query<{ is_empty: boolean }>(
      'select not exists (select from register.feed) as is_empty',
    )
    if (rows[0]!.is_empty) await loadInto(work, [snapshot], surroundings)
    await askFirstRun(work.db, { runId: newId(), region: countyOfPeople })
  } finally {
    await work.close()
  }
}

async function welcome({ url, passwordFile }: Serving, { language }: Surroundings): Promise<string> {
  const accounts = passwordFile === null ? '' : await readFile(passwordFile, 'utf8')
  const people = accounts.trimEnd().split('\n').length - 1
  const texts = {
    zh: `
演示服务器：${url}（接口说明和试用：${url}/api/）
演示账号 ${people} 个，口令随机生成，在 ${passwordFile}。仅供演示，动态验证码已关闭，不得用于工作。Ctrl-C 停止。
`,
    en: `
Demonstration server: ${url} (the API, to read and to try: ${url}/api/)
${people} accounts with passwords drawn at random are in ${passwordFile}. A demonstration only: authenticator codes are off, do not use it for work. Ctrl-C stops it.
`,
  }
  return texts[language]
}
