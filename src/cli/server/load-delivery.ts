import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import type { Language } from '#base/bilingual.ts'
import type { Call, Surroundings } from '#cli/command.ts'
import { obtainSnapshot } from '#cli/screen/obtain-snapshot.ts'
import { progressOf } from '#cli/show-progress.ts'
import { textTable } from '#cli/text-table.ts'
import type { ChangeWithoutPermit } from '#gate/deliveries/changes-without-permit.ts'
import { readSettings } from '#platform/config.ts'
import type { LoadedTable } from '#register/loading/replace-register.ts'
import { loadRegister } from '#server/installation/load-register.ts'
import type { Places } from '#server/installation/places.ts'
import { findRegisterOwner } from '#server/installation/register-owner.ts'
import {
  type ConfirmedByDelivery,
  changesPastGate,
  confirmByDelivery,
} from '#server/installation/review-delivery.ts'
import { newId } from '#server/starting/server-parts.ts'
import { openInstallation } from './installation.ts'

/** The snapshot is kept under the delivery's id: rows of the register name it, and it is what was looked at. */
export async function loadDelivery({ operands }: Call, surroundings: Surroundings): Promise<number> {
  const work = await openInstallation(surroundings)
  try {
    const deliveries = operands.map((each) => path.resolve(surroundings.workingDirectory, each))
    const { loaded, deliveryId } = await loadInto(work, deliveries, surroundings)
    const { language, print } = surroundings
    const rows = loaded.map(({ table, rows: count }) => [table, String(count)])
    print(
      textTable([[language === 'zh' ? '表' : 'table', language === 'zh' ? '行数' : 'rows'], ...rows], [1]),
    )
    if ((await findRegisterOwner(work.db)) === 'mirror') {
      const given = { deliveryId, settings: readSettings(), now: surroundings.now() }
      print(confirmedText(await confirmByDelivery(work, given), language))
    }
    print(pastGateText(await changesPastGate(work.db, { deliveryId }), language))
    return 0
  } finally {
    await work.close()
  }
}

export async function loadInto(
  { pool, places }: { readonly pool: pg.Pool; readonly places: Pick<Places, 'snapshots'> },
  deliveries: readonly string[],
  surroundings: Surroundings,
): Promise<{ readonly loaded: readonly LoadedTable[]; readonly deliveryId: string }> {
  const deliveryId = newId()
  const directory = path.join(places.snapshots, deliveryId)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const progress = progressOf(surroundings)
  const { signal } = surroundings
  try {
    const manifest = await obtainSnapshot({
      deliveries,
      directory,
      threads: undefined,
      memoryLimitMegabytes: undefined,
      onProgress: progress.onProgress,
      signal,
    })
    const { onProgress } = progress
    const loaded = await loadRegister({ pool, directory, manifest, deliveryId, onProgress, signal })
    return { loaded, deliveryId }
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    throw error
  } finally {
    progress.clear()
  }
}

/** Nothing where no order waits for the core system. */
function confirmedText({ confirmed, waiting, overdue }: ConfirmedByDelivery, language: Language): string {
  if (confirmed + waiting === 0) return ''
  const heading = {
    zh: `本次交付确认了 ${confirmed} 笔业务单，${waiting} 笔仍待核心系统确认，其中超期 ${overdue.length} 笔。`,
    en: `This delivery confirms ${confirmed} orders; ${waiting} still wait for the core system, ${overdue.length} of them overdue.`,
  }
  const lines = overdue
    .slice(0, linesShown)
    .map(({ recordId, kind, personId, days }) => [kind, recordId, personId ?? '', String(days)])
  return `${heading[language]}\n${lines.length === 0 ? '' : textTable(lines, [3])}`
}

const knownTexts = {
  NOTHING: { zh: '从未申请', en: 'never asked' },
  ASKED: { zh: '申请过，未获许可', en: 'asked, no permit' },
  PERMIT_UNUSED: { zh: '许可未核销', en: 'permit not redeemed' },
} as const
const linesShown = 20

/** Changes of the core system that the gate never allowed; nothing where there are none. */
function pastGateText(changes: readonly ChangeWithoutPermit[], language: Language): string {
  if (changes.length === 0) return ''
  const heading = {
    zh: `${changes.length} 项高风险变更没有核销的许可，请核查：`,
    en: `${changes.length} high-risk changes were made without a redeemed permit; look into them:`,
  }
  const lines = changes
    .slice(0, linesShown)
    .map((each) => [each.function, each.key, each.personId ?? '', each.at, knownTexts[each.known][language]])
  return `${heading[language]}\n${textTable(lines)}`
}
