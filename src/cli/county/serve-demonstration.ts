import { readFile } from 'node:fs/promises'
import { beijingDayOf } from '#access/moment.ts'
import { demonstrationOrganisation } from '#access/organisation/demonstration.ts'
import type { Surroundings } from '#cli/command.ts'
import { sayTo } from '#cli/server/installation.ts'
import { loadInto } from '#cli/server/load-delivery.ts'
import { serveUntilStopped } from '#cli/server/serve.ts'
import { textTable } from '#cli/text-table.ts'
import { packageRoot, readSettings } from '#platform/config.ts'
import { readCalendar } from '#platform/policy.ts'
import { workingDaysOf } from '#records/deadlines/working-days.ts'
import { castOf } from '#server/demonstration/cast.ts'
import { beginHistory, endHistory } from '#server/demonstration/history-file.ts'
import { demonstrationRoles } from '#server/demonstration/roles.ts'
import { placesOf } from '#server/installation/places.ts'
import { type ServeOptions, type Serving, serve } from '#server/serve.ts'
import { ensureWeb } from '#server/web/ensure-web.ts'

/** Starts the demonstration server on the screened county and serves until it is stopped (platform.md 8). */
export async function serveDemonstration(snapshot: string, surroundings: Surroundings): Promise<number> {
  const { language, tell, print } = surroundings
  tell(language === 'zh' ? '启动演示服务器……\n' : 'Starting the demonstration server …\n')
  const read = readSettings()
  // A line for each request is for whoever watches a server, not for a first look at one.
  const settings = read.log.level === 'info' ? { ...read, log: { level: 'warn' as const } } : read
  const say = sayTo(surroundings)
  const web = await ensureWeb({ root: packageRoot, say })
  const history = await historyOf(settings, snapshot, surroundings)
  const serving = await serve({ settings, isDemonstration: true, say, web, ...history })
  print(await welcome(serving, surroundings))
  return serveUntilStopped(serving, surroundings)
}

/** Once: from then on people write it. */
async function historyOf(
  settings: ServeOptions['settings'],
  snapshot: string,
  surroundings: Surroundings,
): Promise<Pick<ServeOptions, 'history'>> {
  const places = placesOf({ settings, isDemonstration: true })
  const { today, isTold } = await beginHistory(places, beijingDayOf(surroundings.now()))
  if (isTold) return {}
  const { language, tell } = surroundings
  return {
    history: {
      today,
      calendar: workingDaysOf(await readCalendar()),
      loadRegister: (pool) => {
        tell(
          language === 'zh'
            ? '载入业务数据，并按真实流程办理此前几周的业务和案件……\n'
            : 'Loading the register; orders and cases of the past weeks are made by the real acts …\n',
        )
        return loadInto({ pool, places }, [snapshot], surroundings)
      },
      onTold: async ({ failures }) => {
        for (const failure of failures) tell(`${failure}\n`)
        await endHistory(places, today)
      },
    },
  }
}

async function welcome({ url, passwordFile }: Serving, surroundings: Surroundings): Promise<string> {
  const { language } = surroundings
  const text = passwordFile === null ? '' : await readFile(passwordFile, 'utf8')
  const accounts = text.trimEnd().split('\n').slice(1)
  const people = new Map(accounts.map((line) => line.split('\t')).map((cells) => [cells[0]!, cells]))
  const cast = castOf(demonstrationOrganisation(beijingDayOf(surroundings.now())))
  const rows = demonstrationRoles(cast).flatMap(({ staffId, title, first }) => {
    const [account, password, name] = people.get(staffId.toLowerCase()) ?? []
    return account === undefined ? [] : [[title[language], account, password!, name!, first[language]]]
  })
  const texts = {
    zh: {
      heading: ['角色', '账号', '口令', '姓名', '先看什么'],
      served: `演示服务器：${url}（接口说明和试用：${url}/api/）`,
      rest: `全部 ${accounts.length} 个账号在 ${passwordFile}。仅供演示，动态验证码已关闭，不得用于工作。Ctrl-C 停止。`,
    },
    en: {
      heading: ['role', 'account', 'password', 'name', 'what waits'],
      served: `Demonstration server: ${url} (the API, to read and to try: ${url}/api/)`,
      rest: `All ${accounts.length} accounts are in ${passwordFile}. A demonstration only: authenticator codes are off, do not use it for work. Ctrl-C stops it.`,
    },
  }[language]
  return `\n${texts.served}\n\n${textTable([texts.heading, ...rows])}\n${texts.rest}\n`
}
