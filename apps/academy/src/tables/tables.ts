import type { ColumnType, Generated } from 'principia/database'

type CreatedAt = ColumnType<Date, never, never>

/** The Academy's tables, as Kysely sees them. The migrations beside this file make them. */
export interface Tables {
  users: { id: Generated<string>; email: string; name: string; password_hash: string; created_at: CreatedAt }
  sessions: { token_hash: string; user_id: string; created_at: CreatedAt; expires_at: Date }
  progress: {
    user_id: string
    concept: string
    status: ProgressStatus
    started_at: Date | null
    completed_at: Date | null
    updated_at: Date
  }
  notes: {
    id: Generated<number>
    user_id: string
    concept: string
    sections: ColumnType<NoteSections, string, string>
    excerpt: ColumnType<string, never, never>
    version: Generated<number>
    updated_at: Generated<Date>
    deleted_at: Date | null
    document: ColumnType<string, never, never>
  }
  audits: {
    id: string
    user_id: string
    origin: 'run' | 'pasted'
    target: string
    state: AuditState
    fault: string | null
    started_at: Date
    /** Milliseconds. */
    duration: number | null
    score: number | null
    found_must: Generated<number>
    found_should: Generated<number>
    found_may: Generated<number>
    concepts: ColumnType<readonly ConceptScore[], string | undefined, string>
    /** The whole report as JSON. */
    report: string | null
  }
  chapter_sections: {
    concept: string
    position: number
    title: string
    heading: string
    anchor: string
    text: string
    document: ColumnType<string, never, never>
  }
  chapter_index: { id: number; digest: string }
}

export type ProgressStatus = 'not-started' | 'in-progress' | 'completed'

export type AuditState = 'running' | 'done' | 'stopped' | 'failed'

/** What an audit came to for one concept, as its report has it. */
export interface ConceptScore {
  readonly concept: string
  readonly score: number | null
  readonly passed: number
  readonly failed: number
  readonly inconclusive: number
}

/** The four sections of a note, each Markdown. */
export interface NoteSections {
  readonly keyConcepts: string
  readonly notes: string
  readonly codeExamples: string
  readonly takeaways: string
}
