import type { Command } from './command.ts'
import { demoCommand } from './county/demo.ts'
import { scoreCommand } from './county/score.ts'
import { simulateCommand } from './county/simulate.ts'
import { mapCommand } from './map.ts'
import { explainRuleCommand } from './rules/rules-explain.ts'
import { listRulesCommand } from './rules/rules-list.ts'
import { showRuleCommand } from './rules/rules-show.ts'
import { screenCommand } from './screen/screen.ts'
import { standardCommand } from './standard.ts'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  screenCommand,
  standardCommand,
  mapCommand,
  listRulesCommand,
  showRuleCommand,
  explainRuleCommand,
  simulateCommand,
  scoreCommand,
  demoCommand,
]
