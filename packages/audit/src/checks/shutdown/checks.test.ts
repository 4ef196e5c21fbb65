import { describeChecks } from '../fixtures/describe-checks.ts'
import { shutdown } from './index.ts'

describeChecks('shutdown', shutdown)
