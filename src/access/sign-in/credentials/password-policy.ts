import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'

const lengthMin = 12
const lengthMax = 128
const kindsMin = 3

const kinds: readonly RegExp[] = [
  /\p{Lowercase_Letter}/u,
  /\p{Uppercase_Letter}/u,
  /\p{Number}/u,
  /[^\p{Letter}\p{Number}]|\p{Other_Letter}/u,
]

/** Parts of passwords that stand first in every list of guesses, here and abroad. */
const guessedParts: readonly string[] = [
  'password',
  'passw0rd',
  'p@ssw0rd',
  'qwerty',
  'asdfgh',
  'zxcvbn',
  '1q2w3e',
  '1qaz2wsx',
  'admin',
  'administrator',
  'iloveyou',
  'welcome',
  'letmein',
  '5201314',
  '1314520',
  'woaini',
  'shebao',
  'shehui',
  'fangxian',
  '123456',
  '654321',
  '111111',
  '888888',
  '666666',
  '000000',
  'abc123',
  'abcdef',
]

function hasRun(text: string): boolean {
  const codes = [...text].map((each) => each.codePointAt(0)!)
  // Five the same, or five in a row up or down.
  return [0, 1, -1].some((step) => {
    let length = 1
    return codes.some((code, index) => {
      length = index > 0 && code - codes[index - 1]! === step ? length + 1 : 1
      return length >= 5
    })
  })
}

/** What is wrong with a new password, in the order a person would mend it; none: it may be used. */
export function passwordFaults(password: string, ownNames: readonly string[]): Bilingual[] {
  const faults: Bilingual[] = []
  const lower = password.toLowerCase()
  const length = [...password].length
  if (length < lengthMin) faults.push({ zh: `至少 ${lengthMin} 位`, en: `at least ${lengthMin} characters` })
  if (length > lengthMax) faults.push({ zh: `至多 ${lengthMax} 位`, en: `at most ${lengthMax} characters` })
  if (kinds.filter((kind) => kind.test(password)).length < kindsMin) {
    faults.push({
      zh: '须含大写字母、小写字母、数字、符号中的三类',
      en: 'three of: capitals, small letters, digits, symbols',
    })
  }
  if (ownNames.some((name) => name.length >= 2 && lower.includes(name.toLowerCase()))) {
    faults.push({ zh: '不得含账号、工号或姓名', en: 'not your account, staff number or name' })
  }
  if (hasRun(password)) {
    faults.push({
      zh: '不得有五个相同或连续的字符',
      en: 'no five characters that are the same or follow each other',
    })
  }
  if (guessedParts.some((part) => lower.includes(part))) {
    faults.push({ zh: '不得含常见口令', en: 'no part of a well-known password' })
  }
  return faults
}

export function checkNewPassword(password: string, ownNames: readonly string[]): void {
  const faults = passwordFaults(password, ownNames)
  if (faults.length === 0) return
  throw new Refusal('invalid_input', {
    zh: `口令不符合要求：${faults.map(({ zh }) => zh).join('；')}。`,
    en: `The password does not meet the policy: ${faults.map(({ en }) => en).join('; ')}.`,
  })
}
