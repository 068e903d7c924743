import type pg from 'pg'
import type { Logger } from 'pino'
import type { SignInContext } from '#access/sign-in/context.ts'
import type { GateContext } from '#gate/gate-context.ts'
import type { Metrics } from '#platform/http/metrics.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { Kernel } from '#records/act-context.ts'
import type { AttachmentService } from '#records/attachments/upload-attachment.ts'
import type { Runner } from '#runs/start-runner.ts'
import type { BusinessJob } from './business/business.ts'

/** What acts need to know of the sequencer (platform.md 10). */
export interface TrailWatch {
  /** Since a checkpoint was last signed and written outside; null: never. */
  readonly checkpointAgeSeconds: () => Promise<number | null>
  /** Asked for after a high-risk effect; the answer does not wait for it. */
  readonly wantCheckpoint: () => void
}

/** Folders of deliveries that come in through the browser. */
export interface DeliveryPlaces {
  /** Snapshots, each under its id. */
  readonly snapshots: string
  /** Of the files of an upload. */
  readonly folderOf: (uploadId: string) => string
  /** Refuses when the disk is too full for imports (platform.md 23). */
  readonly checkSpace: () => Promise<void>
}

/** What routes work with; made once by `createServerApp`. */
export interface ServerContext {
  readonly db: Database
  /** The same connections, for what brings its own transactions: rules about work, and their import. */
  readonly pool: pg.Pool
  readonly signIn: SignInContext
  readonly log: Logger
  readonly metrics: Metrics
  readonly newId: () => string
  readonly randomBytes: (size: number) => Buffer
  /** The records that this server keeps, and what every act on them needs. */
  readonly kernel: Kernel
  /** Null where no folder for attachments is set. */
  readonly attachments: AttachmentService | null
  /** For core systems (platform.md 2). */
  readonly gate: GateContext
  readonly trail: TrailWatch
  /** Of the business, each as often as it says. */
  readonly jobs: readonly BusinessJob[]
  /** The screenings of this process; absent: another process runs them. */
  readonly runner?: Pick<Runner, 'wake'>
  /** Absent: deliveries are loaded at the console only. */
  readonly deliveries?: DeliveryPlaces
  /** The demonstration says so on every page and in every answer about oneself. */
  readonly isDemonstration: boolean
}
