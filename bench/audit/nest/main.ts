// NestJS on Express, which its documentation leads with: its techniques and its security and OpenAPI pages, with their examples'
// options. Compiled by tsc, as `nest build` does, since decorators are no JavaScript yet.
import { ConsoleLogger, ValidationPipe } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger'
import helmet from 'helmet'
import { port } from '../settings.ts'
import { AppModule } from './app.module.ts'

const app = await NestFactory.create(AppModule, { logger: new ConsoleLogger({ json: true }) })
app.use(helmet())
app.enableCors({ origin: 'https://app.example' })
app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }))
app.enableShutdownHooks()

const config = new DocumentBuilder().setTitle('Library').setVersion('1.0').addBearerAuth().build()
SwaggerModule.setup('api', app, () => SwaggerModule.createDocument(app, config))

await app.listen(port, '127.0.0.1')
