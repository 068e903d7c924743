import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { subjectKinds } from '#screening/finding.ts'
import { embeddedJson, rejectsText, reportFolder } from './test-report.ts'
import {
  deathRow,
  exampleFinding,
  exampleReader,
  exampleRun,
  exampleSummary,
  manyFindings,
  paymentRow,
} from './test-run.ts'
import { exampleSubjects } from './test-subjects.ts'
import { writeReports } from './write-reports.ts'

const folder = reportFolder()
afterAll(() => folder.remove())

describe('a run’s folder', () => {
  test('holds the files of the standard, for the owner only, and the digest of findings.csv', async () => {
    const { directory, findingsSha256, text } = await folder.write(manyFindings(3))
    const files = readdirSync(directory).sort()
    expect(files).toEqual([
      'findings.csv',
      'findings.jsonl',
      'rejects.csv',
      'report.html',
      'report.xlsx',
      'run.json',
      'subjects.csv',
    ])
    const modes = files.map((file) => statSync(path.join(directory, file)).mode & 0o777)
    expect(modes).toEqual(files.map(() => 0o600))
    expect(text('rejects.csv')).toBe(rejectsText)
    const digest = createHash('sha256')
      .update(readFileSync(path.join(directory, 'findings.csv')))
      .digest('hex')
    expect(findingsSha256).toBe(digest)
    expect(JSON.parse(text('run.json')).findings_sha256).toBe(digest)
  })

  test('is the same, byte by byte, a second time', async () => {
    const [one, two] = [await folder.write(manyFindings(200)), await folder.write(manyFindings(200), {}, 7)]
    for (const file of readdirSync(one.directory)) expect(one.text(file) === two.text(file), file).toBe(true)
  })

  test('has one more report for each region that has findings', async () => {
    const { directory } = await folder.write(manyFindings(4), { splitByRegion: true })
    const regional = readdirSync(directory).filter((file) => file.startsWith('report-'))
    expect(regional).toHaveLength(4)
  })

  test('findings of every kind of subject reach both lists, each line of findings.jsonl being JSON', async () => {
    const sketches = subjectKinds.map((subjectKind, index) => ({
      finding: exampleFinding({ subjectKind, subjectId: `X${index}`, personName: '' }),
      rows: [paymentRow(`L${index}`)],
    }))
    const { text } = await folder.write(sketches)
    const kinds = text('findings.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).subject_kind)
    expect(kinds).toEqual([...subjectKinds])
    expect(text('findings.csv').split('\r\n')).toHaveLength(subjectKinds.length + 2)
    const page = embeddedJson(text('report.html'), 'page-data') as { kinds: Record<string, unknown> }
    expect(Object.keys(page.kinds)).toEqual([...subjectKinds])
  })

  test('all evidence is in findings.jsonl, 20 rows are in findings.csv, however many parts it came in', async () => {
    const rows = [...Array.from({ length: 55 }, (_, index) => paymentRow(`L${index}`)), deathRow]
    const { text } = await folder.write([{ finding: exampleFinding({ evidenceCount: 55 }), rows }], {}, 10)
    expect(JSON.parse(text('findings.jsonl')).evidence).toHaveLength(56)
    const keys = [...text('findings.csv').matchAll(/""key"":""(.*?)""/g)].map(([, key]) => key)
    expect(keys).toEqual([...rows.slice(0, 20).map(({ key }) => key), deathRow.key])
  })
})

describe('run.json', () => {
  test('has the keys of the standard in its order, and Chinese reasons', async () => {
    const run = JSON.parse((await folder.write(manyFindings(5))).text('run.json'))
    expect(Object.keys(run).slice(0, 8)).toEqual(
      'standard_version program_version as_of inputs rules findings_sha256 started_at finished_at'.split(' '),
    )
    expect(Object.keys(run.inputs[0])).toEqual(
      'file table sha256 rows_read rows_loaded rows_rejected rows_repeated'.split(' '),
    )
    expect(Object.keys(run.rules[0])).toEqual(
      expect.arrayContaining(
        'code version status reason remarks findings amount parameters sql_sha256 seconds'.split(' '),
      ),
    )
    const skipped = run.rules.find(({ status }: { status: string }) => status === 'NOT_EVALUATED')
    expect(skipped).toMatchObject({ code: 'PRS-01', amount: '0.00', findings: 0, remarks: [] })
    expect(skipped.reason).toMatch(/^缺少数据表/)
    expect(skipped.reason_en).toMatch(/^The table imprisonment is missing/)
    expect(run.rules[0].reason).toBeNull()
  })
})

describe('an interrupted run', () => {
  const openFiles = (directory: string): string[] =>
    readdirSync('/proc/self/fd').flatMap((name) => {
      try {
        const target = readlinkSync(`/proc/self/fd/${name}`)
        return target.startsWith(directory) ? [target] : []
      } catch {
        return []
      }
    })

  test.skipIf(!existsSync('/proc/self/fd'))(
    'throws the reason, stops the reader and leaves no file open',
    async () => {
      const directory = mkdtempSync(path.join(folder.root, 'run-'))
      const stop = new AbortController()
      const sketches = manyFindings(10)
      let isReaderClosed = false
      let wereFilesOpen = false
      async function* read() {
        try {
          for await (const part of exampleReader(sketches).read()) {
            yield part
            wereFilesOpen = openFiles(directory).length === 2
            stop.abort(new Error('Ctrl-C'))
          }
        } finally {
          isReaderClosed = true
        }
      }
      const options = {
        summary: exampleSummary(sketches.map(({ finding }) => finding)),
        findings: { read },
        subjects: exampleSubjects([]),
        directory,
        snapshotRejects: folder.snapshotRejects,
        splitByRegion: false,
        isUnmasked: false,
        language: 'zh',
        signal: stop.signal,
      } as const
      await expect(writeReports(options)).rejects.toThrow('Ctrl-C')
      expect({ isReaderClosed, wereFilesOpen }).toEqual({ isReaderClosed: true, wereFilesOpen: true })
      expect(openFiles(directory)).toEqual([])
      expect(readdirSync(directory)).not.toContain('run.json')
    },
  )
})

test('a summary that counts other findings than were read is a bug, and no result', async () => {
  const { findings } = exampleRun(manyFindings(2))
  const summary = exampleSummary(manyFindings(3).map(({ finding }) => finding))
  await expect(folder.write([], { summary, findings })).rejects.toThrow('counts 3 findings, but 2 were read')
})
