import { sql } from 'kysely'
import { migration } from '../database/index.ts'
import { EMAIL_TABLES } from '../email/tables.ts'
import { EVENT_TABLES } from '../events/index.ts'
import { HISTORY_TABLES } from './history-tables.ts'
import { LIMIT_TABLES } from './limit-tables.ts'
import { SCHEDULE_TABLES } from './schedule-tables.ts'

/**
 * The tables of durable work, jobs, events and email; add it to the database's migrations.
 *
 * `principia_jobs` holds what is still to be done and nothing else, so it stays small: a job that is done moves to
 * `principia_job_history`. Its states:
 *
 * - `blocked`: not before `blocked_by` others have ended, whose `parent` it is
 * - `scheduled`: not before `run_at`; made `waiting` when that has come
 * - `waiting`: the next that is free takes it, by priority and then in the order of enqueueing
 * - `running`: `worker` has it; only that worker, and only with that `epoch`, may say how it ended
 * - `dead`: given up, until somebody tries it again or throws it away
 *
 * Each state that is looked for has an index of its own, so that a million jobs for next week cost nobody anything now.
 */
export const createWork = migration('principia-create-work', {
  up: (db) =>
    sql`
      create table principia_workers (
        id uuid primary key,
        started_at timestamptz not null default now(),
        heartbeat_at timestamptz not null default now(),
        -- The queues for which it waits.
        idle text[] not null default '{}'
      ) with (fillfactor = 50);

      create table principia_jobs (
        id uuid primary key,
        queue text collate "C" not null,
        kind text collate "C" not null,
        args jsonb not null,
        priority smallint not null,
        state text collate "C" not null
          check (state in ('blocked', 'scheduled', 'waiting', 'running', 'dead')),
        run_at timestamptz not null,
        attempt smallint not null default 0,
        max_attempts smallint not null,
        epoch integer not null default 0,
        worker uuid,
        key text collate "C",
        -- The limit that it counts for: its kind, a colon, a key.
        limit_key text collate "C",
        trace_id text,
        last_error text,
        -- Somebody wants it to end; the worker that has it is told.
        cancelled boolean not null default false,
        progress jsonb,
        parent uuid,
        blocked_by integer,
        enqueued_at timestamptz not null default now(),
        started_at timestamptz
      ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
      create index principia_jobs_waiting on principia_jobs (queue, priority desc, id) where state = 'waiting';
      create index principia_jobs_limited on principia_jobs (queue, limit_key, priority desc, id)
        where state = 'waiting' and limit_key is not null;
      create index principia_jobs_scheduled on principia_jobs (run_at) where state = 'scheduled';
      create index principia_jobs_running on principia_jobs (worker) where state = 'running';
      create index principia_jobs_blocked on principia_jobs (id) where state = 'blocked';
      create index principia_jobs_dead on principia_jobs (id) where state = 'dead';
      create unique index principia_jobs_key on principia_jobs (kind, key) where key is not null and state <> 'dead';


      -- For how long a key keeps others from being enqueued, whether its job is done or not.
      create table principia_job_keys (
        kind text collate "C" not null,
        key text collate "C" not null,
        job uuid not null,
        until timestamptz not null,
        primary key (kind, key)
      );
      ${sql.raw(HISTORY_TABLES.up)}
      ${sql.raw(LIMIT_TABLES.up)}
      ${sql.raw(EVENT_TABLES.up)}
      ${sql.raw(EMAIL_TABLES.up)}
      ${sql.raw(SCHEDULE_TABLES.up)}
    `.execute(db),
  down: (db) =>
    sql`${sql.raw(SCHEDULE_TABLES.down)} ${sql.raw(EMAIL_TABLES.down)} ${sql.raw(EVENT_TABLES.down)} ${sql.raw(HISTORY_TABLES.down)} ${sql.raw(LIMIT_TABLES.down)} drop table principia_job_keys, principia_jobs, principia_workers`.execute(
      db,
    ),
})
