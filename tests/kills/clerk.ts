import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { TestAnswer, TestBrowser } from '#server/test-browser.ts'
import { heard, isAnswered, type KnownRecord, type Ledger, type Sent } from './ledger.ts'

export type Post = 'ENTRY' | 'REVIEW' | 'APPROVAL'

/** Somebody at work in a browser. */
export interface Clerk {
  readonly staffId: string
  readonly post: Post
  readonly password: string
  browser: TestBrowser
}

export interface Shift {
  readonly ledger: Ledger
  readonly accountIds: readonly string[]
  /** 0 ≤ x < 1. */
  readonly dice: () => number
  readonly isOver: () => boolean
}

/** The server did not say what came of a step before the act: nothing to remember. */
class Unanswered extends Error {}

/** Acts one after the other until the shift is over, whatever happens to the server meanwhile. */
export async function work(shift: Shift, clerk: Clerk): Promise<void> {
  while (!shift.isOver()) {
    try {
      await actOnce(shift, clerk)
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      await pause(50)
    }
  }
}

function pick<Item>({ dice }: Shift, items: readonly Item[]): Item | undefined {
  return items[Math.floor(dice() * items.length)]
}

async function actOnce(shift: Shift, clerk: Clerk): Promise<void> {
  if (shift.dice() < 0.15) return remark(shift, clerk)
  if (clerk.post === 'ENTRY') return enterOrCorrect(shift, clerk)
  if (clerk.post === 'REVIEW') return review(shift, clerk)
  return approve(shift, clerk)
}

const inStatus = ({ ledger }: Shift, ...statuses: string[]): readonly KnownRecord[] =>
  // The newest: of the oldest there are soon hundreds that nobody comes to.
  ledger.records.filter(({ status }) => statuses.includes(status)).slice(-12)

/** A note, which raises the version under everybody's hands, or a comment, which does not. */
async function remark(shift: Shift, clerk: Clerk): Promise<void> {
  const record = pick(shift, inStatus(shift, 'SUBMITTED', 'RETURNED', 'REVIEWED'))
  if (record === undefined) return pauseBriefly()
  if (shift.dice() < 0.5) return act(shift, clerk, { record, action: 'note', input: { text: '已电话核实' } })
  await send(shift, clerk, {
    path: `/api/records/TEST_CHANGE/${record.recordId}/comments`,
    body: { comment_id: randomUUID(), text: '请补充材料' },
    key: null,
    action: 'comment',
    about: { record },
  })
}

async function enterOrCorrect(shift: Shift, clerk: Clerk): Promise<void> {
  const returned = inStatus(shift, 'RETURNED').find(({ enteredBy }) => enteredBy === clerk.staffId)
  const own = inStatus(shift, 'SUBMITTED').filter(({ enteredBy }) => enteredBy === clerk.staffId)
  const dice = shift.dice()
  if (returned !== undefined && dice < 0.6) {
    return act(shift, clerk, { record: returned, action: 'correct', input: { holder: `更正${dice}` } })
  }
  if (own.length > 0 && dice < 0.1) {
    // Refused: nobody returns what he entered himself.
    const [action, input] = dice < 0.05 ? ['return', { reason: '不符' }] : ['withdraw', {}]
    return act(shift, clerk, { record: own[0]!, action, input })
  }
  if (own.length > 8) return pauseBriefly()
  const accountId = pick(shift, shift.accountIds)!
  const isLarge = shift.dice() < 0.4
  await send(shift, clerk, {
    path: '/api/records/TEST_CHANGE/acts',
    body: {
      action: 'enter',
      input: { accountId, holder: `户主${shift.dice()}`, amountFen: isLarge ? '2000000' : '5000' },
    },
    key: randomUUID(),
    action: 'enter',
    about: { accountId, isLarge },
  })
}

async function review(shift: Shift, clerk: Clerk): Promise<void> {
  const record = pick(shift, inStatus(shift, 'SUBMITTED'))
  if (record === undefined) return pauseBriefly()
  if (shift.dice() < 0.2) {
    return act(shift, clerk, { record, action: 'return', input: { reason: '与原件不符' } })
  }
  const { browser } = clerk
  const path = `/api/records/TEST_CHANGE/${record.recordId}`
  // Only what is opened and confirmed is reviewed. A colleague may have been there first: then this is about nothing.
  const opened = await asked(browser.get(path))
  const body = { action: 'review', input: {}, version: record.version }
  const digest = (await asked(browser.post(`${path}/confirmation-digest`, body))).body.digest
  const offer = await asked(browser.post('/api/confirmations/options', { digest }))
  if (opened.status !== 200 || offer.status !== 200) return pauseBriefly()
  const proof = { method: 'PASSWORD', password: clerk.password }
  const given = { challenge_id: offer.body.challenge_id, proof }
  const { confirmation_id } = (await asked(browser.post('/api/confirmations', given))).body
  await act(shift, clerk, { record, action: 'review', input: {}, confirmation_id })
}

async function approve(shift: Shift, clerk: Clerk): Promise<void> {
  const record = pick(shift, inStatus(shift, 'REVIEWED'))
  if (record === undefined) return pauseBriefly()
  if (shift.dice() < 0.3) {
    return act(shift, clerk, { record, action: 'reject', input: { reason: '依据不足' } })
  }
  const upload = await asked(
    clerk.browser.send('POST', '/api/attachments', {
      raw: `审批依据 ${randomUUID()}`,
      headers: { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent('依据.txt') },
    }),
  )
  if (upload.status !== 201) throw new Error(`no upload: ${upload.text}`)
  const attachments = [{ id: upload.body.attachment_id, purpose: 'BASIS' }]
  await act(shift, clerk, { record, action: 'approve', input: {}, attachments })
}

function pauseBriefly(): Promise<void> {
  return pause(20)
}

async function asked(answer: Promise<TestAnswer>): Promise<TestAnswer> {
  const given = await answer.catch(() => null)
  if (given === null || !isAnswered(given)) throw new Unanswered()
  return given
}

function act(
  shift: Shift,
  clerk: Clerk,
  { record, ...given }: { record: KnownRecord; action: string; input: unknown } & Record<string, unknown>,
): Promise<void> {
  return send(shift, clerk, {
    path: `/api/records/TEST_CHANGE/${record.recordId}/acts`,
    body: { ...given, version: record.version },
    key: randomUUID(),
    action: given.action,
    about: { record },
  })
}

async function send(
  { ledger }: Shift,
  clerk: Clerk,
  request: Omit<Sent, 'person' | 'answer'>,
): Promise<void> {
  const sent: Sent = { ...request, person: clerk.staffId, answer: null }
  ledger.sent.push(sent)
  const answer = await asked(sendAgain(clerk.browser, sent))
  heard(ledger, sent, answer)
}

/** Word for word, with its key. */
export function sendAgain(browser: TestBrowser, { path, body, key }: Sent): Promise<TestAnswer> {
  return browser.post(path, body, key === null ? {} : { 'idempotency-key': key })
}
