import { Empty, Input, Select, Table, type TableColumnsType, Tag } from 'antd'
import { Link } from 'react-router'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { levelColor, levels, levelTitle, subjectTitle } from '#web/findings/finding-words.ts'
import { asTitle } from '#web/language/format.ts'
import { type Say, useSay, useSpeaking } from '#web/language/language.ts'
import { ExportButton } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { processRuleTexts } from '#web/process-rules/texts.ts'
import { recordTexts } from '#web/records/texts.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { Precision } from './Precision.tsx'
import { ruleTexts as texts } from './texts.ts'
import './rules.css'

export type ListedRule = Answer<'GET /api/rules'>['items'][number]
const minute = 60_000

/** The tables a rule cannot do without, by the standard's titles; English goes by the standard's names. */
export function useNeeds(): (needs: ListedRule['needs']) => string {
  const say = useSay()
  const { language } = useSpeaking()
  return (needs) =>
    needs
      .map(({ any_of }) =>
        any_of.map(({ name, title }) => (language === 'zh' ? title : name)).join(say(texts.or)),
      )
      .join(say(texts.and))
}

/** Columns with which people look for a rule, the sums of its precision beside. */
function useColumns(): TableColumnsType<ListedRule> {
  const say = useSay()
  const needsOf = useNeeds()
  return [
    {
      title: say(texts.code),
      dataIndex: 'code',
      render: (code: string) => (
        <Link to={`/rules/${code}`} className="number">
          {code}
        </Link>
      ),
    },
    {
      title: say(texts.title),
      dataIndex: 'title',
      className: 'rule-wraps',
      render: (title: ListedRule['title'], { code }) => (
        <Link to={`/rules/${code}`}>{say(asTitle(title))}</Link>
      ),
    },
    {
      title: say(texts.family),
      dataIndex: 'family_title',
      className: 'rule-wraps is-narrow',
      render: (title: ListedRule['family_title']) => say(title),
    },
    {
      title: say(texts.level),
      dataIndex: 'level',
      render: (level: number, { level_text }) => <Tag color={levelColor(level)}>{say(level_text)}</Tag>,
    },
    {
      title: say(texts.subject),
      dataIndex: 'subject_kind',
      render: (kind: string) => say(subjectTitle(kind)),
    },
    {
      title: say(texts.precision),
      dataIndex: 'precision',
      render: (known: ListedRule['precision']) => <Precision known={known} />,
    },
    {
      title: say(texts.parameters),
      dataIndex: 'parameters',
      render: (parameters: ListedRule['parameters']) => <Values parameters={parameters} say={say} />,
    },
    {
      title: say(texts.needs),
      dataIndex: 'needs',
      className: 'rule-wraps',
      render: (needs: ListedRule['needs']) => needsOf(needs),
    },
  ]
}

/** What is not the default stands out: two people set it. */
function Values({
  parameters,
  say,
}: {
  readonly parameters: ListedRule['parameters']
  readonly say: Say
}): React.JSX.Element {
  return (
    <div className="rule-values">
      {parameters.map(({ name, value, default: usual, meaning }) => (
        <span key={name} title={say(meaning)}>
          <span className="code">{name}</span>{' '}
          {value === usual ? <span className="number">{value}</span> : <b className="number">{value}</b>}
        </span>
      ))}
    </div>
  )
}

function Filters({
  address,
  rules,
}: {
  readonly address: ListAddress
  readonly rules: readonly ListedRule[]
}): React.JSX.Element {
  const say = useSay()
  const families = new Map(rules.map(({ family, family_title }) => [family, say(family_title)]))
  const several = (name: 'family' | 'level', label: string, options: { value: string; label: string }[]) => (
    <Select<string[]>
      mode="multiple"
      allowClear
      aria-label={label}
      placeholder={label}
      style={{ width: 200 }}
      maxTagCount="responsive"
      value={address.get(name)?.split(',') ?? []}
      onChange={(chosen) => address.set({ [name]: chosen.join(',') })}
      options={options}
    />
  )
  return (
    <search className="filters">
      <Input.Search
        key={address.get('q') ?? ''}
        aria-label={say(texts.search)}
        placeholder={say(texts.search)}
        defaultValue={address.get('q') ?? ''}
        allowClear
        maxLength={60}
        style={{ width: 240 }}
        onSearch={(q) => address.set({ q: q.trim() })}
      />
      {several(
        'family',
        say(texts.family),
        [...families].map(([value, label]) => ({ value, label })),
      )}
      {several(
        'level',
        say(texts.level),
        levels.map((value) => ({ value, label: say(levelTitle(Number(value))) })),
      )}
    </search>
  )
}

/** Every rule that there is: it fits on a page, so there is nothing to turn. */
export function RulesPage(): React.JSX.Element {
  const say = useSay()
  const address = useListAddress()
  const columns = useColumns()
  const all = useAsk('GET /api/rules', { query: {} }, { staleMs: minute })
  const page = useAsk('GET /api/rules', { query: address.filters }, { keepsPrevious: true, staleMs: minute })
  const items = page.data?.items ?? []
  return (
    <>
      <PageHead
        title={say(shellTexts.rules)}
        beside={<span>{say(texts.count, { count: items.length })}</span>}
      >
        <Link to="/rules/process">{say(processRuleTexts.title)}</Link>
        <ExportButton path="/api/rules/export" filters={address.filters} />
      </PageHead>
      <Filters address={address} rules={all.data?.items ?? []} />
      {page.error === null ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: wider than the page, it is scrolled by keyboard
        <section className="table-frame" tabIndex={0} aria-label={say(shellTexts.rules)}>
          <Table<ListedRule>
            size="small"
            rowKey="code"
            columns={columns}
            dataSource={items}
            loading={page.isPending}
            pagination={false}
            locale={{
              emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(recordTexts.empty)} />,
            }}
          />
        </section>
      ) : (
        <Problem error={page.error} retry={() => void page.refetch()} />
      )}
    </>
  )
}
