import type { Mend } from '../../check.ts'

export const mendFields: Mend = {
  general:
    'Send RateLimit-Policy: "default";q=100;w=60 for the rule and RateLimit: "default";r=42;t=30 for what is left of it and when it is whole again, on every answer that counts, refusals too.',
  stacks: {
    Express: "express-rate-limit: standardHeaders: 'draft-8'",
    Fastify: '@fastify/rate-limit: enableDraftSpec: true sends the fields of an older draft',
  },
}
