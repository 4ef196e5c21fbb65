export {
  drainServer,
  trackConnections,
  type Connections,
  type Drainable,
  type DrainOptions,
} from './drain.ts'
export { onSignals } from './signals.ts'
