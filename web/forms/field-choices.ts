import { createContext, useContext } from 'react'

/** What a field of a form may be filled with, where the page knows it and the schema cannot: ids of this record. */
export interface Choice {
  readonly value: string
  readonly label: string
}
export type FieldChoices = Readonly<Record<string, readonly Choice[]>>

/** By the name of the field; a field that is not named is typed. */
export const FieldChoicesContext = createContext<FieldChoices>({})

export const useFieldChoices = (): FieldChoices => useContext(FieldChoicesContext)
