import { z } from 'zod'

/** Money in a record's data: a bigint of fen in code, its decimal digits in JSON, which has no such numbers. */
export const fenCodec: z.ZodCodec<z.ZodString, z.ZodBigInt> = z.codec(
  z.string().regex(/^-?(0|[1-9]\d{0,17})$/),
  z.bigint(),
  {
    decode: (text) => BigInt(text),
    encode: (fen) => fen.toString(),
  },
)
