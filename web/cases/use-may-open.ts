import { useCapabilities } from '#web/api/queries.ts'

/** Whether to offer opening a record of the kind; the server asks anew when it is opened. */
export function useMayOpen(kind: string): boolean {
  const { data } = useCapabilities()
  return data?.steps.some((each) => each.kind === kind && each.is_opening && each.refusal === null) === true
}
