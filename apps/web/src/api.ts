import type * as academy from 'academy'
import {
  createClient,
  DeadlineExceeded,
  NetworkFailure,
  ProblemError,
  UnexpectedAnswer,
} from 'principia/client'
import type { Operations, SuccessOf } from 'principia/client'
import type { Chapter as CompiledChapter } from '../book/compile.ts'
import type { SourcePage } from '../book/source.ts'

/**
 * The Academy's server: what it takes and what it answers is read off its routes. Nothing else in the front end calls
 * `fetch`.
 */
export const api = createClient<typeof academy>({ baseUrl: '', deadline: 20_000 })

type Answer<Target extends keyof Academy> = SuccessOf<Academy[Target]>
type Academy = Operations<typeof academy>

export type User = Answer<'POST /api/account'>
export type Curriculum = Answer<'GET /api/curriculum'>
export type Concept = Curriculum['parts'][number]['concepts'][number]
export type ReadingPath = Curriculum['paths'][number]
export type Progress = Answer<'PUT /api/progress/:concept'>
export type Status = Progress['status']
export type Note = Omit<Answer<'PUT /api/notes/:concept'>, 'excerpt'>
export type NoteSections = Readonly<Note['sections']>
export type NoteSummary = Answer<'GET /api/notes'>['items'][number]
export type Audit = Answer<'POST /api/audits'>
export type AuditReport = NonNullable<Answer<'GET /api/audits/:id'>['report']>
export type AuditResult = AuditReport['results'][number]
export type Evidence = AuditResult['evidence'][number]
export type Severity = AuditResult['severity']
export type Auditing = Answer<'GET /api/audits'>['auditing']
export type ConceptProgress = Answer<'GET /api/audits/concepts'>['items'][number]
export type SearchResult = Answer<'GET /api/search'>['results'][number]

/** Without `sections`, which only the server's search reads. */
export type Chapter = Omit<CompiledChapter, 'sections'>
export type TocEntry = Chapter['toc'][number]
export type { SourcePage }

// The book is compiled to JSON before the server starts, which sends it as it is: the compiler's types hold.
export const getChapter = (concept: string): Promise<Chapter> =>
  api.ok('GET /api/chapters/:concept', { params: { concept } }) as Promise<Chapter>
export const getSource = (path: string): Promise<SourcePage> =>
  api.ok('GET /api/source/**:path', { params: { path } }) as Promise<SourcePage>

export interface NewAccount {
  readonly name: string
  readonly email: string
  readonly password: string
}

/**
 * Signs up, and in. An attempt whose answer was lost may have succeeded: with its key again the server gives that answer
 * again, but not the cookie, so that the new account is then signed into.
 *
 * @param key that of the attempt: the same for the same account, until there is an answer
 */
export async function signUp(account: NewAccount, key: string): Promise<User> {
  const answer = await api('POST /api/account', { body: account, idempotencyKey: key })
  if (!answer.ok) throw new ProblemError(answer)
  if (!answer.headers.has('idempotency-replayed')) return answer.body
  const { email, password } = account
  return api.ok('POST /api/session', { body: { email, password } })
}

/** All of one's notes, page after page: there is one on a concept at most. */
export async function listNotes(): Promise<readonly NoteSummary[]> {
  const notes: NoteSummary[] = []
  let after: string | null = null
  do {
    const query: { limit: number; after?: string } = after === null ? { limit: 100 } : { limit: 100, after }
    const { items, page } = await api.ok('GET /api/notes', { query })
    notes.push(...items)
    after = 'next' in page ? page.next : null
  } while (after !== null)
  return notes
}

export const getNote = (concept: string): Promise<Note> =>
  api.ok('GET /api/notes/:concept', { params: { concept } })

/** Saves over the version that was read, and over no other: 412 when someone else has saved since. */
export const putNote = (concept: string, sections: NoteSections, version: number): Promise<Note> =>
  api.ok('PUT /api/notes/:concept', {
    params: { concept },
    headers: { 'if-match': `"${version}"` },
    body: { sections },
  })

/** Deletes the version that was seen, and no other: 412 when it has been saved since. */
export const deleteNote = (concept: string, version: number): Promise<undefined> =>
  api.ok('DELETE /api/notes/:concept', { params: { concept }, headers: { 'if-match': `"${version}"` } })

export const noteExportUrl = (concept: string): string => `/api/notes/${encodeURIComponent(concept)}/export`

export const auditPageUrl = (id: string): string => `/api/audits/${encodeURIComponent(id)}/report.html`
export const auditLiveUrl = (id: string): string => `/api/audits/${encodeURIComponent(id)}/live`

/** No answer of the Academy came: it is down, the network is gone, or a proxy answered in its place. */
export function isUnreachable(error: unknown): boolean {
  return (
    error instanceof NetworkFailure || error instanceof DeadlineExceeded || error instanceof UnexpectedAnswer
  )
}
