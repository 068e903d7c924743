import { useQueryClient } from '@tanstack/react-query'
import { Alert, Card } from 'antd'
import { useEffect } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useAsk } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { Switches } from '#web/shell/Switches.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { SignInForm } from './SignInForm.tsx'
import { signInTexts as texts } from './texts.ts'

/** Only to a page of our own. */
function placeAfter(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : '/'
}

export function SignInPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const queries = useQueryClient()
  const [query] = useSearchParams()
  const { data: methods } = useAsk('GET /api/sign-in/methods', {}, { staleMs: 60_000 })
  const title = `${say(texts.title)} · ${say(shellTexts.product)}`
  useEffect(() => {
    document.title = title
  }, [title])
  const goOn = (): void => {
    queries.clear()
    void go(placeAfter(query.get('next')), { replace: true })
  }
  return (
    <main className="sign-in">
      <Card className="sign-in-card">
        <div className="sign-in-head">
          <img src="/favicon.svg" alt="" />
          <div>
            <h1>{say(shellTexts.product)}</h1>
            <p>{say(shellTexts.productLong)}</p>
          </div>
        </div>
        {methods?.is_demonstration === true ? (
          <Alert type="warning" showIcon title={say(texts.demonstration)} style={{ marginBottom: 16 }} />
        ) : null}
        <SignInForm onSignedIn={goOn} />
        <div style={{ textAlign: 'center', marginTop: 12 }}>
          <Switches />
        </div>
      </Card>
    </main>
  )
}
