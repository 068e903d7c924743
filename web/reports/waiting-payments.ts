import { schemes } from '#standard/code-lists.ts'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { yuanText } from '#web/language/format.ts'

type Waiting = Answer<'GET /api/meetings/waiting-payments'>['items'][number]

/** Payment files of one's unit that wait for approval; undefined while it is asked. */
export function useWaitingPayments(month: string, isOn = true): readonly Waiting[] | undefined {
  const { data, error } = useAsk('GET /api/meetings/waiting-payments', { query: { month } }, { isOn })
  return error === null ? data?.items : []
}

// What the minutes of a Chinese office say, in whatever language the page is.
const kinds: Readonly<Record<string, string>> = {
  MONTHLY: '月度发放',
  BACK_PAY: '补发',
  ONE_OFF: '一次性发放',
  RESEND: '重发',
}
const schemeTitles: Readonly<Record<string, string>> = schemes

const aboutOf = ({ scheme, kind, batch_id, line_count, amount_fen }: Waiting): string =>
  `${schemeTitles[scheme] ?? scheme}${kinds[kind] ?? kind}批次 ${batch_id}，${line_count} 笔，${yuanText(amount_fen)} 元`

/** 议程: one topic for each file. */
export const agendaOf = (waiting: readonly Waiting[]) =>
  waiting.map((file) => ({
    topic: `审议发放批次 ${file.batch_id}`,
    content: `${aboutOf(file)}${file.held_count === 0 ? '' : `（另有暂缓 ${file.held_count} 笔，不在其中）`}；业务单 ${file.record_id}`,
  }))

/** 议定事项: one decision for each file, with its amount and the order that it is for; to be corrected by whoever writes. */
export const decisionsOf = (waiting: readonly Waiting[]) =>
  waiting.map((file) => ({
    text: `同意${aboutOf(file)}。`,
    amount: `${BigInt(file.amount_fen) / 100n}.${String(BigInt(file.amount_fen) % 100n).padStart(2, '0')}`,
    payment_files: [file.record_id],
  }))
