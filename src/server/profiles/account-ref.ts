import { createHmac } from 'node:crypto'

/**
 * The address of an account: whose it is and a keyed digest of its number, which an address, a history of the browser
 * and the leaf of a trail may hold; the number may not (platform.md 11, 13).
 */

export interface AccountOfPerson {
  readonly personId: string
  readonly accountNumber: string
}

const digestLength = 24

function digestOf(key: Buffer, { personId, accountNumber }: AccountOfPerson): string {
  const text = `profile of an account\n${personId}\n${accountNumber}`
  return createHmac('sha256', key).update(text, 'utf8').digest('hex').slice(0, digestLength)
}

export function accountRef(key: Buffer, account: AccountOfPerson): string {
  return `${account.personId}~${digestOf(key, account)}`
}

export function personOfRef(ref: string): string {
  return ref.slice(0, Math.max(0, ref.lastIndexOf('~')))
}

export function findAccount(key: Buffer, ref: string, accountNumbers: readonly string[]): string | null {
  const personId = personOfRef(ref)
  return accountNumbers.find((accountNumber) => accountRef(key, { personId, accountNumber }) === ref) ?? null
}
