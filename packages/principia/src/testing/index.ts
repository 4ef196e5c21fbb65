export { testApp, type TestedApp, type TestOptions, type TestRequest } from './test-app.ts'
