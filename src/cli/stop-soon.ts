/** How long work may go on after Ctrl-C before it is left behind; a DuckDB query stops within 50 ms, if it stops. */
const hereMs = 3_000

/** Work on other machines has its databases there to put away. */
export const elsewhereMs = 20_000

/** The result of the work; after an abort its end is awaited for a few seconds only. */
export async function stopSoon<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
  graceMs = hereMs,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  let onAbort: (() => void) | undefined
  const patience = new Promise<never>((_, reject) => {
    onAbort = () => {
      timer = setTimeout(() => reject(signal.reason), graceMs)
    }
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort)
  })
  try {
    return await Promise.race([work, patience])
  } finally {
    clearTimeout(timer)
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort)
  }
}
