import { DeleteOutlined, InboxOutlined, PauseOutlined, PlayCircleOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Card, Flex, Popconfirm, Progress, Table, type TableColumnsType, Upload } from 'antd'
import { useEffect, useMemo } from 'react'
import { type Answer, ask } from '#web/api/call.ts'
import { sizeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { durationText } from './duration.ts'
import {
  addFiles,
  forgetFile,
  pauseSending,
  resumeSending,
  type Sending,
  type SendingState,
  useSending,
} from './sending-store.ts'
import { deliveryTexts as texts } from './texts.ts'
import '#web/runs/data.css'

export type OpenedDelivery = Answer<'GET /api/delivery-uploads/{upload_id}'>

interface ShownFile {
  readonly name: string
  readonly bytes: number
  readonly received: number
  readonly state: SendingState | 'INTERRUPTED'
  readonly bytesPerSecond: number | null
  readonly error: Error | null
}

const isBusy = ({ state }: { readonly state: string }): boolean => /^(WAITING|SENDING|LOST)$/.test(state)

/** What the server has, and what this window is sending of it. */
export function useShownFiles({ upload_id: uploadId, files }: OpenedDelivery): readonly ShownFile[] {
  const sending = useSending(uploadId)
  return useMemo(() => {
    const shown = new Map<string, ShownFile>()
    for (const { name, bytes, received } of files) {
      const state = received === bytes ? 'DONE' : 'INTERRUPTED'
      const numbers = { bytes: Number(bytes), received: Number(received) }
      shown.set(name, { name, ...numbers, state, bytesPerSecond: null, error: null })
    }
    for (const own of sending) {
      const known = shown.get(own.name)
      // Whole at the server: whatever this window thought of it.
      if (known?.state === 'DONE' && own.state !== 'OTHER_FILE') continue
      shown.set(own.name, own)
    }
    return [...shown.values()].sort((left, right) => (left.name < right.name ? -1 : 1))
  }, [files, sending])
}

function State({ file }: { readonly file: ShownFile }): React.JSX.Element {
  const say = useSay()
  const { state, received, bytes, bytesPerSecond, error } = file
  const percent = bytes === 0 ? (state === 'DONE' ? 100 : 0) : Math.floor((received / bytes) * 100)
  const isWrong = state === 'FAILED' || state === 'OTHER_FILE'
  const left = bytesPerSecond === null ? null : (bytes - received) / bytesPerSecond
  const speed =
    state === 'SENDING' && left !== null
      ? say(texts.speed, { speed: sizeText(bytesPerSecond!), left: durationText(left, say) })
      : say(texts[state])
  return (
    <div style={{ minWidth: 260 }}>
      <Progress
        percent={percent}
        size="small"
        aria-label={file.name}
        status={state === 'DONE' ? 'success' : isWrong ? 'exception' : 'normal'}
      />
      <div className={isWrong ? 'file-state is-wrong' : 'file-state'}>{speed}</div>
      {error === null ? null : <Problem error={error} />}
    </div>
  )
}

function useRemove(uploadId: string): (name: string) => void {
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: (name: string) =>
      ask('POST /api/delivery-uploads/{upload_id}/files/remove', {
        params: { upload_id: uploadId },
        body: { name },
      }),
    onSettled: () => queries.invalidateQueries(),
  })
  return (name) => {
    forgetFile(uploadId, name)
    remove.mutate(name)
  }
}

function useColumns(uploadId: string): TableColumnsType<ShownFile> {
  const say = useSay()
  const remove = useRemove(uploadId)
  return [
    { title: say(texts.file), dataIndex: 'name' },
    {
      title: say(texts.size),
      dataIndex: 'bytes',
      align: 'right',
      render: (bytes: number) => <span className="number">{sizeText(bytes)}</span>,
    },
    { title: say(texts.progress), key: 'progress', render: (_, file) => <State file={file} /> },
    {
      key: 'remove',
      align: 'right',
      render: (_, { name }) => (
        <Popconfirm
          title={say(texts.removeSure)}
          okText={say(texts.remove)}
          cancelText={say(texts.cancel)}
          onConfirm={() => remove(name)}
        >
          <Button
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            aria-label={say(texts.removeNamed, { name })}
          />
        </Popconfirm>
      ),
    },
  ]
}

function Controls({
  uploadId,
  sending,
}: {
  readonly uploadId: string
  readonly sending: readonly Sending[]
}): React.JSX.Element | null {
  const say = useSay()
  if (sending.some(isBusy)) {
    return (
      <Button size="small" icon={<PauseOutlined />} onClick={() => pauseSending(uploadId)}>
        {say(texts.pause)}
      </Button>
    )
  }
  if (!sending.some(({ state }) => state === 'PAUSED' || state === 'FAILED')) return null
  return (
    <Button size="small" type="primary" icon={<PlayCircleOutlined />} onClick={() => resumeSending(uploadId)}>
      {say(texts.resume)}
    </Button>
  )
}

/** Files of a delivery that is being received: chosen or dropped, sent, paused, gone on with, taken out. */
export function FilesCard({ delivery }: { readonly delivery: OpenedDelivery }): React.JSX.Element {
  const say = useSay()
  const queries = useQueryClient()
  const { upload_id: uploadId } = delivery
  const files = useShownFiles(delivery)
  const sending = useSending(uploadId)
  const columns = useColumns(uploadId)
  const done = sending.filter(({ state }) => state === 'DONE').length
  // Another file is whole: what the server has is what counts.
  useEffect(() => {
    if (done > 0) void queries.invalidateQueries({ queryKey: ['GET /api/delivery-uploads/{upload_id}'] })
  }, [done, queries])
  const received = new Map(delivery.files.map(({ name, received }) => [name, Number(received)]))
  const whole = files.filter(({ state }) => state === 'DONE').length
  return (
    <Card
      size="small"
      title={say(texts.files)}
      extra={
        <Flex gap={8} align="center">
          {files.length === 0 ? null : say(texts.fileCount, { done: whole, all: files.length })}
          <Controls uploadId={uploadId} sending={sending} />
        </Flex>
      }
    >
      <Flex vertical gap={12}>
        <Upload.Dragger
          multiple
          showUploadList={false}
          beforeUpload={(file) => {
            addFiles(uploadId, [file], received)
            return false
          }}
          style={{ padding: 0 }}
        >
          <InboxOutlined /> {say(texts.dropHere)}
          <div className="file-state">{say(texts.dropMore)}</div>
        </Upload.Dragger>
        {files.length === 0 ? null : (
          <Table<ShownFile>
            size="small"
            rowKey="name"
            pagination={false}
            columns={columns}
            dataSource={[...files]}
          />
        )}
      </Flex>
    </Card>
  )
}
