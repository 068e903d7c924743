const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Who looks at the page stands on every picture of it. */
export function Watermark({
  text,
  isDark,
}: {
  readonly text: string
  readonly isDark: boolean
}): React.JSX.Element {
  const safe = text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)
  const color = isDark ? 'rgba(255,255,255,0.055)' : 'rgba(0,0,0,0.05)'
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200"><text x="20" y="150" fill="${color}" font-size="15" font-family="sans-serif" transform="rotate(-22 20 150)">${safe}</text></svg>`
  return (
    <div
      className="watermark"
      aria-hidden="true"
      style={{ backgroundImage: `url("data:image/svg+xml,${encodeURIComponent(picture)}")` }}
    />
  )
}
