import { DatePicker, Form, Input, Radio } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useSay } from '#web/language/language.ts'
import { bulkTexts as texts } from './texts.ts'

/** The server's limit, too: for longer, the rule or the register must be changed. */
const daysMax = 366

export interface SnoozeValues {
  readonly covers: 'RULE' | 'SUBJECT'
  readonly until: Dayjs
  readonly reason: string
}

export const snoozeAtFirst = (): Partial<SnoozeValues> => ({ covers: 'RULE', until: dayjs().add(30, 'day') })

export function ReasonField(): React.JSX.Element {
  const say = useSay()
  return (
    <Form.Item
      name="reason"
      label={say(texts.reason)}
      rules={[{ required: true, min: 4, whitespace: true, message: say(texts.reasonLength) }]}
    >
      <Input.TextArea rows={3} maxLength={500} showCount autoFocus />
    </Form.Item>
  )
}

/** What is silenced, until when, and why. */
export function SnoozeFields(): React.JSX.Element {
  const say = useSay()
  return (
    <>
      <Form.Item name="covers" label={say(texts.covers)} rules={[{ required: true }]}>
        <Radio.Group
          options={[
            { value: 'RULE', label: say(texts.coversRULE) },
            { value: 'SUBJECT', label: say(texts.coversSUBJECT) },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="until"
        label={say(texts.until)}
        rules={[{ required: true, message: say(texts.untilNeeded) }]}
      >
        <DatePicker
          minDate={dayjs()}
          maxDate={dayjs().add(daysMax, 'day')}
          presets={[7, 30, 90, 180].map((days) => ({
            label: dayjs().add(days, 'day').format('YYYY-MM-DD'),
            value: dayjs().add(days, 'day'),
          }))}
        />
      </Form.Item>
      <ReasonField />
    </>
  )
}
