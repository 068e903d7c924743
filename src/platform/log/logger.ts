import { type DestinationStream, type Logger, pino } from 'pino'

/**
 * Structured logs, one JSON object a line. They hold no personal data (issue 4): ids of records and staff, codes,
 * durations. Redaction below is the second fence, for what is put there by mistake.
 */
export type Log = Logger

export interface LogOptions {
  readonly level: LogLevel
  /** Standard error by default: standard output belongs to what a command prints. */
  readonly destination?: DestinationStream
}

export type LogLevel = (typeof logLevels)[number]
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const

/** Names of fields never written, however deep: credentials, and what identifies or describes an insured person. */
const secretNames = new Set(
  [
    ['authorization', 'cookie', 'setCookie', 'password', 'passphrase', 'secret', 'token', 'totp', 'otp'],
    ['enrolmentCode', 'recoveryCode', 'oneTimeCode', 'nonce', 'signature', 'sessionId'],
    ['apiKey', 'masterKey', 'privateKey', 'databaseUrl', 'databaseOwnerUrl', 'connectionString', 'url'],
    ['name', 'personName', 'idNumber', 'accountNumber', 'bankAccount', 'phone', 'mobile', 'address', 'email'],
    ['payload', 'body', 'input', 'parameters', 'detail', 'reason'],
  ]
    .flat()
    .map(canonical),
)

/** Eighteen digits or seventeen and X, a bank card of 16 to 19, a mobile phone: as they occur in texts of errors. */
const personalNumber = /(?<![0-9a-zA-Z-])(?:\d{17}[\dXx]|\d{16,19}|1[3-9]\d{9})(?![0-9a-zA-Z-])/g

/** user:password@ of a URL. */
const credentials = /(\w+:\/\/)[^\s/@]+@/g

const censored = '[removed]'

export function makeLogger({ level, destination }: LogOptions): Log {
  return pino(
    {
      level,
      base: null,
      // Errors are made safe below, before pino's own serializer would look at them.
      serializers: { err: (value: unknown) => value },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { logMethod: redactArguments },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  )
}

function redactArguments(this: Logger, args: Parameters<Logger['info']>, method: Logger['info']): void {
  const [first, ...rest] = args as unknown[]
  const named = first instanceof Error ? { err: first } : first
  const safe = [named, ...rest].map((each) => redact(each)) as Parameters<Logger['info']>
  method.apply(this, safe)
}

const depthMax = 6

/** A copy without secrets; errors become name, code, message and stack. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return value.toString()
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Date) return value
  if (Buffer.isBuffer(value)) return `[${value.length} bytes]`
  if (depth >= depthMax) return '[deeper]'
  if (value instanceof Error) return redactError(value)
  if (Array.isArray(value)) return value.map((each) => redact(each, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      secretNames.has(canonical(name)) ? censored : redact(each, depth + 1),
    ]),
  )
}

/** PostgreSQL puts values of rows into `detail`, `where` and, in classes 22 and P0, into the message: they stay out. */
function redactError(error: Error): object {
  const { code, severity, constraint } = error as { code?: unknown; severity?: unknown; constraint?: unknown }
  const quotes = typeof severity === 'string' && typeof code === 'string' && /^(22|P0)/.test(code)
  const clean = (text: string): string => redactText(quotes ? text.replaceAll(error.message, '') : text)
  return {
    type: error.name,
    ...(typeof code === 'string' ? { errorCode: code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    message: quotes ? '[a message that may quote a value]' : redactText(error.message),
    stack: clean(error.stack ?? ''),
  }
}

function redactText(text: string): string {
  return text.replace(credentials, `$1${censored}@`).replace(personalNumber, censored)
}

/** `id_number`, `idNumber` and `ID-Number` are one name. */
function canonical(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '')
}
