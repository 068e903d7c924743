import { Button, DatePicker, Form, Input, InputNumber, Select, Switch } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useSay } from '#web/language/language.ts'
import { codeName } from './code-names.ts'
import { useFieldChoices } from './field-choices.ts'
import type { Field, Shape } from './read-schema.ts'
import { formTexts as texts } from './texts.ts'

type Path = readonly (string | number)[]

const longText = 200
const dayForm = 'YYYY-MM-DD'
const forms = { day: dayForm, month: 'YYYY-MM', time: `${dayForm} HH:mm` } as const

function DateInput({
  form,
  value,
  onChange,
  id,
}: {
  readonly form: keyof typeof forms
  readonly value?: string
  readonly onChange?: (value: string | undefined) => void
  readonly id?: string
}): React.JSX.Element {
  const shown = value === undefined || value === '' ? null : dayjs(value)
  return (
    <DatePicker
      {...(id === undefined ? {} : { id })}
      style={{ width: '100%' }}
      picker={form === 'month' ? 'month' : 'date'}
      showTime={form === 'time' ? { format: 'HH:mm' } : false}
      format={forms[form]}
      value={shown}
      // Enter takes the day that was typed; it does not send the form.
      onKeyDown={(event) => (event.key === 'Enter' ? event.preventDefault() : undefined)}
      onChange={(day: Dayjs | null) => onChange?.(day === null ? undefined : day.format(forms[form]))}
    />
  )
}

function useOptions(): (codes: readonly string[], field: Field) => { value: string; label: string }[] {
  const say = useSay()
  return (codes, { name, title }) =>
    codes.map((value) => ({ value, label: say(codeName(value, { name, title: title.zh, among: codes })) }))
}

function Control({
  field,
  ...given
}: { readonly field: Field } & Record<string, unknown>): React.JSX.Element {
  const say = useSay()
  const optionsOf = useOptions()
  const { shape } = field
  const chosen = useFieldChoices()[field.name]
  if (chosen !== undefined) {
    return (
      <Select
        {...given}
        {...(shape.is === 'words' ? { mode: 'multiple' as const } : {})}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={say(texts.choose)}
        options={[...chosen]}
        allowClear={!field.isNeeded}
      />
    )
  }
  if (shape.is === 'code') {
    return (
      <Select
        {...given}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={say(texts.choose)}
        options={optionsOf(shape.codes, field)}
        allowClear={!field.isNeeded}
      />
    )
  }
  if (shape.is === 'words') {
    const options = shape.codes === null ? [] : optionsOf(shape.codes, field)
    return (
      <Select
        {...given}
        mode={shape.codes === null ? 'tags' : 'multiple'}
        options={options}
        tokenSeparators={[',', ' ', '，', '、']}
      />
    )
  }
  if (shape.is === 'integer') return <InputNumber {...given} precision={0} style={{ width: '100%' }} />
  if (shape.is === 'day' || shape.is === 'month' || shape.is === 'time')
    return <DateInput {...given} form={shape.is} />
  if (shape.is === 'yes') return <Switch {...given} />
  if (shape.is === 'yuan')
    return <Input {...given} inputMode="decimal" suffix={say(texts.yuan)} autoComplete="off" />
  if (shape.is === 'json')
    return <Input.TextArea {...given} rows={6} className="code" placeholder={say(texts.json)} />
  if (shape.is === 'text' && shape.lengthMax >= longText) {
    return <Input.TextArea {...given} rows={2} maxLength={shape.lengthMax} showCount />
  }
  return (
    <Input {...given} {...(shape.is === 'text' ? { maxLength: shape.lengthMax } : {})} autoComplete="off" />
  )
}

function isWide({ is, ...rest }: Shape): boolean {
  return (
    is === 'rows' ||
    is === 'group' ||
    is === 'json' ||
    (is === 'text' && 'lengthMax' in rest && rest.lengthMax >= longText)
  )
}

function useRules(): (field: Field) => object[] {
  const say = useSay()
  return ({ shape, title, isNeeded }) => [
    ...(isNeeded && shape.is !== 'yes'
      ? [{ required: true, message: say(texts.needed, { field: say(title) }) }]
      : []),
    ...(shape.is === 'yuan' ? [{ pattern: /^[\d,]+(\.\d{0,2})?$/, message: say(texts.yuanForm) }] : []),
  ]
}

function Rows({
  field,
  path,
  fields,
}: {
  readonly field: Field
  readonly path: Path
  readonly fields: readonly Field[]
}): React.JSX.Element {
  const say = useSay()
  return (
    <fieldset className="is-wide rows">
      <legend>{say(field.title)}</legend>
      <Form.List name={[...path, field.name]}>
        {(rows, { add, remove }) => (
          <div className="stack">
            {rows.map(({ key, name }) => (
              <div key={key} className="row">
                <SchemaFields fields={fields} path={[name]} />
                <Button size="small" onClick={() => remove(name)}>
                  {say(texts.removeRow, { row: name + 1 })}
                </Button>
              </div>
            ))}
            <div>
              <Button size="small" type="dashed" onClick={() => add({})}>
                {say(texts.addRow)}
              </Button>{' '}
              {rows.length === 0 ? null : say(texts.rowCount, { count: rows.length })}
            </div>
          </div>
        )}
      </Form.List>
    </fieldset>
  )
}

/** The fields of an input, as the schema of its action says. */
export function SchemaFields({
  fields,
  path = [],
}: {
  readonly fields: readonly Field[]
  readonly path?: Path
}): React.JSX.Element {
  const say = useSay()
  const rulesOf = useRules()
  return (
    <div className="form-fields">
      {fields.map((field) => {
        const { shape, name, title, isNeeded } = field
        if (shape.is === 'rows') return <Rows key={name} field={field} path={path} fields={shape.fields} />
        if (shape.is === 'group') {
          return (
            <fieldset key={name} className="is-wide rows">
              <legend>{say(title)}</legend>
              <SchemaFields fields={shape.fields} path={[...path, name]} />
            </fieldset>
          )
        }
        const valueName = shape.is === 'yes' ? { valuePropName: 'checked' } : {}
        return (
          <Form.Item
            key={name}
            name={[...path, name]}
            className={isWide(shape) ? 'is-wide' : ''}
            label={isNeeded ? say(title) : `${say(title)} (${say(texts.optional)})`}
            rules={rulesOf(field)}
            {...valueName}
          >
            <Control field={field} />
          </Form.Item>
        )
      })}
    </div>
  )
}
