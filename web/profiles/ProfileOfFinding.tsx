import { Button, Flex, Skeleton } from 'antd'
import { Link, Navigate, useParams } from 'react-router'
import { useAsk } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { profilePath } from './profile-words.ts'
import { profileTexts as texts } from './texts.ts'

/** From a finding to its subject: where the subject is masked, the page of the finding does not know its address. */
export function ProfileOfFinding(): React.JSX.Element {
  const say = useSay()
  const { id = '' } = useParams()
  const { data, error, refetch } = useAsk('GET /api/profile-of-finding/{finding_id}', {
    params: { finding_id: id },
  })
  if (data !== undefined) return <Navigate to={profilePath(data)} replace />
  if (error === null) return <Skeleton active />
  return (
    <Flex vertical gap={12}>
      <PageHead title={say(texts.profiles)} />
      <Problem error={error} retry={() => void refetch()} />
      <div>{say(texts.noProfile)}</div>
      <Link to={`/findings/${id}`}>
        <Button>{say(texts.toFinding)}</Button>
      </Link>
    </Flex>
  )
}
