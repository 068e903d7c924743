import { useSyncExternalStore } from 'react'
import { isSameFile, nameOf, sendFile } from './send-file.ts'

/**
 * What is being sent lives beside the pages: whoever looks at another one does not interrupt it. After a reload the
 * files themselves are gone, for a browser gives them to nobody; chosen again, they go on where the server is.
 */
export type SendingState = 'WAITING' | 'SENDING' | 'LOST' | 'PAUSED' | 'DONE' | 'FAILED' | 'OTHER_FILE'

export interface Sending {
  readonly name: string
  readonly bytes: number
  readonly received: number
  readonly bytesPerSecond: number | null
  readonly state: SendingState
  readonly error: Error | null
}

interface Entry {
  readonly file: File
  readonly shown: Sending
}

interface Upload {
  readonly entries: Map<string, Entry>
  /** Of the file that is being sent. */
  controller: AbortController | null
  isPaused: boolean
  shown: readonly Sending[]
}

const uploads = new Map<string, Upload>()
const listeners = new Set<() => void>()
const nothing: readonly Sending[] = []

function uploadOf(uploadId: string): Upload {
  const known = uploads.get(uploadId)
  if (known !== undefined) return known
  const upload: Upload = { entries: new Map(), controller: null, isPaused: false, shown: nothing }
  uploads.set(uploadId, upload)
  return upload
}

function change(upload: Upload, name: string, changes: Partial<Sending>): void {
  const entry = upload.entries.get(name)
  if (entry === undefined) return
  upload.entries.set(name, { ...entry, shown: { ...entry.shown, ...changes } })
  upload.shown = [...upload.entries.values()].map(({ shown }) => shown)
  for (const listener of listeners) listener()
}

const isUnderWay = ({ state }: Sending): boolean => ['WAITING', 'SENDING', 'LOST'].includes(state)
const isAnythingUnderWay = (): boolean => [...uploads.values()].some(({ shown }) => shown.some(isUnderWay))

/** The browser asks before it closes the page. */
function holdPage(event: BeforeUnloadEvent): void {
  if (isAnythingUnderWay()) event.preventDefault()
}

async function sendOne(uploadId: string, upload: Upload, { file, shown }: Entry): Promise<void> {
  const { name, received } = shown
  const controller = new AbortController()
  upload.controller = controller
  change(upload, name, { state: 'SENDING', error: null })
  try {
    if (received > 0 && !(await isSameFile(uploadId, file))) {
      change(upload, name, { state: 'OTHER_FILE' })
      return
    }
    await sendFile(
      {
        uploadId,
        file,
        signal: controller.signal,
        onReceived: (now, bytesPerSecond) => change(upload, name, { received: now, bytesPerSecond }),
        onLost: (isLost) => change(upload, name, { state: isLost ? 'LOST' : 'SENDING' }),
      },
      received,
    )
    change(upload, name, { state: 'DONE' })
  } catch (error) {
    if (controller.signal.aborted) change(upload, name, { state: 'PAUSED' })
    else change(upload, name, { state: 'FAILED', error: error as Error })
  } finally {
    upload.controller = null
  }
}

/** One file after the other: two at once are no quicker, and what is whole is whole sooner. */
async function work(uploadId: string, upload: Upload): Promise<void> {
  if (upload.controller !== null) return
  addEventListener('beforeunload', holdPage)
  for (;;) {
    const next = [...upload.entries.values()].find(({ shown }) => shown.state === 'WAITING')
    if (next === undefined || upload.isPaused) break
    await sendOne(uploadId, upload, next)
  }
  if (!isAnythingUnderWay()) removeEventListener('beforeunload', holdPage)
}

/** What the server already has of each file, by name. */
export type Received = ReadonlyMap<string, number>

export function addFiles(uploadId: string, files: readonly File[], received: Received): void {
  const upload = uploadOf(uploadId)
  for (const file of files) {
    const name = nameOf(file)
    const known = upload.entries.get(name)
    if (known !== undefined && isUnderWay(known.shown)) continue
    const has = received.get(name) ?? 0
    const isWhole = has === file.size && file.size > 0
    const shown = { name, bytes: file.size, received: has, bytesPerSecond: null, error: null } as const
    upload.entries.set(name, { file, shown: { ...shown, state: isWhole ? 'DONE' : 'WAITING' } })
    change(upload, name, {})
  }
  upload.isPaused = false
  void work(uploadId, upload)
}

export function pauseSending(uploadId: string): void {
  const upload = uploadOf(uploadId)
  upload.isPaused = true
  for (const { shown } of upload.entries.values()) {
    if (shown.state === 'WAITING') change(upload, shown.name, { state: 'PAUSED' })
  }
  upload.controller?.abort()
}

export function resumeSending(uploadId: string): void {
  const upload = uploadOf(uploadId)
  upload.isPaused = false
  for (const { shown } of upload.entries.values()) {
    if (shown.state === 'PAUSED' || shown.state === 'FAILED') {
      change(upload, shown.name, { state: 'WAITING', error: null })
    }
  }
  void work(uploadId, upload)
}

export function forgetFile(uploadId: string, name: string): void {
  const upload = uploadOf(uploadId)
  const entry = upload.entries.get(name)
  if (entry === undefined) return
  if (entry.shown.state === 'SENDING' || entry.shown.state === 'LOST') upload.controller?.abort()
  upload.entries.delete(name)
  upload.shown = [...upload.entries.values()].map(({ shown }) => shown)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export function useSending(uploadId: string): readonly Sending[] {
  return useSyncExternalStore(subscribe, () => uploads.get(uploadId)?.shown ?? nothing)
}
