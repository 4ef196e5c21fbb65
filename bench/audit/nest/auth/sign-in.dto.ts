import { ApiProperty } from '@nestjs/swagger'
import { IsString } from 'class-validator'

export class SignInDto {
  @ApiProperty()
  @IsString()
  user: string

  @ApiProperty()
  @IsString()
  password: string
}

export class TokenDto {
  @ApiProperty()
  token: string
}
