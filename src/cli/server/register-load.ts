import type { Command } from '#cli/command.ts'

export const loadRegisterCommand: Command = {
  name: 'register load',
  summary: {
    zh: '用一次交付（或数据快照）整体替换系统中的业务数据',
    en: 'Replace the register by a delivery or a snapshot, in one transaction',
  },
  operands: 'DELIVERY…',
  operandCount: { min: 1, max: 1_000 },
  options: {},
  notes: [
    {
      zh: '核心系统为主（mirror）时每次交付都可运行；本系统为主（own）时只在启用前运行一次。',
      en: 'Of a mirror it is run with each delivery; where the register is our own, once before the first order.',
    },
  ],
  examples: [
    {
      line: 'fangxian register load delivery-2026-11',
      text: { zh: '载入十一月的交付', en: 'Load November’s delivery' },
    },
  ],
  run: async (call, surroundings) => (await import('./load-delivery.ts')).loadDelivery(call, surroundings),
}
