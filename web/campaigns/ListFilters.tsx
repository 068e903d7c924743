import { Input, Select, Switch } from 'antd'
import type { Bilingual } from '#base/bilingual.ts'
import { useKinds } from '#web/api/queries.ts'
import { asTitle } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import type { ListAddress } from '#web/lists/use-list-address.ts'
import { campaignTexts, listTexts as texts } from './texts.ts'

/** By the statuses of a kind, in the kind's own words. */
export function StatusFilter({
  address,
  kind,
}: {
  readonly address: ListAddress
  readonly kind: string
}): React.JSX.Element {
  const say = useSay()
  const codes = useKinds()?.get(kind)?.statuses ?? {}
  return <CodeFilter address={address} name="status" title={say(campaignTexts.status)} codes={codes} />
}

/** A filter of several codes, written into the address. */
export function CodeFilter({
  address,
  name,
  title,
  codes,
}: {
  readonly address: ListAddress
  readonly name: string
  readonly title: string
  readonly codes: Readonly<Record<string, Bilingual>>
}): React.JSX.Element {
  const say = useSay()
  return (
    <Select
      mode="multiple"
      aria-label={title}
      placeholder={title}
      style={{ minWidth: 150 }}
      value={address.get(name)?.split(',') ?? []}
      onChange={(chosen: string[]) => address.set({ [name]: chosen.join(',') })}
      options={Object.entries(codes).map(([value, each]) => ({ value, label: say(asTitle(each)) }))}
    />
  )
}

export function RegionFilter({ address }: { readonly address: ListAddress }): React.JSX.Element {
  const say = useSay()
  return (
    <Input.Search
      key={`region ${address.get('region') ?? ''}`}
      aria-label={say(texts.regionCode)}
      placeholder={say(texts.regionCode)}
      defaultValue={address.get('region') ?? ''}
      allowClear
      style={{ width: 170 }}
      onSearch={(value) => address.set({ region: value.trim() })}
    />
  )
}

export function Toggle({
  address,
  name,
  value = 'true',
  label,
}: {
  readonly address: ListAddress
  readonly name: string
  readonly value?: string
  readonly label: string
}): React.JSX.Element {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is one
    <label>
      <Switch
        size="small"
        checked={address.get(name) === value}
        onChange={(isOn) => address.set({ [name]: isOn ? value : undefined })}
      />{' '}
      {label}
    </label>
  )
}
