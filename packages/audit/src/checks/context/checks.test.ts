import { describeChecks } from '../fixtures/describe-checks.ts'
import { context } from './index.ts'

describeChecks('context', context)
