/** A request and what every app must answer to it. Words in braces stand for what earlier answers gave. */
export interface Step {
  readonly request: string
  /** Who asks: with the token that signing in gave. */
  readonly as?: 'ada' | 'bob'
  readonly body?: unknown
  /** One of these where frameworks differ on purpose. */
  readonly status: number | readonly number[]
  /** The whole body, as JSON; not compared where it is left out. */
  readonly json?: unknown
  readonly location?: string
  /** Keeps a member of the answer under a name. */
  readonly keep?: Readonly<Record<string, string>>
}

const ID = '{note}'
const TIME = '{time}'
const PASSWORD = { ada: 'correct horse battery', bob: 'staple battery horse' }
const INVALID = [400, 422]

/** All that the contract promises, in an order in which it can be asked for. */
export const contract: readonly Step[] = [
  {
    request: 'GET /books?limit=2&after=1',
    status: 200,
    json: {
      items: [
        { id: 2, title: 'The Even Book 2', year: 1902 },
        { id: 3, title: 'The Odd Book 3', year: 1903 },
      ],
      next: '/books?limit=2&after=3',
    },
  },
  {
    request: 'GET /books?after=59',
    status: 200,
    json: { items: [{ id: 60, title: 'The Even Book 60', year: 1960 }] },
  },
  { request: 'GET /books?limit=101', status: INVALID },
  { request: 'GET /books/1', status: 200, json: { id: 1, title: 'The Odd Book 1', year: 1901 } },
  { request: 'GET /books/61', status: 404 },
  { request: 'GET /books/x', status: INVALID },
  { request: 'GET /notes', status: 401 },
  { request: 'POST /sign-in', body: { user: 'ada', password: 'wrong' }, status: 401 },
  { request: 'POST /sign-in', body: { user: 'eve', password: 'wrong' }, status: 401 },
  {
    request: 'POST /sign-in',
    body: { user: 'ada', password: PASSWORD.ada },
    status: 200,
    keep: { ada: 'token' },
  },
  {
    request: 'POST /sign-in',
    body: { user: 'bob', password: PASSWORD.bob },
    status: 200,
    keep: { bob: 'token' },
  },
  { request: 'GET /notes', as: 'ada', status: 200, json: { items: [] } },
  { request: 'POST /notes', as: 'ada', body: { text: 'no title' }, status: INVALID },
  {
    request: 'POST /notes',
    as: 'ada',
    body: { title: 'Tea' },
    status: 201,
    keep: { note: 'id', time: 'updatedAt' },
    location: `/notes/${ID}`,
    json: { id: ID, title: 'Tea', text: '', version: 1, updatedAt: TIME },
  },
  {
    request: `GET /notes/${ID}`,
    as: 'ada',
    status: 200,
    json: { id: ID, title: 'Tea', text: '', version: 1, updatedAt: TIME },
  },
  { request: `GET /notes/${ID}`, as: 'bob', status: 404 },
  { request: `PUT /notes/${ID}`, as: 'bob', body: { title: 'Mine' }, status: 404 },
  { request: 'GET /notes', as: 'bob', status: 200, json: { items: [] } },
  {
    request: `PUT /notes/${ID}`,
    as: 'ada',
    body: { title: 'Tea', text: 'green' },
    status: 200,
    keep: { time: 'updatedAt' },
    json: { id: ID, title: 'Tea', text: 'green', version: 2, updatedAt: TIME },
  },
  {
    request: 'GET /notes?limit=1',
    as: 'ada',
    status: 200,
    json: { items: [{ id: ID, title: 'Tea', text: 'green', version: 2, updatedAt: TIME }] },
  },
  { request: `DELETE /notes/${ID}`, as: 'bob', status: 404 },
  { request: `DELETE /notes/${ID}`, as: 'ada', status: 204 },
  { request: `GET /notes/${ID}`, as: 'ada', status: 404 },
  { request: `DELETE /notes/${ID}`, as: 'ada', status: 404 },
]
