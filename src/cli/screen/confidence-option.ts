import path from 'node:path'
import { getRule } from '#cli/rules/find-rule.ts'
import { type Confidences, parseConfidence } from '#screening/subject/subject-score.ts'
import { type OptionFile, readEntries, readOptionFile, refuseFile } from './option-file.ts'

/** `DTH-01,0.82` lines, a header line or none. */
function readCsvEntries(asked: OptionFile, text: string): [string, string][] {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '')
  const rows = lines.map((line) => line.split(',').map((cell) => cell.trim()))
  const entries = /^(rule_code|code|规则代码|规则)$/.test(rows[0]?.[0] ?? '') ? rows.slice(1) : rows
  if (entries.length > 0 && entries.every((row) => row.length === 2)) return entries as [string, string][]
  throw refuseFile(asked, {
    zh: '应写成“规则代码,准确率”，至少一行',
    en: 'must hold lines "CODE,precision", at least one',
  })
}

/** The measured precision of rules: `DTH-01: 0.82` lines (.yaml, .json) or `DTH-01,0.82` lines (.csv). */
export async function readConfidences(file: string | undefined): Promise<Confidences> {
  const confidences = new Map<string, bigint>()
  if (file === undefined) return confidences
  const asked = { file, called: { zh: '准确率文件', en: 'confidence file' } }
  const extension = path.extname(file).toLowerCase()
  if (!['.yaml', '.yml', '.json', '.csv'].includes(extension)) {
    throw refuseFile(asked, { zh: '应为 .yaml、.json 或 .csv', en: 'must be .yaml, .json or .csv' })
  }
  const text = await readOptionFile(asked)
  const entries =
    extension === '.csv'
      ? readCsvEntries(asked, text)
      : readEntries(asked, text, { zh: '规则代码: 准确率', en: 'CODE: precision' })
  for (const [written, value] of entries) {
    const { code } = getRule(written)
    const confidence = parseConfidence(value)
    if (confidence === null) {
      throw refuseFile(asked, {
        zh: `中规则 ${code} 的准确率“${value}”应为 0 到 1 之间最多六位小数的数`,
        en: `gives rule ${code} the precision "${value}", which must be a decimal from 0 to 1 of at most six places`,
      })
    }
    if (confidences.has(code)) {
      throw refuseFile(asked, { zh: `两次写到规则 ${code}`, en: `names the rule ${code} twice` })
    }
    confidences.set(code, confidence)
  }
  return confidences
}
