export { securityHeaders, type SecurityHeaders, type FlatHeaders, type SecurityOptions } from './headers.ts'
export { createLimiter, parseLimit, type Limit, type Verdict } from './limit.ts'
export { networkOf } from './network.ts'
