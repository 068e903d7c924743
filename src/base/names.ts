const zeroWidth = /[\u200B-\u200D\u2060\uFEFF]/g
const space = /[\s\u0085\u3000]/g
const dots = /[·•・‧．.]/g

/**
 * The form in which names are compared (core-rules, "name normalised" and Precisely): zero-width characters removed,
 * NFKC, white space removed, the dots of minority names made one, upper case.
 */
export function normaliseName(name: string): string {
  return name.replace(zeroWidth, '').normalize('NFKC').replace(space, '').replace(dots, '·').toUpperCase()
}

/** The first character, the others `*` (standard, A run). */
export function maskName(name: string): string {
  const [first, ...others] = name
  return first === undefined ? '' : first + '*'.repeat(others.length)
}
