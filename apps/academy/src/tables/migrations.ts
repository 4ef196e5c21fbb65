import { migration, sql } from 'principia/database'

const createIdentity = migration('2026-11-20-identity', {
  async up(db) {
    await sql`
      create table users (
        id uuid primary key default gen_random_uuid(),
        email text not null,
        name text not null,
        password_hash text not null,
        created_at timestamptz not null default now()
      )`.execute(db)
    // Addresses are kept as they were typed, but two that differ only in case are one account.
    await sql`create unique index users_email on users (lower(email))`.execute(db)
    await sql`
      create table sessions (
        token_hash text primary key,
        user_id uuid not null references users on delete cascade,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null
      )`.execute(db)
    await sql`create index sessions_user on sessions (user_id)`.execute(db)
  },
  async down(db) {
    await sql`drop table sessions, users`.execute(db)
  },
})

const createProgress = migration('2026-11-20-progress', {
  async up(db) {
    await sql`
      create table progress (
        user_id uuid not null references users on delete cascade,
        concept text not null,
        status text not null check (status in ('not-started', 'in-progress', 'completed')),
        started_at timestamptz,
        completed_at timestamptz,
        updated_at timestamptz not null default now(),
        primary key (user_id, concept)
      )`.execute(db)
  },
  async down(db) {
    await sql`drop table progress`.execute(db)
  },
})

const createNotes = migration('2026-11-20-notes', {
  async up(db) {
    await sql`
      create table notes (
        user_id uuid not null references users on delete cascade,
        concept text not null,
        key_concepts text not null default '',
        notes text not null default '',
        code_examples text not null default '',
        takeaways text not null default '',
        version integer not null default 1,
        updated_at timestamptz not null default now(),
        -- A tsvector holds a megabyte at most; what is searched of a very long section is its beginning.
        document tsvector generated always as (
          to_tsvector('english',
            left(key_concepts, 50000) || ' ' || left(notes, 50000) || ' ' ||
            left(code_examples, 50000) || ' ' || left(takeaways, 50000))
        ) stored,
        primary key (user_id, concept)
      )`.execute(db)
    await sql`create index notes_document on notes using gin (document)`.execute(db)
  },
  async down(db) {
    await sql`drop table notes`.execute(db)
  },
})

const createChapterSections = migration('2026-11-20-chapter-sections', {
  async up(db) {
    await sql`
      create table chapter_sections (
        concept text not null,
        position integer not null,
        title text not null,
        heading text not null,
        anchor text not null,
        text text not null,
        document tsvector generated always as (
          setweight(to_tsvector('english', title || ' ' || heading), 'A') || to_tsvector('english', text)
        ) stored,
        primary key (concept, position)
      )`.execute(db)
    await sql`create index chapter_sections_document on chapter_sections using gin (document)`.execute(db)
    await sql`create table chapter_index (id integer primary key, digest text not null)`.execute(db)
  },
  async down(db) {
    await sql`drop table chapter_index, chapter_sections`.execute(db)
  },
})

/**
 * A note's sections become one value. A deleted note stays, unseen, and who writes on that concept again gets a row of
 * its own, whose version goes on from there: a tab that still has the deleted note must not take the new one for it.
 */
const shapeNotes = migration('2026-11-21-notes-with-sections', {
  async up(db) {
    await sql`
      alter table notes
        drop constraint notes_pkey,
        add column id bigint generated always as identity primary key,
        add column sections jsonb,
        add column deleted_at timestamptz`.execute(db)
    await sql`
      update notes set sections = jsonb_build_object(
        'keyConcepts', key_concepts, 'notes', notes, 'codeExamples', code_examples, 'takeaways', takeaways)`.execute(
      db,
    )
    await sql`
      alter table notes
        alter column sections set not null,
        drop column document,
        drop column key_concepts,
        drop column notes,
        drop column code_examples,
        drop column takeaways`.execute(db)
    await sql`
      alter table notes
        add column excerpt text not null generated always as (
          left((sections->>'keyConcepts') || ' ' || (sections->>'notes') || ' ' || (sections->>'takeaways'), 200)
        ) stored,
        add column document tsvector generated always as (
          to_tsvector('english',
            left(sections->>'keyConcepts', 50000) || ' ' || left(sections->>'notes', 50000) || ' ' ||
            left(sections->>'codeExamples', 50000) || ' ' || left(sections->>'takeaways', 50000))
        ) stored`.execute(db)
    await sql`create index notes_document on notes using gin (document)`.execute(db)
    await sql`create unique index notes_living on notes (user_id, concept) where deleted_at is null`.execute(
      db,
    )
    await sql`create index notes_latest on notes (user_id, updated_at, concept) where deleted_at is null`.execute(
      db,
    )
    await sql`create index notes_versions on notes (user_id, concept, version)`.execute(db)
    await sql`
      create function notes_next_version() returns trigger language plpgsql as $$
        begin
          select coalesce(max(version), 0) + 1 into new.version
            from notes where user_id = new.user_id and concept = new.concept;
          return new;
        end
      $$`.execute(db)
    await sql`
      create trigger notes_next_version before insert on notes
        for each row execute function notes_next_version()`.execute(db)
  },
  async down(db) {
    await sql`drop trigger notes_next_version on notes`.execute(db)
    await sql`drop function notes_next_version`.execute(db)
    await sql`drop index notes_versions, notes_latest, notes_living`.execute(db)
    await sql`delete from notes where deleted_at is not null`.execute(db)
    await sql`
      alter table notes
        drop column document,
        drop column excerpt,
        drop column id,
        drop column deleted_at,
        add column key_concepts text not null default '',
        add column notes text not null default '',
        add column code_examples text not null default '',
        add column takeaways text not null default '',
        add primary key (user_id, concept)`.execute(db)
    await sql`
      update notes set key_concepts = sections->>'keyConcepts', notes = sections->>'notes',
        code_examples = sections->>'codeExamples', takeaways = sections->>'takeaways'`.execute(db)
    await sql`
      alter table notes
        drop column sections,
        add column document tsvector generated always as (
          to_tsvector('english',
            left(key_concepts, 50000) || ' ' || left(notes, 50000) || ' ' ||
            left(code_examples, 50000) || ' ' || left(takeaways, 50000))
        ) stored`.execute(db)
    await sql`create index notes_document on notes using gin (document)`.execute(db)
  },
})

/** Reports are JSON as text: what targets have sent may have the character U+0000, which `jsonb` refuses. */
const createAudits = migration('2026-11-21-audits', {
  async up(db) {
    await sql`
      create table audits (
        id uuid primary key,
        user_id uuid not null references users on delete cascade,
        origin text not null check (origin in ('run', 'pasted')),
        target text not null,
        state text not null check (state in ('running', 'done', 'stopped', 'failed')),
        fault text,
        started_at timestamptz not null,
        duration integer,
        score smallint,
        found_must integer not null default 0,
        found_should integer not null default 0,
        found_may integer not null default 0,
        concepts jsonb not null default '[]',
        report text
      )`.execute(db)
    await sql`create index audits_latest on audits (user_id, started_at, id)`.execute(db)
  },
  async down(db) {
    await sql`drop table audits`.execute(db)
  },
})

/** In the order in which they are applied. Only ever add at the end. */
export const migrations = [
  createIdentity,
  createProgress,
  createNotes,
  createChapterSections,
  shapeNotes,
  createAudits,
]
