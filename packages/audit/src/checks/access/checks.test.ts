import { describeChecks } from '../fixtures/describe-checks.ts'
import { access } from './index.ts'

describeChecks('access', access)
