/**
 * The design system writes its styles with the page's nonce, but for a few that measure scroll bars or hold the page
 * still behind a dialogue. Scripts are our own files alone, so a style element that one makes may carry it, too; what
 * comes as markup may not.
 */
export function allowStylesOfScripts(nonce: string): void {
  const create = document.createElement.bind(document)
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }) as typeof document.createElement
}

export const pageNonce: string =
  document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? ''
