import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { exampleRun, type Sketch } from './test-run.ts'
import { type ReportOptions, writeReports } from './write-reports.ts'

/** Writes the reports of runs that are plain data into folders below one, for tests that read them. */

export interface WrittenReport {
  readonly directory: string
  readonly findingsSha256: string
  text(file: string): string
}

export interface ReportFolder {
  readonly root: string
  readonly snapshotRejects: string
  write(sketches: readonly Sketch[], over?: Partial<ReportOptions>, partSize?: number): Promise<WrittenReport>
  remove(): void
}

export const rejectsText = '\uFEFFfile,line,column,value,reason\r\npayment.csv,7,amount,abc,money\r\n'

export function reportFolder(): ReportFolder {
  const root = mkdtempSync(path.join(tmpdir(), 'fangxian-reports-'))
  const snapshotRejects = path.join(root, 'rejects.csv')
  writeFileSync(snapshotRejects, rejectsText)
  return {
    root,
    snapshotRejects,
    remove: () => rmSync(root, { recursive: true, force: true }),
    async write(sketches, over, partSize) {
      const directory = mkdtempSync(path.join(root, 'run-'))
      const { findingsSha256 } = await writeReports({
        ...exampleRun(sketches, partSize),
        directory,
        snapshotRejects,
        splitByRegion: false,
        isUnmasked: false,
        language: 'zh',
        ...over,
      })
      const text = (file: string) => readFileSync(path.join(directory, file), 'utf8')
      return { directory, findingsSha256, text }
    },
  }
}

export function withoutScripts(html: string): string {
  return html.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, '')
}

/** The JSON in a script element of the page. */
export function embeddedJson(html: string, id: string): unknown {
  return JSON.parse(html.split(`id="${id}">`)[1]!.split('</script>')[0]!)
}
