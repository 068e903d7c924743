import { type LetterCode, letterTemplates } from '#cases/letters/letter-list.ts'
import { type OpenedRecord, useAsk } from '#web/api/queries.ts'
import { type RecoveryDossier, recoveryOf } from '#web/cases/read-case.ts'
import type { FieldChoices } from '#web/forms/field-choices.ts'
import { asTitle, dayText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { recoveryTexts as texts } from './texts.ts'

/** What the forms of a recovery's actions may be filled with: its receipts, orders and letters. */
export function useRecoveryChoices(
  record: OpenedRecord | undefined,
  dossier: RecoveryDossier | undefined,
): FieldChoices {
  const say = useSay()
  const mayReceive = record?.actions.some(({ action, refusal }) => action === 'receive' && refusal === null)
  const lines = useAsk('GET /api/recoveries/unmatched-lines', {}, { isOn: mayReceive === true })
  if (record === undefined || dossier === undefined) return {}
  return {
    // A line of a delivery, or a deduction, is not listed: then the key is typed.
    ...(lines.data === undefined || lines.data.items.length === 0
      ? {}
      : {
          line_key: lines.data.items.map(({ line_key, occurred_on, counterparty_name, left_fen }) => ({
            value: line_key,
            label: say(texts.lineOption, {
              day: occurred_on,
              from: counterparty_name ?? say(texts.unnamed),
              yuan: yuanText(left_fen),
            }),
          })),
        }),
    receipt_id: recoveryOf(record)
      .receipts.filter(({ undone }) => undone === null)
      .map(({ receipt_id, received_on, amount_fen, line_key }) => ({
        value: receipt_id,
        label: `${received_on} ${yuanText(amount_fen)} ${line_key}`,
      })),
    order_id: dossier.write_offs.map(({ record_id, kind_title, amount_fen, entered_at }) => ({
      value: record_id,
      label: `${say(asTitle(kind_title))} ${yuanText(amount_fen ?? '0')} ${dayText(entered_at)}`,
    })),
    letter_id: dossier.letters
      .filter(({ status }) => status === 'FILED')
      .map(({ record_id, template, number_text }) => ({
        value: record_id,
        label: `${say(asTitle(letterTemplates[template as LetterCode].title))} ${number_text ?? ''}`,
      })),
  }
}
