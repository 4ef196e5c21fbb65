import type { Mend } from '../../check.ts'

/** For what a process must not be the only one to know. */
export const STATELESS: Mend = {
  general:
    'Keep sessions where every instance finds them and no restart ends them: in the database or in Redis, or signed in the token itself, with a key that all instances share and that is not made anew at start.',
  stacks: {
    Express: 'express-session with a store such as connect-redis; its MemoryStore is for development alone.',
    'ASP.NET Core': 'Persist the keys of data protection: AddDataProtection().PersistKeysToDbContext<Keys>()',
    'Spring Boot': 'spring-session-jdbc or spring-session-data-redis',
    Django: 'SESSION_ENGINE = "django.contrib.sessions.backends.db", and SECRET_KEY from the environment',
  },
}
