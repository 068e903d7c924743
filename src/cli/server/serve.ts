import type { Command, Surroundings } from '#cli/command.ts'
import { packageRoot, readSettings } from '#platform/config.ts'
import type { Serving } from '#server/serve.ts'
import { sayTo } from './installation.ts'

/** Ten seconds for what is under way, then PostgreSQL (platform.md 23). */
export const stop_ms_max = 45_000

export const serveCommand: Command = {
  name: 'serve',
  summary: {
    zh: '启动正式工作的服务器（先运行 migrate 和 init）',
    en: 'Run the server for work (after migrate and init)',
  },
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: {},
  notes: [
    {
      zh: '设置在 fangxian.yaml 和环境变量中，见 docs/operate/server.md。Ctrl-C 正常停止。',
      en: 'Settings are in fangxian.yaml and the environment: docs/operate/server.md. Ctrl-C stops it in order.',
    },
  ],
  examples: [{ line: 'fangxian serve', text: { zh: '启动服务器', en: 'Run the server' } }],
  stop_ms_max,
  run: async (_call, surroundings) => {
    const { serve } = await import('#server/serve.ts')
    const { ensureWeb } = await import('#server/web/ensure-web.ts')
    const say = sayTo(surroundings)
    const web = await ensureWeb({ root: packageRoot, say })
    const serving = await serve({
      settings: readSettings(),
      isDemonstration: false,
      say,
      web,
    })
    const { language, print } = surroundings
    print(language === 'zh' ? `防线已启动：${serving.url}\n` : `Fangxian is running: ${serving.url}\n`)
    return serveUntilStopped(serving, surroundings)
  },
}

/** Until the person stops it, or its database has gone: then it is of no use, and whoever watches it starts it anew. */
export async function serveUntilStopped(
  { databaseEnded, stop }: Serving,
  { signal, tell, language }: Surroundings,
): Promise<number> {
  const isStopped = await Promise.race([
    new Promise<boolean>((resolve) => {
      if (signal.aborted) resolve(true)
      signal.addEventListener('abort', () => resolve(true), { once: true })
    }),
    databaseEnded.then(() => false),
  ])
  const texts = isStopped
    ? { zh: '正在停止……', en: 'Stopping …' }
    : {
        zh: '数据库意外停止，服务器随之停止；请查看数据目录中的 postgres.log 后重新启动。',
        en: 'The database has stopped by itself and the server with it; see postgres.log in the data folder, then start again.',
      }
  tell(`${texts[language]}\n`)
  await stop()
  return isStopped ? 0 : 1
}
