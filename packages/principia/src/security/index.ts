export { localCounters, sharedCounters, type Counters, type SharedCounting } from './counters.ts'
export {
  contentSecurityPolicy,
  type ContentSecurityPolicy,
  type CspDirectives,
  type CspSource,
} from './content-security-policy.ts'
export { securityHeaders, type FlatHeaders, type SecurityHeaders, type SecurityOptions } from './headers.ts'
export { createLimiter, verdictOf, type Rate, type Verdict } from './limit.ts'
export {
  memoryLimits,
  sharedLimits,
  type LimitStore,
  type LimitStoreSource,
  type SharedLimits,
  type SharedLimitsOptions,
} from './limit-store.ts'
export { networkOf } from './network.ts'
export {
  limitText,
  parseLimits,
  type Limit,
  type LimitDeclaration,
  type LimitKey,
  type LimitOptions,
} from './parse-limit.ts'
export { checkKey, seal, unseal, type SealKind, type Unsealed } from './seal.ts'
