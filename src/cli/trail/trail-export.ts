import path from 'node:path'
import { allTexts, type Call, type Command, getText, type Surroundings } from '#cli/command.ts'
import type { OpenDatabase } from '#platform/postgres/database.ts'

/**
 * `openDatabase` is wired by whoever knows the configuration. `noteExport` writes the trail entry of the export (an
 * act of its own, outcome EXPORTED) before anything leaves the database.
 */
export interface ExportSurroundings {
  readonly openDatabase: () => Promise<OpenDatabase>
  readonly noteExport: (database: OpenDatabase, entryIds: readonly string[]) => Promise<void>
}

export function trailExportCommand(wiring: ExportSurroundings): Command {
  return {
    name: 'trail export',
    summary: {
      zh: '导出留痕，供外部验证：全部条目（不含个人信息），或指定条目连同明细',
      en: 'Export the trail for outsiders: all leaves without personal data, or named entries with their payload',
    },
    operands: '',
    operandCount: { min: 0, max: 0 },
    options: {
      out: { value: 'DIR', text: { zh: '写入的文件夹', en: 'The folder to write' } },
      entry: {
        value: 'ID',
        isRepeatable: true,
        text: {
          zh: '只导出此条目，含明细（个人信息）和证明，可重复',
          en: 'This entry only, with payload (personal data) and proof; may be repeated',
        },
      },
    },
    examples: [
      {
        line: 'fangxian trail export --out trail-2026',
        text: { zh: '导出全部条目', en: 'Export all leaves' },
      },
    ],
    run: (call, surroundings) => exportFromDatabase(call, surroundings, wiring),
  }
}

async function exportFromDatabase(
  { values }: Call,
  { language, print, workingDirectory }: Surroundings,
  { openDatabase, noteExport }: ExportSurroundings,
): Promise<number> {
  const directory = path.resolve(workingDirectory, getText(values, 'out'))
  const entryIds = allTexts(values, 'entry')
  const { exportTrail } = await import('#trail/export/export-trail.ts')
  const database = await openDatabase()
  try {
    await noteExport(database, entryIds)
    const { kind, size, written } = await exportTrail({ db: database.db, directory, entryIds })
    const text = {
      leaves: {
        zh: `已导出 ${written} 条到 ${directory}。验证：fangxian trail verify ${directory} --checkpoints 外部文件夹`,
        en: `Exported ${written} entries to ${directory}. To verify: fangxian trail verify ${directory} --checkpoints FOLDER`,
      },
      entries: {
        zh: `已导出 ${written} 条（共 ${size} 条）及其明细到 ${directory}，含个人信息，请妥善保管。`,
        en: `Exported ${written} of ${size} entries with their payload to ${directory}: personal data, keep it safe.`,
      },
    }
    print(`${text[kind][language]}\n`)
    return 0
  } finally {
    await database.close()
  }
}
