import type { Ready } from '../lib/router.ts'
import { loadBook } from '../state.ts'

export function notFound(): Ready {
  return {
    title: 'Not found',
    view: () => (
      <section class="plain-page">
        <p class="eyebrow">404</p>
        <h1>There is no such page</h1>
        <p>
          The address may be old or mistyped. The <a href="/">map</a> lists every chapter, and{' '}
          <a href="/search">search</a> looks through all of them.
        </p>
      </section>
    ),
  }
}

export async function notFoundPage(): Promise<Ready> {
  await loadBook()
  return notFound()
}
