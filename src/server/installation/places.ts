import path from 'node:path'
import { packageRoot } from '#platform/config.ts'
import type { Settings } from '#platform/configuration/settings.ts'

/** Where an installation keeps what is not in its database. */
export interface Places {
  readonly data: string
  /** Outside the database, at best on another machine. */
  readonly checkpoints: readonly string[]
  /** Private halves of the checkpoint keys. */
  readonly keys: string
  /** Of the demonstration; an installation for work has its master key outside the data folder. */
  readonly masterKeyFile: string
  /** Of the demonstration. */
  readonly passwords: string
  readonly attachments: string
  /** Of deliveries, each under its id. */
  readonly snapshots: string
}

export interface Placing {
  readonly settings: Settings
  readonly isDemonstration: boolean
  /** Elsewhere than data/demo or the setting: for tests. */
  readonly dataFolder?: string
}

function dataFolderOf({ settings, isDemonstration, dataFolder }: Placing): string {
  if (dataFolder !== undefined) return dataFolder
  // The demonstration never touches a folder for work, whatever is set (platform.md 8).
  if (isDemonstration) return path.join(packageRoot, 'data', 'demo')
  return settings.dataFolder === null
    ? path.join(packageRoot, 'data', 'work')
    : path.resolve(settings.dataFolder)
}

export function placesOf(placing: Placing): Places {
  const { trail, attachments } = placing.settings
  const data = dataFolderOf(placing)
  const { checkpointFolders } = trail
  return {
    data,
    checkpoints: checkpointFolders.length > 0 ? checkpointFolders : [path.join(data, 'checkpoints')],
    keys: path.join(data, 'keys'),
    masterKeyFile: path.join(data, 'keys', 'master-key'),
    passwords: path.join(data, 'passwords.tsv'),
    attachments: attachments.folder ?? path.join(data, 'attachments'),
    snapshots: path.join(data, 'snapshots'),
  }
}
