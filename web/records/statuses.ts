/** Colours say how things stand, never what they mean: the word is always there. */
const colors: Readonly<Record<string, string>> = {
  DONE: 'success',
  RELEASED: 'success',
  REFUSED: 'error',
  LAPSED: 'default',
  WITHDRAWN: 'default',
  ENDED: 'default',
  RETURNED: 'warning',
  AWAITING_CONFIRMATION: 'processing',
}

export function statusColor(status: string): string {
  return colors[status] ?? 'processing'
}

/** Actions that say no, or end something. */
export function isDangerous(action: string): boolean {
  return /^(refuse|disapprove|withdraw|end|stop|remove|disagree|cancel)/.test(action)
}
