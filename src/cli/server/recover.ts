import type { Command } from '#cli/command.ts'

export const recoverCommand: Command = {
  name: 'recover',
  summary: {
    zh: '两名管理员都无法登录时，用两个封存的恢复码让一名管理员重新登记',
    en: 'When two officers are unreachable: let one officer enrol again, with both sealed recovery codes',
  },
  operands: 'STAFF_ID',
  operandCount: { min: 1, max: 1 },
  options: {
    'code-file': {
      value: 'FILE',
      isRepeatable: true,
      text: {
        zh: '含一个恢复码的文件，须给出两次；不给时在终端询问',
        en: 'A file with one recovery code, twice; without them they are asked for',
      },
    },
    out: {
      value: 'DIR',
      text: { zh: '写入新登记码和新恢复码的新文件夹', en: 'New folder for the new codes' },
    },
  },
  notes: [
    {
      zh: '不授予任何业务权限；所有人须重新登录；30 天内各页面显示恢复提示，并写入留痕。',
      en: 'It grants nothing; everybody is signed out; a notice is shown for 30 days and the trail has an entry.',
    },
  ],
  examples: [
    {
      line: 'fangxian recover G001 --out /root/codes',
      text: { zh: '恢复 G001 的登录', en: 'Let G001 enrol again' },
    },
  ],
  run: async (call, surroundings) =>
    (await import('./recover-installation.ts')).recoverInstallation(call, surroundings),
}
