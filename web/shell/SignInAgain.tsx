import { useQueryClient } from '@tanstack/react-query'
import { Modal } from 'antd'
import { useEffect, useState } from 'react'
import { listenSignedOut } from '#web/api/call.ts'
import { useSay } from '#web/language/language.ts'
import { SignInForm } from '#web/sign-in/SignInForm.tsx'
import { shellTexts as texts } from './texts.ts'

/** A session ends while somebody writes: he signs in above the page and loses nothing. */
export function SignInAgain({ name }: { readonly name: string }): React.JSX.Element {
  const say = useSay()
  const queries = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  useEffect(() => listenSignedOut(() => setOpen(true)), [])
  const goOn = (): void => {
    setOpen(false)
    void queries.invalidateQueries()
  }
  return (
    <Modal
      open={isOpen}
      title={say(texts.expired)}
      footer={null}
      closable={false}
      keyboard={false}
      destroyOnHidden
    >
      <p>{say(texts.expiredMore)}</p>
      <SignInForm name={name} onSignedIn={goOn} />
    </Modal>
  )
}
