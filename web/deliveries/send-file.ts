import { ask, offlineCode, Refused, sendBytes } from '#web/api/call.ts'

/** The server takes no larger piece. */
export const pieceBytes = 8 * 2 ** 20

export interface SendingFile {
  readonly uploadId: string
  readonly file: File
  readonly signal: AbortSignal
  /** Where the next byte belongs. */
  readonly onReceived: (received: number, bytesPerSecond: number | null) => void
  /** The connection is gone, or back. */
  readonly onLost: (isLost: boolean) => void
}

/** How the server calls it: macOS sends names in another form. */
export const nameOf = (file: File): string => file.name.normalize('NFC')

/** Waits longer after each try; at once when the browser says that the network is back. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      removeEventListener('online', end)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    addEventListener('online', end)
    signal.addEventListener('abort', end)
  })
}

async function receivedOf(uploadId: string, name: string): Promise<number> {
  const { files } = await ask('GET /api/delivery-uploads/{upload_id}', { params: { upload_id: uploadId } })
  return Number(files.find((each) => each.name === name)?.received ?? 0)
}

async function sendPiece({ uploadId, file, signal }: SendingFile, offset: number): Promise<number> {
  const body = file.slice(offset, offset + pieceBytes)
  const address = `/api/delivery-uploads/${uploadId}/chunks?offset=${offset}&bytes=${file.size}`
  const { received } = await sendBytes<{ received: string }>(address, { body, name: nameOf(file), signal })
  return Number(received)
}

const isLost = (error: unknown): boolean =>
  error instanceof Refused && (error.problem.code === offlineCode || error.problem.status === 503)
const isOutOfPlace = (error: unknown): boolean => error instanceof Refused && error.problem.status === 409

/** As `work`, but a lost connection is waited out. */
async function patiently<T>(sending: SendingFile, work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      const done = await work()
      if (tries > 0) sending.onLost(false)
      return done
    } catch (error) {
      sending.signal.throwIfAborted()
      if (!isLost(error)) throw error
      sending.onLost(true)
      await pause(Math.min(1_000 * 2 ** tries, 15_000), sending.signal)
      sending.signal.throwIfAborted()
    }
  }
}

/** Sends what the server lacks of a file, piece by piece; it can be aborted and begun again at any time. */
export async function sendFile(sending: SendingFile, from: number): Promise<void> {
  const { uploadId, file, onReceived } = sending
  let offset = from
  let isAskedAnew = false
  const since = performance.now()
  do {
    sending.signal.throwIfAborted()
    try {
      const at = offset
      offset = await patiently(sending, () => sendPiece(sending, at))
      isAskedAnew = false
    } catch (error) {
      sending.signal.throwIfAborted()
      // Another window sent a piece of it: go on from where the server is. Twice in a row is a refusal.
      if (!isOutOfPlace(error) || isAskedAnew) throw error
      isAskedAnew = true
      offset = await patiently(sending, () => receivedOf(uploadId, nameOf(file)))
    }
    const seconds = (performance.now() - since) / 1_000
    onReceived(offset, seconds > 0.5 && offset > from ? (offset - from) / seconds : null)
  } while (offset < file.size)
}

async function digestOf(part: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await part.arrayBuffer())
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Whether what the server has of a file is the beginning of this one, by its first and last million bytes. */
export async function isSameFile(uploadId: string, file: File): Promise<boolean> {
  const given = { params: { upload_id: uploadId }, body: { name: nameOf(file) } }
  const { pieces } = await ask('POST /api/delivery-uploads/{upload_id}/files/check', given)
  for (const { offset, bytes, sha256 } of pieces) {
    const start = Number(offset)
    if ((await digestOf(file.slice(start, start + bytes))) !== sha256) return false
  }
  return true
}
