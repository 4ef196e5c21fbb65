/** Every call to the Academy's server, and the shapes that pass. Nothing else in the front end calls `fetch`. */

export interface User {
  readonly id: string
  readonly name: string
  readonly email: string
}

export type Status = 'not-started' | 'in-progress' | 'completed'

export interface Concept {
  readonly id: string
  readonly title: string
  readonly topics: readonly string[]
  readonly written: boolean
  readonly minutes: number
}

export interface Part {
  readonly title: string
  readonly concepts: readonly Concept[]
}

export interface ReadingPath {
  readonly id: string
  readonly title: string
  readonly concepts: readonly string[]
}

export interface Capstone {
  readonly id: string
  readonly level: string
  readonly title: string
  readonly concepts: readonly string[]
}

export interface Curriculum {
  readonly parts: readonly Part[]
  readonly paths: readonly ReadingPath[]
  readonly statuses: readonly string[]
  readonly cycle: readonly { readonly step: string; readonly question: string }[]
  readonly noteSections: readonly string[]
  readonly capstones: readonly Capstone[]
}

export interface TocEntry {
  readonly id: string
  readonly text: string
  readonly level: number
}

export interface Chapter {
  readonly id: string
  readonly title: string
  readonly part: string
  readonly order: number
  readonly minutes: number
  readonly topics: readonly { readonly title: string; readonly anchor: string | null }[]
  readonly toc: readonly TocEntry[]
  readonly html: string
  readonly code: readonly { readonly path: string }[]
}

export interface SourcePage {
  readonly path: string
  readonly html: string
  readonly lines: number
}

export interface Progress {
  readonly concept: string
  readonly status: Status
  readonly startedAt: string | null
  readonly completedAt: string | null
  readonly updatedAt: string
}

export interface NoteSections {
  readonly keyConcepts: string
  readonly notes: string
  readonly codeExamples: string
  readonly takeaways: string
}

export interface Note {
  readonly concept: string
  readonly sections: NoteSections
  readonly version: number
  readonly updatedAt: string | null
}

export interface NoteSummary {
  readonly concept: string
  readonly updatedAt: string
  readonly excerpt: string
}

export interface SearchResult {
  readonly kind: 'chapter' | 'note'
  readonly concept: string
  readonly title: string
  readonly heading: string | null
  readonly anchor: string | null
  readonly snippet: readonly { readonly text: string; readonly hit: boolean }[]
}

export interface FieldError {
  /** JSON Pointer into the body that was sent: `/email`. */
  readonly pointer: string
  readonly message: string
  readonly in?: string
}

/** A problem document, RFC 9457. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly requestId?: string
  readonly errors?: readonly FieldError[]
}

/** The server answered, and the answer is a refusal. */
export class ApiError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.problem = problem
  }
}

/** No answer came: the server is down, the network is gone, or a proxy answered in its place. */
export class Unreachable extends Error {}

export const getMe = (): Promise<{ user: User | null }> => call('GET', '/api/me')
export const signUp = (body: { name: string; email: string; password: string }): Promise<User> =>
  call('POST', '/api/account', { body })
export const signIn = (body: { email: string; password: string }): Promise<User> =>
  call('POST', '/api/session', { body })
export const signOut = (): Promise<void> => call('DELETE', '/api/session')

export const getCurriculum = (): Promise<Curriculum> => call('GET', '/api/curriculum')
export const getChapter = (concept: string): Promise<Chapter> =>
  call('GET', `/api/chapters/${segment(concept)}`)
export const getSource = (path: string): Promise<SourcePage> =>
  call('GET', `/api/source/${path.split('/').map(segment).join('/')}`)

export const getProgress = (): Promise<{ items: readonly Progress[] }> => call('GET', '/api/progress')
export const putProgress = (concept: string, status: Status): Promise<Progress> =>
  call('PUT', `/api/progress/${segment(concept)}`, { body: { status } })

export const getNotes = (): Promise<{ items: readonly NoteSummary[] }> => call('GET', '/api/notes')
export const getNote = (concept: string): Promise<Note> => call('GET', `/api/notes/${segment(concept)}`)

/** Saves over the version that was read, and over no other: 412 when someone else has saved since. */
export const putNote = (concept: string, sections: NoteSections, version: number): Promise<Note> =>
  call('PUT', `/api/notes/${segment(concept)}`, { body: { sections }, ifMatch: `"${version}"` })
export const noteExportUrl = (concept: string): string => `/api/notes/${segment(concept)}/export`

export const search = (query: string): Promise<{ results: readonly SearchResult[] }> =>
  call('GET', `/api/search?q=${encodeURIComponent(query)}`)

interface CallOptions {
  readonly body?: unknown
  readonly ifMatch?: string
}

/** A server that takes longer than this counts as one that does not answer. */
const TIMEOUT_MS = 20_000

/**
 * The answer's type is the contract's, not checked here: both sides are one repository, tested together.
 * @throws ApiError or Unreachable.
 */
async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const headers = new Headers({ Accept: 'application/json, application/problem+json' })
  if (options.ifMatch !== undefined) headers.set('If-Match', options.ifMatch)
  if (options.body !== undefined) headers.set('Content-Type', 'application/json')
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const request: RequestInit = { method, headers, credentials: 'same-origin', signal }
  if (options.body !== undefined) request.body = JSON.stringify(options.body)

  let response: Response
  try {
    response = await fetch(path, request)
  } catch (error) {
    throw new Unreachable('The server did not answer.', { cause: error })
  }
  const json: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the contract's shape, see above
  if (response.ok) return json as T
  if (isProblem(json)) throw new ApiError(json)
  if (response.status >= 502 && response.status <= 504) throw new Unreachable('The server is not available.')
  throw new ApiError({ type: 'about:blank', title: response.statusText || 'Error', status: response.status })
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'title' in value && 'status' in value
}

const segment = (text: string): string => encodeURIComponent(text)
