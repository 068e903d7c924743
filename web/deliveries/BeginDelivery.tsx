import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Select } from 'antd'
import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import { ask } from '#web/api/call.ts'
import { useAsk, useMe } from '#web/api/queries.ts'
import { dayText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { deliveryTexts as texts } from './texts.ts'

interface Begun {
  readonly agency_id: string
  readonly title: string
  readonly base_snapshot_id?: string
}

/** A new delivery; which one it corrects may stand in the address. */
export function BeginDelivery({
  isOpen,
  base,
  close,
}: {
  readonly isOpen: boolean
  /** The delivery that this one corrects. */
  readonly base: string | null
  readonly close: () => void
}): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const [form] = Form.useForm<Begun>()
  const agencyId = Form.useWatch('agency_id', form)
  const own = useMe().data?.agency_id
  const agencies = useAsk('GET /api/agencies', { query: { limit: 200 } }, { staleMs: 300_000, isOn: isOpen })
  const imported = useAsk(
    'GET /api/delivery-uploads',
    { query: { state: 'IMPORTED', limit: 50, ...(agencyId === undefined ? {} : { agency_id: agencyId }) } },
    { isOn: isOpen && agencyId !== undefined },
  )
  // One delivery, however often the button is pressed.
  const id = useRef(crypto.randomUUID())
  const corrected = useAsk(
    'GET /api/delivery-uploads/{upload_id}',
    { params: { upload_id: base ?? '' } },
    { isOn: isOpen && base !== null },
  ).data
  useEffect(() => {
    if (!isOpen) return
    if (corrected !== undefined) {
      const { agency_id, title, upload_id } = corrected
      form.setFieldsValue({ agency_id, title: say(texts.correction, { title }), base_snapshot_id: upload_id })
    } else if (own !== undefined && form.getFieldValue('agency_id') === undefined) {
      form.setFieldsValue({ agency_id: own })
    }
  }, [isOpen, corrected, own, form, say])
  const begin = useMutation({
    mutationFn: (given: Begun) =>
      ask('POST /api/delivery-uploads', { body: { ...given, upload_id: id.current } }),
    onSuccess: ({ upload_id }) => {
      id.current = crypto.randomUUID()
      void go(`/deliveries/${upload_id}`)
    },
  })
  const needed = [{ required: true, message: say(texts.needed) }]
  const items = agencies.data?.items ?? []
  return (
    <Modal open={isOpen} title={say(texts.begin)} footer={null} onCancel={close} destroyOnHidden>
      {begin.error === null ? null : <Problem error={begin.error} />}
      <Form<Begun> form={form} layout="vertical" onFinish={(given) => begin.mutate(given)}>
        <Form.Item name="title" label={say(texts.title)} extra={say(texts.titleHint)} rules={needed}>
          <Input maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item name="agency_id" label={say(texts.agency)} rules={needed}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={items.map(({ agency_id: value, name }) => ({ value, label: name }))}
          />
        </Form.Item>
        <Form.Item name="base_snapshot_id" label={say(texts.base)} extra={say(texts.baseMore)}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            options={(imported.data?.items ?? []).map(({ upload_id: value, title, opened_at }) => ({
              value,
              label: `${title} · ${dayText(opened_at)}`,
            }))}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={begin.isPending}>
          {say(texts.begin)}
        </Button>
      </Form>
    </Modal>
  )
}
