import 'reflect-metadata'
import { Type } from 'class-transformer'
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator'
import { decorate } from './nest.ts'

// The order as NestJS's documentation has it: classes with the decorators of class-validator. `declare` would be
// their members' place, which Node cannot strip; what is validated is what the decorators name.
class Customer {}
class Delivery {}
class Item {}
/** The order as class-validator knows it. */
export class OrderClass {}

const words = (most: number) => [IsString(), Length(1, most)]
const form = (pattern: RegExp) => [IsString(), Matches(pattern)]
const part = (type: new () => object) => [IsDefined(), ValidateNested(), Type(() => type)]

decorate(Customer, { name: words(100), email: [...form(/^[^@ ]+@[^@ ]+$/), MaxLength(254)] })
decorate(Delivery, {
  street: words(200),
  city: words(100),
  postcode: form(/^[0-9A-Z -]{3,10}$/),
  country: form(/^[A-Z]{2}$/),
})
decorate(Item, {
  sku: form(/^[A-Z]{2}-[0-9]{4}$/),
  quantity: [IsInt(), Min(1), Max(999)],
  unitPrice: [IsInt(), Min(0)],
})
decorate(OrderClass, {
  reference: form(/^Q-[0-9]{6}$/),
  customer: part(Customer),
  delivery: part(Delivery),
  items: [IsArray(), ArrayMinSize(1), ArrayMaxSize(50), ValidateNested({ each: true }), Type(() => Item)],
  express: [IsBoolean()],
  note: [IsOptional(), IsString(), MaxLength(500)],
})
