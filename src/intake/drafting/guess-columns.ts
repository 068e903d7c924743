import { convertText, isIdentityColumn, toHalfWidth, trimWhite } from '#intake/reading/convert-text.ts'
import { isUnfit } from '#intake/reading/reason.ts'
import type { Column, Table } from '#standard/table.ts'
import { asDay, type FileSample } from './sample-file.ts'

/** What agencies call things beside the standard's titles: pieces of headers → columns. */
const otherTitles: readonly (readonly [RegExp, string])[] = [
  [/身份证|证件号|公民身份|sfz/i, 'id_number'],
  [/(?:个人|人员|参保人|职工)(?:编号|代码|id|号)|^grbh$/i, 'person_id'],
  [/单位(?:编号|代码|id|号)|^dwbh$/i, 'employer_id'],
  [/开户(?:姓名|名|人)|户名|收款人/, 'holder_name'],
  [/(?:银行|收款|发放)?(?:账|帐)(?:号|户)|卡号/, 'account_number'],
  [/(?:实发|发放|应发|支付)?金额|实发/, 'amount'],
  [/险种/, 'scheme'],
  [/(?:发放|支付)(?:年月|月份|日期|月)/, 'pay_month'],
  [/姓名|^xm$/i, 'name'],
  [/统一(?:社会)?信用代码/, 'credit_code'],
  [/出生|^csrq$/i, 'birth_date'],
  [/性别|^xb$/i, 'sex'],
  [/(?:业务|发放)流水|明细号/, 'payment_id'],
  [/死亡(?:日期|时间)/, 'died_on'],
  [/批次/, 'batch_id'],
  [/经办/, 'operator_id'],
  [/复核/, 'reviewer_id'],
]

export function foldHeader(text: string): string {
  return toHalfWidth(text)
    .toLowerCase()
    .replace(/[\s_\-()（）【】[\]:：*]/g, '')
}

function pairsOf(text: string): string[] {
  const characters = [...text]
  return characters.length < 2
    ? characters
    : characters.slice(1).map((each, index) => characters[index]! + each)
}

/** Dice's coefficient of pairs of characters: 1 for the same text, 0 for nothing in common. */
export function similarity(left: string, right: string): number {
  const [first, second] = [pairsOf(left), pairsOf(right)]
  if (first.length === 0 || second.length === 0) return 0
  const rest = [...second]
  let shared = 0
  for (const pair of first) {
    const at = rest.indexOf(pair)
    if (at < 0) continue
    rest.splice(at, 1)
    shared += 1
  }
  return (2 * shared) / (first.length + second.length)
}

function nameScore(header: string, column: Column): number {
  const folded = foldHeader(header)
  const spellings = [column.name, column.title, column.code ?? '']
    .map(foldHeader)
    .filter((each) => each !== '')
  if (spellings.includes(folded)) return 1
  const isContained = spellings.some(
    (each) =>
      [...each].length > 1 && (folded.includes(each) || ([...folded].length > 1 && each.includes(folded))),
  )
  const isOther = otherTitles.some(([pattern, name]) => column.name === name && pattern.test(header))
  const best = Math.max(...spellings.map((each) => similarity(folded, each)))
  return Math.max(best, isContained ? 0.7 : 0, isOther ? 0.8 : 0)
}

/** Which part of the values that are there would be taken by the column; null where there are none. */
export function fitOf(column: Column, values: readonly string[]): number | null {
  const present = values.filter(
    (value) => convertText({ name: 'any', type: 'text', title: '' }, value) !== null,
  )
  if (present.length === 0) return null
  const isFitting = (value: string): boolean => {
    const text = ['date', 'month', 'timestamp'].includes(column.type) ? asDay(trimWhite(value)) : value
    if (isIdentityColumn(column)) return /^\s*(?:\d{15}|\d{17}[\dXx])\s*$/.test(value)
    return !isUnfit(convertText(column, text))
  }
  return present.filter(isFitting).length / present.length
}

function scoreOf(header: string, values: readonly string[], column: Column): number {
  const name = nameScore(header, column)
  const fit = fitOf(column, values)
  if (name === 1) return 1
  if (fit === null) return name * 0.95
  // Values that are codes of the column speak for it; local codes do not speak against it, a mapping gives them.
  if (column.type === 'code') return Math.max(name * 0.95, name * 0.6 + fit * 0.35)
  // Everything fits a text: there the content says nothing.
  const saysNothing = column.type === 'text' && !isIdentityColumn(column)
  return saysNothing || column.type === 'id' ? name * 0.9 : name * (0.3 + 0.7 * fit)
}

export interface GuessedColumn {
  readonly header: string
  readonly index: number
  readonly column: Column
  readonly score: number
}

/** Below this a guess is more often wrong than right. */
const scoreMin = 0.4

/** The best pairs of header and column, each used once. */
export function guessColumns(table: Table, { header, rows }: FileSample): GuessedColumn[] {
  const pairs = header.flatMap((name, index) => {
    const values = rows.map((row) => row[index] ?? '')
    return table.columns.map((column) => ({
      header: name,
      index,
      column,
      score: scoreOf(name, values, column),
    }))
  })
  const wanted = pairs.filter((pair) => pair.score >= scoreMin)
  wanted.sort((left, right) => right.score - left.score || left.index - right.index)
  const found: GuessedColumn[] = []
  for (const pair of wanted) {
    const isTaken = found.some((each) => each.index === pair.index || each.column === pair.column)
    if (!isTaken) found.push(pair)
  }
  return found.sort((left, right) => left.index - right.index)
}
