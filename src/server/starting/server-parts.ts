import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { accessFunctions } from '#access/functions/catalogue.ts'
import type { SignInContext } from '#access/sign-in/context.ts'
import { createPasswordHasher } from '#access/sign-in/credentials/password-hash.ts'
import { SignInSettings } from '#access/sign-in/settings.ts'
import type { HashAlgorithm } from '#base/merkle.ts'
import type { Settings } from '#platform/configuration/settings.ts'
import { readFreeSpace, refuseWhenFull, spaceLevel } from '#platform/free-space.ts'
import type { Database } from '#platform/postgres/database.ts'
import { defaultLimits, type Kernel, kindsOf } from '#records/act-context.ts'
import type { MasterKey } from '#records/attachments/content-cipher.ts'
import {
  type AttachmentService,
  attachmentTurns,
  defaultAttachmentLimits,
} from '#records/attachments/upload-attachment.ts'
import type { Business } from '../business/business.ts'
import { uuidV7 } from '../new-id.ts'
import { deriveKey } from './master-key.ts'
import type { WorkingCalendar } from './working-calendar.ts'

const mebibyte = 2 ** 20

export const newId = (): string => uuidV7(Date.now(), randomBytes(10))

export function signInSettingsOf(
  { signIn }: Settings,
  { isDemonstration }: { isDemonstration: boolean },
): SignInSettings {
  const { oidc } = signIn
  const settings = {
    ...signIn,
    oidc: oidc === null ? null : { ...oidc, clientSecret: oidc.clientSecret.reveal() },
    // Switched off there, and said so on every page (platform.md 8).
    ...(isDemonstration
      ? { password: { needsTotp: false, daysMax: null }, passkeys: { domain: 'localhost' } }
      : {}),
  }
  return SignInSettings.parse(settings)
}

export function signInContextOf(given: {
  readonly db: Database
  readonly settings: SignInSettings
  readonly masterKey: MasterKey
  readonly algorithm: HashAlgorithm
}): SignInContext {
  return {
    db: given.db,
    settings: given.settings,
    hasher: createPasswordHasher(),
    secretKey: deriveKey(given.masterKey, 'sign-in'),
    algorithm: given.algorithm,
    newId,
    randomBytes,
  }
}

export function kernelOf(
  db: Database,
  { kinds, catalogue = accessFunctions, check, keep }: Business,
  given: {
    readonly settings: Settings
    readonly algorithm: HashAlgorithm
    readonly calendar: Pick<WorkingCalendar, 'current'>
  },
): Kernel {
  const recordBytesMax = given.settings.attachments.recordMegabytesMax * mebibyte
  return {
    db,
    kinds: kindsOf(kinds),
    catalogue,
    // A year that is imported while the server runs counts from the next act on.
    get workingDays() {
      return given.calendar.current()
    },
    newId,
    newNonce: () => randomBytes(32),
    hashAlgorithm: given.algorithm,
    limits: { ...defaultLimits, recordBytesMax },
    ...(check === undefined ? {} : { check }),
    ...(keep === undefined ? {} : { keep }),
  }
}

export async function attachmentsOf(
  { attachments }: Settings,
  { folder, masterKey }: { readonly folder: string; readonly masterKey: MasterKey },
): Promise<AttachmentService> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { scanner } = attachments
  return {
    store: { folder, masterKeys: [masterKey] },
    scanner:
      scanner === null
        ? null
        : { command: scanner.command, arguments: scanner.arguments, wait_ms_max: scanner.secondsMax * 1_000 },
    limits: { ...defaultAttachmentLimits, fileBytesMax: attachments.fileMegabytesMax * mebibyte },
    turns: attachmentTurns(),
    checkSpace: async () => refuseWhenFull(spaceLevel(await readFreeSpace(folder)), 'import', folder),
  }
}
