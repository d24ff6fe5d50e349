/** A value that the first who asks for it makes, and everybody after shares: a client keeps its connections. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
