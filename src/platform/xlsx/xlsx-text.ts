/** The format's limit of a cell; with more, Excel calls the file damaged. */
const cellLengthMax = 32_767

// What XML 1.0 cannot hold, a carriage return (XML would make it a line feed), and text that looks like an escape.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const needsEscape = /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const suspicious = /[&<>"\u0000-\u001F\uD800-\uDFFF\uFFFE\uFFFF]|_x/

function escapeCharacter(character: string): string {
  return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
}

function markup(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Longer text is cut where a character ends, with `…` to say so: the CSV and JSON files have all of it. */
function fit(text: string): string {
  if (text.length <= cellLengthMax) return text
  return `${text.slice(0, cellLengthMax - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** Text of a cell as it stands in XML: read back, it is the same text (half a surrogate pair excepted). */
export function cellText(text: string): string {
  if (text.length <= cellLengthMax && !suspicious.test(text)) return text
  return markup(fit(text).toWellFormed().replace(needsEscape, escapeCharacter))
}

/** An attribute or a property, where the format has no escapes: characters that XML cannot hold become spaces. */
export function attributeText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
  return markup(text.toWellFormed().replace(/[\u0000-\u001F\uFFFE\uFFFF]/g, ' '))
}

/** 0 → A, 26 → AA. */
export function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26))
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter
}

/** How many characters of the default font a text is wide. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += character.codePointAt(0)! >= 0x1100 ? 2 : 1
  return width
}

/** How many lines a text takes in a column of that width. */
export function linesOf(text: string, width: number): number {
  if (text.length * 2 <= width && !text.includes('\n')) return 1
  const lines = text.split('\n').map((line) => Math.ceil(textWidth(line) / Math.max(1, width)))
  return lines.reduce((sum, each) => sum + Math.max(1, each), 0)
}

const nameLengthMax = 31

/** Names a spreadsheet accepts, no two of them alike: at most 31 characters, none of `[]:*?/\`. */
export function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>()
  return wanted.map((name) => {
    const cleaned = attributeSafe(name)
      .replace(/[[\]:*?/\\]/g, '_')
      .replace(/^'|'$/g, '_')
      .trim()
    const base = cleaned === '' || cleaned.toLowerCase() === 'history' ? `${cleaned}_` : cleaned
    for (let number = 1; ; number += 1) {
      const suffix = number === 1 ? '' : ` (${number})`
      const candidate = cut(base, nameLengthMax - suffix.length) + suffix
      if (taken.has(candidate.toLowerCase())) continue
      taken.add(candidate.toLowerCase())
      return candidate
    }
  })
}

function attributeSafe(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
  return name.toWellFormed().replace(/[\u0000-\u001F\uFFFE\uFFFF]/g, ' ')
}

function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')
}

/** A sheet's name as formulas and links write it. */
export function quotedSheet(name: string): string {
  return `'${name.replaceAll("'", "''")}'`
}
