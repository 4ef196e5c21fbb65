/**
 * The tables of schedules.
 *
 * A schedule's row says which time is the next to be dealt with, as computed from its expression by the process that dealt with
 * the one before; whoever has the row locked deals with it. A fire is a row of its own, in the transaction of its job: the
 * primary key is why there is never a second.
 */
export const SCHEDULE_TABLES = {
  up: `
    create table principia_schedules (
      name text collate "C" primary key,
      -- Expression and time zone.
      expression text not null,
      next_at timestamptz not null,
      -- Whose word the expression is.
      worker uuid not null,
      changed_at timestamptz not null default now()
    ) with (fillfactor = 50);

    create table principia_schedule_fires (
      schedule text collate "C" not null,
      fire_at timestamptz not null,
      -- None where the one before was not done yet.
      job uuid,
      fired_at timestamptz not null default now(),
      primary key (schedule, fire_at)
    );
  `,
  down: `drop table principia_schedule_fires, principia_schedules;`,
}
