import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
  Request,
  Res,
  UseGuards,
} from '@nestjs/common'
import {
  ApiBadRequestResponse,
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger'
import type { Response } from 'express'
import { notes } from '../../store.ts'
import { AuthGuard, type SignedInRequest } from '../auth/auth.guard.ts'
import { NewNoteDto, NoteDto, NotePageDto, NoteQueryDto } from './note.dto.ts'

@ApiBearerAuth()
@ApiUnauthorizedResponse()
@ApiBadRequestResponse()
@UseGuards(AuthGuard)
@Controller('notes')
export class NotesController {
  @Get()
  @ApiOkResponse({ type: NotePageDto })
  findAll(@Request() { user }: SignedInRequest, @Query() query: NoteQueryDto): NotePageDto {
    return notes.list(user.sub, query)
  }

  @Post()
  @ApiCreatedResponse({ type: NoteDto })
  create(
    @Request() { user }: SignedInRequest,
    @Body() newNote: NewNoteDto,
    @Res({ passthrough: true }) response: Response,
  ): NoteDto {
    const note = notes.create(user.sub, newNote)
    response.location(`/notes/${note.id}`)
    return note
  }

  @Get(':id')
  @ApiOkResponse({ type: NoteDto })
  @ApiNotFoundResponse()
  findOne(@Request() { user }: SignedInRequest, @Param('id', ParseUUIDPipe) id: string): NoteDto {
    const note = notes.find(user.sub, id)
    if (note === undefined) throw new NotFoundException()
    return note
  }

  @Put(':id')
  @ApiOkResponse({ type: NoteDto })
  @ApiNotFoundResponse()
  replace(
    @Request() { user }: SignedInRequest,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() newNote: NewNoteDto,
  ): NoteDto {
    const note = notes.replace(user.sub, id, newNote)
    if (note === undefined) throw new NotFoundException()
    return note
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  @ApiNotFoundResponse()
  remove(@Request() { user }: SignedInRequest, @Param('id', ParseUUIDPipe) id: string): void {
    if (!notes.delete(user.sub, id)) throw new NotFoundException()
  }
}
