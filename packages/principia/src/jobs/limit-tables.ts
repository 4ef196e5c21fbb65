/**
 * The table of limits that hold over all processes, and the function that claims under them.
 *
 * How many run is counted when the rows of all limits that matter are locked, by a statement of its own, which sees all that was
 * claimed under those locks before: two claims that counted at once would both find room. The rows are locked in one order, so
 * that nobody waits in a circle.
 *
 * `key` is empty for the limit of a whole queue, otherwise the kind, a colon, and what the job's `limit.key` gave. `limits` has by kind, or
 * under '' for the queue: `concurrency`, and for a rate the milliseconds between two (`interval`) and how many at once (`burst`).
 *
 * Keys take turns: up to 200 of those that wait are looked at, those behind `after` first. The last row that comes has no job. It
 * says after how many milliseconds a rate lets somebody in again, which key had the last turn, and whether there are more.
 */
export const LIMIT_TABLES = {
  up: `
    create table principia_limits (
      queue text collate "C" not null,
      key text collate "C" not null,
      -- When the rate has recovered from all that it let in.
      recovered_at timestamptz not null default '-infinity',
      primary key (queue, key)
    ) with (fillfactor = 50);

    create function principia_room(rule jsonb, running bigint, recovered_at timestamptz, moment timestamptz, most integer)
    returns integer language sql immutable as $$
      select greatest(0, least(
        most,
        coalesce((rule ->> 'concurrency')::integer - running, most),
        coalesce(floor((rule ->> 'burst')::float8
          - extract(epoch from greatest(recovered_at, moment) - moment)::float8 * 1000 / (rule ->> 'interval')::float8
          -- What comes from float8 alone.
          + 0.000001), most)
      ))::integer
    $$;

    create function principia_claim_limited(
      the_queue text, most integer, the_worker uuid, limits jsonb, keyed boolean, after text
    ) returns table (job principia_jobs, wait float8, last_key text, more boolean) language plpgsql as $$
    declare
      moment timestamptz;
      keys text[] := '{}';
      held text[];
      locked integer;
      room integer := most;
      ids uuid[];
      owners text[];
    begin
      perform from principia_workers where id = the_worker for key share;
      if not found then
        return;
      end if;
      if keyed then
        with recursive ahead (key) as (
          select min(limit_key) from principia_jobs
          where queue = the_queue and state = 'waiting' and limit_key > after
          union all
          select (select min(limit_key) from principia_jobs
            where queue = the_queue and state = 'waiting' and limit_key > ahead.key)
          from ahead where ahead.key is not null
        ), behind (key) as (
          select min(limit_key) from principia_jobs
          where queue = the_queue and state = 'waiting' and limit_key <= after
          union all
          select (select min(limit_key) from principia_jobs
            where queue = the_queue and state = 'waiting' and limit_key > behind.key and limit_key <= after)
          from behind where behind.key is not null
        )
        select coalesce(array_agg(key), '{}') into keys from (
          (select key from ahead where key is not null limit 200)
          union all
          (select key from behind where key is not null limit 200)
          limit 200
        ) as waiting;
      end if;

      held := case when limits ? '' then array[''] || keys else keys end;
      loop
        insert into principia_limits (queue, key)
        select the_queue, held_key from unnest(held) as held_key
        where not exists (select from principia_limits where queue = the_queue and key = held_key)
        order by held_key collate "C"
        on conflict do nothing;
        select count(*) into locked from (
          select from principia_limits where queue = the_queue and key = any(held) order by key for update
        ) as rows;
        -- Unless one was pruned in between.
        exit when locked = cardinality(held);
      end loop;

      moment := clock_timestamp();
      if limits ? '' then
        select principia_room(limits -> '', running.count, recovered_at, moment, most) into room
        from principia_limits, (
          select count(*) from principia_jobs where state = 'running' and queue = the_queue
        ) as running
        where queue = the_queue and key = '';
      end if;
      if keyed then
        select array_agg(id order by turn, place), array_agg(key order by turn, place) into ids, owners
        from (
          select picked.id, rooms.key, rooms.place,
            row_number() over (partition by rooms.key order by picked.priority desc, picked.id) as turn
          from (
            select key, place,
              principia_room(limits -> split_part(key, ':', 1), coalesce(count, 0), recovered_at, moment, room) as own_room
            from unnest(keys) with ordinality as given (key, place) join principia_limits using (key) left join (
              select limit_key as key, count(*) from principia_jobs
              where state = 'running' and queue = the_queue and limit_key = any(keys) group by limit_key
            ) as running using (key)
            where queue = the_queue
          ) as rooms cross join lateral (
            select id, priority from principia_jobs
            where queue = the_queue and state = 'waiting' and limit_key = rooms.key
            order by priority desc, id limit rooms.own_room for update skip locked
          ) as picked
          order by turn, place limit room
        ) as chosen;
      else
        select array_agg(id), array_agg(''::text) into ids, owners from (
          select id from principia_jobs where queue = the_queue and state = 'waiting'
          order by priority desc, id limit room for update skip locked
        ) as picked;
      end if;

      return query
        update principia_jobs as claimed
        set state = 'running', worker = the_worker, epoch = epoch + 1, attempt = attempt + 1, started_at = clock_timestamp()
        where claimed.id = any(ids)
        returning claimed, null::float8, null::text, false;

      update principia_limits as spent
      set recovered_at = greatest(recovered_at, moment)
        + taken.count * (limits -> split_part(spent.key, ':', 1) ->> 'interval')::float8 * interval '1 ms'
      from (
        select owner, count(*) from unnest(owners) as owner where owner <> '' group by owner
        union all
        select '', cardinality(ids)
      ) as taken (owner, count)
      where queue = the_queue and key = owner and taken.count > 0 and limits -> split_part(key, ':', 1) ? 'interval';

      select min(pause) into wait from (
        select extract(epoch from recovered_at - moment)::float8 * 1000
          - ((rule ->> 'burst')::float8 - 1) * (rule ->> 'interval')::float8 as pause
        from principia_limits, lateral (select limits -> split_part(key, ':', 1)) as ruled (rule)
        where queue = the_queue and key = any(held) and rule ? 'interval' and recovered_at > moment
      ) as pauses where pause > 0;
      last_key := owners[cardinality(owners)];
      more := cardinality(keys) = 200;
      if last_key is null and more then
        last_key := keys[200];
      end if;
      return next;
    end
    $$;
  `,
  down: `
    drop function principia_claim_limited(text, integer, uuid, jsonb, boolean, text);
    drop function principia_room(jsonb, bigint, timestamptz, timestamptz, integer);
    drop table principia_limits;
  `,
}
