import type { VNode } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { arrive, loading, shown } from './lib/router.ts'
import { Footer } from './parts/footer.tsx'
import { Header } from './parts/header.tsx'

export function App(): VNode {
  const page = shown.value
  useLayoutEffect(() => {
    if (page !== null) arrive(page)
  }, [page])
  return (
    <>
      <a class="skip" href="#page">
        Skip to the text
      </a>
      <Header />
      <div class="loading" data-on={loading.value} aria-hidden="true" />
      <main id="page" tabIndex={-1} aria-busy={loading.value}>
        {page?.view()}
      </main>
      {page !== null && <Footer />}
    </>
  )
}
