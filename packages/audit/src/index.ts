export { check, type Check, type Mend, type Need, type Severity } from './check.ts'
export { checks } from './checks/index.ts'
export { version } from './cli/version.ts'
export { flawed, rawFlaw, sound, tampered, type DraftAnswer } from './flaws/flawed.ts'
export type { RunningServer, Specimen } from './flaws/specimen.ts'
export { verdictOn } from './flaws/verdict-on.ts'
export { control, withProcess, type Controlled } from './process/controlled.ts'
export { StartFailed, type Instance, type LaunchOptions } from './process/instance.ts'
export { launch, type Launched } from './process/launch.ts'
export type { Report, Result, Score, ShownEvidence } from './report.ts'
export { htmlReport, htmlReportPolicy } from './reports/html/html.ts'
export { hideSecrets, type Hide } from './reports/secrets.ts'
export { reportOf, toReport, toResult, type About, type ShowOptions } from './reports/to-report.ts'
export { audit, type AuditOptions } from './run/audit.ts'
export { createBudget, type Budget } from './run/budget.ts'
export { NoAnswer, type Inspection, type SendOptions } from './run/inspection.ts'
export type { Random } from './run/random.ts'
export type { Outcome } from './run/run-check.ts'
export { owaspApi, rfc, text, type Source } from './source.ts'
export { defineConfig, type AuditConfig } from './target/config.ts'
export { configMistakes } from './target/config-file/config-mistakes.ts'
export type { Description, Mistake, Operation, Schema } from './target/description.ts'
export { discover } from './target/discover.ts'
export { BadTarget } from './target/discover/contact.ts'
export { isLoopback } from './target/loopback.ts'
export { describe } from './target/openapi/describe.ts'
export { BadDescription } from './target/openapi/read-document.ts'
export type { Page, Resource, SignIn, Target, User } from './target/target.ts'
export { boundaries, type Boundary } from './values/boundaries.ts'
export { broken, type Broken, type BrokenOptions } from './values/broken.ts'
export { valid, type ValidOptions } from './values/valid.ts'
export {
  across,
  CannotTell,
  failed,
  inconclusive,
  markIn,
  need,
  passed,
  type Evidence,
  type Mark,
  type Verdict,
} from './verdict.ts'
export { isJson, jsonOf, statusLine, type Answer } from './wire/answer.ts'
export { Unreachable, type Connection } from './wire/connection.ts'
export type { Answered, Exchange } from './wire/exchange.ts'
export type { RequestSpec } from './wire/request.ts'
