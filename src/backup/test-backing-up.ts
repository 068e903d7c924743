import { randomBytes, randomUUID } from 'node:crypto'
import { signersIn } from '#trail/keys/key-files.ts'
import { parseRecoveryKey } from './keys/recovery-key.ts'
import { writeBackup } from './write-backup.ts'

/** A backup in a process of its own, to be killed: `node test-backing-up.ts TASK`. */
export interface BackingUp {
  readonly url: string
  readonly folder: string
  readonly recoveryKey: string
  readonly keyFolder: string
  readonly checkpointFolder: string
  readonly attachmentsFolder: string
  readonly snapshotsFolder: string
}

const task = JSON.parse(process.argv[2] ?? '{}') as BackingUp
await writeBackup({
  ...task,
  recoveryKey: parseRecoveryKey(task.recoveryKey)!,
  getSigner: signersIn(task.keyFolder),
  checkpointFolders: [task.checkpointFolder],
  operator: { actorId: 'console:test', host: 'test', osUser: 'test' },
  program: 'test',
  newId: randomUUID,
  randomBytes,
  signal: new AbortController().signal,
  onProgress: () => undefined,
})
