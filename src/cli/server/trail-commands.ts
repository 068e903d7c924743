import type { Command } from '#cli/command.ts'
import { trailExportCommand } from '#cli/trail/trail-export.ts'
import { trailVerifyCommand } from '#cli/trail/trail-verify.ts'
import { readSettings } from '#platform/config.ts'
import type { OpenDatabase } from '#platform/postgres/database.ts'
import type { OpenWork } from '#server/installation/open-work.ts'

/** The trail's commands on the installation that the configuration names; an export is verified without one. */
async function openHere(): Promise<OpenWork> {
  const { openWork } = await import('#server/installation/open-work.ts')
  // What it says of its start is of no interest beside a verdict.
  return openWork({ settings: readSettings(), isDemonstration: false, say: () => undefined })
}

async function noteExport({ db }: OpenDatabase, entryIds: readonly string[]): Promise<void> {
  const { noteConsoleExport } = await import('#server/trail/note-console-export.ts')
  await noteConsoleExport(db, entryIds)
}

export const verifyTrailCommand: Command = trailVerifyCommand(async () => {
  const { actionTables } = await import('#server/trail/action-tables.ts')
  const { kindsKept } = await import('#server/business/business.ts')
  const work = await openHere()
  return { database: work, outsideFolders: work.places.checkpoints, actionTables: actionTables(kindsKept()) }
})

export const exportTrailCommand: Command = trailExportCommand({ openDatabase: openHere, noteExport })
