import { describeChecks } from '../fixtures/describe-checks.ts'
import { serialization } from './index.ts'

describeChecks('serialization', serialization)
