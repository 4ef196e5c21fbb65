/** The work itself, the same in every contestant: an order goes in, its price comes out. */
export interface Order {
  reference: string
  customer: { name: string; email: string }
  delivery: { street: string; city: string; postcode: string; country: string }
  items: { sku: string; quantity: number; unitPrice: number }[]
  express: boolean
  note?: string | undefined
}

export interface Quote {
  reference: string
  currency: string
  lines: { sku: string; quantity: number; unitPrice: number; total: number }[]
  subtotal: number
  shipping: number
  tax: number
  total: number
  deliverTo: { city: string; country: string }
}

/** Prices are whole cents. */
export function quote({ reference, items, express, delivery }: Order): Quote {
  const lines = items.map(({ sku, quantity, unitPrice }) => ({
    sku,
    quantity,
    unitPrice,
    total: quantity * unitPrice,
  }))
  const subtotal = lines.reduce((sum, { total }) => sum + total, 0)
  const shipping = express ? 1490 : 490
  const tax = Math.round((subtotal + shipping) * 0.2)
  return {
    reference,
    currency: 'EUR',
    lines,
    subtotal,
    shipping,
    tax,
    total: subtotal + shipping + tax,
    deliverTo: { city: delivery.city, country: delivery.country },
  }
}

/** About 400 bytes each as JSON, and all different. */
export const SAMPLES: readonly Order[] = Array.from({ length: 16 }, (_, index) => ({
  reference: `Q-${100_000 + index * 977}`,
  customer: { name: 'Émilie du Châtelet', email: `emilie.${index}@example.org` },
  delivery: {
    street: `${index + 1} Rue de la Pompe`,
    city: 'Cirey-sur-Blaise',
    postcode: '52110',
    country: 'FR',
  },
  items: [
    { sku: `BK-${1000 + index}`, quantity: 1 + (index % 4), unitPrice: 1999 },
    { sku: `PN-${2000 + index}`, quantity: 12, unitPrice: 149 + index },
    { sku: `NB-${3000 + index}`, quantity: 3, unitPrice: 895 },
  ],
  express: index % 3 === 0,
  note: 'Please leave it with the neighbour.',
}))

export const TOKEN = 'pk_live_7Qm2vX9cT4bR8nL1sD6fG3hJ5kZ0wY'
/** Two origins, since one alone some libraries treat as a constant. */
export const ORIGINS: string[] = ['https://shop.example', 'https://admin.example']
/** Milliseconds: OpenTelemetry's advice for `http.server.request.duration`. */
export const BUCKETS: number[] = [5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000]
export const BUCKETS_IN_SECONDS: number[] = BUCKETS.map((bound) => bound / 1000)
