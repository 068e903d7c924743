import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

/** A file of the result, written front to back, with the digest of what was written. */
export interface OutputFile {
  /** Takes text without waiting; call drain() from time to time so that little of it waits in memory. */
  append(text: string): void
  /** Writes what waits, once there is enough of it to be worth a system call. */
  drain(): Promise<void>
  /** Writes the rest and gives the SHA-256 of the whole file. */
  finish(): Promise<string>
  /** Closes the file as it is. Harmless after finish(). */
  abandon(): Promise<void>
}

/** Owner only: results name people (standard, Precisely, A run). */
export const resultFileMode = 0o600

const chunkLength = 1 << 18

/** Fails if the file is there: the folder of a result is new. */
export async function createOutputFile(path: string): Promise<OutputFile> {
  const handle = await open(path, 'wx', resultFileMode)
  const hash = createHash('sha256')
  let waiting: string[] = []
  let waitingLength = 0
  let isOpen = true

  async function flush(): Promise<void> {
    const bytes = Buffer.from(waiting.join(''), 'utf8')
    waiting = []
    waitingLength = 0
    hash.update(bytes)
    // A disk may take less than it is given.
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await handle.write(bytes, done)
      done += bytesWritten
    }
  }

  async function abandon(): Promise<void> {
    if (!isOpen) return
    isOpen = false
    await handle.close()
  }

  return {
    append(text) {
      waiting.push(text)
      waitingLength += text.length
    },
    async drain() {
      if (waitingLength >= chunkLength) await flush()
    },
    async finish() {
      await flush()
      await abandon()
      return hash.digest('hex')
    },
    abandon,
  }
}
