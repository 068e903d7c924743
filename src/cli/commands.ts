import type { Command } from './command.ts'
import { demoCommand } from './county/demo.ts'
import { scoreCommand } from './county/score.ts'
import { simulateCommand } from './county/simulate.ts'
import { diffCommand } from './diff/diff.ts'
import { investCommand } from './invest/invest.ts'
import { mapCommand } from './map.ts'
import { documentRulesCommand } from './rules/rules-docs.ts'
import { explainRuleCommand } from './rules/rules-explain.ts'
import { listRulesCommand } from './rules/rules-list.ts'
import { showRuleCommand } from './rules/rules-show.ts'
import { screenCommand } from './screen/screen.ts'
import { standardCommand } from './standard.ts'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  screenCommand,
  diffCommand,
  investCommand,
  standardCommand,
  mapCommand,
  listRulesCommand,
  showRuleCommand,
  explainRuleCommand,
  documentRulesCommand,
  simulateCommand,
  scoreCommand,
  demoCommand,
]
