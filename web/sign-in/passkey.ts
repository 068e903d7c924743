/** The browser's own reading of what the server sends (Web Authentication, level 3). */
interface PasskeyConstructor {
  parseRequestOptionsFromJSON?: (options: unknown) => PublicKeyCredentialRequestOptions
}

function reader(): PasskeyConstructor['parseRequestOptionsFromJSON'] {
  if (typeof PublicKeyCredential === 'undefined') return undefined
  return (PublicKeyCredential as unknown as PasskeyConstructor).parseRequestOptionsFromJSON
}

export const canUsePasskeys = (): boolean => reader() !== undefined

/** The answer to send; null where the person turned it away. */
export async function answerWithPasskey(options: Readonly<Record<string, unknown>>): Promise<unknown> {
  const parse = reader()
  if (parse === undefined) return null
  try {
    const credential = await navigator.credentials.get({ publicKey: parse(options) })
    return credential === null ? null : (credential as unknown as { toJSON: () => unknown }).toJSON()
  } catch {
    return null
  }
}
