import { Refusal } from '#base/refusal.ts'

/** Deeper than anything of ours; a program that recurses over it must not run out of stack. */
const depthMax = 40

function malformed(zh: string, en: string): Refusal {
  return new Refusal('wrong_usage', { zh, en })
}

function refuseText(text: string): void {
  // PostgreSQL stores no NUL, and half a surrogate pair has no UTF-8 form to be hashed.
  if (text.includes('\0') || !text.isWellFormed()) {
    throw malformed(
      '请求内容含有无法保存的字符（NUL 或不完整的代理对）；请删除后重试。',
      'The body holds a character that cannot be stored (NUL, or half a surrogate pair); remove it.',
    )
  }
}

function refuseUnstorable(value: unknown, depth: number): void {
  if (typeof value === 'string') refuseText(value)
  if (typeof value !== 'object' || value === null) return
  if (depth >= depthMax) {
    throw malformed(`请求内容嵌套超过 ${depthMax} 层。`, `The body is nested deeper than ${depthMax} levels.`)
  }
  for (const [key, each] of Object.entries(value)) {
    refuseText(key)
    refuseUnstorable(each, depth + 1)
  }
}

/** Refuses what is no JSON in UTF-8, or could not be stored and hashed as it is. What it says is up to a schema. */
export function refuseBadJson(bytes: ArrayBuffer): void {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes))
  } catch {
    throw malformed(
      '请求内容不是 UTF-8 编码的有效 JSON；请检查括号、引号、逗号和编码。',
      'The body is not valid JSON in UTF-8; check its brackets, quotes, commas and encoding.',
    )
  }
  refuseUnstorable(value, 0)
}

/** The same for an address: a NUL in a path or query is nobody's typing. */
export function refuseBadAddress(url: string): void {
  if (!/%00/i.test(url)) return
  throw malformed('地址中含有无法使用的字符。', 'The address holds a character that cannot be used.')
}
