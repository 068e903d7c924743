const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkCharacters = '10X98765432'

/** The check character of the first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2). */
export function checkCharacter(seventeen: string): string {
  let sum = 0
  for (let index = 0; index < 17; index += 1) sum += weights[index]! * (seventeen.charCodeAt(index) - 48)
  return checkCharacters[sum % 11]!
}

/** 15 digits become 18 with century 19 and a check character; `x` becomes `X`; anything else stays. */
export function normaliseIdentityNumber(text: string): string {
  if (/^\d{15}$/.test(text)) {
    const seventeen = `${text.slice(0, 6)}19${text.slice(6)}`
    return seventeen + checkCharacter(seventeen)
  }
  return /^\d{17}x$/.test(text) ? text.toUpperCase() : text
}

/** 18 characters with the right check character. Says nothing of the area code or the birth date. */
export function hasRightCheckCharacter(text: string): boolean {
  return /^\d{17}[\dX]$/.test(text) && checkCharacter(text) === text[17]
}
