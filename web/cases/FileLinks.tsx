import { sizeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import type { CaseDossier } from './read-case.ts'
import { caseTexts as texts } from './texts.ts'

type File = CaseDossier['files'][number]

/** Opening one is on record (platform.md 24). */
export function FileLinks({
  kind,
  recordId,
  files,
}: {
  readonly kind: string
  readonly recordId: string
  readonly files: readonly File[]
}): React.JSX.Element {
  const say = useSay()
  if (files.length === 0) return <span>{say(texts.noEvidence)}</span>
  return (
    <>
      {files.map(({ attachment_id, name, size_bytes }) => (
        <div key={attachment_id}>
          <a
            href={`/api/records/${kind}/${recordId}/attachments/${attachment_id}`}
            target="_blank"
            rel="noreferrer"
          >
            {name}
          </a>{' '}
          <span className="number">{sizeText(size_bytes)}</span>
        </div>
      ))}
    </>
  )
}
