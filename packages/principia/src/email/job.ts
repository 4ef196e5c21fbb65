import { defineJob, type Job, type JobContext, type JobSpec } from '../jobs/index.ts'
import { t, type Output } from '../validation/index.ts'

const Args = t.Object({
  id: t.String(),
  email: t.String(),
  to: t.Object({ name: t.Optional(t.String()), address: t.String() }),
  locale: t.Optional(t.String()),
  args: t.Unknown(),
})

export type EmailArgs = Output<typeof Args>

/**
 * About a day of attempts: the first after seconds, for a connection that broke, later ones after hours, for a server that is
 * away. One attempt may take as long as SMTP lets a server think about a message (RFC 5321 section 4.5.3.2.6: ten minutes).
 */
const SPEC: JobSpec<typeof Args> = {
  args: Args,
  queue: 'email',
  attempts: 16,
  backoff: { first: 10_000, factor: 2.5, longest: 6 * 3_600_000 },
  timeout: 11 * 60_000,
}

/** The job that sends one mail, with what does it. */
export function emailJobWith(handler: (context: JobContext<EmailArgs>) => Promise<void>): Job<typeof Args> {
  return defineJob('principia-email', SPEC, handler)
}

/** The same, to be enqueued: whoever sends a mail need not know what delivers it. */
export const emailJob = emailJobWith(() =>
  Promise.reject(new Error("No mailer does this job: is one among the app's services?")),
)
