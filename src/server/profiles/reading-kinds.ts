import type { Kernel } from '#records/act-context.ts'
import { readFunctionOf } from '#records/ask-access.ts'

/** Kinds of records by the function of access that reads them. */
export function readingKinds({
  kinds,
}: Pick<Kernel, 'kinds'>): readonly (readonly [string, readonly string[]])[] {
  const byFunction = new Map<string, string[]>()
  for (const kind of kinds.values()) {
    const code = readFunctionOf(kind)
    byFunction.set(code, [...(byFunction.get(code) ?? []), kind.kind])
  }
  return [...byFunction]
}
