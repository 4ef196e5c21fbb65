import type { VNode } from 'preact'
import { ProblemError } from 'principia/client'
import { api, type Audit, type Auditing, type AuditReport } from '../api.ts'
import { Begin } from '../audit/begin.tsx'
import { Concepts } from '../audit/concepts.tsx'
import { History } from '../audit/history.tsx'
import { LiveView } from '../audit/live-view.tsx'
import { unwatch, watch } from '../audit/live.ts'
import { Paste } from '../audit/paste.tsx'
import { ReportView } from '../audit/report-view.tsx'
import { navigate, shown, type Place, type Ready } from '../lib/router.ts'
import { signInHref } from '../parts/account-menu.tsx'
import { isSignedOut, loadBook, readScores, user, type Book } from '../state.ts'

/** `?show=<id>` is the audit that is shown: otherwise the one that runs, or the latest. */
export async function auditPage({ url }: Place): Promise<Ready> {
  const book = await loadBook()
  const found = user.value === null ? undefined : await load(url.searchParams.get('show'))
  if (found === undefined) return { title: 'Audit', view: () => <SignedOut /> }
  const running = found.items.find(({ state }) => state === 'running')
  if (running === undefined) unwatch()
  else watch(running.id, () => void onOver(running.id))
  return { title: 'Audit', view: () => <AuditView book={book} found={found} running={running} /> }
}

interface Found {
  readonly auditing: Auditing
  readonly items: readonly Audit[]
  readonly audit: Audit | undefined
  readonly report: AuditReport | null
}

async function load(asked: string | null): Promise<Found | undefined> {
  try {
    const [{ auditing, items }] = await Promise.all([api.ok('GET /api/audits'), readScores()])
    const audit =
      items.find(({ id }) => id === asked) ?? items.find(({ state }) => state === 'running') ?? items[0]
    if (audit === undefined || audit.state === 'running') return { auditing, items, audit, report: null }
    const { report } = await api.ok('GET /api/audits/:id', { params: { id: audit.id } })
    return { auditing, items, audit, report }
  } catch (error) {
    // It was forgotten in another tab between the two questions.
    if (error instanceof ProblemError && error.status === 404) return load(null)
    if (!isSignedOut(error)) throw error
    user.value = null
    return undefined
  }
}

/** The page is read again where it is still the one that is shown; elsewhere only the scores are. */
async function onOver(id: string): Promise<void> {
  if (shown.value?.url.pathname === '/audit')
    await navigate(`/audit?show=${id}`, { stay: true, replace: true })
  else await readScores()
}

interface Props {
  readonly book: Book
  readonly found: Found
  readonly running: Audit | undefined
}

function AuditView({ book, found, running }: Props): VNode {
  const { auditing, items, audit, report } = found
  return (
    <div class="audit-page">
      <header>
        <h1>Audit</h1>
        <p class="lead">
          Hundreds of checks of how a good backend behaves, in whatever language yours is written. Each
          finding shows what was sent and what came back, the text that asks for more, and how to mend it.
        </p>
      </header>
      <Begin auditing={auditing} isBusy={running !== undefined} />
      <Paste key={auditing} open={auditing !== 'possible' && items.length === 0} />
      {audit?.state === 'running' && <LiveView key={audit.id} audit={audit} />}
      {audit !== undefined && audit.state !== 'running' && (
        <ReportView key={audit.id} audit={audit} report={report} book={book} />
      )}
      <Concepts book={book} />
      {items.length === 0 ? (
        <p class="audit-empty">Nothing is audited yet. What you audit is kept here, for you alone.</p>
      ) : (
        <History items={items} shown={audit} />
      )}
    </div>
  )
}

function SignedOut(): VNode {
  return (
    <div class="audit-page">
      <h1>Audit</h1>
      <p class="lead">
        Is your backend fit for production? Hundreds of checks ask it, in whatever language it is written: how
        it frames messages, caches, signs in, pages, limits, fails. Each finding shows what was sent and what
        came back, the text that asks for more, and how to mend it.
      </p>
      <p>
        <a href={signInHref()}>Sign in</a> to audit one that runs on your machine, to keep the reports, and to
        see how you come on with each concept.
      </p>
    </div>
  )
}
