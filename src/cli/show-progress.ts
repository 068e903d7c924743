import { openProgressLine, type ProgressLine } from '#platform/progress-line.ts'
import type { Surroundings } from './command.ts'

/** Progress of a command, on standard error. */
export function progressOf({ tell, terminalColumns, language }: Surroundings): ProgressLine {
  return openProgressLine({
    write: tell,
    isTerminal: terminalColumns !== null,
    columns: terminalColumns ?? 0,
    language,
    nowMs: () => performance.now(),
  })
}
