import { migration, sql, type Generated } from 'principia/database'

export interface NotesTable {
  id: Generated<number>
  text: string
  created_at: Generated<Date>
}

export const createNotes = migration('2026-01-01-create-notes', {
  up: (db) =>
    db.schema
      .createTable('notes')
      .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .execute(),
  down: (db) => db.schema.dropTable('notes').execute(),
})
