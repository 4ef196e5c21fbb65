import { Body, Controller, HttpCode, HttpStatus, Post, UseGuards } from '@nestjs/common'
import {
  ApiBadRequestResponse,
  ApiOkResponse,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger'
import { ThrottlerGuard } from '@nestjs/throttler'
import { AuthService } from './auth.service.ts'
import { SignInDto, TokenDto } from './sign-in.dto.ts'

@Controller('sign-in')
export class AuthController {
  constructor(private readonly authService: AuthService) {}

  @UseGuards(ThrottlerGuard)
  @HttpCode(HttpStatus.OK)
  @Post()
  @ApiOkResponse({ type: TokenDto })
  @ApiBadRequestResponse()
  @ApiUnauthorizedResponse()
  @ApiTooManyRequestsResponse()
  signIn(@Body() { user, password }: SignInDto): Promise<TokenDto> {
    return this.authService.signIn(user, password)
  }
}
