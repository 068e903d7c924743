import pg from 'pg'
import { Refusal } from '#base/refusal.ts'
import { startEmbeddedServer } from './embedded-server.ts'
import { readPassword, roleNames } from './secrets.ts'

/**
 * A process that serves a data folder and can be killed: `node test-serving.ts FOLDER`. It says when it is ready, then
 * writes rows and says which are acknowledged, until SIGTERM or worse.
 */
const [dataFolder = ''] = process.argv.slice(2)

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

async function makeTable(url: string): Promise<void> {
  const owner = `${roleNames.owner}:${encodeURIComponent(await readPassword(dataFolder, 'owner'))}`
  const client = new pg.Client(url.replace(/\/\/[^@]*@/, `//${owner}@`))
  await client.connect()
  await client.query('create table if not exists app.written (n bigserial primary key)')
  await client.query(`grant select, insert on app.written to ${roleNames.application}`)
  await client.query(`grant usage on sequence app.written_n_seq to ${roleNames.application}`)
  await client.end()
}

let isAskedToStop = false
process.on('SIGTERM', () => {
  isAskedToStop = true
})

async function serve(): Promise<void> {
  const notices: string[] = []
  const server = await startEmbeddedServer({
    dataFolder,
    isDemonstration: true,
    userName: null,
    say: ({ en }) => notices.push(en),
  })
  await makeTable(server.url)
  await server.announce('http://localhost:8080')
  const client = new pg.Client(server.url)
  client.on('error', () => undefined)
  await client.connect()
  const { rows } = await client.query<{ n: string }>('select n from app.written order by n')
  say({ url: server.url, pid: server.pid, notices, kept: rows.map(({ n }) => Number(n)) })
  void server.ended.then(() => {
    if (!isAskedToStop) say({ ended: true })
  })
  const parent = process.ppid
  process.stdout.on('error', () => undefined)
  // Nobody who reads it is left: a test run that was killed leaves no server behind.
  while (!isAskedToStop && process.ppid === parent) {
    const written = await client.query<{ n: string }>('insert into app.written default values returning n')
    say({ acknowledged: Number(written.rows[0]!.n) })
  }
  await client.end()
  say({ stopped: await server.stop() })
}

await serve().catch((error: unknown) => {
  say({ failed: error instanceof Refusal ? error.message : String((error as Error).stack) })
  process.exitCode = 1
})
