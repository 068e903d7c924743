import { readFileSync } from 'node:fs'

/** A process, told apart from a later one that got the same number. */
export interface ProcessIdentity {
  readonly pid: number
  /** Clock ticks after the machine's start, of /proc; null where there is no /proc. */
  readonly startedTicks: string | null
  /** Changes with every start of the machine; null where there is no /proc. */
  readonly bootId: string | null
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, startedTicks: readStat(pid)?.startedTicks ?? null, bootId: readBootId() }
}

/** A zombie has ended: only its parent has not asked yet. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return readStat(pid)?.state !== 'Z'
}

export function isStillRunning(identity: ProcessIdentity): boolean {
  if (identity.bootId !== readBootId() || !isAlive(identity.pid)) return false
  return (readStat(identity.pid)?.startedTicks ?? null) === identity.startedTicks
}

/** proc(5): the command's name is in brackets and may hold anything; state is the first field after it, starttime the 20th. */
function readStat(pid: number): { state: string; startedTicks: string } | null {
  const text = readOrNull(`/proc/${pid}/stat`)
  if (text === null) return null
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0]!, startedTicks: fields[19]! }
}

function readBootId(): string | null {
  return readOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? null
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
