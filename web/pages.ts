import { createElement } from 'react'
import { createBrowserRouter, type RouteObject, redirect } from 'react-router'
import { NoSuchPage, PageFailed } from '#web/shell/Lost.tsx'
import { Shell } from '#web/shell/Shell.tsx'
import { SignInPage } from '#web/sign-in/SignInPage.tsx'
import { WorkbenchPage } from '#web/workbench/WorkbenchPage.tsx'

/** Kinds with a page of their own: to-dos, notices and old links lead to it. */
const moved = (kind: string, folder: string): RouteObject => ({
  path: `records/${kind}/:id`,
  loader: ({ params }) => redirect(`/${folder}/${params.id ?? ''}`),
})

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
  page('findings', async () => ({
    Component: (await import('#web/findings/FindingsPage.tsx')).FindingsPage,
  })),
  page('findings/:id', async () => ({
    Component: (await import('#web/findings/FindingPage.tsx')).FindingPage,
  })),
  page('cases', async () => ({ Component: (await import('#web/cases/CasesPage.tsx')).CasesPage })),
  page('cases/new', async () => ({ Component: (await import('#web/cases/NewCasePage.tsx')).NewCasePage })),
  page('cases/:id', async () => ({ Component: (await import('#web/cases/CasePage.tsx')).CasePage })),
  page('cases/:id/conclude', async () => ({
    Component: (await import('#web/cases/ConcludePage.tsx')).ConcludePage,
  })),
  page('cases/:id/letters/new', async () => ({
    Component: (await import('#web/cases/NewLetterPage.tsx')).NewLetterPage,
  })),
  page('letters/:id', async () => ({ Component: (await import('#web/cases/LetterPage.tsx')).LetterPage })),
  page('recoveries', async () => ({
    Component: (await import('#web/recoveries/RecoveriesPage.tsx')).RecoveriesPage,
  })),
  page('recoveries/:id', async () => ({
    Component: (await import('#web/recoveries/RecoveryPage.tsx')).RecoveryPage,
  })),
  page('duties', async () => ({
    Component: (await import('#web/duties/DutiesPage.tsx')).DutiesPage,
  })),
  page('duties/performance', async () => ({
    Component: (await import('#web/duties/PerformancePage.tsx')).PerformancePage,
  })),
  page('duties/assessments', async () => ({
    Component: (await import('#web/duties/AssessmentsPage.tsx')).AssessmentsPage,
  })),
  page('duties/assessments/:id', async () => ({
    Component: (await import('#web/duties/AssessmentPage.tsx')).AssessmentPage,
  })),
  page('calendar', async () => ({
    Component: (await import('#web/calendar/CalendarPage.tsx')).CalendarPage,
  })),
  page('sampling', async () => ({
    Component: (await import('#web/sampling/PlansPage.tsx')).PlansPage,
  })),
  page('sampling/plans/:id', async () => ({
    Component: (await import('#web/sampling/PlanPage.tsx')).PlanPage,
  })),
  page('sampling/items', async () => ({
    Component: (await import('#web/sampling/ItemsPage.tsx')).ItemsPage,
  })),
  page('sampling/items/:id', async () => ({
    Component: (await import('#web/sampling/ItemPage.tsx')).ItemPage,
  })),
  page('sampling/issued', async () => ({
    Component: (await import('#web/sampling/IssuedPage.tsx')).IssuedPage,
  })),
  page('sampling/issued/new', async () => ({
    Component: (await import('#web/sampling/NewIssuedPage.tsx')).NewIssuedPage,
  })),
  page('sampling/issued/:id', async () => ({
    Component: (await import('#web/sampling/IssuedSetPage.tsx')).IssuedSetPage,
  })),
  moved('SAMPLE_PLAN', 'sampling/plans'),
  moved('SAMPLE_ITEM', 'sampling/items'),
  moved('ISSUED_FINDINGS', 'sampling/issued'),
  moved('CASE', 'cases'),
  moved('RECOVERY', 'recoveries'),
  moved('LETTER', 'letters'),
  page('campaigns', async () => ({
    Component: (await import('#web/campaigns/CampaignsPage.tsx')).CampaignsPage,
  })),
  page('campaigns/:id', async () => ({
    Component: (await import('#web/campaigns/CampaignPage.tsx')).CampaignPage,
  })),
  page('campaigns/:id/:tab', async () => ({
    Component: (await import('#web/campaigns/CampaignPage.tsx')).CampaignPage,
  })),
  page('campaign-tasks/:id', async () => ({
    Component: (await import('#web/campaigns/self-check/TaskPage.tsx')).TaskPage,
  })),
  page('campaign-checks/:id', async () => ({
    Component: (await import('#web/campaigns/checking/CheckPage.tsx')).CheckPage,
  })),
  page('campaign-problems/:id', async () => ({
    Component: (await import('#web/campaigns/ProblemPage.tsx')).ProblemPage,
  })),
  moved('CAMPAIGN', 'campaigns'),
  moved('CAMPAIGN_TASK', 'campaign-tasks'),
  moved('CAMPAIGN_CHECK', 'campaign-checks'),
  moved('CAMPAIGN_PROBLEM', 'campaign-problems'),
  page('risk-ledger', async () => ({
    Component: (await import('#web/risk-ledger/LedgerPage.tsx')).LedgerPage,
  })),
  page('risk-ledger/new', async () => ({
    Component: (await import('#web/risk-ledger/NewPointPage.tsx')).NewPointPage,
  })),
  page('risk-ledger/offers', async () => ({
    Component: (await import('#web/risk-ledger/OffersPage.tsx')).OffersPage,
  })),
  page('risk-ledger/filings', async () => ({
    Component: (await import('#web/risk-ledger/FilingsPage.tsx')).FilingsPage,
  })),
  page('risk-ledger/filings/:id', async () => ({
    Component: (await import('#web/risk-ledger/FilingPage.tsx')).FilingPage,
  })),
  page('risk-ledger/measures', async () => ({
    Component: (await import('#web/risk-ledger/MeasuresPage.tsx')).MeasuresPage,
  })),
  page('risk-ledger/measures/:id', async () => ({
    Component: (await import('#web/risk-ledger/AssessmentPage.tsx')).AssessmentPage,
  })),
  page('risk-ledger/texts/:id', async () => ({
    Component: (await import('#web/risk-ledger/MeasureTextPage.tsx')).MeasureTextPage,
  })),
  page('risk-ledger/:id', async () => ({
    Component: (await import('#web/risk-ledger/PointPage.tsx')).PointPage,
  })),
  moved('RISK_POINT', 'risk-ledger'),
  moved('LEDGER_FILING', 'risk-ledger/filings'),
  moved('MEASURE_ASSESSMENT', 'risk-ledger/measures'),
  moved('MEASURE_LIST', 'risk-ledger/texts'),
  page('reports', async () => ({ Component: (await import('#web/reports/ReportsHome.tsx')).ReportsHome })),
  page('reports/major-events', async () => ({
    Component: (await import('#web/reports/EventsPage.tsx')).EventsPage,
  })),
  page('reports/major-events/new', async () => ({
    Component: (await import('#web/reports/NewPaperPage.tsx')).NewEventPage,
  })),
  page('reports/major-events/:id', async () => ({
    Component: (await import('#web/reports/EventPage.tsx')).EventPage,
  })),
  page('reports/periodic', async () => ({
    Component: (await import('#web/reports/PeriodicReportsPage.tsx')).PeriodicReportsPage,
  })),
  page('reports/periodic/new', async () => ({
    Component: (await import('#web/reports/NewPaperPage.tsx')).NewReportPage,
  })),
  page('reports/periodic/:id', async () => ({
    Component: (await import('#web/reports/ReportPage.tsx')).ReportPage,
  })),
  page('reports/meetings', async () => ({
    Component: (await import('#web/reports/MeetingsPage.tsx')).MeetingsPage,
  })),
  page('reports/meetings/new', async () => ({
    Component: (await import('#web/reports/NewPaperPage.tsx')).NewMeetingPage,
  })),
  page('reports/meetings/:id', async () => ({
    Component: (await import('#web/reports/MeetingPage.tsx')).MeetingPage,
  })),
  page('reports/decisions', async () => ({
    Component: (await import('#web/reports/MeetingsPage.tsx')).DecisionsPage,
  })),
  page('reports/groups', async () => ({
    Component: (await import('#web/reports/GroupsPage.tsx')).GroupsPage,
  })),
  page('reports/groups/new', async () => ({
    Component: (await import('#web/reports/NewPaperPage.tsx')).NewGroupPage,
  })),
  moved('ASSESSMENT', 'duties/assessments'),
  moved('MAJOR_EVENT', 'reports/major-events'),
  moved('PERIODIC_REPORT', 'reports/periodic'),
  moved('MEETING', 'reports/meetings'),
  page('inspections', async () => ({
    Component: (await import('#web/inspections/InspectionsPage.tsx')).InspectionsPage,
  })),
  page('inspections/new', async () => ({
    Component: (await import('#web/inspections/NewInspectionPage.tsx')).NewInspectionPage,
  })),
  page('inspections/plans', async () => ({
    Component: (await import('#web/inspections/PlansPage.tsx')).PlansPage,
  })),
  page('inspections/plans/new', async () => ({
    Component: (await import('#web/inspections/NewPlanPage.tsx')).NewPlanPage,
  })),
  page('inspections/plans/:id', async () => ({
    Component: (await import('#web/inspections/PlanPage.tsx')).PlanPage,
  })),
  page('inspections/off-site', async () => ({
    Component: (await import('#web/inspections/OffSitePage.tsx')).OffSitePage,
  })),
  page('inspections/:id', async () => ({
    Component: (await import('#web/inspections/InspectionPage.tsx')).InspectionPage,
  })),
  moved('INSPECTION', 'inspections'),
  moved('INSPECTION_PLAN', 'inspections/plans'),
  page('profiles', async () => ({
    Component: (await import('#web/profiles/ProfilesPage.tsx')).ProfilesPage,
  })),
  page('profiles/of-finding/:id', async () => ({
    Component: (await import('#web/profiles/ProfileOfFinding.tsx')).ProfileOfFinding,
  })),
  page('profiles/:kind/:ref', async () => ({
    Component: (await import('#web/profiles/ProfilePage.tsx')).ProfilePage,
  })),
  page('authority', async () => ({
    Component: (await import('#web/authority/AuthorityPage.tsx')).AuthorityPage,
  })),
  page('authority/:tab', async () => ({
    Component: (await import('#web/authority/AuthorityPage.tsx')).AuthorityPage,
  })),
  page('deliveries', async () => ({
    Component: (await import('#web/deliveries/DeliveriesPage.tsx')).DeliveriesPage,
  })),
  page('deliveries/:id', async () => ({
    Component: (await import('#web/deliveries/DeliveryPage.tsx')).DeliveryPage,
  })),
  page('runs', async () => ({ Component: (await import('#web/runs/RunsPage.tsx')).RunsPage })),
  page('runs/:id', async () => ({ Component: (await import('#web/runs/RunPage.tsx')).RunPage })),
  page('overview', async () => ({
    Component: (await import('#web/overview/OverviewPage.tsx')).OverviewPage,
  })),
  page('fairness', async () => ({
    Component: (await import('#web/fairness/FairnessPage.tsx')).FairnessPage,
  })),
  page('rules', async () => ({ Component: (await import('#web/rules/RulesPage.tsx')).RulesPage })),
  page('rules/process', async () => ({
    Component: (await import('#web/process-rules/ProcessRulesPage.tsx')).ProcessRulesPage,
  })),
  page('rules/:name', async () => ({ Component: (await import('#web/rules/RulePage.tsx')).RulePage })),
  page('rules/:name/:tab', async () => ({ Component: (await import('#web/rules/RulePage.tsx')).RulePage })),
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
