import { useMutation } from '@tanstack/react-query'
import { Button, Flex, Form, Input, Modal, Typography } from 'antd'
import { createContext, useContext, useMemo, useState } from 'react'
import { type Answer, ask, type Given } from '#web/api/call.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { answerWithPasskey, canUsePasskeys } from '#web/sign-in/passkey.ts'
import { actingTexts as texts } from './texts.ts'

type Offer = Answer<'POST /api/confirmations/options'>
type Proof = Given<'POST /api/confirmations'>['body']['proof']

interface Asked {
  readonly digest: string
  readonly offer: Offer
  readonly title: string
  readonly answer: (confirmationId: string | null) => void
}

/** Gives the confirmation's id; null where the person turned back. @param digest of exactly what is shown */
export type Confirm = (digest: string, title: string) => Promise<string | null>

const ConfirmContext = createContext<Confirm>(() => Promise.resolve(null))
export const useConfirm = (): Confirm => useContext(ConfirmContext)

function offerFor(digest: string): Promise<Offer> {
  return ask('POST /api/confirmations/options', { body: { digest } })
}

function ConfirmForm({ asked }: { readonly asked: Asked }): React.JSX.Element {
  const say = useSay()
  const [offer, setOffer] = useState(asked.offer)
  const [isPasskeyLost, setPasskeyLost] = useState(false)
  const confirm = useMutation({
    mutationFn: (proof: Proof) =>
      ask('POST /api/confirmations', { body: { challenge_id: offer.challenge_id, proof } }),
    onSuccess: ({ confirmation_id }) => asked.answer(confirmation_id),
    // A challenge is good for one try.
    onError: async () => setOffer(await offerFor(asked.digest)),
  })
  const byPasskey = async (options: Readonly<Record<string, unknown>>): Promise<void> => {
    const response = await answerWithPasskey(options)
    if (response === null) setPasskeyLost(true)
    else confirm.mutate({ method: 'PASSKEY', response } as Proof)
  }
  const { passkey } = offer
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">{say(texts.confirmMore)}</Typography.Text>
      {confirm.error === null ? null : <Problem error={confirm.error} />}
      {isPasskeyLost ? <Typography.Text type="warning">{say(texts.passkeyFailed)}</Typography.Text> : null}
      {passkey !== null && canUsePasskeys() ? (
        <Button type="primary" onClick={() => void byPasskey(passkey)} loading={confirm.isPending}>
          {say(texts.passkey)}
        </Button>
      ) : null}
      {offer.methods.includes('PASSWORD') ? (
        <Form<{ password: string }>
          layout="vertical"
          requiredMark={false}
          onFinish={({ password }) => confirm.mutate({ method: 'PASSWORD', password })}
        >
          <Form.Item
            name="password"
            label={say(texts.password)}
            rules={[{ required: true, message: say(texts.needed) }]}
          >
            <Input.Password autoComplete="current-password" autoFocus />
          </Form.Item>
          <Flex justify="end" gap={8}>
            <Button onClick={() => asked.answer(null)}>{say(texts.cancel)}</Button>
            <Button type="primary" htmlType="submit" loading={confirm.isPending}>
              {say(texts.ok)}
            </Button>
          </Flex>
        </Form>
      ) : null}
    </Flex>
  )
}

/** Asks for the person's own hand above whatever page is open (platform.md 25). */
export function ConfirmationProvider({
  children,
}: {
  readonly children: React.ReactNode
}): React.JSX.Element {
  const say = useSay()
  const [asked, setAsked] = useState<Asked | null>(null)
  const confirm = useMemo<Confirm>(
    () => async (digest, title) => {
      const offer = await offerFor(digest)
      return new Promise((resolve) => {
        const answer = (confirmationId: string | null): void => {
          setAsked(null)
          resolve(confirmationId)
        }
        setAsked({ digest, offer, title, answer })
      })
    },
    [],
  )
  return (
    <ConfirmContext value={confirm}>
      {children}
      <Modal
        open={asked !== null}
        title={asked === null ? say(texts.confirm) : `${say(texts.confirm)} · ${asked.title}`}
        footer={null}
        onCancel={() => asked?.answer(null)}
        destroyOnHidden
        width={420}
      >
        {asked === null ? null : <ConfirmForm asked={asked} />}
      </Modal>
    </ConfirmContext>
  )
}
