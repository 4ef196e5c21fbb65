import { Module } from '@nestjs/common'
import { TerminusModule } from '@nestjs/terminus'
import { ThrottlerModule } from '@nestjs/throttler'
import { AuthModule } from './auth/auth.module.ts'
import { BooksController } from './books/books.controller.ts'
import { HealthController } from './health/health.controller.ts'
import { NotesController } from './notes/notes.controller.ts'

@Module({
  imports: [
    AuthModule,
    TerminusModule,
    ThrottlerModule.forRoot({ throttlers: [{ ttl: 60_000, limit: 20 }] }),
  ],
  controllers: [BooksController, NotesController, HealthController],
})
export class AppModule {}
