import { describeChecks } from '../fixtures/describe-checks.ts'
import { observability } from './index.ts'

describeChecks('observability', observability)
