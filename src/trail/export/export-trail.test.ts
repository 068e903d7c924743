import { cp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { leafHash } from '#base/merkle.ts'
import { openTestTrail, type TestTrail, temporaryFolder, testEntry, writeOne } from '../test-trail.ts'
import type { Verdict } from '../verifier/problem.ts'
import { exportFiles } from '../verifier/read-export.ts'
import { verifyExport } from '../verifier/verify-export.ts'
import { exportTrail } from './export-trail.ts'

/** 301 entries, checkpoints of 1, 101, 201 and 301; exported once and tampered with in copies. */
let trail: TestTrail
let exported: string
const named = testEntry({ recordId: 'order-named' })

beforeAll(async () => {
  trail = await openTestTrail()
  await trail.checkpoint()
  await writeOne(trail, named)
  await trail.write(99)
  await trail.checkpoint()
  for (const count of [100, 100]) {
    await trail.write(count)
    await trail.checkpoint()
  }
  exported = path.join(temporaryFolder(), 'export')
  const result = await exportTrail({ db: trail.database.db, directory: exported, entryIds: [] })
  expect(result).toEqual({ kind: 'leaves', size: 301, written: 301 })
})

function verify(folder: string, outsideFolders: string[] = [trail.outside]): Promise<Verdict> {
  return verifyExport({ folder, outsideFolders, trustedKey: trail.key })
}

type Lines = (lines: string[]) => string[]

/** A copy of the export with other lines in some of its files. */
async function altered(changes: Partial<Record<keyof typeof exportFiles, Lines>>): Promise<string> {
  const copy = path.join(temporaryFolder(), 'copy')
  await cp(exported, copy, { recursive: true })
  for (const [name, change] of Object.entries(changes) as [keyof typeof exportFiles, Lines][]) {
    const file = path.join(copy, exportFiles[name])
    const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1)
    await writeFile(
      file,
      change(lines)
        .map((line) => `${line}\n`)
        .join(''),
    )
  }
  return copy
}

const edit =
  (index: number): Lines =>
  (lines) =>
    lines.with(index, lines[index]!.replace('staff-7', 'staff-8'))
const without =
  (...indices: number[]): Lines =>
  (lines) =>
    lines.filter((_, index) => !indices.includes(index))
const swapped =
  (one: number, other: number): Lines =>
  (lines) =>
    lines.with(one, lines[other]!).with(other, lines[one]!)

describe('an export of all leaves', () => {
  test('holds no personal data, and verifies', async () => {
    const leaves = await readFile(path.join(exported, exportFiles.leaves), 'utf8')
    const entries = await readFile(path.join(exported, exportFiles.entries), 'utf8')
    expect(leaves.split('\n')).toHaveLength(302)
    expect(/张三|6200 \*/.test(leaves + entries)).toBe(false)
    const verdict = await verify(exported)
    expect(verdict).toMatchObject({ isIntact: true, problems: [], notices: [], size: 301 })
    expect(verdict.root).toMatch(/^[A-Za-z0-9+/]{43}=$/)
  })

  test('says what it does not show without checkpoints from outside and without the first key', async () => {
    const verdict = await verifyExport({ folder: exported, outsideFolders: [], trustedKey: null })
    expect(verdict.isIntact).toBe(true)
    expect(verdict.notices).toHaveLength(2)
    expect(verdict.notices[1]?.en).toContain(trail.key.text)
  })

  test('replaces an earlier one in its folder', async () => {
    const folder = path.join(temporaryFolder(), 'twice')
    const { db } = trail.database
    await exportTrail({ db, directory: folder, entryIds: [] })
    await exportTrail({ db, directory: folder, entryIds: [named.entryId] })
    expect(await verify(folder)).toMatchObject({ isIntact: true, size: 2 })
  })
})

describe('of an export an outsider finds', () => {
  test.for<[string, Partial<Record<keyof typeof exportFiles, Lines>>, string, number | null]>([
    ['an edited entry', { leaves: edit(150) }, 'edited', 150],
    ['an edited hash', { hashes: (lines) => lines.with(7, 'a'.repeat(64)) }, 'edited', 7],
    ['an entry that is gone', { leaves: without(150) }, 'edited', 150],
    ['an entry that is gone with its hash', { leaves: without(150), hashes: without(150) }, 'rewritten', 101],
    ['the newest entry gone', { leaves: without(300), hashes: without(300) }, 'truncated', 300],
    ['the newest hash gone', { hashes: without(300) }, 'deleted', 300],
    ['everything gone', { leaves: () => [], hashes: () => [] }, 'truncated', 0],
    ['the beginning gone', { entries: () => [] }, 'system', 0],
    ['a changed order', { leaves: swapped(20, 30) }, 'edited', 20],
    ['a changed order with hashes', { leaves: swapped(20, 30), hashes: swapped(20, 30) }, 'rewritten', 1],
    ['an entry more', { leaves: (l) => [...l, l[5]!], hashes: (l) => [...l, l[5]!] }, 'unsigned', 301],
    ['an edited payload of the opening', { entries: edit0('"people\\":3', '"people\\":2') }, 'payload', 0],
  ])('%s', async ([, changes, kind, firstEntry]) => {
    const verdict = await verify(await altered(changes))
    expect(verdict.isIntact).toBe(false)
    expect(verdict.problems.find((problem) => problem.kind === kind)).toMatchObject({ firstEntry })
    expect(verdict.problems[0]?.firstEntry).toBe(firstEntry)
  })

  test('an entry rewritten with its hash, between the checkpoints around it', async () => {
    const rewritten: { hash?: string } = {}
    const folder = await altered({
      leaves: (lines) => {
        const leaf = lines[150]!.replace('staff-7', 'staff-8')
        rewritten.hash = leafHash('sha256', leaf).toString('hex')
        return lines.with(150, leaf)
      },
      hashes: (lines) => lines.with(150, rewritten.hash!),
    })
    const verdict = await verify(folder)
    expect(verdict.problems).toEqual([
      expect.objectContaining({ kind: 'rewritten', firstEntry: 101, lastEntry: 200 }),
    ])
  })

  test('the newest entries gone with all their checkpoints, only by what is outside', async () => {
    const short = await altered({
      leaves: (lines) => lines.slice(0, 201),
      hashes: (lines) => lines.slice(0, 201),
      checkpoints: (lines) => lines.slice(0, 3),
      manifest: (lines) => lines,
    })
    const checkpoints = await readFile(path.join(short, exportFiles.checkpoints), 'utf8')
    const manifestFile = path.join(short, exportFiles.manifest)
    const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as Record<string, string>
    manifest.checkpoint = JSON.parse(checkpoints.trim().split('\n').at(-1)!) as string
    await writeFile(manifestFile, JSON.stringify(manifest))
    expect((await verify(short, [])).isIntact).toBe(true)
    const verdict = await verify(short)
    expect(verdict.problems[0]).toMatchObject({ kind: 'truncated', firstEntry: 201 })
  })

  test('an entry about keys or epochs whose payload was left out', async () => {
    const folder = await altered({
      leaves: (lines) => lines.with(9, lines[9]!.replace('HRF-01', 'TRAIL_EPOCH_OPENED')),
    })
    const kinds = (await verify(folder)).problems.map(({ kind, firstEntry }) => [kind, firstEntry])
    expect(kinds).toContainEqual(['system', 9])
  })
})

describe('an export of named entries', () => {
  test('carries payload and proof, and verifies', async () => {
    const folder = path.join(temporaryFolder(), 'named')
    await exportTrail({ db: trail.database.db, directory: folder, entryIds: [named.entryId] })
    const verdict = await verify(folder)
    expect(verdict).toMatchObject({ isIntact: true, problems: [], size: 2 })
    const file = path.join(folder, exportFiles.entries)
    const text = await readFile(file, 'utf8')
    expect(text).toContain('张三')
    await writeFile(file, text.replace('张三', '李四'))
    expect((await verify(folder)).problems).toEqual([
      expect.objectContaining({ kind: 'payload', firstEntry: 1 }),
    ])
    await writeFile(file, text.replace('order-named', 'order-other'))
    expect((await verify(folder)).problems[0]).toMatchObject({ kind: 'edited', firstEntry: 1 })
    await writeFile(file, text.replace('"index":1', '"index":2'))
    expect((await verify(folder)).problems[0]).toMatchObject({ kind: 'edited', firstEntry: 2 })
  })

  test('refuses an id that is not in the trail', async () => {
    const directory = path.join(temporaryFolder(), 'none')
    const exporting = exportTrail({ db: trail.database.db, directory, entryIds: ['nobody'] })
    await expect(exporting).rejects.toMatchObject({ code: 'not_found' })
  })

  test('leaves out nothing that would be needed when the payload is gone', async () => {
    const other = await openTestTrail()
    await writeOne(other, named)
    await other.checkpoint()
    await sql`delete from app.trail_payload where entry_id = ${named.entryId}`.execute(other.database.owner)
    const folder = path.join(temporaryFolder(), 'erased')
    await exportTrail({ db: other.database.db, directory: folder, entryIds: [named.entryId] })
    const verdict = await verifyExport({ folder, outsideFolders: [], trustedKey: other.key })
    expect(verdict).toMatchObject({ isIntact: true, size: 2 })
  })
})

describe('what is no export', () => {
  test('is refused with a sentence', async () => {
    await expect(verify(temporaryFolder())).rejects.toMatchObject({ code: 'unreadable_input' })
    const broken = await altered({ manifest: () => ['{"format":"other"}'] })
    await expect(verify(broken)).rejects.toMatchObject({ code: 'unreadable_input' })
    const noEntries = await altered({ entries: (lines) => ['nonsense', ...lines] })
    await expect(verify(noEntries)).rejects.toMatchObject({ code: 'unreadable_input' })
    await expect(verify(exported, [temporaryFolder()])).rejects.toMatchObject({ code: 'nothing_to_read' })
  })
})

/** Of the first line. */
function edit0(before: string, after: string): Lines {
  return (lines) => {
    expect(lines[0]).toContain(before)
    return lines.with(0, lines[0]!.replace(before, after))
  }
}
