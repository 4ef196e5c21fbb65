import { t } from 'principia'

const text = (pattern: string) => t.String({ pattern })
const words = (maxLength: number) => t.String({ minLength: 1, maxLength })

/** The order as Principia declares it. */
export const OrderModel = t.Object({
  reference: text('^Q-[0-9]{6}$'),
  customer: t.Object({ name: words(100), email: t.String({ pattern: '^[^@ ]+@[^@ ]+$', maxLength: 254 }) }),
  delivery: t.Object({
    street: words(200),
    city: words(100),
    postcode: text('^[0-9A-Z -]{3,10}$'),
    country: text('^[A-Z]{2}$'),
  }),
  items: t.Array(
    t.Object({
      sku: text('^[A-Z]{2}-[0-9]{4}$'),
      quantity: t.Integer({ minimum: 1, maximum: 999 }),
      unitPrice: t.Integer({ minimum: 0 }),
    }),
    { minItems: 1, maxItems: 50 },
  ),
  express: t.Boolean(),
  note: t.Optional(t.String({ maxLength: 500 })),
})
