import { z } from 'zod'
import type { HighRiskCode } from '#access/functions/high-risk-functions.ts'
import { Refusal } from '#base/refusal.ts'
import { fields, reason } from '../../functions/fields.ts'
import type { AboutPerson, OrderFunction } from '../../functions/order-function.ts'

/** What may come in lists: no money of its own, no second person within ten minutes. Order for order for the rest. */
export const batchableCodes = [
  'ACCOUNT_CHANGE',
  'STATUS_CHANGE',
  'IDENTITY_CHANGE',
  'BACK_FILL',
  'CONTRIBUTION_CHANGE',
] as const satisfies readonly HighRiskCode[]

export const importLinesMax = 500

export const BatchImportInput = z.strictObject({
  function: fields.code('业务类别', batchableCodes),
  reason,
  /** Each as the function's own order asks it. */
  lines: z.array(z.record(z.string(), z.json())).min(1).max(importLinesMax).meta({ title: '明细' }),
})
export type BatchImportInput = z.infer<typeof BatchImportInput>

export type ImportFunctions = ReadonlyMap<string, OrderFunction>

export interface AskedLine {
  readonly number: number
  readonly asked: AboutPerson
}

export interface AskedImport {
  readonly definition: OrderFunction
  readonly lines: readonly AskedLine[]
}

/** Every line by the form of its function; one that is none is a fault of the file, and the file is corrected. */
export function askedImport(
  given: { readonly function: string; readonly lines: readonly unknown[] },
  functions: ImportFunctions,
): AskedImport | Refusal {
  const definition = functions.get(given.function)
  if (definition === undefined) {
    return new Refusal('invalid_input', {
      zh: `业务类别 ${given.function} 不能批量导入。`,
      en: `${given.function} cannot be imported in lists.`,
    })
  }
  const lines: AskedLine[] = []
  for (const [index, line] of given.lines.entries()) {
    const parsed = definition.input.safeParse(line)
    if (!parsed.success) return wrongLine(index + 1, parsed.error)
    lines.push({ number: index + 1, asked: parsed.data })
  }
  return { definition, lines }
}

function wrongLine(number: number, { issues }: z.ZodError): Refusal {
  const [first] = issues
  const where = first?.path.join('.') ?? ''
  return new Refusal('invalid_input', {
    zh: `第 ${number} 行${where === '' ? '' : `的 ${where} `}不符合要求：${first?.message ?? ''}；请更正文件后重新提交。`,
    en: `line ${number}${where === '' ? '' : `, ${where},`} is not as it must be: ${first?.message ?? ''}; correct the file and submit again.`,
  })
}
