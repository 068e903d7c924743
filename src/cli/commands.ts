import { backUpCommand, restoreHereCommand } from './backup/backup-commands.ts'
import { backupKeyCommand } from './backup/backup-key.ts'
import { dropClusterCommand } from './cluster/cluster-drop.ts'
import { listClusterCommand } from './cluster/cluster-list.ts'
import { loadClusterCommand } from './cluster/cluster-load.ts'
import type { Command } from './command.ts'
import { demoCommand } from './county/demo.ts'
import { scoreCommand } from './county/score.ts'
import { simulateCommand } from './county/simulate.ts'
import { diffCommand } from './diff/diff.ts'
import { investCommand } from './invest/invest.ts'
import { mapCommand } from './map.ts'
import { packageExportCommand } from './package/package-export.ts'
import { packageImportCommand } from './package/package-import.ts'
import { packageKeyCommand } from './package/package-key.ts'
import { packageListCommand } from './package/package-list.ts'
import { packageShowCommand } from './package/package-show.ts'
import { packageTrustCommand } from './package/package-trust.ts'
import { documentRulesCommand } from './rules/rules-docs.ts'
import { explainRuleCommand } from './rules/rules-explain.ts'
import { listRulesCommand } from './rules/rules-list.ts'
import { showRuleCommand } from './rules/rules-show.ts'
import { replaySampleCommand } from './sampling/sampling-replay.ts'
import { screenCommand } from './screen/screen.ts'
import { accessCheckCommand } from './server/access-check.ts'
import { initCommand } from './server/init.ts'
import { migrateCommand } from './server/migrate.ts'
import { pagesCommand } from './server/pages.ts'
import { recoverCommand } from './server/recover.ts'
import { loadRegisterCommand } from './server/register-load.ts'
import { serveCommand } from './server/serve.ts'
import { exportTrailCommand, verifyTrailCommand } from './server/trail-commands.ts'
import { standardCommand } from './standard.ts'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  screenCommand,
  diffCommand,
  loadClusterCommand,
  listClusterCommand,
  dropClusterCommand,
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
  migrateCommand,
  initCommand,
  serveCommand,
  pagesCommand,
  recoverCommand,
  loadRegisterCommand,
  accessCheckCommand,
  verifyTrailCommand,
  exportTrailCommand,
  replaySampleCommand,
  packageKeyCommand,
  packageTrustCommand,
  packageExportCommand,
  packageImportCommand,
  packageShowCommand,
  packageListCommand,
  backupKeyCommand,
  backUpCommand,
  restoreHereCommand,
]
