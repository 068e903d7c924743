import { Spin, type SpinProps } from 'antd'

/** Something is under way: antd's sign, and the words for whoever does not see it. */
export function Busy({
  label,
  className,
  ...spin
}: Pick<SpinProps, 'size' | 'fullscreen'> & {
  readonly label: string
  readonly className?: string
}): React.JSX.Element {
  return (
    <span role="status" aria-label={label} {...(className === undefined ? {} : { className })}>
      <Spin {...spin} />
    </span>
  )
}
