/**
 * The tables of email. What a mail says is in its job alone, which is gone once it is done; here is what became of it:
 *
 * - `queued`: its job has not succeeded yet
 * - `sent`: the other side has taken it; after that it may still be `bounced` or `complained` of
 * - `suppressed`, `expired`: not sent, since nobody there wants it, or not in time
 * - `refused`: the other side will not take it, ever
 * - `failed`: it was tried as often as it may be; its job is dead, and can be tried again
 */
export const EMAIL_TABLES = {
  up: `
    create table principia_emails (
      id uuid primary key,
      email text collate "C" not null,
      mailbox text collate "C" not null,
      key text collate "C",
      state text collate "C" not null default 'queued' check (state in
        ('queued', 'sent', 'suppressed', 'expired', 'refused', 'failed', 'bounced', 'complained')),
      attempts smallint not null default 0,
      -- What the other side calls it.
      provider_id text collate "C",
      detail text,
      due_at timestamptz not null,
      created_at timestamptz not null default now(),
      settled_at timestamptz
    ) with (fillfactor = 80);
    create unique index principia_emails_key on principia_emails (email, mailbox, key) where key is not null;
    create index principia_emails_mailbox on principia_emails (mailbox);
    create index principia_emails_provider_id on principia_emails (provider_id) where provider_id is not null;
    create index principia_emails_created on principia_emails (created_at);

    create table principia_email_suppressions (
      mailbox text collate "C" not null,
      -- Empty: all mail.
      list text collate "C" not null default '',
      reason text collate "C" not null check (reason in ('bounce', 'complaint', 'unsubscribed')),
      detail text,
      created_at timestamptz not null default now(),
      primary key (mailbox, list)
    );
  `,
  down: `drop table principia_email_suppressions, principia_emails;`,
}
