import { type Size, type Usd, usd } from '@bot/core'
import { z } from 'zod'

/** A wallet's address, or any name of a population wallet; lower case, as the exchange knows it. */
export const ownerText: z.ZodType<string> = z
  .string()
  .regex(/^[\w.-]{1,64}$/, 'expected an address, or a name of letters, digits, ".", "_" and "-"')
  .transform((text) => text.toLowerCase())

/** An amount of shares as text. */
export const sharesText: z.ZodType<string> = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,6})?$/, 'expected shares as text, such as "12.5"')

/** What a complete set of so many shares costs: a dollar each. Shares and dollars both count in millionths. */
export const dollarsOf = (shares: Size): Usd => usd(shares)
