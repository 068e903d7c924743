import { spawn } from 'node:child_process'

/** CLEAN and INFECTED were said by the scanner; NOT_SCANNED is everything else. */
export type ScanResult = 'CLEAN' | 'INFECTED' | 'NOT_SCANNED'

/**
 * A command that reads the content from its standard input and decides by its exit status, as `clamdscan -` does:
 * 0 clean, 1 infected, anything else not scanned (platform.md 24). Started without a shell.
 */
export interface Scanner {
  readonly command: string
  readonly arguments: readonly string[]
  readonly wait_ms_max: number
}

export function scanContent(scanner: Scanner | null, content: Buffer): Promise<ScanResult> {
  if (scanner === null) return Promise.resolve('NOT_SCANNED')
  return new Promise((resolve) => {
    const child = spawn(scanner.command, scanner.arguments, {
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: scanner.wait_ms_max,
      killSignal: 'SIGKILL',
    })
    child.on('error', () => resolve('NOT_SCANNED'))
    child.on('close', (status) => resolve(resultOfStatus(status)))
    // A scanner that has seen enough may close its end before all is written.
    child.stdin.on('error', () => {})
    child.stdin.end(content)
  })
}

function resultOfStatus(status: number | null): ScanResult {
  if (status === 0) return 'CLEAN'
  return status === 1 ? 'INFECTED' : 'NOT_SCANNED'
}
