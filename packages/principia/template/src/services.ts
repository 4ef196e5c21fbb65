import { define, defineConfig, t } from 'principia'
import { defineDatabase } from 'principia/database'
import { createNotes, type NotesTable } from './notes/table.ts'

/** What every handler finds: `db`, and the settings as `config`. */
export const services = {
  db: defineDatabase<{ notes: NotesTable }>({ migrations: [createNotes] }),
}

export const config = defineConfig({
  PAGE_SIZE: t.Integer({
    default: 50,
    minimum: 1,
    maximum: 500,
    description: 'the most notes that one request may list',
  }),
})

export const { route } = define({ services, config })
