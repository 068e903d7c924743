import { inspect } from 'node:util'

/** A text that no log line, JSON or string shows by accident: only `reveal` gives it out. */
export interface Secret {
  reveal(): string
}

const shown = '[secret]'

export function makeSecret(text: string): Secret {
  const secret = {
    reveal: () => text,
    toString: () => shown,
    toJSON: () => shown,
    [inspect.custom]: () => shown,
  }
  return Object.freeze(secret)
}
