import { describeChecks } from '../fixtures/describe-checks.ts'
import { routing } from './index.ts'

describeChecks('routing', routing)
