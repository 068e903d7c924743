import { z } from 'zod'
import { dayInChinese, formatDay, formatMonth } from '#base/calendar-math.ts'
import { formatYuanGrouped } from '#base/money.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { CaseData } from '../case-data.ts'
import { methods, natures, verdicts } from '../case-status.ts'
import { RecoveryData } from '../recovery/recovery-data.ts'
import type { LetterData } from './letter-data.ts'
import type { LetterValues } from './letter-templates.ts'

/** What a letter is filled from, as the load found it. */
export const LetterFacts = z.object({
  agency_name: z.string(),
  last_number: z.int(),
  case: CaseData,
  recovery: RecoveryData.nullable(),
})
export type LetterFacts = z.infer<typeof LetterFacts>

export function valuesOf(
  data: Pick<LetterData, 'case_id' | 'addressee_name' | 'text' | 'basis' | 'due_on' | 'contact'>,
  { agency_name, case: concerned, recovery }: LetterFacts,
  { number, at }: { readonly number: string; readonly at: Date },
): LetterValues {
  const { conclusion } = concerned
  const yuan = (fen: bigint | undefined): string => (fen === undefined ? '—' : `${formatYuanGrouped(fen)}元`)
  const verdictOf = (findingId: string): string => {
    const result = conclusion?.results.find(({ finding_id }) => finding_id === findingId)
    return result === undefined ? '核查中' : verdicts[result.verdict].zh
  }
  return {
    文号: number,
    机构: agency_name,
    日期: dayInChinese(formatDay(shanghaiDay(at))),
    收文: data.addressee_name,
    案件编号: data.case_id,
    事由: data.text,
    依据: data.basis,
    期限: dayInChinese(data.due_on),
    联系人: data.contact,
    查明事实: conclusion?.facts_found ?? '—',
    结论: conclusion === null ? '—' : verdicts[conclusion.verdict].zh,
    性质: conclusion?.nature == null ? '—' : natures[conclusion.nature].zh,
    损失合计: yuan(conclusion?.loss_fen),
    应退金额: yuan(recovery?.due_fen),
    已退金额: yuan(recovery?.recovered_fen),
    尚欠金额: yuan(recovery?.outstanding_fen),
    疑点: concerned.findings.map(({ finding_id, rule_code, amount_fen }) => ({
      规则: rule_code,
      金额: yuan(amount_fen),
      核查结论: verdictOf(finding_id),
    })),
    逐月: (conclusion?.loss_by_month ?? []).map(({ month, fen }) => ({
      年月: formatMonth(month),
      损失: yuan(fen),
    })),
    底稿: concerned.papers.map(({ method, done_on, content, result }) => ({
      核查方式: methods[method].zh,
      核查日期: done_on,
      核查内容: content,
      核查结果: result,
    })),
    计划: (recovery?.plan?.items ?? []).map(({ due_on, amount_fen }) => ({
      退还期限: due_on,
      退还金额: yuan(amount_fen),
    })),
  }
}
