import { z } from 'zod'

const integer = z.number().int()
/** The order as zod has it. */
export const OrderZod = z.strictObject({
  reference: z.string().regex(/^Q-[0-9]{6}$/),
  customer: z.strictObject({
    name: z.string().min(1).max(100),
    email: z
      .string()
      .regex(/^[^@ ]+@[^@ ]+$/)
      .max(254),
  }),
  delivery: z.strictObject({
    street: z.string().min(1).max(200),
    city: z.string().min(1).max(100),
    postcode: z.string().regex(/^[0-9A-Z -]{3,10}$/),
    country: z.string().regex(/^[A-Z]{2}$/),
  }),
  items: z
    .array(
      z.strictObject({
        sku: z.string().regex(/^[A-Z]{2}-[0-9]{4}$/),
        quantity: integer.min(1).max(999),
        unitPrice: integer.min(0),
      }),
    )
    .min(1)
    .max(50),
  express: z.boolean(),
  note: z.string().max(500).optional(),
})
