import type { Bilingual } from '#base/bilingual.ts'

/** The letters, and their files under `templates/letters/`. */

export interface LetterTemplate {
  readonly title: Bilingual
  readonly file: string
  /** It is about a recovery, not about the case alone. */
  readonly isOfRecovery: boolean
}

export const letterTemplates = {
  VERIFICATION: {
    title: { zh: '疑点核查表', en: 'verification form' },
    file: 'verification.docx',
    isOfRecovery: false,
  },
  AUDIT_NOTICE: {
    title: { zh: '稽核通知书', en: 'notice of audit' },
    file: 'audit-notice.docx',
    isOfRecovery: false,
  },
  RECTIFICATION: {
    title: { zh: '整改意见书', en: 'rectification' },
    file: 'rectification.docx',
    isOfRecovery: false,
  },
  REPAYMENT: {
    title: { zh: '责令退还告知书', en: 'order to repay' },
    file: 'repayment.docx',
    isOfRecovery: true,
  },
  REMINDER: { title: { zh: '催告书', en: 'reminder' }, file: 'reminder.docx', isOfRecovery: true },
  TRANSFER: { title: { zh: '移送函', en: 'letter of transfer' }, file: 'transfer.docx', isOfRecovery: false },
} as const satisfies Readonly<Record<string, LetterTemplate>>
export type LetterCode = keyof typeof letterTemplates
export const letterCodes = Object.keys(letterTemplates) as [LetterCode, ...LetterCode[]]
