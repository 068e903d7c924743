import { DeleteOutlined, DownOutlined, StarOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Flex, Form, Input, Modal, Popover } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { ask, Refused } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import type { ListAddress } from '#web/lists/use-list-address.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { filterTexts as texts } from './texts.ts'

type ListName = 'findings' | 'cases' | 'recoveries'

function queryOf(filters: Readonly<Record<string, string>>): string {
  const { subject_id: _, ...kept } = filters
  return new URLSearchParams(kept).toString()
}

function useKeeping(list: ListName) {
  const queries = useQueryClient()
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: ['GET /api/saved-filters'] })
  const save = useMutation({
    mutationFn: (given: { name: string; query: string }) =>
      ask('POST /api/saved-filters', { body: { list, ...given } }),
    onSuccess: refresh,
  })
  const forget = useMutation({
    mutationFn: (id: string) =>
      ask('POST /api/saved-filters/{saved_filter_id}/remove', { params: { saved_filter_id: id } }),
    onSuccess: refresh,
  })
  return { save, forget }
}

/** One's own filters of a list, kept at the server: they are there at every desk. */
export function SavedFilters({
  list,
  path,
  address,
}: {
  readonly list: ListName
  readonly path: string
  readonly address: ListAddress
}): React.JSX.Element {
  const say = useSay()
  const { message } = App.useApp()
  const [isNaming, setNaming] = useState(false)
  const [isOpen, setOpen] = useState(false)
  const { data } = useAsk('GET /api/saved-filters', { query: { list } }, { staleMs: 60_000 })
  const { save, forget } = useKeeping(list)
  const items = data?.items ?? []
  const keep = async ({ name }: { name: string }): Promise<void> => {
    const saved = await save.mutateAsync({ name: name.trim(), query: queryOf(address.filters) })
    setNaming(false)
    void message.success(say(texts.kept, { name: saved.name }))
  }
  const content = (
    <Flex vertical gap={4} style={{ minWidth: 220 }}>
      {items.length === 0 ? <span>{say(texts.noneSaved)}</span> : null}
      {items.map(({ saved_filter_id: id, name, query }) => (
        <Flex key={id} justify="space-between" align="center" gap={8}>
          <Link to={`${path}?${query}`} onClick={() => setOpen(false)}>
            {name}
          </Link>
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={say(texts.forget, { name })}
            title={say(texts.forget, { name })}
            onClick={() =>
              forget.mutate(id, {
                onError: (error) => error instanceof Refused && message.warning(say(error.problem.text)),
              })
            }
          />
        </Flex>
      ))}
      <Button
        size="small"
        onClick={() => {
          setOpen(false)
          setNaming(true)
        }}
      >
        {say(texts.save)}
      </Button>
    </Flex>
  )
  return (
    <>
      <Popover trigger="click" placement="bottomRight" open={isOpen} onOpenChange={setOpen} content={content}>
        <Button icon={<StarOutlined />} aria-haspopup="dialog" aria-expanded={isOpen}>
          {say(texts.saved)} <DownOutlined />
        </Button>
      </Popover>
      <Modal
        open={isNaming}
        title={say(texts.save)}
        footer={null}
        onCancel={() => setNaming(false)}
        destroyOnHidden
        width={420}
      >
        <p>{say(texts.saveMore)}</p>
        {save.error === null ? null : <Problem error={save.error} />}
        <Form<{ name: string }>
          layout="vertical"
          onFinish={(given) => void keep(given).catch(() => undefined)}
        >
          <Form.Item
            name="name"
            label={say(texts.saveAs)}
            rules={[{ required: true, whitespace: true, message: say(texts.nameNeeded) }]}
          >
            <Input maxLength={40} autoFocus />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {say(texts.keep)}
          </Button>
        </Form>
      </Modal>
    </>
  )
}
