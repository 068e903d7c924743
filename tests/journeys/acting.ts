import { randomUUID } from 'node:crypto'
import type { TestAnswer } from '#server/test-browser.ts'
import type { ServedCounty, SignedIn } from './served-county.ts'

/** What a person does on a page, as requests: upload, confirm by password, act. */

export async function upload({ browser }: SignedIn): Promise<string> {
  const raw = new Uint8Array(Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n'))
  const answer = await browser.send('POST', '/api/attachments', {
    raw,
    headers: {
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent('账户变更申请.pdf'),
    },
  })
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.body.attachment_id as string
}

async function confirmed({ browser, password }: SignedIn, place: string, act: object): Promise<string> {
  const { digest } = (await browser.post(`${place}/confirmation-digest`, act)).body
  const offer = (await browser.post('/api/confirmations/options', { digest })).body
  const proof = { method: 'PASSWORD', password }
  const answer = await browser.post('/api/confirmations', { challenge_id: offer.challenge_id, proof })
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.body.confirmation_id as string
}

export interface Place {
  readonly kind: string
  /** Absent: the act opens a record. */
  readonly recordId?: string
}

export async function actOn(
  person: SignedIn,
  { kind, recordId }: Place,
  act: Readonly<Record<string, unknown>>,
): Promise<TestAnswer> {
  const place = `/api/records/${kind}${recordId === undefined ? '' : `/${recordId}`}`
  const confirmation_id = await confirmed(person, place, act)
  const key = { 'idempotency-key': randomUUID() }
  return person.browser.post(`${place}/acts`, { ...act, confirmation_id }, key)
}

export interface Pensioner {
  readonly person_id: string
  readonly account_number: string
  readonly id_number: string
  readonly name: string
}

/** Alive, never reported dead, with one account that no other has. */
export async function pensionersOf({ pool }: ServedCounty): Promise<Pensioner[]> {
  const { rows } = await pool.query<Pensioner>(
    `select person.person_id, person.id_number, person.name, payee_account.account_number
    from register.person
    inner join register.payee_account using (person_id)
    where
      person.life_status = 'ALIVE'
      and payee_account.valid_to is null
      and payee_account.holder_kind = 'SELF'
      and not exists (select from register.death where death.id_number = person.id_number)
      and (
        select count(*)
        from register.payee_account as other
        where other.person_id = person.person_id or other.account_number = payee_account.account_number
      ) = 1
    order by person.person_id`,
  )
  return rows
}

/** Registered as alive, and reported dead. */
export async function reportedDead({ pool }: ServedCounty): Promise<Pensioner> {
  const { rows } = await pool.query<Pensioner>(
    `select person.person_id, person.id_number, person.name, payee_account.account_number
    from register.person
    inner join register.payee_account using (person_id)
    inner join register.death on death.id_number = person.id_number
    where
      person.life_status = 'ALIVE'
      and payee_account.valid_to is null
      and death.revoked is distinct from true
    order by person.person_id`,
  )
  return rows[0]!
}

/** A small county may have nobody in prison for months: then only a list that says so is fresh. */
export async function prisonListUpTo(
  { pool }: ServedCounty,
  day: 'current_date' | 'current_date - 200',
): Promise<void> {
  await pool.query(
    `update register.feed set last_date = to_char(${day}, 'YYYY-MM-DD') where table_name = 'imprisonment'`,
  )
}

export function accountChangeInput(
  { person_id, account_number, id_number, name }: Pensioner,
  newAccount: string,
): Readonly<Record<string, string>> {
  return {
    person_id,
    old_account: account_number,
    new_account: newAccount,
    bank: '示例银行',
    holder_name: name,
    holder_id_number: id_number,
    holder_kind: 'SELF',
    kind: 'SOCIAL_CARD',
    channel: 'COUNTER',
    reason: '原卡遗失',
  }
}
