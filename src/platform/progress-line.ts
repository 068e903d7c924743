import type { Bilingual, Language } from '#base/bilingual.ts'
import type { OnProgress, Progress } from '#base/progress.ts'

export interface ProgressLine {
  readonly onProgress: OnProgress
  /** Takes the line off the terminal, so that what follows stands alone. */
  clear(): void
}

export interface ProgressLineOptions {
  readonly write: (text: string) => void
  /** A terminal gets one line that is rewritten, anything else plain lines now and then. */
  readonly isTerminal: boolean
  readonly columns: number
  readonly language: Language
  readonly nowMs: () => number
}

const stageTitles: Record<Progress['stage'], Bilingual> = {
  simulate: { zh: '模拟', en: 'Simulating' },
  read: { zh: '读取', en: 'Reading' },
  store: { zh: '整理', en: 'Storing' },
  load: { zh: '装入集群', en: 'Loading the cluster' },
  prepare: { zh: '准备', en: 'Preparing' },
  screen: { zh: '筛查', en: 'Screening' },
  report: { zh: '写报告', en: 'Reporting' },
}

/** Faster is not readable, and writing to a terminal costs time. */
const terminalPauseMs = 100
const plainPauseMs = 5_000
/** Before this an estimate would jump about. */
const estimateAfterMs = 2_000

function formatRemaining(seconds: number, language: Language): string {
  if (seconds < 90) {
    return language === 'zh' ? `约剩 ${Math.ceil(seconds)} 秒` : `about ${Math.ceil(seconds)} s left`
  }
  const minutes = Math.ceil(seconds / 60)
  return language === 'zh' ? `约剩 ${minutes} 分钟` : `about ${minutes} min left`
}

/** `读取 payment.csv 45%，约剩 12 秒` */
export function describeProgress(progress: Progress, elapsedMs: number, language: Language): string {
  const { stage, subject, done, total } = progress
  const parts = [stageTitles[stage][language], subject].filter((part) => part !== '')
  if (total <= 0) return parts.join(' ')
  const share = Math.min(done / total, 1)
  parts.push(`${Math.floor(share * 100)}%`)
  const line = parts.join(' ')
  if (elapsedMs < estimateAfterMs || share <= 0 || share >= 1) return line
  const remaining = formatRemaining((elapsedMs * (1 - share)) / share / 1000, language)
  return language === 'zh' ? `${line}，${remaining}` : `${line}, ${remaining}`
}

/** Cut so that the line never wraps: a wrapped line cannot be rewritten. Wide characters count two. */
function fit(text: string, columns: number): string {
  let width = 0
  let fitted = ''
  for (const character of text) {
    width += character.codePointAt(0)! > 0x2e7f ? 2 : 1
    if (width >= columns) break
    fitted += character
  }
  return fitted
}

export function openProgressLine(options: ProgressLineOptions): ProgressLine {
  const { write, isTerminal, columns, language, nowMs } = options
  let stage: Progress['stage'] | null = null
  let total = 0
  let stageStartMs = 0
  let lastWriteMs = Number.NEGATIVE_INFINITY
  let isShown = false
  const onProgress = (progress: Progress): void => {
    const now = nowMs()
    const isNewStage = progress.stage !== stage
    if (isNewStage || progress.total !== total) stageStartMs = now
    stage = progress.stage
    total = progress.total
    const pause = isTerminal ? terminalPauseMs : plainPauseMs
    // The first line of a stage comes at once; on a terminal it would only flicker when stages are short.
    if (now - lastWriteMs < pause && !(isNewStage && !isTerminal)) return
    lastWriteMs = now
    const line = describeProgress(progress, now - stageStartMs, language)
    write(isTerminal ? `\r\u001b[2K${fit(line, columns)}` : `${line}\n`)
    isShown = isTerminal
  }
  const clear = (): void => {
    if (isShown) write('\r\u001b[2K')
    isShown = false
  }
  return { onProgress, clear }
}
