import { Button, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useAsk } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton, List } from '#web/lists/List.tsx'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { useRowKeys } from '#web/lists/use-row-keys.ts'
import { findChoice, keepChoice } from '#web/shell/appearance.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { type BulkAct, BulkBar, BulkDialog } from './Bulk.tsx'
import { Filters } from './Filters.tsx'
import { type ListedFinding, useFindingColumns } from './FindingTable.tsx'
import { KeyHelp } from './KeyHelp.tsx'
import { SavedFilters } from './SavedFilters.tsx'
import { keyTexts } from './texts.ts'
import { useRegions } from './use-choices.ts'
import { useChosen } from './use-chosen.ts'
import './findings.css'

/** What the rules found in one's scope, the most money first. */
export function FindingsPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const { search } = useLocation()
  const address = useListAddress()
  const { filters, cursor } = address
  const page = useAsk(
    'GET /api/findings',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const rows = page.data?.items ?? []
  const chosen = useChosen(JSON.stringify(filters), rows)
  const regions = useRegions()
  const [act, setAct] = useState<BulkAct | null>(null)
  const [isHelpOpen, setHelpOpen] = useState(false)
  const [isOn, setOn] = useState(() => findChoice('keys') !== 'off')
  const searchField = useRef<InputRef>(null)
  const { at, setAt } = useRowKeys({
    ...{ count: rows.length, isOn },
    open: (index) => void go(`/findings/${rows[index]!.finding_id}`, { state: { from: search } }),
    choose: (index) => chosen.toggle(rows[index]!),
    search: () => searchField.current?.focus({ cursor: 'all' }),
    help: () => setHelpOpen(true),
  })
  // Another page of the list begins above its first row.
  useEffect(() => setAt(-1), [search, setAt])
  const columns = useFindingColumns({ address, nameOf: regions.nameOf, from: search })
  return (
    <>
      <PageHead title={say(shellTexts.findings)}>
        <SavedFilters list="findings" path="/findings" address={address} />
        <Button onClick={() => setHelpOpen(true)}>{say(keyTexts.help)}</Button>
        <ExportButton path="/api/findings/export" filters={filters} />
      </PageHead>
      <Filters address={address} regions={regions} searchField={searchField} />
      <BulkBar findings={chosen.rows} onAct={setAct} onClear={chosen.clear} />
      <List<ListedFinding>
        rowKey="finding_id"
        columns={columns}
        page={page}
        address={address}
        table={{
          rowSelection: {
            selectedRowKeys: chosen.rows.map(({ finding_id: id }) => id),
            preserveSelectedRowKeys: true,
            onSelect: (row, isChosen) => chosen.set([row], isChosen),
            onSelectAll: (isChosen, _all, changed) => chosen.set(changed, isChosen),
            columnWidth: 36,
          },
          rowClassName: (_, index) => (index === at ? 'is-at' : ''),
          onRow: (_, index) => ({
            onClick: () => setAt(index ?? -1),
            'aria-current': index === at ? 'true' : undefined,
          }),
        }}
      />
      <BulkDialog act={act} findings={chosen.rows} onClose={() => setAct(null)} />
      <KeyHelp
        isOpen={isHelpOpen}
        onClose={() => setHelpOpen(false)}
        isOn={isOn}
        setOn={(on) => {
          setOn(on)
          keepChoice('keys', on ? 'on' : 'off')
        }}
      />
    </>
  )
}
