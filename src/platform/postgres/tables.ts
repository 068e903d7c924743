// Generated from the migrated database by `npm run tables`: never edited by hand, and a test fails while it is stale.
// biome-ignore-all lint/style/noExcessiveLinesPerFile: generated
// biome-ignore-all lint/correctness/noUnusedImports: generated
// biome-ignore-all format: generated
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** Written as JSON text: node-postgres would send an array as an array of PostgreSQL. */
export type Json = ColumnType<unknown, string, string>
export type NullableJson = ColumnType<unknown, string | null, string | null>
export type GeneratedJson = ColumnType<unknown, string | undefined, string>

export interface Tables {
  absence: AbsenceTable
  account_state: AccountStateTable
  agency: AgencyTable
  api_key: ApiKeyTable
  append_only: AppendOnlyTable
  attachment: AttachmentTable
  authority_epoch: AuthorityEpochTable
  authority_limit: AuthorityLimitTable
  campaign_answer: CampaignAnswerTable
  campaign_check: CampaignCheckTable
  campaign_problem: CampaignProblemTable
  campaign_unit: CampaignUnitTable
  case_finding: CaseFindingTable
  certificate_credential: CertificateCredentialTable
  confirmed_case: ConfirmedCaseTable
  cover: CoverTable
  deadlines_of_campaigns: DeadlinesOfCampaignsTable
  deadlines_of_duties: DeadlinesOfDutiesTable
  deadlines_of_inspections: DeadlinesOfInspectionsTable
  deadlines_of_ledger: DeadlinesOfLedgerTable
  deadlines_of_reports: DeadlinesOfReportsTable
  deadlines_of_sampling: DeadlinesOfSamplingTable
  delivery: DeliveryTable
  delivery_mapping: DeliveryMappingTable
  delivery_upload: DeliveryUploadTable
  delivery_upload_file: DeliveryUploadFileTable
  enrolment: EnrolmentTable
  fairness_count: FairnessCountTable
  fairness_outcome: FairnessOutcomeTable
  finding: FindingTable
  finding_episode: FindingEpisodeTable
  finding_evidence: FindingEvidenceTable
  finding_group: FindingGroupTable
  finding_snooze: FindingSnoozeTable
  finding_total: FindingTotalTable
  gate_permit: GatePermitTable
  gate_request: GateRequestTable
  idempotency: IdempotencyTable
  inspection_document_number: InspectionDocumentNumberTable
  inspection_item: InspectionItemTable
  installation: InstallationTable
  letter_number: LetterNumberTable
  matched_line: MatchedLineTable
  matched_receipt: MatchedReceiptTable
  oidc_identity: OidcIdentityTable
  order_hit: OrderHitTable
  overtime_permit: OvertimePermitTable
  package_item: PackageItemTable
  package_partner: PackagePartnerTable
  package_received: PackageReceivedTable
  package_sent: PackageSentTable
  paper_number: PaperNumberTable
  passkey_credential: PasskeyCredentialTable
  password_credential: PasswordCredentialTable
  post: PostTable
  post_assignment: PostAssignmentTable
  rate_window: RateWindowTable
  record: RecordTable
  record_action: RecordActionTable
  record_agency: RecordAgencyTable
  record_attachment: RecordAttachmentTable
  record_business_order: RecordBusinessOrderTable
  record_campaign_answer: RecordCampaignAnswerTable
  record_campaign_check: RecordCampaignCheckTable
  record_campaign_problem: RecordCampaignProblemTable
  record_comment: RecordCommentTable
  record_confirmed_case: RecordConfirmedCaseTable
  record_episode: RecordEpisodeTable
  record_expected_reconciliation: RecordExpectedReconciliationTable
  record_feed: RecordFeedTable
  record_inspection: RecordInspectionTable
  record_inspection_coverage: RecordInspectionCoverageTable
  record_inspection_member: RecordInspectionMemberTable
  record_instalment: RecordInstalmentTable
  record_lead: RecordLeadTable
  record_major_event: RecordMajorEventTable
  record_meeting: RecordMeetingTable
  record_meeting_decision: RecordMeetingDecisionTable
  record_recovery: RecordRecoveryTable
  record_risk_point: RecordRiskPointTable
  record_risk_report: RecordRiskReportTable
  record_sample_stratum: RecordSampleStratumTable
  record_staff: RecordStaffTable
  record_step: RecordStepTable
  record_tie: RecordTieTable
  record_total: RecordTotalTable
  record_view: RecordViewTable
  recovery: RecoveryTable
  recovery_code: RecoveryCodeTable
  refusal_count: RefusalCountTable
  region: RegionTable
  register_owner: RegisterOwnerTable
  relative: RelativeTable
  report_expected_since: ReportExpectedSinceTable
  role_grant: RoleGrantTable
  rule_outcome: RuleOutcomeTable
  saved_filter: SavedFilterTable
  schema_migration: SchemaMigrationTable
  screening_run: ScreeningRunTable
  screening_run_rule: ScreeningRunRuleTable
  screening_shadow_difference: ScreeningShadowDifferenceTable
  session: SessionTable
  settled_order: SettledOrderTable
  sign_in_account: SignInAccountTable
  sign_in_challenge: SignInChallengeTable
  sign_in_failure: SignInFailureTable
  staff_member: StaffMemberTable
  step_confirmation: StepConfirmationTable
  supervision_deadline: SupervisionDeadlineTable
  to_do: ToDoTable
  totp_credential: TotpCredentialTable
  trail_checkpoint: TrailCheckpointTable
  trail_entry: TrailEntryTable
  trail_epoch: TrailEpochTable
  trail_key: TrailKeyTable
  trail_leaf: TrailLeafTable
  trail_payload: TrailPayloadTable
  trail_tile: TrailTileTable
  webhook_event: WebhookEventTable
  'register.account_adjustment': RegisterAccountAdjustmentTable
  'register.account_verification': RegisterAccountVerificationTable
  'register.approved_payee': RegisterApprovedPayeeTable
  'register.bank_transaction': RegisterBankTransactionTable
  'register.business_order': RegisterBusinessOrderTable
  'register.business_step': RegisterBusinessStepTable
  'register.calendar': RegisterCalendarTable
  'register.certification': RegisterCertificationTable
  'register.contribution': RegisterContributionTable
  'register.contribution_declaration': RegisterContributionDeclarationTable
  'register.death': RegisterDeathTable
  'register.employer': RegisterEmployerTable
  'register.enrolment': RegisterEnrolmentTable
  'register.entitlement': RegisterEntitlementTable
  'register.entitlement_change': RegisterEntitlementChangeTable
  'register.feed': RegisterFeedTable
  'register.fund_account': RegisterFundAccountTable
  'register.imprisonment': RegisterImprisonmentTable
  'register.market_entity': RegisterMarketEntityTable
  'register.operation': RegisterOperationTable
  'register.other_region_benefit': RegisterOtherRegionBenefitTable
  'register.overtime': RegisterOvertimeTable
  'register.payee_account': RegisterPayeeAccountTable
  'register.payee_account_change': RegisterPayeeAccountChangeTable
  'register.payment': RegisterPaymentTable
  'register.payment_batch': RegisterPaymentBatchTable
  'register.payment_return': RegisterPaymentReturnTable
  'register.person': RegisterPersonTable
  'register.person_change': RegisterPersonChangeTable
  'register.policy_parameter': RegisterPolicyParameterTable
  'register.post_assignment': RegisterPostAssignmentTable
  'register.reconciliation': RegisterReconciliationTable
  'register.retirement': RegisterRetirementTable
  'register.role_conflict': RegisterRoleConflictTable
  'register.role_grant': RegisterRoleGrantTable
  'register.rule_parameter': RegisterRuleParameterTable
  'register.social_card': RegisterSocialCardTable
  'register.staff': RegisterStaffTable
  'register.staff_relative': RegisterStaffRelativeTable
  'register.tax_collection': RegisterTaxCollectionTable
  'register.taxed_wage': RegisterTaxedWageTable
  'register.user_account': RegisterUserAccountTable
}

export interface AbsenceTable {
  absence_id: string
  staff_id: string
  kind: string
  valid_from: Date
  valid_to: Date
}

export interface AccountStateTable {
  staff_id: ColumnType<string | null, never, never>
  sign_in_name: ColumnType<string | null, never, never>
  name: ColumnType<string | null, never, never>
  enrolled_at: ColumnType<Date | null, never, never>
  is_usable: ColumnType<boolean | null, never, never>
}

export interface AgencyTable {
  agency_id: string
  name: string
  kind: string
  region: string
  parent_id: string | null
  path: string[]
  reviewed_by_superior: boolean | null
}

export interface ApiKeyTable {
  key_id: string
  secret_hash: Buffer
  title: string
  agency_id: string
  functions: string[]
  requests_per_minute: number
  webhook_url: string | null
  valid_from: Date
  valid_to: Date
  created_by: string
  approved_by: string
  created_at: Date
  record_id: string | null
  ended_at: Date | null
  ended_by: string | null
}

export interface AppendOnlyTable {
  table_name: string
}

export interface AttachmentTable {
  attachment_id: string
  sha256: string
  size_bytes: bigint
  content_type: string
  name: string
  scan_result: string
  uploaded_by: string
  uploaded_at: Date
}

export interface AuthorityEpochTable {
  staff_id: string
  epoch: bigint
  credentials_ended_at: Date | null
}

export interface AuthorityLimitTable {
  post_id: string
  function: string
  level: number
  max_fen: bigint
}

export interface CampaignAnswerTable {
  task_id: string
  question: string
  campaign_id: string
  agency_id: string
  region: string
  answer: string
  count: bigint
  amount_fen: bigint
  detected_count: bigint
  detected_fen: bigint
  explained: boolean
  text: string | null
  answered_at: Date
}

export interface CampaignCheckTable {
  check_id: string
  campaign_id: string
  task_id: string
  agency_id: string
  region: string
  level: string
  by_agency_id: string
  status: string
  outcome: string | null
  due_on: string | null
  done_on: string | null
}

export interface CampaignProblemTable {
  problem_id: string
  campaign_id: string
  agency_id: string
  region: string
  category: number
  source: string
  kind: string
  status: string
  people_count: bigint
  amount_fen: bigint
  found_on: string
  due_on: string
  handled_on: string | null
  rectified_on: string | null
  needs_legislation: boolean
  in_crime: boolean
  major_event_reported: boolean
}

export interface CampaignUnitTable {
  campaign_id: string
  agency_id: string
  task_id: string
  region: string
  status: string
  due_on: string | null
  submitted_on: string | null
  accepted_on: string | null
  answered: number
  yes: number
  no: number
  partial: number
  contradictions: number
  explained: number
  claimed_fen: bigint
  detected_count: bigint
  detected_fen: bigint
}

export interface CaseFindingTable {
  finding_id: string
  record_id: string
}

export interface CertificateCredentialTable {
  fingerprint: string
  staff_id: string
  pem: string
  valid_until: Date
  created_at: Generated<Date>
}

export interface ConfirmedCaseTable {
  case_id: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  regions: ColumnType<string[] | null, never, never>
  covering: ColumnType<string[] | null, never, never>
  status: ColumnType<string | null, never, never>
  level: ColumnType<number | null, never, never>
  loss_fen: ColumnType<bigint | null, never, never>
  approved_at: ColumnType<Date | null, never, never>
}

export interface CoverTable {
  cover_id: string
  staff_id: string
  for_staff_id: string
  post_id: string
  valid_from: Date
  valid_to: Date
  order_id: string | null
}

export interface DeadlinesOfCampaignsTable {
  kind: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  title_zh: ColumnType<string | null, never, never>
  title_en: ColumnType<string | null, never, never>
  due_on: ColumnType<string | null, never, never>
  done_on: ColumnType<string | null, never, never>
  record_kind: ColumnType<string | null, never, never>
  record_id: ColumnType<string | null, never, never>
}

export interface DeadlinesOfDutiesTable {
  kind: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  title_zh: ColumnType<string | null, never, never>
  title_en: ColumnType<string | null, never, never>
  due_on: ColumnType<string | null, never, never>
  done_on: ColumnType<string | null, never, never>
  record_kind: ColumnType<string | null, never, never>
  record_id: ColumnType<string | null, never, never>
}

export interface DeadlinesOfInspectionsTable {
  kind: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  title_zh: ColumnType<string | null, never, never>
  title_en: ColumnType<string | null, never, never>
  due_on: ColumnType<string | null, never, never>
  done_on: ColumnType<string | null, never, never>
  record_kind: ColumnType<string | null, never, never>
  record_id: ColumnType<string | null, never, never>
}

export interface DeadlinesOfLedgerTable {
  kind: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  title_zh: ColumnType<string | null, never, never>
  title_en: ColumnType<string | null, never, never>
  due_on: ColumnType<string | null, never, never>
  done_on: ColumnType<string | null, never, never>
  record_kind: ColumnType<string | null, never, never>
  record_id: ColumnType<string | null, never, never>
}

export interface DeadlinesOfReportsTable {
  kind: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  title_zh: ColumnType<string | null, never, never>
  title_en: ColumnType<string | null, never, never>
  due_on: ColumnType<string | null, never, never>
  done_on: ColumnType<string | null, never, never>
  record_kind: ColumnType<string | null, never, never>
  record_id: ColumnType<string | null, never, never>
}

export interface DeadlinesOfSamplingTable {
  kind: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  title_zh: ColumnType<string | null, never, never>
  title_en: ColumnType<string | null, never, never>
  due_on: ColumnType<string | null, never, never>
  done_on: ColumnType<string | null, never, never>
  record_kind: ColumnType<string | null, never, never>
  record_id: ColumnType<string | null, never, never>
}

export interface DeliveryTable {
  delivery_id: string
  loaded_at: Date
  manifest_sha256: string
  rows_loaded: bigint
}

export interface DeliveryMappingTable {
  agency_id: string
  mapping: string
  saved_by: string
  saved_at: Date
}

export interface DeliveryUploadTable {
  upload_id: string
  agency_id: string
  region: string
  title: string
  base_snapshot_id: string | null
  state: string
  opened_by: string
  opened_at: Date
  closed_at: Date | null
  imported_at: Date | null
  manifest_sha256: string | null
  rows_loaded: bigint | null
  rows_rejected: bigint | null
}

export interface DeliveryUploadFileTable {
  upload_id: string
  name: string
  bytes: bigint
  received: bigint
}

export interface EnrolmentTable {
  enrolment_id: string
  code_hash: Buffer
  staff_id: string
  issued_by: string
  issued_at: Generated<Date>
  expires_at: Date
  totp_secret: Buffer | null
  used_at: Date | null
  withdrawn_at: Date | null
}

export interface FairnessCountTable {
  run_id: string
  rule_code: string
  region: string
  sex: string
  age_group: string
  persons: bigint
  found: bigint
}

export interface FairnessOutcomeTable {
  rule_code: string
  region: string
  sex: string
  age_group: string
  conclusion: string
  episodes: bigint
}

export interface FindingTable {
  finding_id: string
  standard_version: number
  rule_code: string
  rule_version: number
  level: number
  subject_kind: string
  subject_id: string
  person_name: string
  period_from: string
  period_to: string
  amount_fen: bigint
  evidence_count: number
  explanation: string
  regions: string[]
  owner_region: string
  agency_id: string | null
  sources: string[]
  episode: number
  status: string
  open_amount_fen: bigint
  first_found_at: Date
  first_run_id: string | null
  last_found_at: Date
  last_run_id: string | null
  last_as_of: string | null
  not_found_since: Date | null
  not_found_run_id: string | null
  snoozed_until: string | null
  covering: Generated<string[]>
  schemes: Generated<string[]>
  last_order_on: string | null
}

export interface FindingEpisodeTable {
  finding_id: string
  episode: number
  opened_at: Date
  opened_run_id: string | null
  rule_version: number
  state: string
  record_id: string | null
  conclusion: string | null
  concluded_at: Date | null
  amount_fen: bigint
  evidence_count: number
}

export interface FindingEvidenceTable {
  finding_id: string
  table_name: string
  row_key: string
  digest: Buffer
  episode: number
  is_context: boolean
  amount_fen: bigint
  content: Json
  region: string | null
  first_run_id: string | null
  last_run_id: string | null
  is_current: boolean
  order_on: string | null
  order_hit_id: string | null
  is_assumed: Generated<boolean>
}

export interface FindingGroupTable {
  finding_id: string
  sex: string
  age_group: string
  region: string
}

export interface FindingSnoozeTable {
  snooze_id: string
  subject_kind: string
  subject_id: string
  rule_code: string | null
  reason: string
  regions: string[]
  until: string
  set_by: string
  set_at: Date
  ended_by: string | null
  ended_at: Date | null
}

export interface FindingTotalTable {
  region: string
  is_own: boolean
  rule_code: string
  level: number
  status: string
  first_month: string
  is_not_found: boolean
  snoozed_until: string | null
  schemes: string[]
  findings: bigint
  amount_fen: bigint
  open_amount_fen: bigint
  is_folded: boolean
}

export interface GatePermitTable {
  permit_id: string
  request_id: string
  key_id: string
  state: string
  issued_at: Date
  expires_at: Date | null
  ended_at: Date | null
  reviewer_id: string | null
  approver_id: string | null
  entry_id: string | null
  entry_hash: Buffer | null
}

export interface GateRequestTable {
  request_id: string
  key_id: string
  function: string
  core_order_id: string
  operator_id: string
  body_hash: Buffer
  outcome: string
  person_id: string | null
  checks: Json
  record_id: string | null
  at: Date
  entry_id: string
  entry_hash: Buffer
}

export interface IdempotencyTable {
  account_id: string
  endpoint: string
  key: string
  request_hash: Buffer
  record_id: string | null
  answer: Json
  created_at: Date
}

export interface InspectionDocumentNumberTable {
  agency_id: string
  document: string
  year: number
  last_number: number
}

export interface InspectionItemTable {
  inspection_id: ColumnType<string | null, never, never>
  inspected_agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  item_id: ColumnType<string | null, never, never>
  way: ColumnType<string | null, never, never>
  what: ColumnType<string | null, never, never>
  due_on: ColumnType<string | null, never, never>
  verified_on: ColumnType<string | null, never, never>
}

export interface InstallationTable {
  is_the_only_row: Generated<boolean>
  installation_id: Generated<string>
  is_demonstration: boolean
  created_at: Generated<Date>
}

export interface LetterNumberTable {
  agency_id: string
  year: number
  last_number: number
}

export interface MatchedLineTable {
  line_key: string
  line_fen: bigint
  matched_fen: bigint
}

export interface MatchedReceiptTable {
  receipt_id: string
  line_key: string
  record_id: string
  amount_fen: bigint
}

export interface OidcIdentityTable {
  issuer: string
  subject: string
  staff_id: string
  created_at: Generated<Date>
}

export interface OrderHitTable {
  hit_id: string
  record_id: string | null
  kind: string
  action: string
  actor_id: string
  at: Date
  asked_on: string
  is_refused: boolean
  finding_ids: string[]
  hits: NullableJson
  merged_at: Date | null
}

export interface OvertimePermitTable {
  permit_id: string
  staff_id: string
  valid_from: Date
  valid_to: Date
  approved_by: string
  order_id: string | null
}

export interface PackageItemTable {
  sender_key_id: string
  sequence: number
  item: number
  attempt: number
  staff_id: string
  record_kind: string
  record_id: string | null
  version: number | null
  started_at: Date
  outcome: string | null
  said_zh: string | null
  said_en: string | null
}

export interface PackagePartnerTable {
  key_id: string
  verifier_key: string
  title: string
  agency_id: string | null
  trusted_at: Date
  ended_at: Date | null
}

export interface PackageReceivedTable {
  sender_key_id: string
  sequence: number
  kind: string
  digest: string
  manifest: Json
  records: Json
  begun_at: Date
  done_at: Date | null
}

export interface PackageSentTable {
  recipient: string
  sequence: number
  kind: string
  digest: string
  made_at: Date
  staff_id: string
  content: Buffer
}

export interface PaperNumberTable {
  kind: string
  agency_id: string
  year: number
  last_number: number
}

export interface PasskeyCredentialTable {
  credential_id: string
  staff_id: string
  public_key: Buffer
  counter: bigint
  transports: string[]
  is_backed_up: boolean
  label: string
  created_at: Generated<Date>
  last_used_at: Date | null
}

export interface PasswordCredentialTable {
  staff_id: string
  hash: string
  changed_at: Generated<Date>
}

export interface PostTable {
  post_id: string
  agency_id: string
  title: string
  title_in_english: string
  is_key: boolean
  months_max: Generated<number>
  roles: string[]
  properties: string[]
}

export interface PostAssignmentTable {
  staff_id: string
  post_id: string
  started_on: string
  ended_on: string | null
}

export interface RateWindowTable {
  name: string
  subject: string
  window_number: bigint
  used: number
  created_at: Generated<Date>
}

export interface RecordTable {
  record_id: string
  kind: string
  status: string
  version: number
  regions: string[]
  agency_id: string | null
  scheme: string | null
  person_id: string | null
  amount_fen: bigint | null
  concerned: Json
  data: Json
  is_open: boolean
  entered_by: string
  entered_at: Date
  changed_by: string
  changed_at: Date
  due_day: string | null
  due_is_provisional: Generated<boolean>
  remind_on: string | null
  due_counted_from: string | null
  due_working_days: number | null
  covering: Generated<string[]>
}

export interface RecordActionTable {
  record_id: string
  version: number
  action: string
  actor_id: string
  at: Date
  session_id: string | null
  terminal_id: string | null
  duty: string | null
  hours: string | null
  status_before: string
  status_after: string
  input: Json
  confirmation: NullableJson
  entry_id: string
  entry_hash: Buffer
}

export interface RecordAgencyTable {
  agency_id: ColumnType<string | null, never, never>
  kind: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  region_level: ColumnType<string | null, never, never>
  city_region: ColumnType<string | null, never, never>
}

export interface RecordAttachmentTable {
  attachment_id: string
  record_id: string
  version: number
  purpose: string
}

export interface RecordBusinessOrderTable {
  order_id: ColumnType<string | null, never, never>
  function_code: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  staff_id: ColumnType<string | null, never, never>
  status: ColumnType<string | null, never, never>
  applied_on: ColumnType<string | null, never, never>
  steps: ColumnType<string | null, never, never>
  has_entry: ColumnType<boolean | null, never, never>
  has_review: ColumnType<boolean | null, never, never>
  is_in_order: ColumnType<boolean | null, never, never>
  amount_fen: ColumnType<bigint | null, never, never>
}

export interface RecordCampaignAnswerTable {
  campaign_id: ColumnType<string | null, never, never>
  task_id: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  question: ColumnType<string | null, never, never>
  answer: ColumnType<string | null, never, never>
  count: ColumnType<bigint | null, never, never>
  amount_fen: ColumnType<bigint | null, never, never>
  detected_count: ColumnType<bigint | null, never, never>
  detected_fen: ColumnType<bigint | null, never, never>
  explained: ColumnType<boolean | null, never, never>
  text: ColumnType<string | null, never, never>
  answered_at: ColumnType<Date | null, never, never>
}

export interface RecordCampaignCheckTable {
  check_id: ColumnType<string | null, never, never>
  campaign_id: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  level: ColumnType<string | null, never, never>
  by_agency_id: ColumnType<string | null, never, never>
  outcome: ColumnType<string | null, never, never>
  due_on: ColumnType<string | null, never, never>
  done_on: ColumnType<string | null, never, never>
}

export interface RecordCampaignProblemTable {
  problem_id: ColumnType<string | null, never, never>
  campaign_id: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  category: ColumnType<number | null, never, never>
  found_on: ColumnType<string | null, never, never>
  due_on: ColumnType<string | null, never, never>
  handled_on: ColumnType<string | null, never, never>
  rectified_on: ColumnType<string | null, never, never>
  needs_legislation: ColumnType<boolean | null, never, never>
}

export interface RecordCommentTable {
  comment_id: string
  record_id: string
  actor_id: string
  at: Date
  text: string
  entry_id: string
  entry_hash: Buffer
}

export interface RecordConfirmedCaseTable {
  case_id: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  level: ColumnType<number | null, never, never>
  loss_fen: ColumnType<bigint | null, never, never>
  confirmed_on: ColumnType<string | null, never, never>
  event_id: ColumnType<string | null, never, never>
  reported_fen: ColumnType<bigint | null, never, never>
  handed_over_on: ColumnType<string | null, never, never>
}

export interface RecordEpisodeTable {
  episode_id: ColumnType<string | null, never, never>
  finding_id: ColumnType<string | null, never, never>
  rule_code: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  opened_on: ColumnType<string | null, never, never>
  concluded_on: ColumnType<string | null, never, never>
  conclusion: ColumnType<string | null, never, never>
  amount_fen: ColumnType<bigint | null, never, never>
}

export interface RecordExpectedReconciliationTable {
  expected_id: ColumnType<string | null, never, never>
  fund_account_id: ColumnType<string | null, never, never>
  kind: ColumnType<string | null, never, never>
  day: ColumnType<string | null, never, never>
  completed_on: ColumnType<string | null, never, never>
  reached_on: ColumnType<string | null, never, never>
}

export interface RecordFeedTable {
  feed_id: ColumnType<string | null, never, never>
  table_name: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  last_on: ColumnType<string | null, never, never>
  rows: ColumnType<bigint | null, never, never>
  rows_before: ColumnType<bigint | null, never, never>
  days_agreed: ColumnType<number | null, never, never>
}

export interface RecordInspectionTable {
  inspection_id: ColumnType<string | null, never, never>
  supervisor_agency_id: ColumnType<string | null, never, never>
  inspected_agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  year: ColumnType<number | null, never, never>
  is_on_site: ColumnType<boolean | null, never, never>
  status: ColumnType<string | null, never, never>
  started_on: ColumnType<string | null, never, never>
  finished_on: ColumnType<string | null, never, never>
}

export interface RecordInspectionCoverageTable {
  coverage_id: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  year: ColumnType<number | null, never, never>
  units: ColumnType<number | null, never, never>
  inspected: ColumnType<number | null, never, never>
}

export interface RecordInspectionMemberTable {
  inspection_id: ColumnType<string | null, never, never>
  staff_id: ColumnType<string | null, never, never>
  inspected_agency_id: ColumnType<string | null, never, never>
  started_on: ColumnType<string | null, never, never>
}

export interface RecordInstalmentTable {
  instalment_id: ColumnType<string | null, never, never>
  recovery_id: ColumnType<string | null, never, never>
  due_on: ColumnType<string | null, never, never>
  amount_fen: ColumnType<bigint | null, never, never>
  missing_fen: ColumnType<bigint | null, never, never>
}

export interface RecordLeadTable {
  lead_id: ColumnType<string | null, never, never>
  kind: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  rule_code: ColumnType<string | null, never, never>
  level: ColumnType<number | null, never, never>
  opened_on: ColumnType<string | null, never, never>
  first_done_on: ColumnType<string | null, never, never>
  concluded_on: ColumnType<string | null, never, never>
  extended_to: ColumnType<string | null, never, never>
  amount_fen: ColumnType<bigint | null, never, never>
}

export interface RecordMajorEventTable {
  event_id: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  grade: ColumnType<number | null, never, never>
  found_at: ColumnType<Date | null, never, never>
  first_reported_at: ColumnType<Date | null, never, never>
  final_reported_at: ColumnType<Date | null, never, never>
  amount_fen: ColumnType<bigint | null, never, never>
  case_ids: ColumnType<string[] | null, never, never>
  first_due_at: ColumnType<Date | null, never, never>
  loss_fen: ColumnType<bigint | null, never, never>
  recovered_fen: ColumnType<bigint | null, never, never>
  status: ColumnType<string | null, never, never>
}

export interface RecordMeetingTable {
  meeting_id: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  kind: ColumnType<string | null, never, never>
  month: ColumnType<number | null, never, never>
  held_on: ColumnType<string | null, never, never>
  decided: ColumnType<boolean | null, never, never>
  region: ColumnType<string | null, never, never>
  planned_on: ColumnType<string | null, never, never>
  number: ColumnType<string | null, never, never>
}

export interface RecordMeetingDecisionTable {
  decision_number: ColumnType<string | null, never, never>
  meeting_id: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  kind: ColumnType<string | null, never, never>
  month: ColumnType<number | null, never, never>
  decided: ColumnType<string | null, never, never>
  amount_fen: ColumnType<bigint | null, never, never>
  due_on: ColumnType<string | null, never, never>
  payment_files: ColumnType<string[] | null, never, never>
}

export interface RecordRecoveryTable {
  recovery_id: ColumnType<string | null, never, never>
  case_id: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  is_open: ColumnType<boolean | null, never, never>
  is_handed_over: ColumnType<boolean | null, never, never>
  opened_on: ColumnType<string | null, never, never>
  last_acted_on: ColumnType<string | null, never, never>
  due_fen: ColumnType<bigint | null, never, never>
  recovered_fen: ColumnType<bigint | null, never, never>
  outstanding_fen: ColumnType<bigint | null, never, never>
}

export interface RecordRiskPointTable {
  risk_point_id: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  status: ColumnType<string | null, never, never>
  level: ColumnType<number | null, never, never>
  residual_level: ColumnType<number | null, never, never>
  stage: ColumnType<string | null, never, never>
  domain: ColumnType<string | null, never, never>
  measures_count: ColumnType<number | null, never, never>
  direct_staff_id: ColumnType<string | null, never, never>
  department_head_id: ColumnType<string | null, never, never>
  unit_head_id: ColumnType<string | null, never, never>
  reviewed_on: ColumnType<string | null, never, never>
  rule_codes: ColumnType<string[] | null, never, never>
}

export interface RecordRiskReportTable {
  report_id: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  kind: ColumnType<string | null, never, never>
  period: ColumnType<string | null, never, never>
  due_on: ColumnType<string | null, never, never>
  filed_on: ColumnType<string | null, never, never>
}

export interface RecordSampleStratumTable {
  plan_id: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  month: ColumnType<number | null, never, never>
  function: ColumnType<string | null, never, never>
  population: ColumnType<number | null, never, never>
  wanted: ColumnType<number | null, never, never>
  drawn: ColumnType<number | null, never, never>
  checked: ColumnType<number | null, never, never>
  wrong: ColumnType<number | null, never, never>
  due_on: ColumnType<string | null, never, never>
}

export interface RecordStaffTable {
  staff_id: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  is_on_post: ColumnType<boolean | null, never, never>
  left_on: ColumnType<string | null, never, never>
}

export interface RecordStepTable {
  step_id: ColumnType<string | null, never, never>
  record_id: ColumnType<string | null, never, never>
  kind: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  version: ColumnType<number | null, never, never>
  version_before: ColumnType<number | null, never, never>
  action: ColumnType<string | null, never, never>
  actor_id: ColumnType<string | null, never, never>
  acted_at: ColumnType<Date | null, never, never>
  status_before: ColumnType<string | null, never, never>
  status_expected: ColumnType<string | null, never, never>
  status_after: ColumnType<string | null, never, never>
  record_version: ColumnType<number | null, never, never>
  record_status: ColumnType<string | null, never, never>
  is_last: ColumnType<boolean | null, never, never>
}

export interface RecordTieTable {
  tie_id: ColumnType<string | null, never, never>
  staff_id: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  kind: ColumnType<string | null, never, never>
  started_on: ColumnType<string | null, never, never>
  ended_on: ColumnType<string | null, never, never>
}

export interface RecordTotalTable {
  kind: string
  region: string
  is_own: boolean
  scheme: string | null
  status: string
  is_open: boolean
  due_day: string | null
  records: bigint
  confirmed_fen: bigint
  due_fen: bigint
  recovered_fen: bigint
  written_off_fen: bigint
  outstanding_fen: bigint
  is_folded: boolean
}

export interface RecordViewTable {
  entry_id: string
  entry_hash: Buffer
  record_id: string
  version: number
  actor_id: string
  session_id: string | null
  at: Date
}

export interface RecoveryTable {
  recovery_id: string
  staff_id: string
  recovered_at: Generated<Date>
  entry_id: string
}

export interface RecoveryCodeTable {
  code_hash: Buffer
  number: number
  issued_at: Generated<Date>
  withdrawn_at: Date | null
}

export interface RefusalCountTable {
  account_id: string
  minute: Date
  refused: number
  written: number
  is_counted: Generated<boolean>
}

export interface RegionTable {
  region: string
  name: string
  level: string
  parent: string | null
  path: string[]
  valid_from: string
  valid_to: string | null
}

export interface RegisterOwnerTable {
  is_the_only_row: Generated<boolean>
  owner: string
  decided_at: Generated<Date>
}

export interface RelativeTable {
  staff_id: string
  id_number: string
  relation: string
  name: string
  declared_on: string
  withdrawn_on: string | null
}

export interface ReportExpectedSinceTable {
  since: ColumnType<string | null, never, never>
}

export interface RoleGrantTable {
  grant_id: string
  staff_id: string
  role: string
  regions: string[]
  schemes: string[] | null
  valid_from: Date
  valid_to: Date | null
  cover_id: string | null
  origin: string
  order_id: string | null
  proposed_by: string | null
  granted_by: string | null
  confirmed_by: string | null
  ended_by: string | null
}

export interface RuleOutcomeTable {
  rule_code: string
  rule_version: number
  conclusion: string
  episodes: bigint
}

export interface SavedFilterTable {
  saved_filter_id: string
  staff_id: string
  list: string
  name: string
  query: string
  saved_at: Date
}

export interface SchemaMigrationTable {
  name: string
  digest: string
  release: number
  applied_at: Generated<Date>
}

export interface ScreeningRunTable {
  run_id: string
  snapshot_id: string
  agency_id: string
  region: string
  rule_codes: string[] | null
  shadows: NullableJson
  as_of: string | null
  state: string
  asked_by: string | null
  asked_at: Date
  cancel_asked_by: string | null
  cancel_asked_at: Date | null
  attempts: Generated<number>
  leased_by: string | null
  leased_until: Date | null
  started_at: Date | null
  finished_at: Date | null
  progress: NullableJson
  failure: NullableJson
  result: NullableJson
  is_trial: Generated<boolean>
  is_of_records: Generated<boolean>
}

export interface ScreeningRunRuleTable {
  run_id: string
  rule_code: string
  rule_version: number
  shadow: Generated<string>
  status: string
  reason: NullableJson
  findings: number
  amount_fen: bigint
  parameters: Json
  sql_sha256: string
  seconds: string
  compared: NullableJson
}

export interface ScreeningShadowDifferenceTable {
  run_id: string
  rule_code: string
  shadow: string
  finding_id: string
  subject_kind: string
  subject_id: string
  live_side: NullableJson
  shadow_side: NullableJson
}

export interface SessionTable {
  session_id: string
  token_hash: Buffer
  staff_id: string
  method: string
  terminal_id: string
  user_agent_hash: Buffer
  certificate_fingerprint: string | null
  address: string
  must_change_password: Generated<boolean>
  started_at: Generated<Date>
  seen_at: Generated<Date>
  expires_at: Date
  ended_at: Date | null
  end_reason: string | null
}

export interface SettledOrderTable {
  order_id: string
  record_id: string
}

export interface SignInAccountTable {
  staff_id: string
  sign_in_name: string
  is_enabled: Generated<boolean>
  created_at: Generated<Date>
  enrolled_at: Date | null
  disabled_at: Date | null
}

export interface SignInChallengeTable {
  challenge_id: string
  kind: string
  bound_to: string | null
  content: Json
  created_at: Generated<Date>
  expires_at: Date
}

export interface SignInFailureTable {
  account_key: Buffer
  source: string
  failures: number
  locked_until: Date | null
  knocks: Generated<number>
  last_tried_at: Date
}

export interface StaffMemberTable {
  staff_id: string
  name: string
  id_number: string | null
  agency_id: string
  department: string | null
  status: string
  joined_on: string | null
  left_on: string | null
}

export interface StepConfirmationTable {
  confirmation_id: string
  session_id: string
  staff_id: string
  method: string
  digest: string
  assertion: NullableJson
  created_at: Generated<Date>
}

export interface SupervisionDeadlineTable {
  deadline_id: ColumnType<string | null, never, never>
  slice: ColumnType<string | null, never, never>
  kind: ColumnType<string | null, never, never>
  agency_id: ColumnType<string | null, never, never>
  region: ColumnType<string | null, never, never>
  title_zh: ColumnType<string | null, never, never>
  title_en: ColumnType<string | null, never, never>
  due_on: ColumnType<string | null, never, never>
  done_on: ColumnType<string | null, never, never>
  record_kind: ColumnType<string | null, never, never>
  record_id: ColumnType<string | null, never, never>
  scheme: ColumnType<string | null, never, never>
}

export interface ToDoTable {
  to_do_id: string
  record_id: string
  kind: string
  duty: string
  agency_id: string
  title: Json
  not_for: string[]
  due_day: string | null
  created_at: Date
  assigned_to: string | null
  assigned_by: string | null
  assigned_at: Date | null
  closed_at: Date | null
  closed_by: string | null
}

export interface TotpCredentialTable {
  staff_id: string
  secret: Buffer
  last_step: bigint
  created_at: Generated<Date>
}

export interface TrailCheckpointTable {
  epoch: number
  tree_size: bigint
  root: Buffer
  key_id: string
  note: string
  horizon: string
  signed_at: Date
}

export interface TrailEntryTable {
  entry_id: string
  leaf: string
  leaf_hash: Buffer
  written_in: Generated<string>
}

export interface TrailEpochTable {
  epoch: number
  log_id: string
  hash_algorithm: string
  from_size: bigint
  entry_id: string
}

export interface TrailKeyTable {
  key_id: string
  verifier_key: string
  predecessor: string | null
  entry_id: string
}

export interface TrailLeafTable {
  leaf_index: bigint
  entry_id: string
  leaf_hash: Buffer
}

export interface TrailPayloadTable {
  entry_id: string
  payload: string
  nonce: Buffer
}

export interface TrailTileTable {
  level: number
  tile_index: bigint
  hashes: Buffer
  root: Buffer
}

export interface WebhookEventTable {
  event_id: string
  key_id: string
  request_id: string
  record_id: string
  sequence: number
  status: string
  permit_id: string | null
  created_at: Date
  attempts: Generated<number>
  next_attempt_at: Date
  leased_until: Date | null
  delivered_at: Date | null
  given_up_at: Date | null
  last_answer: string | null
}

export interface RegisterAccountAdjustmentTable {
  adjustment_id: string
  person_id: string
  scheme: string
  period_from: number
  period_to: number
  months: bigint
  amount_fen: bigint
  kind: string | null
  support_document: string | null
  voucher_number: string | null
  operator_id: string
  reviewer_id: string | null
  recorded_at: string
  recorded_at_day: GeneratedAlways<number | null>
  recorded_at_month: GeneratedAlways<number | null>
  recorded_at_second: GeneratedAlways<bigint | null>
  recorded_at_second_of_day: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterAccountVerificationTable {
  account_number: string
  holder_name: string | null
  holder_id_number: string | null
  status: string | null
  verified_on: string | null
  verified_on_day: GeneratedAlways<number | null>
  verified_on_month: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterApprovedPayeeTable {
  account_number: string
  name: string | null
  kind: string | null
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterBankTransactionTable {
  fund_account_id: string
  sequence: bigint
  occurred_at: string
  direction: string
  amount_fen: bigint
  balance_after_fen: bigint
  counterparty_name: string | null
  counterparty_account: string | null
  memo: string | null
  batch_id: string | null
  voucher_number: string | null
  occurred_at_day: GeneratedAlways<number | null>
  occurred_at_month: GeneratedAlways<number | null>
  occurred_at_second: GeneratedAlways<bigint | null>
  occurred_at_second_of_day: GeneratedAlways<number | null>
  row_key: GeneratedAlways<string | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterBusinessOrderTable {
  order_id: string
  function_code: string
  person_id: string | null
  employer_id: string | null
  channel: string | null
  amount_fen: bigint | null
  applied_at: string
  status: string | null
  applied_at_day: GeneratedAlways<number | null>
  applied_at_month: GeneratedAlways<number | null>
  applied_at_second: GeneratedAlways<bigint | null>
  applied_at_second_of_day: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterBusinessStepTable {
  order_id: string
  step_number: bigint
  step: string
  staff_id: string
  terminal: string | null
  decided_at: string
  decision: string | null
  decided_at_day: GeneratedAlways<number | null>
  decided_at_month: GeneratedAlways<number | null>
  decided_at_second: GeneratedAlways<bigint | null>
  decided_at_second_of_day: GeneratedAlways<number | null>
  row_key: GeneratedAlways<string | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterCalendarTable {
  day: number
  is_working: boolean
  working_number: number
}

export interface RegisterCertificationTable {
  certification_id: string
  person_id: string
  certified_at: string
  channel: string
  result: string
  score_millionths: bigint | null
  device_id: string | null
  operator_id: string | null
  reviewer_id: string | null
  evidence: string | null
  certified_at_day: GeneratedAlways<number | null>
  certified_at_month: GeneratedAlways<number | null>
  certified_at_second: GeneratedAlways<bigint | null>
  certified_at_second_of_day: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterContributionTable {
  contribution_id: string
  person_id: string
  employer_id: string | null
  scheme: string
  period: number
  base_fen: bigint
  employer_rate_millionths: bigint | null
  person_rate_millionths: bigint | null
  employer_amount_fen: bigint | null
  person_amount_fen: bigint | null
  kind: string | null
  paid_on: string | null
  voucher_number: string | null
  operator_id: string | null
  reviewer_id: string | null
  recorded_at: string | null
  paid_on_day: GeneratedAlways<number | null>
  paid_on_month: GeneratedAlways<number | null>
  recorded_at_day: GeneratedAlways<number | null>
  recorded_at_month: GeneratedAlways<number | null>
  recorded_at_second: GeneratedAlways<bigint | null>
  recorded_at_second_of_day: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterContributionDeclarationTable {
  employer_id: string
  scheme: string
  period: number
  headcount: bigint | null
  base_total_fen: bigint | null
  payable_fen: bigint
  paid_fen: bigint
  declared_on: string | null
  declared_on_day: GeneratedAlways<number | null>
  declared_on_month: GeneratedAlways<number | null>
  row_key: GeneratedAlways<string | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterDeathTable {
  source: string
  id_number: string
  name: string | null
  name_normalised: string | null
  died_on: string
  reported_on: string | null
  revoked: boolean | null
  died_on_day: GeneratedAlways<number | null>
  died_on_month: GeneratedAlways<number | null>
  reported_on_day: GeneratedAlways<number | null>
  reported_on_month: GeneratedAlways<number | null>
  row_key: GeneratedAlways<string | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterEmployerTable {
  employer_id: string
  credit_code: string | null
  name: string
  industry_code: string | null
  injury_risk_class: bigint | null
  region: string | null
  registered_on: string | null
  registration_status: string | null
  cancelled_on: string | null
  legal_representative_id_number: string | null
  phone: string | null
  declared_headcount: bigint | null
  registered_on_day: GeneratedAlways<number | null>
  registered_on_month: GeneratedAlways<number | null>
  cancelled_on_day: GeneratedAlways<number | null>
  cancelled_on_month: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterEnrolmentTable {
  enrolment_id: string
  person_id: string
  employer_id: string | null
  scheme: string
  region: string | null
  status: string
  started_on: string
  ended_on: string | null
  end_reason: string | null
  recorded_at: string | null
  started_on_day: GeneratedAlways<number | null>
  started_on_month: GeneratedAlways<number | null>
  ended_on_day: GeneratedAlways<number | null>
  ended_on_month: GeneratedAlways<number | null>
  recorded_at_day: GeneratedAlways<number | null>
  recorded_at_month: GeneratedAlways<number | null>
  recorded_at_second: GeneratedAlways<bigint | null>
  recorded_at_second_of_day: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterEntitlementTable {
  entitlement_id: string
  person_id: string
  scheme: string
  benefit: string
  starts: number
  monthly_amount_fen: bigint | null
  status: string
  status_reason: string | null
  ended: number | null
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterEntitlementChangeTable {
  change_id: string
  entitlement_id: string
  person_id: string
  kind: string
  reason: string | null
  effective: number
  amount_before_fen: bigint | null
  amount_after_fen: bigint | null
  method: string | null
  policy_batch: string | null
  support_document: string | null
  order_id: string | null
  operator_id: string | null
  reviewer_id: string | null
  operator_terminal: string | null
  reviewer_terminal: string | null
  recorded_at: string
  recorded_at_day: GeneratedAlways<number | null>
  recorded_at_month: GeneratedAlways<number | null>
  recorded_at_second: GeneratedAlways<bigint | null>
  recorded_at_second_of_day: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterFeedTable {
  table_name: string
  kind: string
  delivery_id: string | null
  delivered_at: Date | null
  rows_loaded: Generated<bigint>
  rows_rejected: Generated<bigint>
  columns_delivered: Generated<string[]>
  last_date: string | null
  days_max: number | null
}

export interface RegisterFundAccountTable {
  fund_account_id: string
  kind: string
  bank: string | null
  account_number: string | null
  approval_number: string | null
  opened_on: string | null
  closed_on: string | null
  opened_on_day: GeneratedAlways<number | null>
  opened_on_month: GeneratedAlways<number | null>
  closed_on_day: GeneratedAlways<number | null>
  closed_on_month: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterImprisonmentTable {
  id_number: string
  name: string | null
  kind: string
  started_on: string
  ended_on: string | null
  started_on_day: GeneratedAlways<number | null>
  started_on_month: GeneratedAlways<number | null>
  ended_on_day: GeneratedAlways<number | null>
  ended_on_month: GeneratedAlways<number | null>
  row_key: GeneratedAlways<string | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterMarketEntityTable {
  credit_code: string
  name: string
  registered_on: string | null
  status: string | null
  cancelled_on: string | null
  legal_representative_id_number: string | null
  employee_count: bigint | null
  registered_on_day: GeneratedAlways<number | null>
  registered_on_month: GeneratedAlways<number | null>
  cancelled_on_day: GeneratedAlways<number | null>
  cancelled_on_month: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterOperationTable {
  operation_id: string
  recorded_at: string
  staff_id: string | null
  account_id: string
  terminal: string | null
  function_code: string
  action: string
  person_id: string | null
  order_id: string | null
  recorded_at_day: GeneratedAlways<number | null>
  recorded_at_month: GeneratedAlways<number | null>
  recorded_at_second: GeneratedAlways<bigint | null>
  recorded_at_second_of_day: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterOtherRegionBenefitTable {
  id_number: string
  name: string | null
  region: string
  scheme: string
  benefit: string
  starts: number
  ended: number | null
  monthly_amount_fen: bigint | null
  row_key: GeneratedAlways<string | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterOvertimeTable {
  staff_id: string
  started_at: string
  ended_at: string
  started_at_day: GeneratedAlways<number | null>
  started_at_month: GeneratedAlways<number | null>
  started_at_second: GeneratedAlways<bigint | null>
  started_at_second_of_day: GeneratedAlways<number | null>
  ended_at_day: GeneratedAlways<number | null>
  ended_at_month: GeneratedAlways<number | null>
  ended_at_second: GeneratedAlways<bigint | null>
  ended_at_second_of_day: GeneratedAlways<number | null>
  row_key: GeneratedAlways<string | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterPayeeAccountTable {
  account_number: string
  person_id: string
  bank: string | null
  holder_name: string | null
  holder_id_number: string | null
  holder_kind: string | null
  kind: string | null
  valid_from: string | null
  valid_to: string | null
  valid_from_day: GeneratedAlways<number | null>
  valid_from_month: GeneratedAlways<number | null>
  valid_to_day: GeneratedAlways<number | null>
  valid_to_month: GeneratedAlways<number | null>
  row_key: GeneratedAlways<string | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterPayeeAccountChangeTable {
  change_id: string
  person_id: string
  old_account: string
  new_account: string
  channel: string | null
  planned_batch: string | null
  order_id: string | null
  operator_id: string | null
  reviewer_id: string | null
  operator_terminal: string | null
  reviewer_terminal: string | null
  recorded_at: string
  recorded_at_day: GeneratedAlways<number | null>
  recorded_at_month: GeneratedAlways<number | null>
  recorded_at_second: GeneratedAlways<bigint | null>
  recorded_at_second_of_day: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterPaymentTable {
  payment_id: string
  batch_id: string | null
  person_id: string
  entitlement_id: string | null
  scheme: string
  benefit: string
  pay_month: number
  period_from: number
  period_to: number
  kind: string
  amount_fen: bigint
  account_number: string | null
  holder_name: string | null
  holder_name_normalised: string | null
  status: string
  resend_of: string | null
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterPaymentBatchTable {
  batch_id: string
  scheme: string
  pay_month: number
  kind: string | null
  line_count: bigint
  total_amount_fen: bigint
  prepared_file_hash: string | null
  sent_file_hash: string | null
  channel: string
  prepared_by: string | null
  reviewed_by: string | null
  approved_by: string | null
  meeting_id: string | null
  sent_at: string | null
  settled_at: string | null
  sent_at_day: GeneratedAlways<number | null>
  sent_at_month: GeneratedAlways<number | null>
  sent_at_second: GeneratedAlways<bigint | null>
  sent_at_second_of_day: GeneratedAlways<number | null>
  settled_at_day: GeneratedAlways<number | null>
  settled_at_month: GeneratedAlways<number | null>
  settled_at_second: GeneratedAlways<bigint | null>
  settled_at_second_of_day: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterPaymentReturnTable {
  return_id: string
  payment_id: string
  reason: string | null
  returned_on: string
  handled_by: string | null
  handled_on: string | null
  returned_on_day: GeneratedAlways<number | null>
  returned_on_month: GeneratedAlways<number | null>
  handled_on_day: GeneratedAlways<number | null>
  handled_on_month: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterPersonTable {
  person_id: string
  id_number: string
  name: string
  name_normalised: string
  sex: string | null
  birth_date: string | null
  archive_birth_date: string | null
  first_work_date: string | null
  category: string | null
  phone: string | null
  address: string | null
  region: string | null
  life_status: string | null
  death_date: string | null
  retire_date: string | null
  recorded_at: string | null
  birth_date_day: GeneratedAlways<number | null>
  birth_date_month: GeneratedAlways<number | null>
  archive_birth_date_day: GeneratedAlways<number | null>
  archive_birth_date_month: GeneratedAlways<number | null>
  first_work_date_day: GeneratedAlways<number | null>
  first_work_date_month: GeneratedAlways<number | null>
  death_date_day: GeneratedAlways<number | null>
  death_date_month: GeneratedAlways<number | null>
  retire_date_day: GeneratedAlways<number | null>
  retire_date_month: GeneratedAlways<number | null>
  recorded_at_day: GeneratedAlways<number | null>
  recorded_at_month: GeneratedAlways<number | null>
  recorded_at_second: GeneratedAlways<bigint | null>
  recorded_at_second_of_day: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterPersonChangeTable {
  change_id: string
  person_id: string
  field: string
  old_value: string | null
  new_value: string | null
  support_document: string | null
  order_id: string | null
  operator_id: string | null
  reviewer_id: string | null
  recorded_at: string
  recorded_at_day: GeneratedAlways<number | null>
  recorded_at_month: GeneratedAlways<number | null>
  recorded_at_second: GeneratedAlways<bigint | null>
  recorded_at_second_of_day: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterPolicyParameterTable {
  name: string
  region: string
  scheme: string
  value_millionths: bigint
  valid_from: number
  valid_to: number | null
  document: string | null
  row_key: GeneratedAlways<string | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterPostAssignmentTable {
  staff_id: string
  post: string
  is_key_post: boolean
  started_on: string
  ended_on: string | null
  is_substitute: boolean | null
  started_on_day: GeneratedAlways<number | null>
  started_on_month: GeneratedAlways<number | null>
  ended_on_day: GeneratedAlways<number | null>
  ended_on_month: GeneratedAlways<number | null>
  row_key: GeneratedAlways<string | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterReconciliationTable {
  reconciliation_id: string
  fund_account_id: string | null
  kind: string
  period_from: string
  period_to: string
  prepared_by: string | null
  reviewed_by: string | null
  difference_fen: bigint | null
  completed_on: string | null
  period_from_day: GeneratedAlways<number | null>
  period_from_month: GeneratedAlways<number | null>
  period_to_day: GeneratedAlways<number | null>
  period_to_month: GeneratedAlways<number | null>
  completed_on_day: GeneratedAlways<number | null>
  completed_on_month: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterRetirementTable {
  retirement_id: string
  person_id: string
  scheme: string
  kind: string
  retire_month: number
  contribution_months: bigint | null
  deemed_months: bigint | null
  average_index_millionths: bigint | null
  base_amount_fen: bigint | null
  account_balance_fen: bigint | null
  payout_months: bigint | null
  basic_pension_fen: bigint | null
  account_pension_fen: bigint | null
  transitional_pension_fen: bigint | null
  other_pension_fen: bigint | null
  total_fen: bigint
  determined_by: string | null
  notice_from: string | null
  notice_to: string | null
  operator_id: string | null
  reviewer_id: string | null
  approver_id: string | null
  decided_at: string | null
  notice_from_day: GeneratedAlways<number | null>
  notice_from_month: GeneratedAlways<number | null>
  notice_to_day: GeneratedAlways<number | null>
  notice_to_month: GeneratedAlways<number | null>
  decided_at_day: GeneratedAlways<number | null>
  decided_at_month: GeneratedAlways<number | null>
  decided_at_second: GeneratedAlways<bigint | null>
  decided_at_second_of_day: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterRoleConflictTable {
  code: string
  role_a: string
  role_b: string
}

export interface RegisterRoleGrantTable {
  account_id: string
  role: string
  granted_at: string
  revoked_at: string | null
  granted_at_day: GeneratedAlways<number | null>
  granted_at_month: GeneratedAlways<number | null>
  granted_at_second: GeneratedAlways<bigint | null>
  granted_at_second_of_day: GeneratedAlways<number | null>
  revoked_at_day: GeneratedAlways<number | null>
  revoked_at_month: GeneratedAlways<number | null>
  revoked_at_second: GeneratedAlways<bigint | null>
  revoked_at_second_of_day: GeneratedAlways<number | null>
  row_key: GeneratedAlways<string | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterRuleParameterTable {
  rule_code: string
  parameter: string
  valid_from: string
  value: string
  value_before: string
  source_order: string
}

export interface RegisterSocialCardTable {
  card_number: string
  person_id: string
  bank: string | null
  account_number: string | null
  made_on: string
  issued_on: string | null
  activated_on: string | null
  activated_in_person: boolean | null
  recalled_on: string | null
  status: string
  location: string | null
  made_on_day: GeneratedAlways<number | null>
  made_on_month: GeneratedAlways<number | null>
  issued_on_day: GeneratedAlways<number | null>
  issued_on_month: GeneratedAlways<number | null>
  activated_on_day: GeneratedAlways<number | null>
  activated_on_month: GeneratedAlways<number | null>
  recalled_on_day: GeneratedAlways<number | null>
  recalled_on_month: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterStaffTable {
  staff_id: string
  name: string
  id_number: string | null
  department: string | null
  status: string
  left_on: string | null
  left_on_day: GeneratedAlways<number | null>
  left_on_month: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterStaffRelativeTable {
  staff_id: string
  relation: string | null
  name: string
  id_number: string
  row_key: GeneratedAlways<string | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterTaxCollectionTable {
  voucher_number: string
  payer_code: string
  scheme: string
  period: number
  amount_fen: bigint
  paid_on: string
  treasury_on: string | null
  paid_on_day: GeneratedAlways<number | null>
  paid_on_month: GeneratedAlways<number | null>
  treasury_on_day: GeneratedAlways<number | null>
  treasury_on_month: GeneratedAlways<number | null>
  row_key: GeneratedAlways<string | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterTaxedWageTable {
  id_number: string
  credit_code: string
  period: number
  wage_fen: bigint
  row_key: GeneratedAlways<string | null>
  source_delivery: string | null
  source_order: string | null
}

export interface RegisterUserAccountTable {
  account_id: string
  staff_id: string | null
  status: string
  login_method: string | null
  created_at: string | null
  disabled_at: string | null
  created_at_day: GeneratedAlways<number | null>
  created_at_month: GeneratedAlways<number | null>
  created_at_second: GeneratedAlways<bigint | null>
  created_at_second_of_day: GeneratedAlways<number | null>
  disabled_at_day: GeneratedAlways<number | null>
  disabled_at_month: GeneratedAlways<number | null>
  disabled_at_second: GeneratedAlways<bigint | null>
  disabled_at_second_of_day: GeneratedAlways<number | null>
  source_delivery: string | null
  source_order: string | null
}
