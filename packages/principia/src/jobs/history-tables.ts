/**
 * The tables of what has ended: one for each day (UTC), so that the past is dropped and not deleted row by row.
 *
 * Rows come by time and so, nearly, by id, which is a UUID of version 7: indexes of ranges of blocks find them, and cost next to
 * nothing to keep. `principia_job_history_rest` takes what comes while there is no table for its day.
 *
 * `principia_keep_history` makes the tables of today and the next two days, and drops those of more than `days` ago. It runs as
 * its owner, who made the tables: the account of the app needs no right to do that.
 */
export const HISTORY_TABLES = {
  up: `
    create table principia_job_history (
      id uuid not null,
      queue text collate "C" not null,
      kind text collate "C" not null,
      attempt smallint not null,
      trace_id text,
      enqueued_at timestamptz not null,
      started_at timestamptz,
      finished_at timestamptz not null default now(),
      outcome text collate "C" not null default 'done' check (outcome in ('done', 'cancelled', 'discarded')),
      last_error text
    ) partition by range (finished_at);
    create index principia_job_history_blocks on principia_job_history
      using brin (id uuid_minmax_multi_ops) with (autosummarize = on);
    create table principia_job_history_rest partition of principia_job_history default;

    create function principia_keep_history(days integer) returns void
    language plpgsql security definer set search_path from current as $$
    declare
      today timestamp := date_trunc('day', now() at time zone 'UTC');
      day timestamp;
      name text;
    begin
      -- One is enough, and whoever reads the history for long should not have everybody wait behind this.
      if not pg_try_advisory_xact_lock(hashtext('principia_keep_history')) then
        return;
      end if;
      perform set_config('lock_timeout', '1s', true);
      for day in select generate_series(today, today + interval '2 days', interval '1 day') loop
        name := 'principia_job_history_' || to_char(day, 'YYYYMMDD');
        continue when to_regclass(name) is not null;
        execute format('create table %I (like principia_job_history including defaults including constraints)', name);
        lock table principia_job_history_rest in access exclusive mode;
        execute format(
          'with moved as (delete from principia_job_history_rest where finished_at >= %L and finished_at < %L returning *)
           insert into %I select * from moved',
          day at time zone 'UTC', (day + interval '1 day') at time zone 'UTC', name);
        execute format('alter table principia_job_history attach partition %I for values from (%L) to (%L)',
          name, day at time zone 'UTC', (day + interval '1 day') at time zone 'UTC');
      end loop;
      for name in
        select relname from pg_inherits join pg_class on oid = inhrelid
        where inhparent = 'principia_job_history'::regclass and relname ~ '_\\d{8}$'
          and to_timestamp(right(relname, 8), 'YYYYMMDD')::date < today::date - greatest(days, 1)
      loop
        execute format('drop table %I', name);
      end loop;
      delete from principia_job_history_rest where finished_at < now() - make_interval(days => greatest(days, 1));
    end
    $$;
  `,
  down: `
    drop function principia_keep_history(integer);
    drop table principia_job_history;
  `,
}
