import type { Bilingual } from '#base/bilingual.ts'

/** What a package carries, and which way (platform.md 22). */
export const packageKinds = {
  TASKS: { direction: 'DOWN', title: { zh: '排查任务', en: 'campaign tasks' } },
  ANSWERS: { direction: 'UP', title: { zh: '自查答复', en: 'answers' } },
  ISSUED_FINDINGS: { direction: 'DOWN', title: { zh: '下发疑点', en: 'issued findings' } },
  WRITE_BACKS: { direction: 'UP', title: { zh: '疑点反馈', en: 'write-backs' } },
  LEDGERS: { direction: 'UP', title: { zh: '风险台账', en: 'risk ledgers' } },
} as const satisfies Record<string, { readonly direction: 'UP' | 'DOWN'; readonly title: Bilingual }>

export type PackageKind = keyof typeof packageKinds

export const packageKindCodes = Object.keys(packageKinds) as [PackageKind, ...PackageKind[]]

/** As a person types it: `issued-findings`. */
export function findPackageKind(typed: string): PackageKind | undefined {
  return packageKindCodes.find((code) => code.toLowerCase().replaceAll('_', '-') === typed)
}

export const typedKinds: string = packageKindCodes
  .map((code) => code.toLowerCase().replaceAll('_', '-'))
  .join(', ')
