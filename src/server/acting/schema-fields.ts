import type { z } from 'zod'

/** What a schema says below a field, whatever stands around it: nullable, a codec, alternatives. */

type Schema = z.ZodType

interface Inner {
  readonly innerType?: Schema
  readonly in?: Schema
  readonly getter?: () => Schema
  readonly options?: readonly Schema[]
}

/** The schema itself and all that it wraps, of a codec the stored side. */
export function layersOf(schema: Schema): readonly Schema[] {
  const { innerType, in: stored, getter, options } = schema.def as Inner
  const below = [innerType, stored, getter?.(), ...(options ?? [])].filter((each) => each !== undefined)
  return [schema, ...below.flatMap(layersOf)]
}

interface Shaped {
  readonly type: string
  readonly shape?: Readonly<Record<string, Schema>>
  readonly valueType?: Schema
}

/** Schemas of a field: several where alternatives have it, none where nothing is known of it. */
export function fieldsOf(schemas: readonly Schema[], name: string): readonly Schema[] {
  return schemas.flatMap(layersOf).flatMap((each) => {
    const { type, shape, valueType } = each.def as unknown as Shaped
    if (type === 'object' && shape !== undefined && Object.hasOwn(shape, name)) return [shape[name]!]
    return type === 'record' && valueType !== undefined ? [valueType] : []
  })
}

export function elementsOf(schemas: readonly Schema[]): readonly Schema[] {
  return schemas.flatMap(layersOf).flatMap(({ def }) => {
    const { type, element } = def as unknown as { readonly type: string; readonly element?: Schema }
    return type === 'array' && element !== undefined ? [element] : []
  })
}
