export { drainServer, trackSockets, type Drainable, type DrainOptions } from './drain.ts'
export { onSignals } from './signals.ts'
