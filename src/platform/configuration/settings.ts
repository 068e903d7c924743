import { isIP } from 'node:net'
import { z } from 'zod'
import { logLevels } from '../log/logger.ts'
import { makeSecret } from './secret.ts'

/**
 * All settings of an installation, from fangxian.yaml and the environment. What business decides (rates, deadlines,
 * limits of authority) is not here: that is dated data, changed by two people.
 */

const secret = z.string().min(1).transform(makeSecret)

const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\/./, 'postgresql://role:password@host:5432/database')
  .transform(makeSecret)

const httpsUrl = z.url({ protocol: /^https?$/ })

const addressOrRange = z.string().refine((text) => {
  const [address, bits, ...rest] = text.split('/') as [string, string?, ...string[]]
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}, '10.0.0.7 / 10.0.0.0/24')

const Database = z.strictObject({
  /** The application's role, to a server of one's own; null: the embedded server. Also DATABASE_URL. */
  url: databaseUrl.nullable().default(null),
  /** Only for fangxian migrate, init, backup and restore: serve never uses it. Also DATABASE_OWNER_URL. */
  ownerUrl: databaseUrl.nullable().default(null),
  /** The role that migrations grant to; null: the one that url names. */
  applicationRole: z.string().min(1).nullable().default(null),
  connectionsMax: z.int().min(2).max(500).default(16),
})

const Server = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(1).max(65_535).default(8080),
  /** Where people open the system, such as https://risk.example.gov.cn; null: the address it listens on. */
  publicOrigin: httpsUrl.nullable().default(null),
  tls: z
    .strictObject({ certificateFile: z.string().min(1), keyFile: z.string().min(1) })
    .nullable()
    .default(null),
  proxy: z
    .strictObject({
      /** Addresses and ranges whose headers are believed. */
      trusted: z.array(addressOrRange).default([]),
      /** Without it no header about a client certificate is believed. */
      sharedSecret: secret.nullable().default(null),
    })
    .prefault({}),
})

const SignIn = z.strictObject({
  password: z
    .strictObject({
      needsTotp: z.boolean().default(true),
      daysMax: z.int().min(1).nullable().default(90),
    })
    .prefault({}),
  passkeys: z.strictObject({ domain: z.string().min(1).nullable().default(null) }).prefault({}),
  sessions: z
    .strictObject({
      idleMinutesMax: z.int().min(1).max(720).default(30),
      hoursMax: z.int().min(1).max(24).default(10),
      isExclusive: z.boolean().default(false),
    })
    .prefault({}),
  oidc: z
    .strictObject({
      issuer: httpsUrl,
      clientId: z.string().min(1),
      clientSecret: secret,
      claim: z.string().min(1).default('sub'),
      publicOrigin: httpsUrl,
      allowsPlainHttp: z.boolean().default(false),
    })
    .nullable()
    .default(null),
})

const Attachments = z.strictObject({
  /** Null: a folder beside the database. Two servers on one database share it. */
  folder: z.string().min(1).nullable().default(null),
  fileMegabytesMax: z.int().min(1).max(1_000).default(50),
  recordMegabytesMax: z.int().min(1).max(10_000).default(500),
  scanner: z
    .strictObject({
      command: z.string().min(1),
      arguments: z.array(z.string()).default([]),
      secondsMax: z.int().min(1).max(600).default(60),
    })
    .nullable()
    .default(null),
})

const Trail = z.strictObject({
  /** Folders outside the database for signed checkpoints, on another machine at best; one or two. */
  checkpointFolders: z.array(z.string().min(1)).max(2).default([]),
  hash: z.enum(['sha256', 'sm3']).default('sha256'),
})

const Deliveries = z.strictObject({
  /** A folder that other systems write deliveries into, below it one for each agency; null: none is watched. */
  watch: z
    .strictObject({
      folder: z.string().min(1),
      /** Who answers for the interface: deliveries are taken in this person's name. */
      staffId: z.string().min(1).max(64),
      /** Without a marker of completion, a delivery is complete when nothing in it has changed for so long. */
      quietMinutes: z.int().min(1).max(1_440).default(10),
    })
    .nullable()
    .default(null),
})

/** The 32 bytes all other keys come from: a file outside the data folder, or a command that prints them in hex. */
const MasterKey = z.union([
  z.strictObject({ file: z.string().min(1) }),
  z.strictObject({ command: z.string().min(1), arguments: z.array(z.string()).default([]) }),
])

export const Settings = z.strictObject({
  language: z.enum(['zh', 'en']).nullable().default(null),
  /** Of bin/fangxian serve; null: data/work. The demonstration has its own, always. */
  dataFolder: z.string().min(1).nullable().default(null),
  database: Database.prefault({}),
  server: Server.prefault({}),
  signIn: SignIn.prefault({}),
  attachments: Attachments.prefault({}),
  trail: Trail.prefault({}),
  deliveries: Deliveries.prefault({}),
  masterKey: MasterKey.nullable().default(null),
  log: z.strictObject({ level: z.enum(logLevels).default('info') }).prefault({}),
})
export type Settings = z.infer<typeof Settings>

/** A variable wins over the file. */
export const settingOfVariable: Readonly<Record<string, readonly [string, ...string[]]>> = {
  DATABASE_URL: ['database', 'url'],
  DATABASE_OWNER_URL: ['database', 'ownerUrl'],
  FANGXIAN_DATABASE_CONNECTIONS_MAX: ['database', 'connectionsMax'],
  FANGXIAN_DATA_FOLDER: ['dataFolder'],
  FANGXIAN_HOST: ['server', 'host'],
  FANGXIAN_PORT: ['server', 'port'],
  FANGXIAN_PUBLIC_ORIGIN: ['server', 'publicOrigin'],
  FANGXIAN_TLS_CERTIFICATE_FILE: ['server', 'tls', 'certificateFile'],
  FANGXIAN_TLS_KEY_FILE: ['server', 'tls', 'keyFile'],
  FANGXIAN_PROXY_SHARED_SECRET: ['server', 'proxy', 'sharedSecret'],
  FANGXIAN_PASSKEY_DOMAIN: ['signIn', 'passkeys', 'domain'],
  FANGXIAN_OIDC_CLIENT_SECRET: ['signIn', 'oidc', 'clientSecret'],
  FANGXIAN_MASTER_KEY_FILE: ['masterKey', 'file'],
  FANGXIAN_ATTACHMENT_FOLDER: ['attachments', 'folder'],
  FANGXIAN_LOG_LEVEL: ['log', 'level'],
}

/** Settings whose text in the file asks for a file that nobody else can read. */
export const secretSettings: readonly (readonly string[])[] = [
  ['database', 'url'],
  ['database', 'ownerUrl'],
  ['server', 'proxy', 'sharedSecret'],
  ['signIn', 'oidc', 'clientSecret'],
]
