import type { Command } from '#cli/command.ts'
import { packageRoot } from '#platform/config.ts'
import { sayTo } from './installation.ts'

export const pagesCommand: Command = {
  name: 'pages',
  summary: {
    zh: '生成网页（serve 和 demo 会自动生成；程序目录只读时先运行）',
    en: 'Build the pages (serve and demo do it by themselves; run it first where the program is read-only)',
  },
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: {},
  notes: [
    {
      zh: '结果在程序目录的 dist/web；源文件未变时什么也不做。',
      en: "They are in dist/web of the program's folder; where no source has changed, nothing is done.",
    },
  ],
  examples: [{ line: 'fangxian pages', text: { zh: '生成网页', en: 'Build the pages' } }],
  run: async (_call, surroundings) => {
    const { ensureWeb } = await import('#server/web/ensure-web.ts')
    const { files } = await ensureWeb({ root: packageRoot, say: sayTo(surroundings) })
    const { language, print } = surroundings
    print(
      language === 'zh'
        ? `页面已就绪（${files.size} 个文件）。\n`
        : `The pages are ready (${files.size} files).\n`,
    )
    return 0
  },
}
