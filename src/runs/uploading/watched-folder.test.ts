import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { setUpRegions } from '../test-runs.ts'
import { type Taken, takeWatched, type Watching } from './take-watched.ts'

const database = await testDatabase()
await setUpRegions(database)
await sql`
  insert into app.staff_member (staff_id, name, agency_id, status)
  values ('S1', '张三', 'A990101', 'ON_POST')
`.execute(database.owner)

let folder: string
let uploads: string
const now = new Date('2026-11-21T12:00:00Z')

beforeEach(async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'fangxian-test-'))
  folder = path.join(root, 'incoming')
  uploads = path.join(root, 'uploads')
  await mkdir(path.join(folder, 'A990101'), { recursive: true })
})

const take = (over: Partial<Watching> = {}): Promise<Taken> =>
  takeWatched({
    ...{ db: database.db, folder, staffId: 'S1', quietMinutes: 10, uploads, now: () => now },
    checkSpace: async () => undefined,
    sealing: () => ({ entryId: randomUUID(), nonce: randomBytes(32) }),
    ...over,
  })

/** Written so many minutes ago. */
async function put(place: string, content: string, minutes: number): Promise<void> {
  const file = path.join(folder, place)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, content)
  const at = new Date(now.getTime() - minutes * 60_000)
  await utimes(file, at, at)
  await utimes(path.dirname(file), at, at)
}

async function uploadsOf(title: string): Promise<{ upload_id: string; state: string; runs: bigint }[]> {
  const { rows } = await sql<{ upload_id: string; state: string; runs: bigint }>`
    select
      upload_id,
      state,
      (select count(*) from app.screening_run where snapshot_id = upload_id) as runs
    from app.delivery_upload
    where title = ${title}
    order by upload_id
  `.execute(database.db)
  return rows
}

describe('a watched folder', () => {
  test('waits until nothing has changed for the time set, then takes the delivery once', async () => {
    await put('A990101/十月/person.csv', 'person_id\nP1\n', 5)
    expect(await take()).toEqual({ accepted: [], refused: [] })
    expect(await take({ quietMinutes: 4 })).toEqual({ accepted: ['A990101/十月'], refused: [] })
    const [upload] = await uploadsOf('十月')
    expect(upload).toMatchObject({ state: 'CLOSED', runs: 1n })
    const copied = path.join(uploads, upload!.upload_id, 'person.csv')
    expect(await readFile(copied, 'utf8')).toBe('person_id\nP1\n')
    expect(await readdir(path.join(folder, 'A990101'))).toEqual(['_accepted'])
    expect(await take({ quietMinutes: 1 })).toEqual({ accepted: [], refused: [] })
  })

  test.for([
    ['a marker in the folder', 'A990101/标记/_SUCCESS', 'A990101/标记/person.csv', '标记'],
    ['a marker beside a .zip', 'A990101/包.zip.done', 'A990101/包.zip', '包.zip'],
  ] as const)('takes at once what has %s', async ([, marker, file, title]) => {
    await put(file, 'x', 0)
    expect((await take()).accepted).toEqual([])
    await put(marker, '', 0)
    expect((await take()).accepted).toEqual([`A990101/${title}`])
    const [upload] = await uploadsOf(title)
    expect(await readdir(path.join(uploads, upload!.upload_id))).toEqual([path.basename(file)])
    expect(await readdir(path.join(folder, 'A990101'))).toEqual(['_accepted'])
  })

  test('does not look at what is still written under another name', async () => {
    await put('A990101/慢.zip.part', 'x', 60)
    await put('A990101/半/person.csv', 'x', 60)
    await put('A990101/半/payment.csv.tmp', 'x', 60)
    expect((await take()).accepted).toEqual([])
    await rename(path.join(folder, 'A990101/半/payment.csv.tmp'), path.join(folder, 'A990101/半/payment.csv'))
    await put('A990101/半/payment.csv', 'x', 60)
    expect((await take()).accepted).toEqual(['A990101/半'])
  })

  test('finds it done when the process was lost before it was put aside', async () => {
    await put('A990101/再/person.csv', 'x', 60)
    await take()
    const [name] = await readdir(path.join(folder, 'A990101/_accepted'))
    await rename(path.join(folder, 'A990101/_accepted', name!), path.join(folder, 'A990101/再'))
    const at = new Date(now.getTime() - 60 * 60_000)
    await utimes(path.join(folder, 'A990101/再'), at, at)
    expect((await take()).accepted).toEqual(['A990101/再'])
    expect(await uploadsOf('再')).toHaveLength(1)
    expect((await uploadsOf('再'))[0]!.runs).toBe(1n)
  })

  test('puts aside with its reason what no agency delivers, and goes on with the others', async () => {
    await put('A000000/错/person.csv', 'x', 60)
    await put('A990101/对/person.csv', 'x', 60)
    const { accepted, refused } = await take()
    expect(accepted).toEqual(['A990101/对'])
    expect(refused).toEqual([expect.stringContaining('There is no agency A000000')])
    const aside = await readdir(path.join(folder, 'A000000/_refused'))
    expect(aside).toHaveLength(2)
    const reason = aside.find((name) => name.endsWith('.txt'))!
    expect(await readFile(path.join(folder, 'A000000/_refused', reason), 'utf8')).toContain(
      '没有编号为 A000000',
    )
  })

  test('leaves everything where it is while the disk is full, and says so', async () => {
    await put('A990101/满/person.csv', 'x', 60)
    const checkSpace = async (): Promise<void> => {
      throw new Error('disk full')
    }
    expect(await take({ checkSpace })).toEqual({ accepted: [], refused: ['A990101/满: disk full'] })
    expect(existsSync(path.join(folder, 'A990101/满/person.csv'))).toBe(true)
    expect(await uploadsOf('满')).toEqual([])
    expect((await take()).accepted).toEqual(['A990101/满'])
  })
})
