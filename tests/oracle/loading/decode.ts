/** Bytes to text, whole file at once. */

export interface Decoded {
  readonly text: string | null
  /** Where decoding stopped: the physical line with the first bytes that are none of the encoding. */
  readonly badLine: number | null
  readonly encoding: string
}

/** README: "UTF-8 (with or without BOM), GB18030/GBK, UTF-16 with BOM; recognised, not asked for" */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs('utf-16le', bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs('utf-16be', bytes)
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return decodeAs('utf-8', bytes)
  const utf8 = decodeAs('utf-8', bytes)
  if (utf8.text !== null) return utf8
  const gb18030 = decodeAs('gb18030', bytes)
  if (gb18030.text !== null) return gb18030
  // ambiguous: a file that is valid in no encoding. The one that holds longer was "recognised" and stops later.
  return (utf8.badLine ?? 0) >= (gb18030.badLine ?? 0) ? utf8 : gb18030
}

function decodeAs(encoding: string, bytes: Uint8Array): Decoded {
  const text = tryDecode(encoding, bytes)
  // A byte-order mark is white space to trim; TextDecoder takes it away, which is the same for the first header.
  if (text !== null) return { text, badLine: null, encoding }
  return { text: null, badLine: firstBadLine(encoding, bytes), encoding }
}

function tryDecode(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** The longest prefix of whole lines that decodes, plus one; quadratic, and meant to be. */
function firstBadLine(encoding: string, bytes: Uint8Array): number {
  let line = 1
  const unit = encoding.startsWith('utf-16') ? 2 : 1
  const newline = encoding === 'utf-16be' ? [0, 10] : encoding === 'utf-16le' ? [10, 0] : [10]
  for (let at = 0; at + unit <= bytes.length; at += unit) {
    const isNewline = newline.every((byte, offset) => bytes[at + offset] === byte)
    if (!isNewline) continue
    if (tryDecode(encoding, bytes.subarray(0, at + unit)) === null) return line
    line += 1
  }
  return line
}
