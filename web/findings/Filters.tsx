import { Button, DatePicker, Input, type InputRef, Select, Tag, TreeSelect } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { fenOfYuan, formatYuan } from '#base/money.ts'
import { useSay } from '#web/language/language.ts'
import type { ListAddress } from '#web/lists/use-list-address.ts'
import { levels, levelTitle, statuses, subjectTitle } from './finding-words.ts'
import { findingTexts, filterTexts as texts } from './texts.ts'
import { type RegionTree, useRuleChoices, useSchemeChoices } from './use-choices.ts'

interface FilterProps {
  readonly address: ListAddress
}

/** Several of a list, as the address has them: with commas. */
function Several({
  address,
  name,
  label,
  options,
  width,
}: FilterProps & {
  readonly name: string
  readonly label: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly width: number
}): React.JSX.Element {
  return (
    <Select<string[]>
      mode="multiple"
      allowClear
      aria-label={label}
      placeholder={label}
      style={{ width }}
      maxTagCount="responsive"
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }}
      value={address.get(name)?.split(',') ?? []}
      onChange={(chosen) => address.set({ [name]: chosen.join(',') })}
      options={[...options]}
    />
  )
}

function Money({
  address,
  name,
  label,
}: FilterProps & { readonly name: string; readonly label: string }): React.JSX.Element {
  const fen = address.get(name)
  const isFen = fen !== undefined && /^\d{1,15}$/.test(fen)
  const shown = isFen ? formatYuan(BigInt(fen)).replace(/\.00$/, '') : ''
  const [isWrong, setWrong] = useState(false)
  const keep = (text: string): void => {
    const value = text.trim().replaceAll(',', '')
    const given = value === '' ? null : fenOfYuan(value)
    const isNone = value !== '' && (given === null || given < 0n)
    setWrong(isNone)
    if (isNone) return
    if (given?.toString() !== fen) address.set({ [name]: given?.toString() })
  }
  return (
    <Input
      key={shown}
      aria-label={label}
      placeholder={label}
      className="number"
      style={{ width: 124 }}
      inputMode="decimal"
      aria-invalid={isWrong}
      {...(isWrong ? { status: 'error' as const } : {})}
      allowClear
      defaultValue={shown}
      onPressEnter={(event) => keep(event.currentTarget.value)}
      onBlur={(event) => keep(event.currentTarget.value)}
      onClear={() => address.set({ [name]: undefined })}
    />
  )
}

const startOf = (day: dayjs.Dayjs): string => day.format('YYYY-MM-DD[T00:00:00+08:00]')

/** Days in China; the address has the end as the moment after it. */
function FoundBetween({ address }: FilterProps): React.JSX.Element {
  const say = useSay()
  const dayOf = (name: string): dayjs.Dayjs | null => {
    const text = address.get(name)?.slice(0, 10)
    const day = text === undefined ? null : dayjs(text)
    return day?.isValid() === true ? day : null
  }
  const to = dayOf('first_found_to')
  return (
    <DatePicker.RangePicker
      aria-label={say(texts.foundBetween)}
      placeholder={[say(texts.foundFrom), say(texts.foundTo)]}
      allowEmpty={[true, true]}
      style={{ width: 260 }}
      value={[dayOf('first_found_from'), to === null ? null : to.subtract(1, 'day')]}
      onChange={(days) =>
        address.set({
          first_found_from: days?.[0] == null ? undefined : startOf(days[0]),
          first_found_to: days?.[1] == null ? undefined : startOf(days[1].add(1, 'day')),
        })
      }
    />
  )
}

/** What a link brought along and no field shows. */
function Others({ address }: FilterProps): React.JSX.Element {
  const say = useSay()
  const kind = address.get('subject_kind')
  const months = [address.get('first_month_from'), address.get('first_month_to')]
  const source = address.get('source') as 'RUN' | 'ORDER' | 'TIP' | 'SUPERIOR' | undefined
  const tags: readonly (readonly [readonly string[], string | undefined])[] = [
    [['subject_kind'], kind === undefined ? undefined : say(subjectTitle(kind))],
    [['subject_of'], address.get('subject_of') === undefined ? undefined : say(texts.fromThere)],
    [['first_run_id'], address.get('first_run_id') === undefined ? undefined : say(texts.runOnly)],
    [['source'], source === undefined ? undefined : say(findingTexts[source] ?? findingTexts.source)],
    [
      ['first_month_from', 'first_month_to'],
      months.every((month) => month === undefined)
        ? undefined
        : `${say(findingTexts.firstFound)} ${[...new Set(months.map((month) => month ?? '…'))].join(' – ')}`,
    ],
  ]
  return (
    <>
      {tags.map(([names, label]) =>
        label === undefined ? null : (
          <Tag
            key={names.join()}
            closable
            onClose={(event) => {
              event.preventDefault()
              address.set(Object.fromEntries(names.map((name) => [name, undefined])))
            }}
          >
            {label}
          </Tag>
        ),
      )}
    </>
  )
}

export interface FiltersProps extends FilterProps {
  readonly regions: RegionTree
  readonly searchField: React.Ref<InputRef>
}

/** All of it stands in the address: a list can be sent, kept and gone back to. */
export function Filters({ address, regions, searchField }: FiltersProps): React.JSX.Element {
  const say = useSay()
  const { sort, ...narrowing } = address.filters
  const titled = (value: string, label: string): { value: string; label: string } => ({ value, label })
  return (
    <search className="filters">
      <Several
        {...{ address, name: 'rule', label: say(findingTexts.rule), width: 240 }}
        options={useRuleChoices()}
      />
      <Several
        {...{ address, name: 'level', label: say(findingTexts.level), width: 130 }}
        options={levels.map((level) => titled(level, say(levelTitle(Number(level)))))}
      />
      <Several
        {...{ address, name: 'status', label: say(findingTexts.status), width: 150 }}
        options={statuses.map((status) => titled(status, say(findingTexts[status])))}
      />
      <TreeSelect
        aria-label={say(findingTexts.region)}
        placeholder={say(findingTexts.region)}
        allowClear
        style={{ width: 160 }}
        popupMatchSelectWidth={false}
        treeDataSimpleMode
        showSearch={{ treeNodeFilterProp: 'title' }}
        value={address.get('region')}
        treeData={regions.regions.map(({ region, name, parent, level }) => ({
          ...{ id: region, value: region, pId: parent, title: `${name} ${region}` },
          isLeaf: level === 'VILLAGE' || level === 'TOWN',
        }))}
        loadData={({ value }) => regions.unfold(String(value))}
        onChange={(region: string | undefined) => address.set({ region })}
      />
      <Several
        {...{ address, name: 'scheme', label: say(findingTexts.scheme), width: 150 }}
        options={useSchemeChoices()}
      />
      <Money {...{ address, name: 'amount_fen_min', label: say(texts.amountFrom) }} />
      <Money {...{ address, name: 'amount_fen_max', label: say(texts.amountTo) }} />
      <FoundBetween address={address} />
      <Select
        aria-label={say(texts.silent)}
        style={{ width: 150 }}
        value={address.get('snoozed') ?? 'false'}
        onChange={(value) => address.set({ snoozed: value === 'false' ? undefined : value })}
        options={[
          titled('false', say(texts.silentNo)),
          titled('true', say(texts.silentOnly)),
          titled('any', say(texts.silentToo)),
        ]}
      />
      <Select
        aria-label={say(texts.again)}
        style={{ width: 170 }}
        popupMatchSelectWidth={false}
        value={address.get('not_found_again') ?? 'any'}
        onChange={(value) => address.set({ not_found_again: value === 'any' ? undefined : value })}
        options={[
          titled('any', say(texts.againAny)),
          titled('true', say(texts.againNo)),
          titled('false', say(texts.againYes)),
        ]}
      />
      <Input.Search
        key={address.get('subject_id') ?? ''}
        ref={searchField}
        aria-label={say(texts.subjectId)}
        placeholder={say(texts.subjectId)}
        style={{ width: 240 }}
        allowClear
        defaultValue={address.get('subject_id') ?? ''}
        onSearch={(value) => address.set({ subject_id: value.trim() })}
      />
      <Others address={address} />
      {Object.keys(narrowing).length === 0 ? null : (
        <Button
          type="link"
          size="small"
          onClick={() =>
            address.set(Object.fromEntries(Object.keys(narrowing).map((name) => [name, undefined])))
          }
        >
          {say(texts.clear)}
        </Button>
      )}
    </search>
  )
}
