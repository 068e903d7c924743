import { createElement } from 'react'
import { createBrowserRouter, type RouteObject } from 'react-router'
import { NoSuchPage, PageFailed } from '#web/shell/Lost.tsx'
import { Shell } from '#web/shell/Shell.tsx'
import { SignInPage } from '#web/sign-in/SignInPage.tsx'
import { WorkbenchPage } from '#web/workbench/WorkbenchPage.tsx'

type Lazy = () => Promise<{ readonly Component: React.ComponentType }>
const page = (path: string, lazy: Lazy): RouteObject => ({ path, lazy })

/** What everybody opens first comes at once; the rest when it is gone to. */
const lazyPages: readonly RouteObject[] = [
  page('handling', async () => ({
    Component: (await import('#web/handling/HandlingPage.tsx')).HandlingPage,
  })),
  page('handling/:kind', async () => ({
    Component: (await import('#web/handling/OpenRecordPage.tsx')).OpenRecordPage,
  })),
  page('review', async () => ({ Component: (await import('#web/review/ReviewPage.tsx')).ReviewPage })),
  page('records', async () => ({ Component: (await import('#web/records/RecordsPage.tsx')).RecordsPage })),
  page('records/:kind', async () => ({
    Component: (await import('#web/records/RecordsPage.tsx')).RecordsPage,
  })),
  page('records/:kind/:id', async () => ({
    Component: (await import('#web/records/RecordPage.tsx')).RecordPage,
  })),
  page('authority', async () => ({
    Component: (await import('#web/authority/AuthorityPage.tsx')).AuthorityPage,
  })),
  page('authority/:tab', async () => ({
    Component: (await import('#web/authority/AuthorityPage.tsx')).AuthorityPage,
  })),
  page('trail', async () => ({ Component: (await import('#web/trail/TrailPage.tsx')).TrailPage })),
  page('trail/:id', async () => ({ Component: (await import('#web/trail/EntryPage.tsx')).EntryPage })),
  page('me', async () => ({ Component: (await import('#web/oneself/OneselfPage.tsx')).OneselfPage })),
]

export function createPages(): ReturnType<typeof createBrowserRouter> {
  return createBrowserRouter([
    { path: '/sign-in', Component: SignInPage, errorElement: createElement(PageFailed) },
    {
      path: '/',
      Component: Shell,
      errorElement: createElement(PageFailed),
      hydrateFallbackElement: createElement('div'),
      children: [
        { index: true, Component: WorkbenchPage },
        ...lazyPages,
        { path: '*', Component: NoSuchPage },
      ],
    },
  ])
}
