import { App, Button, Flex, Form, Segmented } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { type Answer, Refused } from '#web/api/call.ts'
import type { ActionForm } from '#web/api/queries.ts'
import { type Attached, Attachments, isAttached } from '#web/forms/Attachments.tsx'
import { inputOfVariant, placeOf, type Values } from '#web/forms/form-values.ts'
import { variantsOf } from '#web/forms/read-schema.ts'
import { SchemaFields } from '#web/forms/SchemaFields.tsx'
import { formTexts } from '#web/forms/texts.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { actingTexts as texts } from './texts.ts'
import { useAct } from './use-act.ts'

export interface ActFormProps {
  readonly kind: string
  readonly recordId?: string
  readonly version?: number
  readonly action: string
  readonly definition: ActionForm
  readonly isDangerous?: boolean
  readonly startValues?: Values
  /** Parts of the input that the page asks for itself: the form leaves their fields out. */
  readonly given?: Values
  /** Above the fields. */
  readonly children?: React.ReactNode
  readonly onAccepted: (accepted: Answer<'POST /api/records/{kind}/acts'>) => void
  readonly onValues?: (values: Values) => void
  /** Asked to check what is filled in, without submitting it. */
  readonly rehearsal?: { readonly isPending: boolean; readonly ask: (input: unknown) => void }
}

/** The form of any action of any kind, generated from its schema: fields, attachments, confirmation, refusals. */
export function ActForm(props: ActFormProps): React.JSX.Element {
  const {
    kind,
    recordId,
    version,
    action,
    definition,
    isDangerous = false,
    startValues,
    given = {},
    children,
    onAccepted,
    onValues,
    rehearsal,
  } = props
  const say = useSay()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const variants = useMemo(() => variantsOf(definition.input_schema), [definition])
  const [chosen, setChosen] = useState(0)
  const [attached, setAttached] = useState<readonly Attached[]>([])
  const [isTried, setTried] = useState(false)
  const variant = variants[chosen] ?? variants[0]!
  const act = useAct((accepted) => {
    void message.success(say(texts.done, { action: say(definition.title) }))
    onAccepted(accepted)
  })
  const { error } = act
  useEffect(() => {
    if (!(error instanceof Refused)) return
    const fields = error.problem.fields
      .map(({ field, text }) => ({ name: placeOf(field), errors: [say(text)] }))
      .filter(({ name }) => name.length > 0)
    form.setFields(fields as never)
  }, [error, form, say])
  const inputOf = (values: Values): unknown => ({ ...inputOfVariant(variant, values), ...given })
  const submit = (values: Values): void => {
    setTried(true)
    if (act.isPending || !isAttached(definition.attachments, attached)) return
    act.mutate({
      kind,
      ...(recordId === undefined ? {} : { recordId }),
      ...(version === undefined ? {} : { version }),
      action,
      title: say(definition.title),
      input: inputOf(values),
      attachments: attached,
      needsConfirmation: definition.needs_confirmation,
    })
  }
  return (
    <Form<Values>
      form={form}
      // Ids of fields begin with it: `content` alone is the page's own.
      name={`${kind}-${action}`}
      layout="vertical"
      initialValues={startValues ?? {}}
      onFinish={submit}
      onFinishFailed={() => setTried(true)}
      onValuesChange={(_, values) => onValues?.(values)}
      scrollToFirstError
    >
      {variants.length > 1 ? (
        <Form.Item label={say(formTexts.variant)}>
          <Segmented
            value={chosen}
            onChange={setChosen}
            options={variants.map(({ title }, value) => ({ value, label: say(title) }))}
          />
        </Form.Item>
      ) : null}
      {children}
      <SchemaFields key={chosen} fields={variant.fields.filter(({ name }) => !(name in given))} />
      <Attachments
        requirements={definition.attachments}
        attached={attached}
        change={setAttached}
        isMissing={isTried}
      />
      <Flex vertical gap={12}>
        {error === null ? null : <Problem error={error} />}
        <Flex gap={8} wrap>
          <Button type="primary" danger={isDangerous} htmlType="submit" loading={act.isPending}>
            {say(definition.title)}
          </Button>
          {rehearsal === undefined ? null : <RehearseButton {...rehearsal} inputOf={inputOf} />}
        </Flex>
      </Flex>
    </Form>
  )
}

function RehearseButton({
  isPending,
  ask,
  inputOf,
}: NonNullable<ActFormProps['rehearsal']> & {
  readonly inputOf: (values: Values) => unknown
}): React.JSX.Element {
  const say = useSay()
  const form = Form.useFormInstance<Values>()
  const rehearse = async (): Promise<void> => {
    const values = await form.validateFields().catch(() => null)
    if (values !== null) ask(inputOf(values))
  }
  return (
    <Button loading={isPending} onClick={() => void rehearse()}>
      {say(texts.rehearse)}
    </Button>
  )
}
