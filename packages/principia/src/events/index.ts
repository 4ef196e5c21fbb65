export { append, emit, LOG, StreamMoved, type AppendOptions } from './append.ts'
export {
  defineConsumer,
  type Consumer,
  type ConsumerContext,
  type ConsumerSpec,
  type DefineConsumer,
} from './consumer.ts'
export {
  defineEvent,
  type DataOf,
  type Event,
  type EventCall,
  type EventSpec,
  type Recorded,
} from './event.ts'
export { catchUp, follow, type Follower, type FollowOptions } from './follow.ts'
export { readStream, type ReadOptions, type RecordedOf } from './read.ts'
export { EVENT_TABLES } from './tables.ts'
