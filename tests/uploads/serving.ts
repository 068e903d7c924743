import path from 'node:path'
import { parseSettings } from '#platform/configuration/parse-settings.ts'
import { serve } from '#server/serve.ts'

/**
 * The whole server in a process of its own, whose memory can be measured and which can be killed:
 * `node serving.ts FOLDER PORT`. Says where it is reached, a JSON object on one line.
 */
const [dataFolder = '', port = ''] = process.argv.slice(2)
const text = JSON.stringify({ server: { port: Number(port) }, log: { level: 'error' } })
const serving = await serve({
  settings: parseSettings({
    file: { path: 'fangxian.yaml', text, isReadableByOthers: false },
    variables: {},
  }),
  isDemonstration: true,
  dataFolder,
  embedded: { userName: null, folderOfRoot: path.join(dataFolder, 'root') },
  say: () => undefined,
})
process.on('SIGTERM', () => void serving.stop().then(() => process.exit()))
// A test run that was killed leaves no server behind.
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) void serving.stop().then(() => process.exit())
}, 1_000).unref()
process.stdout.write(`${JSON.stringify({ url: serving.url, passwordFile: serving.passwordFile })}\n`)
