import { type Command, isSet } from '#cli/command.ts'

export const demoCommand: Command = {
  name: 'demo',
  summary: {
    zh: '演示：模拟一个县并筛查，然后启动演示服务器（npm start）',
    en: 'The demonstration: simulate a county, screen it, then run the demonstration server (npm start)',
  },
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: {
    'screen-only': {
      text: { zh: '只模拟和筛查，不启动服务器', en: 'Simulate and screen, without the server' },
    },
  },
  notes: [
    {
      zh: '数据在程序目录的 data/demo/county，结果在 data/demo/screening，演示账号在 data/demo/passwords.tsv。',
      en: "The county is in data/demo/county of the program's folder, the result in data/demo/screening, the accounts in data/demo/passwords.tsv.",
    },
    {
      zh: '只在本机打开，不用于工作；Ctrl-C 停止。',
      en: 'For this machine only and not for work; Ctrl-C stops it.',
    },
  ],
  examples: [{ line: 'fangxian demo', text: { zh: '看一看程序做什么', en: 'See what the program does' } }],
  stop_ms_max: 45_000,
  run: async ({ values }, surroundings) => {
    const { demonstrate } = await import('./demonstrate.ts')
    return demonstrate(surroundings, { isServed: !isSet(values, 'screen-only') })
  },
}
