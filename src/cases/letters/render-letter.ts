import Docxtemplater from 'docxtemplater'
import InspectModule from 'docxtemplater/js/inspect-module.js'
import PizZip from 'pizzip'
import { Refusal } from '#base/refusal.ts'
import { type LetterValues, letterTags } from './letter-templates.ts'

/** A template of a letter is some 20 kB; pictures of a letterhead make it more. */
const templateBytesMax = 2 * 2 ** 20
const unpackedBytesMax = 30 * 2 ** 20

const known: Readonly<Record<string, readonly string[] | null>> = letterTags

/** Fills a .docx that a clerk edited: `{文号}`, and rows `{#逐月}{年月}{/逐月}`. No tag is code, and a strange one is refused. */
export function renderLetter(template: Buffer, name: string, values: LetterValues): Buffer {
  const zip = openTemplate(template, name)
  try {
    const inspected = new InspectModule()
    const letter = new Docxtemplater(zip, {
      modules: [inspected],
      paragraphLoop: true,
      linebreaks: true,
      stripInvalidXMLChars: true,
      nullGetter: ({ value }: { readonly value?: string }) => {
        throw unknownTag(name, value ?? '')
      },
      // Names only: what stands between braces is looked up, never evaluated.
      parser: (tag) => ({ get: (scope: Readonly<Record<string, unknown>>) => scope[tag] }),
    })
    checkTags(name, inspected.getAllTags())
    letter.render(values)
    return letter.getZip().generate({ type: 'nodebuffer', compression: 'DEFLATE' })
  } catch (error) {
    throw error instanceof Refusal ? error : faultOfTemplate(name, error)
  }
}

function openTemplate(template: Buffer, name: string): PizZip {
  if (template.length > templateBytesMax) throw tooLarge(name)
  let zip: PizZip
  try {
    zip = new PizZip(template)
  } catch {
    throw new Refusal('unavailable', {
      zh: `文书模板 ${name} 不是有效的 .docx 文件，请重新保存。`,
      en: `the letter template ${name} is no .docx file; save it again.`,
    })
  }
  const sizes = Object.values(zip.files).map(
    (file) =>
      (file as unknown as { readonly _data?: { readonly uncompressedSize?: number } })._data
        ?.uncompressedSize ?? 0,
  )
  if (sizes.reduce((sum, size) => sum + size, 0) > unpackedBytesMax) throw tooLarge(name)
  return zip
}

interface Tags {
  readonly [tag: string]: Tags
}

function checkTags(name: string, tags: Tags): void {
  for (const [tag, inner] of Object.entries(tags)) {
    if (!Object.hasOwn(known, tag)) throw unknownTag(name, tag)
    const columns = known[tag] ?? []
    const strange = Object.keys(inner).find((column) => !columns.includes(column) && !(column in known))
    if (strange !== undefined) throw unknownTag(name, strange)
  }
}

function unknownTag(name: string, tag: string): Refusal {
  return new Refusal('unavailable', {
    zh: `文书模板 ${name} 中的 {${tag}} 无法识别，请改正模板；可用的有：${Object.keys(known).join('、')}。`,
    en: `{${tag}} in the letter template ${name} is not known; correct the template.`,
  })
}

function tooLarge(name: string): Refusal {
  return new Refusal('too_large', {
    zh: `文书模板 ${name} 过大，请缩小其中的图片。`,
    en: `the letter template ${name} is too large; make its pictures smaller.`,
  })
}

/** docxtemplater's errors name the tag; what else it throws is ours. */
function faultOfTemplate(name: string, error: unknown): unknown {
  const { properties } = error as {
    properties?: { errors?: readonly Faulty[]; explanation?: string } & Faulty['properties']
  }
  if (properties === undefined) return error
  const refusal = properties.errors?.find((each) => each instanceof Refusal)
  if (refusal !== undefined) return refusal
  const first = properties.errors?.[0]?.properties ?? properties
  const tag = first.xtag ?? ''
  return new Refusal('unavailable', {
    zh: `文书模板 ${name} 的标记有误${tag === '' ? '' : `（${tag}）`}：花括号须成对，表格的开始和结束标记须同名；请改正模板。`,
    en: `the tags of the letter template ${name} are wrong${tag === '' ? '' : ` (${tag})`}: braces come in pairs and loops end by their name; correct the template.`,
  })
}

interface Faulty {
  readonly properties?: { readonly xtag?: string; readonly explanation?: string }
}
