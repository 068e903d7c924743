import { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import { formatYuanGrouped } from '#base/money.ts'
import type { OpenedFinding } from '#findings/reading/open-finding.ts'
import { findRule } from '#rules/every-rule.ts'
import { foundingTexts } from '#rules/founding-texts.ts'
import { checkOf, innocentOf, whatRuleFinds } from '#rules/rule-words.ts'
import type { AnyRule } from '#screening/rule.ts'
import { TextForm } from '../../acting/record-forms.ts'

/** A finding in plain words: for whoever verifies it, and what the person or unit concerned may be told. */
export const ExplanationForm = z
  .object({
    finds: TextForm.nullable().describe('规则判断的内容 / what decides'),
    innocent: TextForm.nullable().describe('可能不属问题的情形 / where it may be innocent'),
    check: TextForm.nullable(),
    /** For the person: no number, no name, no other person, no source. */
    told: z.array(z.object({ topic: z.string(), text: TextForm })),
    basis: z.array(z.object({ title: TextForm, clause: z.string(), quote: z.string() })),
    not_told: TextForm,
  })
  .meta({ id: 'FindingExplanation' })
export type ExplanationForm = z.infer<typeof ExplanationForm>

type Values = Readonly<Record<string, string>>

function whatFinds(rule: AnyRule, values: Values): Bilingual | null {
  const [zh, en] = [whatRuleFinds(rule, 'zh', values), whatRuleFinds(rule, 'en', values)]
  return zh === '' ? null : { zh, en }
}

function aboutMoney({ period_from: from, period_to: to, amount_fen: fen }: OpenedFinding): Bilingual {
  const zhPeriod = from === '' ? '' : from === to || to === '' ? `${from}，` : `${from} 至 ${to}，`
  const enPeriod = from === '' ? '' : from === to || to === '' ? ` for ${from}` : ` for ${from} to ${to}`
  if (fen <= 0n) return { zh: `${zhPeriod}不涉及金额。`, en: `No amount is concerned${enPeriod}.` }
  return {
    zh: `${zhPeriod}涉及 ${formatYuanGrouped(fen)} 元；这是需要核对的金额，不是应退金额。`,
    en: `${formatYuanGrouped(fen)} yuan${enPeriod} are to be checked; this is not what must be paid back.`,
  }
}

/** What holds for every finding (platform.md 19; Social Insurance Law, article 83). */
const standing: readonly { readonly topic: string; readonly text: Bilingual }[] = [
  {
    topic: 'NO_DECISION',
    text: {
      zh: '这是按统一规则比对登记数据得出的疑点，不是结论，也不是处理决定；由工作人员核查，不由计算机决定。',
      en: 'This came out when data were compared by a rule that is the same for everybody. It is neither a conclusion nor a decision: people verify it, no computer decides.',
    },
  },
  {
    topic: 'CORRECTION',
    text: {
      zh: '登记有误或者情况已变的，可以提交证明材料，要求更正。',
      en: 'If what is registered is wrong or has changed, you may show papers and have it corrected.',
    },
  },
  {
    topic: 'STATEMENT',
    text: {
      zh: '作出结论以前会书面告知，并听取陈述和申辩，时间不少于五个工作日；不因申辩而加重处理。',
      en: 'Before a conclusion there is a written notice and at least five working days for your statement; nobody is treated worse for making one.',
    },
  },
  {
    topic: 'OBJECTION',
    text: {
      zh: '对处理决定有异议的，可以向经办机构提出，也可以依照《社会保险法》第八十三条申请行政复议或者提起行政诉讼。',
      en: 'Against a decision you may object to the agency, or ask for administrative review or go to court under article 83 of the Social Insurance Law.',
    },
  },
]

const notTold: Bilingual = {
  zh: '不得告知：线索来源和举报人、他人的姓名和号码、其他核查对象、尚未使用的证据和核查安排。',
  en: 'Not to be told: where a tip came from, names and numbers of others, whom else it concerns, evidence not used yet and how it will be verified.',
}

/**
 * Everything by the rule and this finding's own months and money; nothing of its evidence rows.
 * @param values of the rule's parameters, in the run that found it last
 */
export function explainFinding(finding: OpenedFinding, values: Values): ExplanationForm {
  const rule = findRule(finding.rule_code)
  const finds = rule === undefined ? null : whatFinds(rule, values)
  const innocent = rule === undefined ? null : innocentOf(rule)
  return {
    finds,
    innocent,
    check: rule === undefined ? null : checkOf(rule),
    told: [
      ...(rule === undefined ? [] : [{ topic: 'WHAT', text: rule.title }]),
      { topic: 'MONEY', text: aboutMoney(finding) },
      ...(finds === null ? [] : [{ topic: 'RULE', text: finds }]),
      ...(innocent === null ? [] : [{ topic: 'INNOCENT', text: innocent }]),
      ...standing,
    ],
    basis: (rule?.basis ?? []).map(({ document, clause, quote }) => ({
      title: foundingTexts[document]?.title ?? { zh: document, en: document },
      clause,
      quote,
    })),
    not_told: notTold,
  }
}
