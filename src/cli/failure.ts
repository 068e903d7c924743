import type { Bilingual } from '#base/bilingual.ts'
import { exitStatusOfRefusal, Refusal } from '#base/refusal.ts'
import { isNoSpace, noSpace } from '#platform/disk-space.ts'
import type { Surroundings } from './command.ts'

export const exitStatusOfInterrupt = 130
const exitStatusOfError = 1

const sentences = {
  interrupted: {
    zh: '已中断，没有留下未完成的结果。',
    en: 'Interrupted; nothing half-finished was left behind.',
  },
  details: {
    zh: '设置环境变量 FANGXIAN_DEBUG=1 后重试可看到详情。',
    en: 'Run it again with FANGXIAN_DEBUG=1 in the environment to see the details.',
  },
} as const satisfies Record<string, Bilingual>

/** The one place an error becomes a sentence and an exit status (standard, section "A run"). */
export function reportFailure(error: unknown, surroundings: Surroundings): number {
  const { language, isDebug, tell, signal, workingDirectory } = surroundings
  if (signal.aborted) {
    tell(`${sentences.interrupted[language]}\n`)
    return exitStatusOfInterrupt
  }
  const refusal = !(error instanceof Refusal) && isNoSpace(error) ? noSpace(workingDirectory) : error
  if (isDebug) tell(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  if (refusal instanceof Refusal) {
    tell(`${refusal.text[language]}\n`)
    return exitStatusOfRefusal[refusal.code]
  }
  const message = error instanceof Error ? error.message.split('\n', 1)[0]! : String(error)
  const sentence: Bilingual = {
    zh: `程序出错：${message}。${isDebug ? '' : sentences.details.zh}`,
    en: `An error of the program: ${message}. ${isDebug ? '' : sentences.details.en}`,
  }
  tell(`${sentence[language].trimEnd()}\n`)
  return exitStatusOfError
}
