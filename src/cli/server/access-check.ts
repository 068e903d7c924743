import type { AccessCheck, AccessGap } from '#access/organisation/access-check.ts'
import type { Language } from '#base/bilingual.ts'
import { type Call, type Command, isSet, type Surroundings } from '#cli/command.ts'
import { openInstallation } from './installation.ts'

export const accessCheckCommand: Command = {
  name: 'access check',
  summary: {
    zh: '检查各经办机构每项高风险业务是否有足够的不同人员',
    en: 'Check for every agency and high-risk function that enough different people exist',
  },
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: { json: { text: { zh: '输出 JSON', en: 'Print JSON' } } },
  notes: [
    {
      zh: '退出状态：0 人员足够，3 有业务无人可办或只系于一人（逐项列出并给出建议）。',
      en: 'Exit status: 0 enough people, 3 something lacks people or hangs on one (listed, with proposals).',
    },
  ],
  examples: [{ line: 'fangxian access check', text: { zh: '检查', en: 'Check' } }],
  run: checkInstallation,
}

const exitStatusOfGaps = 3

async function checkInstallation({ values }: Call, surroundings: Surroundings): Promise<number> {
  const { runAccessCheck } = await import('#access/storing/access-check-store.ts')
  const { workingCalendar } = await import('#access/moment.ts')
  const { readCalendar } = await import('#platform/policy.ts')
  const calendar = workingCalendar(await readCalendar())
  const work = await openInstallation(surroundings)
  try {
    const check = await work.db
      .transaction()
      .execute((tx) => runAccessCheck(tx, { at: surroundings.now(), calendar }))
    const text = isSet(values, 'json')
      ? `${JSON.stringify(check, null, 2)}\n`
      : checkText(check, surroundings.language)
    surroundings.print(text)
    return check.gaps.length === 0 ? 0 : exitStatusOfGaps
  } finally {
    await work.close()
  }
}

function checkText({ checked, enoughToday, enoughAlways, gaps }: AccessCheck, language: Language): string {
  const heading = {
    zh: `共检查 ${checked} 项（机构×业务）：今日人员足够 ${enoughToday} 项，任一人缺席仍足够 ${enoughAlways} 项。`,
    en: `${checked} pairs of agency and function: enough people today for ${enoughToday}, also with any one absent for ${enoughAlways}.`,
  }
  return `${[heading[language], ...gaps.map((gap) => gapText(gap, language))].join('\n')}\n`
}

function gapText(gap: AccessGap, language: Language): string {
  const { agencyName, title, missing, dependsOn, proposals } = gap
  const steps = missing.map(({ step }) => step).join('、')
  const people = dependsOn.join('、')
  const what = {
    zh: missing.length > 0 ? `缺少人员的环节：${steps}` : `只系于：${people}`,
    en: missing.length > 0 ? `nobody left for ${steps}` : `hangs on ${people}`,
  }
  const advice = proposals.map((each) => `  ${each[language]}`)
  return [`- ${agencyName} ${title[language]}: ${what[language]}`, ...advice].join('\n')
}
