import type { Report, Severity } from '@principia/audit'
import { sql, type Database, type Selectable } from 'principia/database'
import type { Tables } from '../tables/tables.ts'
import type { Ended } from './run-audit.ts'

/** Audits of one account that are kept. */
export const MOST_KEPT = 50

type Row = Omit<Selectable<Tables['audits']>, 'user_id' | 'report'>

const SUMMARY = [
  'id',
  'origin',
  'target',
  'state',
  'fault',
  'started_at',
  'duration',
  'score',
  'found_must',
  'found_should',
  'found_may',
  'concepts',
] as const

/** An audit without its report. */
export type AuditSummary = ReturnType<typeof toSummary>

/** @param runs whether an audit runs in this process; one that should and does not was cut off with an earlier one */
export async function listAudits(
  db: Database<Tables>,
  userId: string,
  runs: (id: string) => boolean,
): Promise<AuditSummary[]> {
  const rows = await db
    .selectFrom('audits')
    .select(SUMMARY)
    .where('user_id', '=', userId)
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .limit(MOST_KEPT)
    .execute()
  return rows.map((row) => toSummary(row, runs))
}

/** An audit of this account; the report is its JSON, `null` where there is none (yet). */
export async function findAudit(
  db: Database<Tables>,
  userId: string,
  id: string,
  runs: (id: string) => boolean,
): Promise<{ readonly summary: AuditSummary; readonly report: string | null } | undefined> {
  const row = await db
    .selectFrom('audits')
    .select([...SUMMARY, 'report'])
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { summary: toSummary(row, runs), report: row.report }
}

export async function beginAudit(
  db: Database<Tables>,
  audit: { readonly id: string; readonly userId: string; readonly target: string },
): Promise<void> {
  const { id, userId, target } = audit
  await db
    .insertInto('audits')
    .values({
      id,
      user_id: userId,
      origin: 'run',
      target,
      state: 'running',
      fault: null,
      started_at: new Date(),
      duration: null,
      score: null,
      report: null,
    })
    .execute()
  await forgetOldest(db, userId)
}

export async function endAudit(
  db: Database<Tables>,
  id: string,
  { state, fault, report }: Ended,
): Promise<void> {
  await db
    .updateTable('audits')
    .set({ state, fault: fault ?? null, ...(report === undefined ? {} : columnsOf(report)) })
    .where('id', '=', id)
    .execute()
}

/** Keeps a report that was made elsewhere. */
export async function keepReport(
  db: Database<Tables>,
  id: string,
  userId: string,
  report: Report,
): Promise<void> {
  await db
    .insertInto('audits')
    .values({
      id,
      user_id: userId,
      origin: 'pasted',
      target: report.target,
      state: 'done',
      fault: null,
      started_at: new Date(report.startedAt),
      ...columnsOf(report),
    })
    .execute()
  await forgetOldest(db, userId, id)
}

/** Whether there was one. */
export async function removeAudit(db: Database<Tables>, userId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('audits')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** @param spared is kept however old it is: it has only just been given */
async function forgetOldest(db: Database<Tables>, userId: string, spared?: string): Promise<void> {
  const kept = db
    .selectFrom('audits')
    .select('id')
    .where('user_id', '=', userId)
    .orderBy(sql`id = ${spared ?? null} desc nulls last`)
    .orderBy('started_at', 'desc')
    .limit(MOST_KEPT)
  await db.deleteFrom('audits').where('user_id', '=', userId).where('id', 'not in', kept).execute()
}

function columnsOf(report: Report) {
  const found = (severity: Severity) =>
    report.results.filter((one) => one.outcome === 'failed' && one.severity === severity).length
  return {
    duration: Math.round(report.duration),
    score: report.score.score,
    found_must: found('must'),
    found_should: found('should'),
    found_may: found('may'),
    concepts: JSON.stringify(report.concepts),
    report: JSON.stringify(report),
  }
}

function toSummary(row: Row, runs: (id: string) => boolean) {
  return {
    id: row.id,
    origin: row.origin,
    target: row.target,
    state: row.state === 'running' && !runs(row.id) ? ('stopped' as const) : row.state,
    fault: row.fault,
    startedAt: row.started_at.toISOString(),
    duration: row.duration,
    score: row.score,
    found: { must: row.found_must, should: row.found_should, may: row.found_may },
    concepts: row.concepts,
  }
}
