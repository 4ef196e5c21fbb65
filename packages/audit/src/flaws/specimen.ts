import type { AuditConfig } from '../target/config.ts'

/** A server that runs for one check. */
export interface RunningServer extends AsyncDisposable {
  /** Where it is, without a slash at its end. */
  readonly url: string
  /** What the auditor is told of it. */
  readonly config: AuditConfig
}

/** A server that can be started: one that breaks a claim, to show that the check for it can fail, or one that keeps it. */
export interface Specimen {
  readonly start: () => Promise<RunningServer>
}
