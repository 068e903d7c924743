import { Input, Select, Switch } from 'antd'
import type { Bilingual } from '#base/bilingual.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import type { ListAddress } from '#web/lists/use-list-address.ts'
import { samplingTexts as texts } from './texts.ts'

export interface Choice {
  readonly value: string
  readonly label: string
}

/** What the three lists are looked for by; the rest of each stands behind. */
export function SamplingFilters({
  address,
  statuses,
  hasMonth,
  children,
}: {
  readonly address: ListAddress
  readonly statuses: Readonly<Record<string, Bilingual>>
  readonly hasMonth: boolean
  readonly children?: React.ReactNode
}): React.JSX.Element {
  const say = useSay()
  return (
    <div className="filters">
      <Select
        mode="multiple"
        aria-label={say(texts.status)}
        placeholder={say(texts.status)}
        style={{ minWidth: 200 }}
        value={address.get('status')?.split(',') ?? []}
        onChange={(chosen: string[]) => address.set({ status: chosen.join(',') })}
        options={Object.entries(statuses).map(([value, title]) => ({ value, label: say(asTitle(title)) }))}
      />
      {hasMonth ? <TextFilter address={address} name="month" width={170} /> : null}
      <TextFilter address={address} name="region" width={160} />
      {children}
      <Toggle address={address} name="is_open" title={texts.openOnly} on="true" />
      <Toggle address={address} name="is_overdue" title={texts.overdueOnly} on="true" />
    </div>
  )
}

function TextFilter({
  address,
  name,
  width,
}: {
  readonly address: ListAddress
  readonly name: 'month' | 'region'
  readonly width: number
}): React.JSX.Element {
  const say = useSay()
  const label = name === 'month' ? `${say(texts.month)} YYYY-MM` : say(texts.region)
  return (
    <Input.Search
      key={`${name} ${address.get(name) ?? ''}`}
      aria-label={label}
      placeholder={label}
      defaultValue={address.get(name) ?? ''}
      allowClear
      style={{ width: width + 30 }}
      onSearch={(value) => address.set({ [name]: value.trim() })}
    />
  )
}

export function Toggle({
  address,
  name,
  title,
  on,
}: {
  readonly address: ListAddress
  readonly name: string
  readonly title: Bilingual
  readonly on: string | undefined
}): React.JSX.Element {
  const say = useSay()
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is one
    <label>
      <Switch
        size="small"
        checked={on !== undefined && address.get(name) === on}
        onChange={(isOn) => address.set({ [name]: isOn ? on : undefined })}
      />{' '}
      {say(title)}
    </label>
  )
}
