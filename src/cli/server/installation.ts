import type { Bilingual } from '#base/bilingual.ts'
import type { Surroundings } from '#cli/command.ts'
import { readSettings } from '#platform/config.ts'
import type { OpenWork } from '#server/installation/open-work.ts'

/** Notices of the server's parts, to the person at the console. */
export function sayTo({ tell, language }: Surroundings): (notice: Bilingual) => void {
  return (notice) => tell(`${notice[language]}\n`)
}

/** The installation for work, beside its server or alone. */
export async function openInstallation(surroundings: Surroundings): Promise<OpenWork> {
  const { openWork } = await import('#server/installation/open-work.ts')
  return openWork({ settings: readSettings(), isDemonstration: false, say: sayTo(surroundings) })
}
