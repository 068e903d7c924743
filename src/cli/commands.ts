import type { Command } from './command.ts'
import { demoCommand } from './demo.ts'
import { explainRuleCommand } from './rules-explain.ts'
import { listRulesCommand } from './rules-list.ts'
import { showRuleCommand } from './rules-show.ts'
import { scoreCommand } from './score.ts'
import { screenCommand } from './screen.ts'
import { simulateCommand } from './simulate.ts'
import { standardCommand } from './standard.ts'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  screenCommand,
  standardCommand,
  listRulesCommand,
  showRuleCommand,
  explainRuleCommand,
  simulateCommand,
  scoreCommand,
  demoCommand,
]
