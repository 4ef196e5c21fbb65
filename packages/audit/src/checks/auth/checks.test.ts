import { describeChecks } from '../fixtures/describe-checks.ts'
import { auth } from './index.ts'

describeChecks('auth', auth)
