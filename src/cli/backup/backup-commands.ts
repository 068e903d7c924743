import path from 'node:path'
import { type Command, type Surroundings, wrongUsage } from '#cli/command.ts'
import { openInstallation } from '#cli/server/installation.ts'
import { readSettings } from '#platform/config.ts'
import type { Settings } from '#platform/configuration/settings.ts'
import { listKeys, signersIn } from '#trail/keys/key-files.ts'
import { backupCommand, type InstallationToBackUp } from './backup.ts'
import { type InstallationToRestore, restoreCommand } from './restore.ts'

/** The commands on the installation that the configuration names. */

async function findRunning(dataFolder: string, login: 'application' | 'owner'): Promise<string> {
  const { findRunningUrl } = await import('#platform/postgres/embedded/join-running.ts')
  const url = await findRunningUrl(dataFolder, login)
  if (url !== null) return url
  throw new Error('the embedded database was opened and does not answer')
}

async function openToBackUp(surroundings: Surroundings): Promise<InstallationToBackUp> {
  const { database } = readSettings()
  const { places, close } = await openInstallation(surroundings)
  try {
    return {
      // The owner's where it is set: it may read every table whatever was granted.
      url: (database.ownerUrl ?? database.url)?.reveal() ?? (await findRunning(places.data, 'application')),
      getSigner: signersIn(places.keys),
      checkpointFolders: places.checkpoints,
      attachmentsFolder: places.attachments,
      snapshotsFolder: places.snapshots,
      recoveryKeyFile: path.join(places.keys, 'recovery.pub'),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function openToRestore(surroundings: Surroundings): Promise<InstallationToRestore> {
  const settings = readSettings()
  const { ownerUrl, close } = await openOwned(settings, surroundings)
  try {
    const { placesOf } = await import('#server/installation/places.ts')
    const { actionTables } = await import('#server/trail/action-tables.ts')
    const { kindsKept } = await import('#server/business/business.ts')
    const { readMasterKey } = await import('#server/starting/master-key.ts')
    const places = placesOf({ settings, isDemonstration: false })
    return {
      ownerUrl,
      getSigner: signersIn(places.keys),
      listKeys: (logId) => listKeys(places.keys, logId),
      checkpointFolders: places.checkpoints,
      attachmentsFolder: places.attachments,
      snapshotsFolder: places.snapshots,
      masterKeys: settings.masterKey === null ? null : [await readMasterKey(settings.masterKey)],
      actionTables: actionTables(kindsKept()),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** As the owner. An embedded server is started, and made ready, like for any other command. */
async function openOwned(
  { database }: Settings,
  surroundings: Surroundings,
): Promise<{ readonly ownerUrl: string; readonly close: () => Promise<void> }> {
  if (database.ownerUrl !== null) {
    return { ownerUrl: database.ownerUrl.reveal(), close: () => Promise.resolve() }
  }
  if (database.url !== null) {
    throw wrongUsage({
      zh: '请设置 DATABASE_OWNER_URL：恢复由属主角色进行，serve 使用的角色没有这个权限。',
      en: "Set DATABASE_OWNER_URL: restoring takes the owner's role, the role that serves may not.",
    })
  }
  const { places, close } = await openInstallation(surroundings)
  try {
    return { ownerUrl: await findRunning(places.data, 'owner'), close }
  } catch (error) {
    await close()
    throw error
  }
}

export const backUpCommand: Command = backupCommand(openToBackUp)
export const restoreHereCommand: Command = restoreCommand(openToRestore)
