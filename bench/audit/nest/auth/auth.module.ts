import { Module } from '@nestjs/common'
import { JwtModule } from '@nestjs/jwt'
import { secret } from '../../settings.ts'
import { AuthController } from './auth.controller.ts'
import { AuthService } from './auth.service.ts'

@Module({
  imports: [JwtModule.register({ global: true, secret, signOptions: { expiresIn: '1h' } })],
  providers: [AuthService],
  controllers: [AuthController],
})
export class AuthModule {}
