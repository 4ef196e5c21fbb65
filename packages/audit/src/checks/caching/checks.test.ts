import { describeChecks } from '../fixtures/describe-checks.ts'
import { caching } from './index.ts'

describeChecks('caching', caching)
