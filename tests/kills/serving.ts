import { writeSync } from 'node:fs'
import path from 'node:path'
import { parseSettings } from '#platform/configuration/parse-settings.ts'
import { testCatalogue, testChange } from '#records/test-change.ts'
import { type Serving, serve } from '#server/serve.ts'

/**
 * The whole server in a process that can be killed: `node serving.ts FOLDER PORT`. Says, a JSON object a line, where it
 * is reached, or why not; and that its database has ended, after which it stops by itself.
 */
const [dataFolder = '', port = ''] = process.argv.slice(2)

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function start(): Promise<Serving> {
  const text = JSON.stringify({ server: { port: Number(port) } })
  return serve({
    settings: parseSettings({
      file: { path: 'fangxian.yaml', text, isReadableByOthers: false },
      variables: {},
    }),
    isDemonstration: true,
    dataFolder,
    embedded: { userName: null, folderOfRoot: path.join(dataFolder, 'root') },
    openBusiness: async () => ({ kinds: [testChange], catalogue: testCatalogue }),
    say: ({ en }) => say({ notice: en }),
    // Read by whoever looks into a failed run; of ordinary requests there are thousands.
    logDestination: {
      write: (line) => {
        if (!line.includes('"msg":"request"')) writeSync(2, line)
      },
    },
  })
}

async function run(): Promise<void> {
  const serving = await start()
  let isStopping = false
  const stop = async (): Promise<void> => {
    if (isStopping) return
    isStopping = true
    await serving.stop()
    say({ stopped: true })
    process.exit()
  }
  process.on('SIGTERM', () => void stop())
  process.stdout.on('error', () => undefined)
  // A test run that was killed leaves no server behind.
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) void stop()
  }, 1_000).unref()
  say({ url: serving.url, passwordFile: serving.passwordFile })
  await serving.databaseEnded
  if (isStopping) return
  say({ databaseEnded: true })
  process.exitCode = 1
  await stop()
}

await run().catch((error: unknown) => {
  say({ failed: String((error as Error).stack) })
  process.exit(1)
})
