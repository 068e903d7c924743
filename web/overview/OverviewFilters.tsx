import { Button, DatePicker, Segmented, Select, TreeSelect } from 'antd'
import dayjs from 'dayjs'
import { levels, levelTitle, statuses } from '#web/findings/finding-words.ts'
import { findingTexts } from '#web/findings/texts.ts'
import { useRegions, useRuleChoices, useSchemeChoices } from '#web/findings/use-choices.ts'
import { useSay } from '#web/language/language.ts'
import type { ListAddress } from '#web/lists/use-list-address.ts'
import { measureOf, measures } from './drill-down.ts'
import { overviewTexts as texts } from './texts.ts'

interface Given {
  readonly address: ListAddress
}

function Months({ address }: Given): React.JSX.Element {
  const say = useSay()
  const monthOf = (name: string): dayjs.Dayjs | null => {
    const text = address.get(name)
    return text === undefined ? null : dayjs(`${text}-01`)
  }
  return (
    <DatePicker.RangePicker
      picker="month"
      aria-label={say(texts.months)}
      placeholder={[say(texts.months), '']}
      allowEmpty={[true, true]}
      style={{ width: 230 }}
      value={[monthOf('first_month_from'), monthOf('first_month_to')]}
      onChange={(months) =>
        address.set({
          first_month_from: months?.[0]?.format('YYYY-MM'),
          first_month_to: months?.[1]?.format('YYYY-MM'),
        })
      }
    />
  )
}

function Several({
  address,
  name,
  label,
  width,
  options,
}: Given & {
  readonly name: string
  readonly label: string
  readonly width: number
  readonly options: readonly { readonly value: string; readonly label: string }[]
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

/** The filters of the list of findings that totals are kept by, with the same names. */
export function OverviewFilters({ address }: Given): React.JSX.Element {
  const say = useSay()
  const regions = useRegions()
  const { by: _by, ...narrowing } = address.filters
  return (
    <search className="filters">
      <Segmented
        aria-label={say(texts.measure)}
        value={measureOf(address)}
        onChange={(by) => address.set({ by: by === 'open' ? undefined : by })}
        options={measures.map((value) => ({ value, label: say(texts[value]) }))}
      />
      <TreeSelect
        aria-label={say(texts.region)}
        placeholder={say(texts.region)}
        allowClear
        style={{ width: 150 }}
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
      <Months address={address} />
      <Several
        {...{ address, name: 'rule', label: say(texts.rule), width: 180 }}
        options={useRuleChoices()}
      />
      <Several
        {...{ address, name: 'scheme', label: say(findingTexts.scheme), width: 130 }}
        options={useSchemeChoices()}
      />
      <Several
        {...{ address, name: 'level', label: say(texts.level), width: 110 }}
        options={levels.map((value) => ({ value, label: say(levelTitle(Number(value))) }))}
      />
      <Several
        {...{ address, name: 'status', label: say(texts.status), width: 130 }}
        options={statuses.map((value) => ({ value, label: say(findingTexts[value]) }))}
      />
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
