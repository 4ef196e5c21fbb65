import { Controller, Get, NotFoundException, Param, ParseIntPipe, Query } from '@nestjs/common'
import { ApiBadRequestResponse, ApiNotFoundResponse, ApiOkResponse } from '@nestjs/swagger'
import { books } from '../../store.ts'
import { BookDto, BookPageDto, BookQueryDto } from './book.dto.ts'

@ApiBadRequestResponse()
@Controller('books')
export class BooksController {
  @Get()
  @ApiOkResponse({ type: BookPageDto })
  findAll(@Query() query: BookQueryDto): BookPageDto {
    return books.list(query)
  }

  @Get(':id')
  @ApiOkResponse({ type: BookDto })
  @ApiNotFoundResponse()
  findOne(@Param('id', ParseIntPipe) id: number): BookDto {
    const book = books.find(id)
    if (book === undefined) throw new NotFoundException()
    return book
  }
}
