import { z } from 'zod'
import { Remark } from '../remark.ts'
import { reconstruction } from './reconstruction.ts'

/** 六个方面48项: how many there are is the founding text's (seed 003); how they are dealt to the areas is the document's. */
export const areasCount = 6
export const measuresCount = 48

const text = (title: string, max: number) => z.string().trim().min(1).max(max).meta({ title })

/** A measure of a list: area and number say which it is. */
export const Measure = z.strictObject({
  area_no: z.int().min(1).max(areasCount).meta({ title: '方面序号' }),
  area: text('方面', 100),
  no: z.int().min(1).max(measuresCount).meta({ title: '措施序号' }),
  text: text('措施', 1_000),
  evidence: z.string().trim().max(500).meta({ title: '佐证材料' }),
  owner: z.string().trim().max(100).meta({ title: '责任部门' }),
})
export type Measure = z.infer<typeof Measure>

/** OFFICIAL: imported, with the document it is from. */
export const MeasureSource = z.enum(['RECONSTRUCTION', 'OFFICIAL'])

export const MeasureList = z.strictObject({
  source: MeasureSource,
  document: z.string(),
  items: z.array(Measure),
})
export type MeasureList = z.infer<typeof MeasureList>

/** As long as nobody imported the official text. */
export const reconstructedList: MeasureList = {
  source: 'RECONSTRUCTION',
  document: '重构文本，不是原文，可导入官方文本',
  items: reconstruction.flatMap(({ title, measures }, area) =>
    measures.map(({ text: said, evidence, owner }, index) => ({
      ...{ area_no: area + 1, area: title.zh, no: index + 1 },
      ...{ text: said.zh, evidence, owner },
    })),
  ),
}

const Answer = z.enum(['YES', 'PARTLY', 'NO', 'NOT_APPLICABLE'])

/** What is said of a measure. */
export const Answered = z.strictObject({
  area_no: z.int().min(1).max(areasCount).meta({ title: '方面序号' }),
  no: z.int().min(1).max(measuresCount).meta({ title: '措施序号' }),
  answer: Answer.meta({ title: '自评结果' }),
  note: z.string().trim().max(1_000).meta({ title: '说明及佐证' }),
  rectify_by: z.iso.date().nullable().meta({ title: '整改期限' }),
})
export type Answered = z.infer<typeof Answered>

export const AssessmentData = z.strictObject({
  year: z.int(),
  unit: z.string(),
  source: MeasureSource,
  document: z.string(),
  items: z.array(
    z.strictObject({
      ...Measure.shape,
      answer: Answer.nullable(),
      note: z.string(),
      rectify_by: z.string().nullable(),
    }),
  ),
  submitted_on: z.string().nullable(),
  approved_on: z.string().nullable(),
  remarks: z.array(Remark),
})
export type AssessmentData = z.infer<typeof AssessmentData>
