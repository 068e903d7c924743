import path from 'node:path'
import { formatYuan } from '#base/money.ts'
import { templatesIn } from '#cases/letters/letter-templates.ts'
import { produceLetter } from '#cases/letters/produce-letter.ts'
import { packageRoot } from '#platform/config.ts'
import type { Cast } from '../cast.ts'
import { contextOf, type Stage, takeStep } from '../stage.ts'

const readTemplate = templatesIn(path.join(packageRoot, 'templates', 'letters'))

/** Asked by a person, done by the server; of two times one files. */
async function fileLetter(
  stage: Stage,
  { by, recordId }: { readonly by: string; readonly recordId: string },
): Promise<void> {
  const { status } = await stage.db
    .selectFrom('record')
    .select('status')
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  if (status !== 'ISSUED') return
  const { attachments } = stage
  const answer = await produceLetter(contextOf(stage, by), { attachments, readTemplate }, { recordId })
  if (answer.outcome === 'refused') throw new Error(answer.text.zh)
}

/** Money of a case that comes back, and the letter that asks for it. */
export interface RecoverySteps {
  readonly id: () => string
  readonly open: (stage: Stage) => Promise<unknown>
  /** In equal parts on these days, the last with what is left over. */
  readonly plan: (stage: Stage, days: readonly string[]) => Promise<unknown>
  readonly approvePlan: (stage: Stage) => Promise<unknown>
  readonly draftLetter: (stage: Stage, given: { readonly dueOn: string }) => Promise<unknown>
  readonly issueLetter: (stage: Stage) => Promise<unknown>
  /** Written as .docx by the server. */
  readonly fileLetter: (stage: Stage) => Promise<unknown>
  /** The part of the plan that came, from a line of an accepted statement. */
  readonly receive: (stage: Stage, lineKey: string) => Promise<unknown>
  readonly letterId: () => string
  /** What the first of so many equal parts comes to. */
  readonly partDue: (stage: Stage, parts: number) => Promise<bigint>
}

const partsOf = (fen: bigint, count: number): bigint[] => {
  const part = fen / BigInt(count)
  return Array.from({ length: count }, (_, index) =>
    index === count - 1 ? fen - part * BigInt(count - 1) : part,
  )
}

async function amountDue({ db }: Stage, recordId: string): Promise<bigint> {
  const row = await db
    .selectFrom('record')
    .select('amount_fen')
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return row.amount_fen ?? 0n
}

export function recoverySteps(
  name: string,
  given: {
    readonly caseId: () => string
    readonly debtor: string
    readonly cast: Cast
    readonly verifier: string
  },
): RecoverySteps {
  const { caseId, debtor, cast, verifier } = given
  const leader = cast('agencyHead')
  let recordId: string | null = null
  let letter: string | null = null
  const take = async (stage: Stage, by: string, action: string, input: unknown, key: string = action) => {
    recordId = await takeStep(stage, {
      key: `recovery-${name}-${key}`,
      by,
      kind: 'RECOVERY',
      recordId,
      action,
      input,
    })
  }
  const takeLetter = async (stage: Stage, by: string, action: string, input: unknown) => {
    letter = await takeStep(stage, {
      key: `letter-${name}-${action}`,
      by,
      kind: 'LETTER',
      recordId: letter,
      action,
      input,
    })
  }
  const idOf = (id: string | null): string => {
    if (id === null) throw new Error(`the recovery or letter ${name} is not there yet`)
    return id
  }
  const id = (): string => idOf(recordId)
  return {
    id,
    letterId: () => idOf(letter),
    partDue: async (stage, parts) => partsOf(await amountDue(stage, id()), parts)[0]!,
    open: async (stage) => {
      const amount = formatYuan(await amountDue(stage, caseId()))
      await take(stage, verifier, 'open', { case_id: caseId(), debtor_name: debtor, amount })
    },
    plan: async (stage, days) => {
      const parts = partsOf(await amountDue(stage, id()), days.length)
      const items = days.map((due_on, index) => ({ due_on, amount: formatYuan(parts[index]!) }))
      const kind = days.length === 1 ? 'ONCE' : 'INSTALMENTS'
      await take(stage, verifier, 'plan', { kind, items })
    },
    approvePlan: (stage) => take(stage, leader, 'approvePlan', { opinion: '同意，按期跟进' }),
    draftLetter: (stage, { dueOn }) =>
      takeLetter(stage, verifier, 'draft', {
        template: 'REPAYMENT',
        case_id: caseId(),
        recovery_id: id(),
        addressee_name: debtor,
        text: '经核查，你多领取养老保险待遇，请按期退还。',
        basis: '《中华人民共和国社会保险法》第八十八条',
        due_on: dueOn,
        contact: '稽核内控岗 000-0000000',
      }),
    issueLetter: (stage) => takeLetter(stage, leader, 'issue', {}),
    fileLetter: (stage) => fileLetter(stage, { by: verifier, recordId: idOf(letter) }),
    receive: (stage, lineKey) =>
      take(stage, cast('accountant'), 'receive', { line_key: lineKey, amount: null }, `receive-${lineKey}`),
  }
}
