import { type Command, getText } from '#cli/command.ts'

export const documentRulesCommand: Command = {
  name: 'rules docs',
  summary: {
    zh: '为每条规则写一页说明（中文与英文）',
    en: 'Write a page for each rule, in Chinese and English',
  },
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: {
    out: { value: 'DIR', text: { zh: '写入的文件夹', en: 'The folder to write' } },
  },
  notes: [
    {
      zh: '同样的规则总是写出同样的字节；不再存在的规则的页面会被移走，别人写的文件不会被覆盖。',
      en: 'The same rules give the same bytes; pages of rules that are gone are taken away, and nobody else’s file is written over.',
    },
  ],
  examples: [
    {
      line: 'fangxian rules docs --out docs/rules',
      text: { zh: '更新随程序提供的规则说明', en: 'Renew the pages that come with the program' },
    },
  ],
  run: async ({ values }, surroundings) => {
    const { writeRuleDocuments } = await import('./docs/write-rule-documents.ts')
    return writeRuleDocuments(getText(values, 'out'), surroundings)
  },
}
