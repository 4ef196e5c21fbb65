import { module, t } from 'principia'
import { requireConcept, unknownConcept } from '../curriculum/index.ts'
import { signedIn, signInRequired } from '../identity/access.ts'
import { route } from '../services.ts'
import { listProgress, recordProgress } from './progress.ts'

const Status = t.Union([t.Literal('not-started'), t.Literal('in-progress'), t.Literal('completed')])
const Time = t.String({ format: 'date-time' })
const ProgressView = t.Object(
  {
    concept: t.String(),
    status: Status,
    startedAt: t.Union([Time, t.Null()]),
    completedAt: t.Union([Time, t.Null()]),
    updatedAt: Time,
  },
  { title: 'Progress' },
)

const list = route(
  'GET /progress',
  {
    access: signedIn,
    summary: "One's own progress",
    responses: { 200: t.Object({ items: t.Array(ProgressView) }), 401: signInRequired },
  },
  async ({ db, user }) => ({ items: await listProgress(db, user.id) }),
)

const record = route(
  'PUT /progress/:concept',
  {
    access: signedIn,
    summary: 'Say how far one has come with a concept',
    body: t.Object({ status: Status }),
    responses: { 200: ProgressView, 401: signInRequired, 404: unknownConcept },
  },
  ({ db, user, params, body }) => {
    requireConcept(params.concept)
    return recordProgress(db, user.id, params.concept, body.status)
  },
)

export const progress = module({ name: 'progress', path: '/api', routes: [list, record] })
