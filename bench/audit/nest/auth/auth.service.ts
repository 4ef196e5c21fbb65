import { Injectable, UnauthorizedException } from '@nestjs/common'
import { JwtService } from '@nestjs/jwt'
import { checkPassword } from '../../store.ts'

@Injectable()
export class AuthService {
  constructor(private readonly jwtService: JwtService) {}

  async signIn(user: string, password: string): Promise<{ token: string }> {
    const found = await checkPassword(user, password)
    if (found === undefined) throw new UnauthorizedException()
    return { token: await this.jwtService.signAsync({ sub: found.id }) }
  }
}
