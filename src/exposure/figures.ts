/** How the figures of the report are written: they come from models, so they are rounded once, here. */

/** `12.34%` of a share. */
export const percent = (share: number, digits = 2): string => `${(100 * share).toFixed(digits)}%`

/** Yuan of a model to whole fen; any other figure to hundredths, as the workbook shows it. */
export const roundedHundredths = (value: number): bigint => BigInt(Math.round(value * 100))
