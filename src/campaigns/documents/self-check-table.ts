import type { OutputCell, OutputSheet } from '#platform/xlsx/xlsx-types.ts'
import type { AnswerInput } from '../answering/task-data.ts'
import { answerCodes } from '../forms/answer.ts'
import { getCategory } from '../forms/categories.ts'
import { questions } from '../forms/questions.ts'

/**
 * The self-check as a table that a unit without the system fills in and that is read back (7.3 专项治理自查表). Headers
 * are the names by which it is read; the unit's task stands hidden in every row, so that nobody's table is taken for
 * somebody else's.
 */
export const selfCheckHeaders = {
  question: '序号',
  category: '排查内容',
  text: '排查问题',
  answer: '是否存在',
  count: '涉及数量',
  amount_yuan: '涉及金额（元）',
  evidence: '佐证材料',
  rectify_by: '整改期限',
  explanation: '说明',
  task: '任务编号',
} as const
export type SelfCheckHeader = keyof typeof selfCheckHeaders

export interface SelfCheckHead {
  readonly taskId: string
  readonly campaign: string
  readonly agency: string
  /** YYYY-MM-DD: when the self-check is to be in. */
  readonly dueOn: string
}

const answerTitles = Object.values(answerCodes).map(({ zh }) => zh)

/** All fifty questions, with what is answered already. */
export function selfCheckTable(head: SelfCheckHead, given: readonly AnswerInput[]): OutputSheet {
  const byQuestion = new Map(given.map((each) => [each.question, each]))
  const rows = questions.map(({ number, category, text, evidence }): readonly OutputCell[] => {
    const answer = byQuestion.get(number)
    const said =
      answer === undefined
        ? [null, null, null, null, null, null]
        : [
            ...[answerCodes[answer.answer].zh, answer.count, answer.amount_yuan, answer.evidence],
            ...[answer.rectify_by, answer.explanation],
          ]
    const asked = `${text.zh}\n（佐证：${evidence.zh}）`
    return [number, getCategory(category).title.zh, asked, ...said, head.taskId]
  })
  const { question, category, text, answer, count, amount_yuan, evidence, rectify_by, explanation, task } =
    selfCheckHeaders
  const input = { isInput: true } as const
  return {
    name: '自查表',
    heading: [
      `${head.campaign}自查表`,
      `填报单位（盖章）：${head.agency}　　报送期限：${head.dueOn}　　“是”“部分”为存在问题；“否”而系统有疑点的，须填写说明。`,
    ],
    columns: [
      { header: question, width: 6, kind: 'text' },
      { header: category, width: 14, kind: 'wrapped' },
      { header: text, width: 44, kind: 'wrapped' },
      { header: answer, width: 10, kind: 'text', choices: answerTitles, ...input },
      { header: count, width: 10, kind: 'integer', ...input },
      // As text: what the unit typed is read as it stands, and no program rounds it.
      { header: amount_yuan, width: 16, kind: 'text', ...input },
      { header: evidence, width: 24, kind: 'wrapped', ...input },
      { header: rectify_by, width: 12, kind: 'text', ...input },
      { header: explanation, width: 28, kind: 'wrapped', ...input },
      { header: task, width: 10, kind: 'text', isHidden: true },
    ],
    rows,
    frozenColumns: 3,
  }
}
