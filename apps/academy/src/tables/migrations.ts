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

/** In the order in which they are applied. Only ever add at the end. */
export const migrations = [createIdentity, createProgress, createNotes, createChapterSections]
