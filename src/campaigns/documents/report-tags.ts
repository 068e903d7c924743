/** What clerks may write between braces in the files under `templates/campaigns/`: single values, and tables by columns. */

export const campaignReportTags = {
  名称: null,
  机构: null,
  日期: null,
  依据: null,
  排查地区: null,
  排查时段: null,
  险种: null,
  内容类数: null,
  问题数: null,
  领导小组: ['职务', '姓名', '单位'],
  阶段安排: ['阶段', '开始', '截止'],
  应报单位: null,
  已提交: null,
  已认可: null,
  逾期未报: null,
  报送率: null,
  分类答复: ['内容', '是', '部分', '否', '不符', '已说明'],
  不符合计: null,
  已说明合计: null,
  未说明合计: null,
  市级应查: null,
  市级已查: null,
  复查面: null,
  复查面要求: null,
  省级应查: null,
  省级已查: null,
  抽查面: null,
  抽查面要求: null,
  每市县区数: null,
  发现问题: null,
  涉及金额: null,
  已处理: null,
  处理率: null,
  已整改: null,
  整改率: null,
  率要求: null,
  逾期问题: null,
  制度完善: null,
  各地情况: ['地区', '单位数', '已提交数', '不符数', '问题数量', '整改数', '金额'],
  总结: null,
} as const satisfies Tags

export const monthlyReportTags = {
  名称: null,
  月份: null,
  填报单位: null,
  日期: null,
  进展: null,
  数量: ['项目', '数'],
  处理率: null,
  整改率: null,
  率要求: null,
  困难: null,
  重要情况: null,
  安排: null,
} as const satisfies Tags

export type Tags = Readonly<Record<string, readonly string[] | null>>

/** Every tag has its value, so that none is empty by mistake. */
export type ValuesOf<Of extends Tags> = {
  readonly [Tag in keyof Of]: Of[Tag] extends readonly string[]
    ? readonly Readonly<Record<Of[Tag][number], string>>[]
    : string
}

export function tagNames(tags: Tags): ReadonlySet<string> {
  return new Set(Object.entries(tags).flatMap(([tag, columns]) => [tag, ...(columns ?? [])]))
}

export const reportFiles = {
  CAMPAIGN: { file: 'campaign-report.docx', tags: campaignReportTags },
  MONTHLY: { file: 'monthly-report.docx', tags: monthlyReportTags },
} as const
