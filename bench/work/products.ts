/** Rows as a database would give them: 64 of them are 10 KB of JSON. */
export interface Product {
  readonly id: number
  readonly name: string
  readonly description: string
  readonly price: number
  readonly inStock: boolean
  readonly tags: readonly string[]
  readonly dimensions: { readonly width: number; readonly height: number }
  readonly createdAt: string
}

export const PRODUCTS: readonly Product[] = Array.from({ length: 52 }, (_, index) => ({
  id: 1000 + index,
  name: `Product ${index}`,
  description: `The ${index}th thing that one did not know one needed`,
  price: 9.99 + index,
  inStock: index % 3 !== 0,
  tags: ['new', `group-${index % 5}`],
  dimensions: { width: 10 + index, height: 20 + index },
  createdAt: new Date(1_750_000_000_000 + index * 86_400_000).toISOString(),
}))
