import { Card, Empty } from 'antd'
import { useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import { Chart } from '#web/charts/Chart.tsx'
import { type ChartColors, useChartColors } from '#web/charts/chart-theme.ts'
import type { ChartOption } from '#web/charts/draw.ts'
import { useSay } from '#web/language/language.ts'
import { frame, type LinkNode, placeLinks } from './link-places.ts'
import { type Profile, profilePath } from './profile-words.ts'
import { relationTexts, profileTexts as texts } from './texts.ts'

const kinds = ['person', 'account', 'phone', 'employer', 'staff'] as const
const symbols = {
  person: 'circle',
  account: 'roundRect',
  phone: 'triangle',
  employer: 'rect',
  staff: 'diamond',
} as const

/** What the signs of the two ends do not say already. */
const telling: ReadonlySet<string> = new Set(['HOLDER', 'RELATIVE', 'SAME_PERSON', 'REPRESENTATIVE'])

const shortLabel = (label: string): string => {
  const short = label.replace(/\*{5,}/, '****')
  return short.length > 12 ? `${short.slice(0, 12)}…` : short
}

interface Words {
  readonly labelOf: (node: LinkNode) => string
  readonly kindOf: (kind: LinkNode['kind']) => string
  readonly relationOf: (relation: keyof typeof relationTexts) => string
}

/** Unseen: a picture of two has the same measure as one of twenty, and none is cut at its edge. */
const corners = [-1, 1].map((side) => ({
  id: `corner ${side}`,
  name: '',
  x: side * frame.x,
  y: side * frame.y,
  symbolSize: 0,
  label: { show: false },
  tooltip: { show: false },
}))

function optionOf(links: Profile['links'], words: Words, colors: ChartColors): ChartOption {
  const placed = placeLinks(links)
  const subject = links.nodes[0]?.id
  const present = new Set<string>(links.nodes.map(({ kind }) => kind))
  return {
    legend: { top: 0, left: 0, data: kinds.filter((kind) => present.has(kind)).map(words.kindOf) },
    tooltip: {},
    series: [
      {
        type: 'graph',
        layout: 'none',
        roam: 'move',
        top: 40,
        bottom: 30,
        categories: kinds.map((kind, index) => ({
          name: words.kindOf(kind),
          symbol: symbols[kind],
          itemStyle: { color: colors.palette[index]! },
        })),
        data: [
          ...corners,
          ...placed.map(({ node, x, y }) => ({
            id: node.id,
            name: words.labelOf(node),
            x,
            y,
            category: kinds.indexOf(node.kind),
            symbolSize: node.id === subject ? 26 : 15,
          })),
        ],
        links: links.edges.map(({ from, to, relation, count }) => ({
          source: from,
          target: to,
          ...(count === null ? {} : { value: count }),
          label: { show: telling.has(relation), formatter: words.relationOf(relation), fontSize: 11 },
        })),
        label: { show: true, position: 'bottom', color: colors.text, fontSize: 12 },
        edgeLabel: { color: colors.faint },
        lineStyle: { color: colors.faint, width: 1.2, opacity: 0.8 },
      },
    ],
  }
}

function Named({ node }: { readonly node: LinkNode | undefined }): React.JSX.Element {
  const say = useSay()
  if (node === undefined) return <span />
  return (
    <>
      {say(texts[node.kind])}{' '}
      {node.ref === null ? node.label : <Link to={profilePath(node.ref)}>{node.label}</Link>}
    </>
  )
}

/** What is shared with whom, one step further, and how many more there are than fit. */
export function Links({ links }: { readonly links: Profile['links'] }): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const colors = useChartColors()
  const language = say({ zh: 'zh', en: 'en' }) as 'zh' | 'en'
  const byId = useMemo(() => new Map(links.nodes.map((node) => [node.id, node])), [links])
  const more = links.hidden.map(({ node, count, is_at_least }) => {
    const said = say(is_at_least ? texts.hiddenAtLeast : texts.hidden, { count })
    return `${byId.get(node)?.label ?? node}${language === 'zh' ? '：' : ': '}${said}`
  })
  const option = useMemo(
    () =>
      optionOf(
        links,
        {
          labelOf: ({ label }) => shortLabel(label),
          kindOf: (kind) => texts[kind][language],
          relationOf: (relation) => relationTexts[relation][language],
        },
        colors,
      ),
    [links, colors, language],
  )
  if (links.edges.length === 0) {
    return (
      <Card size="small" title={say(texts.links)}>
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.linksNone)} />
      </Card>
    )
  }
  return (
    <Card size="small">
      <Chart
        title={say(texts.links)}
        description={say(texts.linksSentence, {
          nodes: links.nodes.length - 1,
          edges: links.edges.length,
        })}
        option={option}
        height={340}
        onPick={({ data }) => {
          const ref = byId.get((data as { id?: string } | null)?.id ?? '')?.ref
          if (ref !== null && ref !== undefined) void go(profilePath(ref))
        }}
        table={{
          columns: [
            { title: say(texts.one) },
            { title: say(texts.relation) },
            { title: say(texts.other) },
            { title: say(texts.times), isNumber: true },
          ],
          rows: links.edges.map(({ from, to, relation, count }) => ({
            key: `${from} ${to} ${relation}`,
            cells: [
              <Named key="from" node={byId.get(from)} />,
              say(relationTexts[relation]),
              <Named key="to" node={byId.get(to)} />,
              count,
            ],
          })),
        }}
      />
      {more.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </Card>
  )
}
