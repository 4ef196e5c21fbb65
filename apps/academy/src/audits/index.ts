import { randomUUID } from 'node:crypto'
import { htmlReport, htmlReportPolicy, type Report as AuditReport } from '@principia/audit'
import { created, defineProblem, media, module, noContent, problems, reply, t } from 'principia'
import { isHere } from '../here.ts'
import { signedIn, signInRequired } from '../identity/access.ts'
import { route } from '../services.ts'
import { auditRunning, type Auditor } from './auditor.ts'
import { beginAudit, endAudit, findAudit, keepReport, listAudits, MOST_KEPT, removeAudit } from './audits.ts'
import { conceptProgress } from './concepts.ts'
import { endedStream } from './live.ts'
import { reportRefused, takeReport } from './pasted.ts'
import { ConceptScore, Report, type GivenReport } from './report-shape.ts'
import { configRefused, readTarget, readTargetConfig, targetRefused } from './target.ts'

const auditingOff = defineProblem('auditing-off', 403, 'Nothing is audited from here')

const Time = t.String({ format: 'date-time' })
const Count = t.Integer()
const Score = t.Union([t.Integer(), t.Null()])
const AuditView = t.Object(
  {
    id: t.String({ format: 'uuid' }),
    origin: t.Union([t.Literal('run'), t.Literal('pasted')]),
    target: t.String(),
    state: t.Union([t.Literal('running'), t.Literal('done'), t.Literal('stopped'), t.Literal('failed')]),
    fault: t.Union([t.String(), t.Null()]),
    startedAt: Time,
    duration: t.Union([t.Integer(), t.Null()]),
    score: Score,
    found: t.Object({ must: Count, should: Count, may: Count }),
    concepts: t.Array(ConceptScore),
  },
  { title: 'Audit' },
)
const ConceptView = t.Object(
  {
    concept: t.String(),
    score: Count,
    before: Score,
    audit: t.String({ format: 'uuid' }),
    target: t.String(),
    at: Time,
  },
  { title: 'ConceptProgress' },
)
const params = t.Object({ id: t.String({ format: 'uuid' }) })
const refusals = { 401: signInRequired, 404: problems.notFound }

const list = route(
  'GET /audits',
  {
    access: signedIn,
    summary: `One's audits, the latest ${MOST_KEPT}, and whether more can be made from here`,
    responses: {
      200: t.Object({
        /** `off` where this Academy audits nothing, `elsewhere` for who does not sit at its machine. */
        auditing: t.Union([t.Literal('possible'), t.Literal('off'), t.Literal('elsewhere')]),
        items: t.Array(AuditView),
      }),
      401: signInRequired,
    },
  },
  async (context) => ({
    auditing: auditingOf(context),
    items: await listAudits(context.db, context.user.id, runsIn(context.auditor)),
  }),
)

const concepts = route(
  'GET /audits/concepts',
  {
    access: signedIn,
    summary: "How one's backends do at each concept",
    responses: { 200: t.Object({ items: t.Array(ConceptView) }), 401: signInRequired },
  },
  async ({ db, user, auditor }) => ({
    items: conceptProgress(await listAudits(db, user.id, runsIn(auditor))),
  }),
)

const start = route(
  'POST /audits',
  {
    access: signedIn,
    summary: 'Audit a backend on this machine',
    limit: '30/min per user',
    bodyLimit: 200_000,
    body: t.Object({ target: t.String({ maxLength: 2000 }), config: t.Optional(t.Unknown()) }),
    responses: {
      201: AuditView,
      401: signInRequired,
      403: auditingOff,
      409: auditRunning,
      422: [targetRefused, configRefused],
      503: problems.unavailable,
    },
  },
  async (context) => {
    const { db, user, auditor, body } = context
    if (auditingOf(context) !== 'possible') throw auditingOff(WHY_OFF[context.config.AUDIT])
    const target = readTarget(body.target)
    const config = readTargetConfig(body.config, target)
    const id = randomUUID()
    await auditor.launch({
      id,
      userId: user.id,
      target,
      config,
      begin: () => beginAudit(db, { id, userId: user.id, target: target.href }),
      end: (ended) => endAudit(db, id, ended),
    })
    const found = await findAudit(db, user.id, id, () => true)
    if (found === undefined) throw problems.notFound()
    return created(`/api/audits/${id}`, found.summary)
  },
)

const WHY_OFF = {
  off: 'This Academy audits nothing itself (AUDIT=off). Use the command line, and paste its report.',
  loopback: 'Only who sits at the machine of this Academy can have it audit what runs there.',
}

const paste = route(
  'POST /audits/reports',
  {
    access: signedIn,
    summary: 'Keep a report of the command line',
    limit: '30/min per user',
    bodyLimit: 24_000_000,
    // Its text: what targets have sent may have the character U+0000, which no JSON may that is read here.
    body: t.Object({ report: t.String({ maxLength: 16_000_000 }) }),
    responses: { 201: AuditView, 401: signInRequired, 422: reportRefused },
  },
  async ({ db, user, body }) => {
    const id = randomUUID()
    await keepReport(db, id, user.id, takeReport(body.report))
    const found = await findAudit(db, user.id, id, () => false)
    if (found === undefined) throw problems.notFound()
    return created(`/api/audits/${id}`, found.summary)
  },
)

const read = route(
  'GET /audits/:id',
  {
    access: signedIn,
    summary: 'An audit with its report',
    params,
    responses: { 200: t.Object({ audit: AuditView, report: t.Union([Report, t.Null()]) }), ...refusals },
  },
  async ({ db, user, auditor, params: { id } }) => {
    const { summary, report } = required(await findAudit(db, user.id, id, runsIn(auditor)))
    return { audit: summary, report: report === null ? null : (JSON.parse(report) as GivenReport) }
  },
)

const page = route(
  'GET /audits/:id/report.html',
  {
    access: signedIn,
    summary: "An audit's report as a page of its own",
    params,
    responses: { 200: media('text/html; charset=utf-8'), ...refusals },
  },
  async ({ db, user, auditor, params: { id } }) => {
    const { report } = required(await findAudit(db, user.id, id, runsIn(auditor)))
    if (report === null) throw problems.notFound('This audit has no report.')
    const html = htmlReport(JSON.parse(report) as AuditReport, { failOn: 'must', accepted: new Map() })
    // In a sandbox it is of no origin: should anything in it ever run, it could ask nothing of the Academy.
    const policy = `${htmlReportPolicy()}; frame-ancestors 'none'; sandbox allow-scripts allow-popups`
    return reply(200, html, { 'content-security-policy': policy })
  },
)

const live = route(
  'GET /audits/:id/live',
  {
    access: signedIn,
    summary: 'What happens in an audit, as server-sent events',
    params,
    query: t.Object({ after: t.Optional(t.Integer({ minimum: 0 })) }),
    timeout: Number.POSITIVE_INFINITY,
    responses: { 200: media('text/event-stream'), ...refusals },
  },
  async ({ db, user, auditor, params: { id }, query, header }) => {
    const { summary } = required(await findAudit(db, user.id, id, runsIn(auditor)))
    const after = query.after ?? Number(/^\d{1,15}$/.exec(header('last-event-id') ?? '')?.[0] ?? 0)
    const { state } = summary
    // Between the question and its answer it may have ended.
    const stream = auditor.live(id)?.read(after) ?? endedStream(state === 'running' ? 'stopped' : state)
    return reply(200, stream, { 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  },
)

const remove = route(
  'DELETE /audits/:id',
  {
    access: signedIn,
    summary: 'Forget an audit; one that runs is stopped',
    params,
    responses: { 204: null, ...refusals },
  },
  async ({ db, user, auditor, params: { id } }) => {
    if (!(await removeAudit(db, user.id, id))) throw problems.notFound()
    await auditor.stop(id)
    return noContent()
  },
)

export const audits = module({
  name: 'audits',
  path: '/api',
  routes: [list, concepts, start, paste, read, page, live, remove],
})

function runsIn(auditor: Auditor): (id: string) => boolean {
  return (id) => auditor.live(id) !== undefined
}

function auditingOf(
  context: Parameters<typeof isHere>[0] & { readonly config: { readonly AUDIT: string } },
): 'possible' | 'off' | 'elsewhere' {
  if (context.config.AUDIT === 'off') return 'off'
  return isHere(context) ? 'possible' : 'elsewhere'
}

function required<T>(found: T | undefined): T {
  if (found === undefined) throw problems.notFound()
  return found
}
