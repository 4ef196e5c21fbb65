export { EXIT, StartFault } from './fault.ts'
export { messageWithCause } from './message.ts'
export { nearest, unknownNames } from './nearest.ts'
export {
  defineProblem,
  isProblemKind,
  Problem,
  problemType,
  toProblemDocument,
  type ProblemDefinition,
  type ProblemKind,
  type ProblemOptions,
} from './problem.ts'
export * as problems from './problems.ts'
