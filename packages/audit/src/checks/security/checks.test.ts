import { describeChecks } from '../fixtures/describe-checks.ts'
import { security } from './index.ts'

describeChecks('security', security)
