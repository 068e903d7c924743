import { useQuery } from '@tanstack/react-query'
import { Card, Descriptions, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { ask } from '#web/api/call.ts'
import { useCapabilities } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton } from '#web/lists/List.tsx'
import { NoSuchPage } from '#web/shell/Lost.tsx'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { Activity } from './Activity.tsx'
import { Links } from './Links.tsx'
import { FindingList, RecordList } from './Lists.tsx'
import { Money } from './Money.tsx'
import { columnTitle, type Place, type Profile, placeOf } from './profile-words.ts'
import { Shown } from './Shown.tsx'
import { TimeAxis } from './TimeAxis.tsx'
import { profileTexts as texts } from './texts.ts'
import { UnmaskProfile } from './UnmaskProfile.tsx'
import './profiles.css'

/** A profile is exported whole. */
const noFilters = {}

function Facts({ profile }: { readonly profile: Profile }): React.JSX.Element {
  const say = useSay()
  const { table, values } = profile.facts
  const nameOf = new Map(profile.regions.map(({ region, name }) => [region, name]))
  return (
    <Card size="small" title={say(texts.facts)}>
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2, lg: 3, xl: 4 }}
        items={values
          .filter(({ value }) => value !== null && value !== '')
          .map((value) => ({
            key: value.column,
            label: say(columnTitle(table, value.column)),
            children: (
              <>
                <Shown table={table} value={value} />
                {value.column === 'region' ? ` ${nameOf.get(value.value ?? '') ?? ''}` : null}
              </>
            ),
          }))}
      />
      <small>{say(texts.scopeNote)}</small>
    </Card>
  )
}

function Opened({
  place,
  profileRef,
}: {
  readonly place: Place
  readonly profileRef: string
}): React.JSX.Element {
  const say = useSay()
  const mayReadTrail = useCapabilities().data?.readings.includes('READ_TRAIL') === true
  const [inFull, setInFull] = useState<Profile | null>(null)
  // Each look is on record: it is asked for when the person looks, not behind his back, and kept no longer.
  const opened = useQuery({
    queryKey: ['profile', place, profileRef],
    queryFn: () => ask('GET /api/profiles/{kind}/{ref}', { params: { kind: place, ref: profileRef } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const above = [{ title: say(texts.profiles), path: '/profiles' }]
  if (opened.error !== null) {
    return (
      <>
        <PageHead title={say(texts.profiles)} />
        <Problem error={opened.error} retry={() => void opened.refetch()} />
      </>
    )
  }
  const profile = inFull ?? opened.data
  if (profile === undefined) return <Skeleton active />
  return (
    <>
      <PageHead title={profile.label} above={above} beside={<Tag>{say(texts[profile.kind])}</Tag>}>
        <ExportButton
          path={`/api/profiles/${place}/${encodeURIComponent(profile.ref)}/export`}
          filters={noFilters}
        />
        <UnmaskProfile place={place} profile={profile} onShown={setInFull} />
        {mayReadTrail ? (
          <Link to={`/trail?${new URLSearchParams({ kind: profile.kind, record: profile.ref }).toString()}`}>
            {say(texts.trail)}
          </Link>
        ) : null}
      </PageHead>
      <div className="stack">
        <Facts profile={profile} />
        <TimeAxis profile={profile} />
        <FindingList profile={profile} />
        <div className="profile-pair">
          {profile.money === null ? null : <Money money={profile.money} />}
          {profile.activity === null ? null : <Activity activity={profile.activity} />}
          <Links links={profile.links} />
        </div>
        <RecordList profile={profile} />
      </div>
    </>
  )
}

/** 一人一档: everything known of one subject, within the reader's scope. */
export function ProfilePage(): React.JSX.Element {
  const { kind = '', ref = '' } = useParams()
  const place = placeOf(kind)
  if (place === null) return <NoSuchPage />
  return <Opened key={`${kind} ${ref}`} place={place} profileRef={ref} />
}
