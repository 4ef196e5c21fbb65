import { signal } from '@preact/signals'
import { ProblemError } from 'principia/client'
import {
  api,
  type Concept,
  type ConceptProgress,
  type Curriculum,
  type Progress,
  type Status,
  type User,
} from './api.ts'
import { openBroadcast } from './lib/broadcast.ts'

/** Who is reading, what there is to read, and how far they are: loaded once, shared by every page. */
export const user = signal<User | null>(null)
export const progress = signal<ReadonlyMap<string, Progress>>(new Map())
/** How one's own backends do at each concept, by one's audits. */
export const scores = signal<ReadonlyMap<string, ConceptProgress>>(new Map())

let curriculum: Promise<Book> | undefined
let session: Promise<void> | undefined

export interface Book extends Curriculum {
  /** Every concept in the order of the curriculum, with where it stands. */
  readonly concepts: readonly Placed[]
  readonly byId: ReadonlyMap<string, Placed>
}

export interface Placed extends Concept {
  readonly order: number
  readonly part: { readonly title: string; readonly number: number }
}

/** Everything a page of the site stands on. A failure is not remembered: the next call tries again. */
export async function loadBook(): Promise<Book> {
  session ??= readSession()
  curriculum ??= api.ok('GET /api/curriculum').then(toBook)
  try {
    const [book] = await Promise.all([curriculum, session])
    return book
  } catch (error) {
    session = undefined
    curriculum = undefined
    throw error
  }
}

function toBook(given: Curriculum): Book {
  const concepts: Placed[] = []
  for (const [index, { title, concepts: members }] of given.parts.entries()) {
    const part = { title, number: index + 1 }
    for (const concept of members) concepts.push({ ...concept, part, order: concepts.length + 1 })
  }
  return { ...given, concepts, byId: new Map(concepts.map((concept) => [concept.id, concept])) }
}

async function readSession(): Promise<void> {
  const { user: found } = await api.ok('GET /api/me')
  user.value = found
  await readProgress()
}

async function readProgress(): Promise<void> {
  const { items } =
    user.value === null ? { items: [] } : await api.ok('GET /api/progress').catch(signedOutAs({ items: [] }))
  progress.value = new Map(items.map((item) => [item.concept, item]))
  await readScores()
}

export async function readScores(): Promise<void> {
  const { items } =
    user.value === null
      ? { items: [] }
      : await api.ok('GET /api/audits/concepts').catch(signedOutAs({ items: [] }))
  scores.value = new Map(items.map((item) => [item.concept, item]))
}

export function statusOf(concept: string): Status {
  return progress.value.get(concept)?.status ?? 'not-started'
}

export async function setStatus(concept: string, status: Status): Promise<void> {
  const item = await api.ok('PUT /api/progress/:concept', { params: { concept }, body: { status } })
  progress.value = new Map(progress.value).set(concept, item)
}

/** The other tabs of this browser share the cookie, so they learn at once of a sign-in or sign-out. */
const channel = openBroadcast('principia.session', () => {
  session = readSession().catch(() => undefined)
})

export async function enter(account: User): Promise<void> {
  user.value = account
  channel.post('changed')
  await readProgress()
}

export async function leave(): Promise<void> {
  await api.ok('DELETE /api/session')
  user.value = null
  progress.value = new Map()
  scores.value = new Map()
  channel.post('changed')
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 401
}

/** The session has ended on the server: say so here too, and go on with nothing. */
function signedOutAs<T>(empty: T): (error: unknown) => T {
  return (error) => {
    if (!isSignedOut(error)) throw error
    user.value = null
    return empty
  }
}
