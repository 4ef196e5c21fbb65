import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { Type } from 'class-transformer'
import { IsInt, IsOptional, Max, Min } from 'class-validator'

export class BookDto {
  @ApiProperty({ type: 'integer' })
  id: number

  @ApiProperty()
  title: string

  @ApiProperty({ type: 'integer' })
  year: number
}

export class BookPageDto {
  @ApiProperty({ type: [BookDto] })
  items: BookDto[]

  @ApiPropertyOptional()
  next?: string
}

export class BookQueryDto {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 20 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20

  @ApiPropertyOptional({ type: 'integer', minimum: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  after?: number
}
