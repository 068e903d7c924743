const bytesMax = 180

/** Names that Windows reserves for devices, whatever their extension. */
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i

/**
 * A name that is safe to show, to send in a header and to save on any system: the last part of a path, without control
 * characters, direction marks (which can make `gpj.exe` read as `exe.jpg`) and characters that file systems reserve.
 * The extension is the one of the content, whatever the name claims.
 */
export function sanitisedFileName(name: string, extension: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const visible = last
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu, '')
    .replace(/[<>:"|?*%]/g, '_')
    .replace(/\s+/gu, ' ')
  const stem = withoutExtension(visible).replace(/^[\s.=+\-@]+|[\s.]+$/gu, '')
  const named = stem === '' || reserved.test(stem) ? `attachment${stem === '' ? '' : `_${stem}`}` : stem
  return `${cutToBytes(named, bytesMax)}.${extension}`
}

function withoutExtension(name: string): string {
  return name.replace(/(\.[A-Za-z0-9]{1,5})+\s*$/, '')
}

/** Whole characters only: half a Chinese character would be none. */
function cutToBytes(text: string, max: number): string {
  let bytes = 0
  let kept = ''
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > max) break
    kept += character
  }
  return kept
}
