/**
 * The tables of the log.
 *
 * Events are written by many transactions at once, and `id` is drawn before they commit: whoever read on from the highest `id`
 * would skip those that commit late. So an event has no `position` when it is written. `principia_stamp` gives it
 * one when it has been committed: one caller at a time, who holds the row of `principia_log` until it commits. So
 * positions are seen in their order, whatever else is open, and readers go on from a position.
 */
export const EVENT_TABLES = {
  up: `
    create table principia_streams (
      name text collate "C" primary key,
      version integer not null
    ) with (fillfactor = 70);

    create table principia_events (
      id bigint generated always as identity primary key,
      position bigint,
      -- Neither where an event belongs to no stream.
      stream text collate "C",
      version integer,
      type text collate "C" not null,
      schema_version smallint not null,
      data jsonb not null,
      trace_id text,
      appended_at timestamptz not null default now(),
      unique (stream, version)
    ) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02);
    create unique index principia_events_position on principia_events (position) where position is not null;
    create index principia_events_unstamped on principia_events (id) where position is null;

    create table principia_log (last bigint not null) with (fillfactor = 10);
    insert into principia_log values (0);

    create table principia_consumers (
      name text collate "C" primary key,
      position bigint not null,
      failures integer not null default 0,
      retry_at timestamptz,
      last_error text,
      moved_at timestamptz not null default now()
    ) with (fillfactor = 50);

    create function principia_stamp(most integer) returns integer language plpgsql as $$
    declare
      head bigint;
      stamped integer;
    begin
      select last into head from principia_log for update skip locked;
      if not found then
        return 0;
      end if;
      -- A statement of its own, so that it sees all that was stamped before the row was ours.
      with fresh as (
        select id, row_number() over (order by id) as place
        from (select id from principia_events where position is null order by id limit most) as unstamped
      )
      update principia_events as event set position = head + fresh.place from fresh where event.id = fresh.id;
      get diagnostics stamped = row_count;
      if stamped > 0 then
        update principia_log set last = head + stamped;
      end if;
      return stamped;
    end
    $$;
  `,
  down: `
    drop function principia_stamp(integer);
    drop table principia_consumers, principia_log, principia_events, principia_streams;
  `,
}
