/** What can be wrong with a store. */
export interface Traits {
  /** Pages begin at a number of items, whatever came and went meanwhile. */
  readonly byOffset?: boolean
  /** The cursor has the value that is sorted by alone, so that of equal things some are passed over. */
  readonly tiesLost?: boolean
  /** A page has as many things as are asked for. */
  readonly unbounded?: boolean
  /** The deeper a page, the longer it takes. */
  readonly slowDeep?: boolean
  /** The total counts what was deleted, too. */
  readonly countsDeleted?: boolean
  /** A sort by what is not known is passed over, and the order is another than the one that is asked for. */
  readonly sortsByAnything?: boolean
  readonly unsorted?: boolean
  /** A search looks at what was there in the beginning. */
  readonly staleSearch?: boolean
  /** In a search, "%" and "_" stand for anything. */
  readonly wildcards?: boolean
  /** A quote in a search breaks the statement. */
  readonly breaksAtQuote?: boolean
  /** Ids are counted: looked up, and used a moment later. */
  readonly countedIds?: boolean
  /** Members are written one after the other. */
  readonly writesInSteps?: boolean
  /** Whether a name is taken is looked up, and the thing written a moment later. */
  readonly checksFirst?: boolean
  /** That a name is taken comes as a fault of the database. */
  readonly faultOnTwin?: boolean
  /** Of several things, those before the wrong one are made. */
  readonly bulkInPart?: boolean
  readonly bulkUnbounded?: boolean
  /** PUT says 200 also where it makes something. */
  readonly putSaysOk?: boolean
  /** An empty list is null. */
  readonly nullList?: boolean
  /** What is sent goes into the thing, also what only the store sets. */
  readonly takesAll?: boolean
  /** What a rank may be is looked at in what is new, and not in changes. */
  readonly ruledWhenNew?: boolean
  /** PUT of a thing that was put before makes another one of it. */
  readonly putAdds?: boolean
  /** It has so many things from the beginning. */
  readonly begins?: number
}
