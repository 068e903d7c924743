import type { TestAnswer } from '#server/test-browser.ts'

/** What a client knows of a record: what it was last told. */
export interface KnownRecord {
  readonly recordId: string
  readonly accountId: string
  readonly enteredBy: string
  readonly isLarge: boolean
  status: string
  version: number
}

/** One request that writes: an act under an idempotency key, or a comment under an id of its own. */
export interface Sent {
  readonly person: string
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
  /** Null of a comment. */
  readonly key: string | null
  readonly action: string
  /** What it was sent about; of an entry the account. */
  readonly about: { readonly record: KnownRecord } | { readonly accountId: string; readonly isLarge: boolean }
  /** Null until the server has answered: not acknowledged. */
  answer: TestAnswer | null
}

/** What all clients sent and heard since the beginning, across restarts: the truth that the database must agree with. */
export interface Ledger {
  readonly sent: Sent[]
  readonly records: KnownRecord[]
}

export const newLedger = (): Ledger => ({ sent: [], records: [] })

/** A status below 500: the server has said what came of it. */
export const isAnswered = ({ status }: TestAnswer): boolean => status < 500

/** Writes down the answer, and what the client now knows. */
export function heard(ledger: Ledger, sent: Sent, answer: TestAnswer): void {
  sent.answer = answer
  if (answer.status !== 200) return
  const {
    record_id: recordId,
    status,
    version,
  } = answer.body as {
    record_id: string
    status: string
    version: number
  }
  if ('accountId' in sent.about) {
    const { accountId, isLarge } = sent.about
    if (ledger.records.some((each) => each.recordId === recordId)) return
    ledger.records.push({ recordId, accountId, enteredBy: sent.person, isLarge, status, version })
    return
  }
  const { record } = sent.about
  if (version > record.version) Object.assign(record, { status, version })
}

export const unanswered = ({ sent }: Ledger): readonly Sent[] => sent.filter(({ answer }) => answer === null)
