import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Empty, Flex, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { type Answer, ask, Refused } from '#web/api/call.ts'
import { useAsk, useMe, useStaffNames } from '#web/api/queries.ts'
import { asTitle, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { DueTag } from '#web/records/DueTag.tsx'
import { recordTexts } from '#web/records/texts.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { workbenchTexts as texts } from './texts.ts'

type ToDo = Answer<'GET /api/to-dos'>['items'][number]

const pageSize = 20
const refresh_ms = 60_000

function useTaking(): {
  readonly isPending: boolean
  readonly take: (toDo: ToDo) => void
  readonly giveBack: (toDo: ToDo) => void
} {
  const say = useSay()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: ({ toDo, isTaken }: { toDo: ToDo; isTaken: boolean }) => {
      const given = { params: { to_do_id: toDo.to_do_id }, body: {} }
      return isTaken
        ? ask('POST /api/to-dos/{to_do_id}/claim', given)
        : ask('POST /api/to-dos/{to_do_id}/release', given)
    },
    onSuccess: (_, { isTaken }) => isTaken && message.success(say(texts.claimed)),
    onError: (error) => message.warning(error instanceof Refused ? say(error.problem.text) : error.message),
    onSettled: () => queries.invalidateQueries({ queryKey: ['GET /api/to-dos'] }),
  })
  return {
    isPending: change.isPending,
    take: (toDo) => change.mutate({ toDo, isTaken: true }),
    giveBack: (toDo) => change.mutate({ toDo, isTaken: false }),
  }
}

export interface ToDosProps {
  readonly list: 'mine' | 'post'
  readonly isFreeOnly?: boolean
  /** Absent: all. */
  readonly shows?: (toDo: ToDo) => boolean
}

/** To-dos, the most urgent first; taking one tells colleagues that somebody is at it. */
export function ToDos({ list, isFreeOnly = false, shows = () => true }: ToDosProps): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const me = useMe().data?.staff_id
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  const { data, error, isFetching, refetch } = useAsk(
    'GET /api/to-dos',
    {
      query: {
        list,
        limit: pageSize,
        ...(isFreeOnly ? { is_free: 'true' as const } : {}),
        ...(cursor === undefined ? {} : { cursor }),
      },
    },
    { everyMs: refresh_ms, keepsPrevious: true },
  )
  const { take, giveBack, isPending } = useTaking()
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  const columns: TableColumnsType<ToDo> = [
    {
      title: say(texts.title),
      dataIndex: 'title',
      render: (title: ToDo['title'], { kind, record_id }) => (
        <Link to={`/records/${kind}/${record_id}`}>{say(asTitle(title))}</Link>
      ),
    },
    { title: say(texts.due), dataIndex: 'due_day', render: (day: string | null) => <DueTag day={day} /> },
    {
      title: say(texts.since),
      dataIndex: 'created_at',
      render: (at: string) => <span className="number">{timeText(at)}</span>,
    },
    {
      key: 'acts',
      align: 'right',
      render: (_, toDo) => {
        if (toDo.assigned_to === null) {
          return (
            <Button size="small" disabled={isPending} onClick={() => take(toDo)}>
              {say(texts.claim)}
            </Button>
          )
        }
        if (toDo.assigned_to !== me) return say(texts.assigned, { name: nameOf(toDo.assigned_to) })
        return (
          <Button size="small" type="text" disabled={isPending} onClick={() => giveBack(toDo)}>
            {say(texts.release)}
          </Button>
        )
      },
    },
  ]
  const next = data?.next_cursor ?? null
  return (
    <Flex vertical gap={8}>
      <Table<ToDo>
        size="small"
        rowKey="to_do_id"
        columns={columns}
        dataSource={(data?.items ?? []).filter(shows)}
        loading={isFetching && data === undefined}
        pagination={false}
        locale={{
          emptyText: (
            <Empty
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description={say(list === 'mine' ? texts.mineEmpty : texts.postEmpty)}
            />
          ),
        }}
      />
      {next === null && cursors.length === 0 ? null : (
        <Flex justify="end" gap={8}>
          {cursors.length === 0 ? null : (
            <Button size="small" onClick={() => setCursors([])}>
              {say(recordTexts.first)}
            </Button>
          )}
          {next === null ? null : (
            <Button size="small" onClick={() => setCursors([...cursors, next])}>
              {say(recordTexts.next)}
            </Button>
          )}
        </Flex>
      )}
    </Flex>
  )
}
