import { describeChecks } from '../fixtures/describe-checks.ts'
import { resilience } from './index.ts'

describeChecks('resilience', resilience)
