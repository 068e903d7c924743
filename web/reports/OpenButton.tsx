import { Button } from 'antd'
import { useNavigate } from 'react-router'
import { useCapabilities } from '#web/api/queries.ts'

/** Leads to the form of an action that opens a record, for whoever may. */
export function OpenButton({
  kind,
  path,
  label,
}: {
  readonly kind: string
  readonly path: string
  readonly label: string
}): React.JSX.Element | null {
  const go = useNavigate()
  const may = useCapabilities().data?.steps.some((each) => each.kind === kind && each.is_opening) === true
  if (!may) return null
  return (
    <Button type="primary" onClick={() => void go(path)}>
      {label}
    </Button>
  )
}
