import type { Command } from '#cli/command.ts'

export const demoCommand: Command = {
  name: 'demo',
  summary: {
    zh: '模拟一个县并筛查：npm start 所做的',
    en: 'Simulate a county and screen it: what npm start does',
  },
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: {},
  notes: [
    {
      zh: '数据在程序目录的 data/demo/county，结果在 data/demo/screening。',
      en: "The county is in data/demo/county of the program's folder, the result in data/demo/screening.",
    },
  ],
  examples: [{ line: 'fangxian demo', text: { zh: '看一看程序做什么', en: 'See what the program does' } }],
  run: async (_call, surroundings) => (await import('./demonstrate.ts')).demonstrate(surroundings),
}
