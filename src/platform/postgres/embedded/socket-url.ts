import { socketNumber } from './postmaster.ts'

export const databaseName = 'fangxian'

interface Login {
  readonly role: string
  readonly password: string
}

/** A connection URL to the server behind a socket folder. */
export function socketUrl(
  socketFolder: string,
  { role, password }: Login,
  database: string = databaseName,
): string {
  const host = encodeURIComponent(socketFolder)
  return `postgresql://${role}:${encodeURIComponent(password)}@/${database}?host=${host}&port=${socketNumber}`
}
