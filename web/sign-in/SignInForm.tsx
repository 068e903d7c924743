import { useMutation } from '@tanstack/react-query'
import { Button, Flex, Form, Input, Typography } from 'antd'
import { useState } from 'react'
import { type Answer, ask, type Given } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { answerWithPasskey, canUsePasskeys } from './passkey.ts'
import { signInTexts as texts } from './texts.ts'

type Methods = Answer<'GET /api/sign-in/methods'>

interface Entered {
  readonly name: string
  readonly password: string
  readonly code?: string
}

async function signInWithPasskey(): Promise<boolean> {
  const { challenge_id, options } = await ask('POST /api/sign-in/passkey/options', { body: {} })
  const response = await answerWithPasskey(options)
  if (response === null) return false
  type Body = Given<'POST /api/sign-in/passkey'>['body']
  await ask('POST /api/sign-in/passkey', { body: { challenge_id, response } as Body })
  return true
}

function OtherWays({
  methods,
  onSignedIn,
}: {
  readonly methods: Methods
  readonly onSignedIn: () => void
}): React.JSX.Element {
  const say = useSay()
  const [isCancelled, setCancelled] = useState(false)
  const passkey = useMutation({
    mutationFn: signInWithPasskey,
    onSuccess: (isDone) => (isDone ? onSignedIn() : setCancelled(true)),
  })
  const certificate = useMutation({
    mutationFn: () => ask('POST /api/sign-in/certificate', { body: {} }),
    onSuccess: onSignedIn,
  })
  const hasPasskey = methods.passkey.is_available && canUsePasskeys()
  const reason = methods.passkey.reason ?? texts.oldBrowser
  const error = passkey.error ?? certificate.error
  return (
    <Flex vertical gap={8}>
      {error === null ? null : <Problem error={error} />}
      {isCancelled ? <Typography.Text type="secondary">{say(texts.cancelled)}</Typography.Text> : null}
      {hasPasskey ? (
        <Button block loading={passkey.isPending} onClick={() => passkey.mutate()}>
          {say(texts.passkey)}
        </Button>
      ) : (
        <Typography.Text type="secondary">{say(texts.noPasskey, { reason: say(reason) })}</Typography.Text>
      )}
      {methods.has_certificate ? (
        <Button block loading={certificate.isPending} onClick={() => certificate.mutate()}>
          {say(texts.certificate)}
        </Button>
      ) : null}
      {methods.has_oidc ? (
        <Button block href="/api/sign-in/oidc">
          {say(texts.oidc)}
        </Button>
      ) : null}
    </Flex>
  )
}

export interface SignInFormProps {
  /** Whose session has ended. */
  readonly name?: string
  readonly onSignedIn: () => void
}

/** Name, password and code go in one request: no answer says which of them was wrong (docs/decisions/0014). */
export function SignInForm({ name = '', onSignedIn }: SignInFormProps): React.JSX.Element {
  const say = useSay()
  const { data: methods } = useAsk('GET /api/sign-in/methods', {}, { staleMs: 60_000 })
  const signIn = useMutation({
    mutationFn: (entered: Entered) => ask('POST /api/sign-in/password', { body: entered }),
    onSuccess: onSignedIn,
  })
  const needed = (field: string) => [{ required: true, message: say(texts.needed, { field }) }]
  return (
    <Flex vertical gap={12}>
      {signIn.error === null ? null : <Problem error={signIn.error} />}
      <Form<Entered>
        layout="vertical"
        requiredMark={false}
        initialValues={{ name }}
        onFinish={(entered) => signIn.mutate(entered)}
      >
        <Form.Item name="name" label={say(texts.name)} rules={needed(say(texts.name))}>
          <Input autoComplete="username" autoFocus={name === ''} autoCapitalize="none" />
        </Form.Item>
        <Form.Item name="password" label={say(texts.password)} rules={needed(say(texts.password))}>
          <Input.Password autoComplete="current-password" autoFocus={name !== ''} />
        </Form.Item>
        {methods?.needs_totp === true ? (
          <Form.Item
            name="code"
            label={say(texts.code)}
            extra={say(texts.codeHint)}
            rules={needed(say(texts.code))}
          >
            <Input autoComplete="one-time-code" inputMode="numeric" maxLength={6} />
          </Form.Item>
        ) : null}
        <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
          {say(texts.signIn)}
        </Button>
      </Form>
      {methods === undefined ? null : <OtherWays methods={methods} onSignedIn={onSignedIn} />}
    </Flex>
  )
}
